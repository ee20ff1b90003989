import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { importedName, receiverOf } from './callee.ts'
import type { Origin } from './origin.ts'
import { originOf } from './origin.ts'
import { writtenType } from './type-annotation.ts'
import { unwrap } from './unwrap.ts'
import { isGlobal } from './variables.ts'
import { methodCalls } from './named-calls.ts'

/** A call of `decode` on a real TextDecoder. */
export interface DecodeCall {
  readonly call: TSESTree.CallExpression
  readonly decoder: Node
  /** Where the decoder is made; undefined when it is handed in. */
  readonly made: TSESTree.NewExpression | undefined
}

/** Every `decode` call of the file whose receiver is a TextDecoder of the platform, never one that is only named so. */
export const decodeCalls = perSource((source): readonly DecodeCall[] =>
  methodCalls(source, ['decode']).flatMap((call) => {
    const decoder = receiverOf(call)
    if (decoder === undefined) return []
    const made = madeDecoder(source, decoder)
    if (made === undefined && !isWrittenDecoder(source, decoder)) return []
    return [{ call, decoder, made }]
  }),
)

function madeDecoder(source: Source, decoder: Node): TSESTree.NewExpression | undefined {
  const origin = originOf(source, decoder)
  const value = origin.kind === 'parameter' ? defaultOf(origin) : origin.kind === 'expression' ? origin.node : undefined
  if (value === undefined || !('path' in origin) || origin.path.length > 0) return undefined
  const made = unwrap(value)
  if (made.type !== 'NewExpression') return undefined
  const imported = importedName(source, made.callee)
  const isReal =
    imported === undefined
      ? isGlobal(source, made.callee, 'TextDecoder')
      : imported.module === 'util' && imported.name === 'TextDecoder'
  return isReal ? made : undefined
}

/** The default of a parameter: `(decoder = new TextDecoder()) => …`. */
function defaultOf({ fn, index }: Extract<Origin, { kind: 'parameter' }>): Node | undefined {
  const parameter = fn.params[index]
  return parameter?.type === 'AssignmentPattern' ? parameter.right : undefined
}

function isWrittenDecoder(source: Source, decoder: Node): boolean {
  const type = writtenType(source, decoder)
  return type?.name === 'TextDecoder' && !type.isLocal && (type.module === undefined || type.module === 'util')
}
