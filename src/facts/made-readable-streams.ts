import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source, Variable } from '../source.ts'
import { perSource } from '../source.ts'
import { importedName } from './callee.ts'
import { localFunction } from './functions.ts'
import type { FunctionNode } from './nodes.ts'
import { nodesOf } from './nodes.ts'
import { propertyName, unwrap, wrapped } from './unwrap.ts'
import { globalName, readsOf, variableOf } from './variables.ts'

/** A `new ReadableStream({ start })` whose source is an object literal without spreads. */
export interface MadeReadableStream {
  readonly made: TSESTree.NewExpression
  readonly source: TSESTree.ObjectExpression
  readonly start: FunctionNode
  /** The controller that `start` is given. */
  readonly controller: Variable
  /** Names of the other properties: `pull`, `cancel`, `type`. */
  readonly others: ReadonlySet<string>
  /** True when a strategy is given too. */
  readonly hasStrategy: boolean
}

/** Every stream of the file that is made by a `start` of this file. */
export const madeReadableStreams = perSource((source): readonly MadeReadableStream[] =>
  nodesOf(source, 'NewExpression').flatMap((made) => {
    const object = made.arguments[0] === undefined ? undefined : unwrap(made.arguments[0])
    if (object?.type !== 'ObjectExpression' || !isReadableStream(source, made.callee)) return []
    const others = new Set<string>()
    let start: FunctionNode | undefined
    for (const property of object.properties) {
      const name = property.type === 'Property' ? propertyName(property) : undefined
      if (property.type !== 'Property' || name === undefined) return []
      if (name === 'start') start = localFunction(source, property.value as Node)
      else others.add(name)
    }
    const [parameter] = start?.params ?? []
    const controller = parameter?.type === 'Identifier' ? variableOf(source, parameter) : undefined
    if (start === undefined || controller === undefined) return []
    return [{ made, source: object, start, controller, others, hasStrategy: made.arguments.length > 1 }]
  }),
)

function isReadableStream(source: Source, callee: Node): boolean {
  const imported = importedName(source, callee)
  if (imported !== undefined) return imported.module === 'stream/web' && imported.name === 'ReadableStream'
  return globalName(source, callee) === 'ReadableStream'
}

/** Every call of a method of the controller: `controller.enqueue(x)`. */
export function controllerCalls({ controller }: MadeReadableStream, method: string): TSESTree.CallExpression[] {
  return readsOf(controller).flatMap((read) => {
    const member = wrapped(read).parent
    if (member?.type !== 'MemberExpression' || propertyName(member) !== method) return []
    const call = wrapped(member).parent
    return call?.type === 'CallExpression' && unwrap(call.callee) === member ? [call] : []
  })
}
