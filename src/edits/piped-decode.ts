import type { TSESTree } from '@typescript-eslint/utils'
import { decodeCalls } from '../facts/decoders.ts'
import type { HandParser } from '../facts/hand-parsers.ts'
import { isChunk } from '../facts/loop-chunk.ts'
import { isWithin } from '../facts/nodes.ts'
import { stringOf, unwrap } from '../facts/unwrap.ts'
import { referencesOf, variableOf } from '../facts/variables.ts'
import type { Node, Source } from '../source.ts'
import { textOf } from './tokens.ts'

/** How the bytes become text, in a way that a stream of the platform does too. */
export interface Decode {
  readonly call: TSESTree.CallExpression
  readonly chunk: Node
  /** The arguments of the decoder, as written; none for UTF-8. */
  readonly options: string
  readonly made: TSESTree.NewExpression
  /** `const text = decoder.decode(value)` */
  readonly declaration: TSESTree.VariableDeclaration | undefined
}

/** The one decode of the chunk; undefined where a stream of the platform would decode otherwise. */
export function decodeOf(source: Source, { feeding, loop }: HandParser): Decode | undefined {
  const growths = feeding.kind === 'growth' ? feeding.growths : []
  const texts = feeding.kind === 'text' ? [feeding.text] : growths.map(({ text }) => text)
  const calls = texts.map((text) => {
    const node = unwrap(text)
    if (node.type !== 'Identifier') return { node, declaration: undefined }
    const variable = variableOf(source, node)
    const declarator = variable?.defs[0]?.node as Node | undefined
    if (variable === undefined || declarator?.type !== 'VariableDeclarator' || declarator.init === null)
      return undefined
    const declaration = declarator.parent
    if (declaration.type !== 'VariableDeclaration' || declaration.declarations.length > 1) return undefined
    if (!isWithin(declaration, loop.body) || referencesOf(variable).length !== 2) return undefined
    return { node: unwrap(declarator.init), declaration }
  })
  const found = calls.flatMap((it) => {
    const decode = decodeCalls(source).find(({ call }) => call === it?.node)
    return it === undefined || decode === undefined ? [] : [{ ...decode, declaration: it.declaration }]
  })
  // A last `decoder.decode()` gives what is left of a character that is cut off.
  const main = found.filter(({ call }) => call.arguments.length > 0)
  const [first] = main
  const [chunk] = first?.call.arguments ?? []
  if (first === undefined || chunk === undefined || main.length > 1 || found.length < texts.length) return undefined
  if (first.made === undefined || !isChunk(source, loop, unwrap(chunk))) return undefined
  const options = decoderOptions(source, first.made)
  return { call: first.call, chunk, options, made: first.made, declaration: first.declaration }
}

function decoderOptions(source: Source, made: TSESTree.NewExpression): string {
  const label = stringOf(made.arguments[0])
  if (made.arguments.length === 1 && label !== undefined && /^utf-?8$/i.test(label)) return ''
  return made.arguments.map((it) => textOf(source, it)).join(', ')
}
