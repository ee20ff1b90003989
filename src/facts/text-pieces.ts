import type { Node, Source } from '../source.ts'
import { methodName, receiverOf } from './callee.ts'
import { originOf } from './origin.ts'
import { stringOf, unwrap } from './unwrap.ts'
import { globalName } from './variables.ts'

/** A text in order: what the source itself says, and the expressions in between. */
export type Piece = string | Node

/** A text that is put together in one expression. */
export interface ComposedText {
  /** The outermost expression that is the text: a literal, a template, a concatenation. */
  readonly node: Node
  readonly pieces: readonly Piece[]
}

const MAX_STEPS = 12

/** The text inside `encoder.encode(text)`, `Buffer.from(text)`, `String(text)`, and a constant of this file; undefined for texts made elsewhere. */
export function composedText(source: Source, expression: Node): ComposedText | undefined {
  const node = textInside(source, expression, MAX_STEPS)
  const pieces = piecesOf(source, node, MAX_STEPS)
  return pieces.some((piece) => typeof piece === 'string') ? { node, pieces: merged(pieces) } : undefined
}

/** What is turned into bytes on the spot: `text` of `encoder.encode(text)` and `Buffer.from(text)`. */
export function withoutEncoding(source: Source, expression: Node): Node {
  const node = unwrap(expression)
  const [text] = node.type === 'CallExpression' ? node.arguments : []
  if (node.type !== 'CallExpression' || text === undefined || text.type === 'SpreadElement') return node
  const name = methodName(node)
  const receiver = receiverOf(node)
  const isEncode =
    (name === 'encode' && node.arguments.length === 1) ||
    (name === 'from' && receiver !== undefined && globalName(source, receiver) === 'Buffer')
  return isEncode ? withoutEncoding(source, text) : node
}

/** The same, with constants of this file followed to their texts. */
export function textInside(source: Source, expression: Node, steps = MAX_STEPS): Node {
  const node = withoutEncoding(source, expression)
  if (steps === 0) return node
  if (node.type !== 'Identifier') return node
  const origin = originOf(source, node)
  if (origin.kind !== 'expression' || origin.path.length > 0) return node
  const value = unwrap(origin.node)
  return value.type === 'Identifier' || !isText(value) ? node : textInside(source, value, steps - 1)
}

function isText(node: Node): boolean {
  switch (node.type) {
    case 'Literal':
    case 'TemplateLiteral':
    case 'BinaryExpression':
      return true
    case 'CallExpression': {
      const name = methodName(node)
      return name === 'encode' || name === 'from' || name === 'join'
    }
    default:
      return false
  }
}

function piecesOf(source: Source, expression: Node, steps: number): Piece[] {
  const node = unwrap(expression)
  if (steps === 0) return [node]
  const text = stringOf(node)
  if (text !== undefined) return [text]
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'number' ? [String(node.value)] : [node]
    case 'TemplateLiteral':
      return node.quasis.flatMap((quasi, i) => {
        const inner = node.expressions[i]
        const own: Piece[] = quasi.value.cooked ? [quasi.value.cooked] : []
        return inner === undefined ? own : [...own, ...piecesOf(source, inner, steps - 1)]
      })
    case 'BinaryExpression':
      return node.operator === '+'
        ? [...piecesOf(source, node.left, steps - 1), ...piecesOf(source, node.right, steps - 1)]
        : [node]
    case 'CallExpression':
      return joinedPieces(source, node, steps) ?? [node]
    case 'Identifier': {
      // A constant of this file that is a text.
      const origin = originOf(source, node)
      const value = origin.kind === 'expression' && origin.path.length === 0 ? stringOf(origin.node) : undefined
      return value === undefined ? [node] : [value]
    }
    default:
      return [node]
  }
}

/** `['event: a', 'data: b', '', ''].join('\n')` */
function joinedPieces(source: Source, call: Node, steps: number): Piece[] | undefined {
  if (call.type !== 'CallExpression' || methodName(call) !== 'join') return undefined
  const list = unwrap(receiverOf(call) as Node)
  const separator = stringOf(call.arguments[0])
  if (list.type !== 'ArrayExpression' || separator === undefined) return undefined
  if (list.elements.some((it) => it === null || it.type === 'SpreadElement')) return undefined
  return list.elements.flatMap((element, i) => {
    const own = piecesOf(source, element as Node, steps - 1)
    return i === 0 ? own : [separator, ...own]
  })
}

function merged(pieces: readonly Piece[]): Piece[] {
  const found: Piece[] = []
  for (const piece of pieces) {
    const last = found.at(-1)
    if (typeof piece === 'string' && typeof last === 'string') found[found.length - 1] = last + piece
    else found.push(piece)
  }
  return found
}
