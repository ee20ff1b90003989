import { framesOf } from '../facts/sse-lines.ts'
import type { SseLine } from '../facts/sse-lines.ts'
import { textKind } from '../facts/text-kind.ts'
import type { ComposedText, Piece } from '../facts/text-pieces.ts'
import { unwrap } from '../facts/unwrap.ts'
import type { Node, Source } from '../source.ts'
import { allOf } from './all-of.ts'
import type { Change, Edit } from './edit.ts'
import { quoted } from './file-style.ts'
import { importBinding } from './imports.ts'
import { Precedence } from './precedence.ts'
import { replaceExpression } from './replace-expression.ts'
import { hasCommentInside, textOf } from './tokens.ts'

/** The encoder's module and function; it takes `{ event, retry, id, data }` and gives one whole event. */
export interface FrameEncoder {
  readonly module: string
  readonly name: string
}

/**
 * Frames that are written by hand, each as a call of an encoder.
 * @returns undefined when one of them holds several frames, comments, unknown fields, or a line that begins with an expression
 */
export function encodeFrames(source: Source, texts: readonly ComposedText[], encoder: FrameEncoder): Edit | undefined {
  const [first] = texts
  const binding = first === undefined ? undefined : importBinding(source, { ...encoder, at: first.node })
  if (binding === undefined) return undefined
  const nodes = new Map(texts.map((text) => [text.node, text]))
  const edit = allOf([...nodes.values()].map((text) => encoded(source, text, binding.local)))
  return edit === undefined ? undefined : { ...edit, imports: [binding] }
}

function encoded(source: Source, text: ComposedText, encode: string): Change[] | undefined {
  const event = eventObject(source, text)
  return event === undefined ? undefined : replaceExpression(source, text.node, `${encode}(${event})`, Precedence.CALL)
}

/**
 * The fields of a hand-written frame as an object: `{ event: 'a', data: text }`.
 * @returns undefined as for `encodeFrames`
 */
export function eventObject(source: Source, text: ComposedText): string | undefined {
  const frames = framesOf(text.pieces)
  const [frame] = frames
  if (frame === undefined || frames.length > 1 || hasCommentInside(source, text.node)) return undefined
  const fields = fieldsOf(source, frame.lines)
  return fields === undefined
    ? undefined
    : `{ ${fields.map(([name, value]) => (name === value ? name : `${name}: ${value}`)).join(', ')} }`
}

/**
 * True when the encoder gives the very bytes that the texts have now. At least one holds JSON.
 */
export function isSameEncoded(source: Source, texts: readonly ComposedText[]): boolean {
  const isConstant = ({ pieces: [only, ...others] }: ComposedText) =>
    typeof only === 'string' && others.length === 0 && /^data: [^\r\n]+\n\n$/.test(only)
  return texts.some((it) => isSameJson(source, it)) && texts.every((it) => isConstant(it) || isSameJson(source, it))
}

/** One event of JSON without line breaks, a literal name before it or none, one space behind each colon, and one blank line. */
function isSameJson(source: Source, { pieces }: ComposedText): boolean {
  const [first, json, last] = pieces
  if (pieces.length !== 3 || typeof first !== 'string' || typeof json !== 'object' || last !== '\n\n') return false
  const value = unwrap(json)
  if (value.type !== 'CallExpression' || textKind(source, value) !== 'json' || value.arguments.length !== 1)
    return false
  return first === 'data: ' || /^event: [^\s:][^\r\n:]*\ndata: $/.test(first)
}

type Field = readonly [name: string, value: string]

function fieldsOf(source: Source, lines: readonly SseLine[]): Field[] | undefined {
  const fields: Field[] = []
  const data: (readonly Piece[])[] = []
  for (const { field, value, hasColon } of lines) {
    if (!hasColon) return undefined
    const parts = withoutSpace(value)
    switch (field) {
      case 'data':
        data.push(parts)
        break
      case 'event':
      case 'id':
        if (fields.some(([name]) => name === field)) return undefined
        fields.push([field, textValue(source, parts)])
        break
      case 'retry': {
        const [only, ...others] = parts
        if (only === undefined || others.length > 0) return undefined
        fields.push(['retry', typeof only === 'string' ? only.trim() : `Number(${textOf(source, only)})`])
        break
      }
      default:
        return undefined
    }
  }
  if (data.length === 0) return undefined
  const joined = data.flatMap((parts, i) => (i === 0 ? parts : ['\n', ...parts]))
  return [...fields, ['data', textValue(source, joined)]]
}

/** The one space behind the colon belongs to the protocol. */
function withoutSpace(value: readonly Piece[]): readonly Piece[] {
  const [first, ...rest] = value
  if (typeof first !== 'string' || !first.startsWith(' ')) return value
  return first === ' ' ? rest : [first.slice(1), ...rest]
}

/** Code that gives the pieces as one string, whatever the types of the expressions are. */
function textValue(source: Source, pieces: readonly Piece[]): string {
  const [only, ...others] = pieces
  if (only === undefined) return quoted(source, '')
  if (others.length === 0) {
    if (typeof only === 'string') return quoted(source, only)
    return stringCode(source, only)
  }
  const inner = pieces.map((piece) =>
    typeof piece === 'string'
      ? piece.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${').replaceAll('\n', '\\n')
      : `\${${textOf(source, piece)}}`,
  )
  return `\`${inner.join('')}\``
}

/** Code that gives an expression as a string, whatever its type is. */
export function stringCode(source: Source, expression: Node): string {
  return isString(expression) ? textOf(source, expression) : `String(${textOf(source, expression)})`
}

function isString(piece: Node): boolean {
  const node = unwrap(piece)
  if (node.type === 'TemplateLiteral') return true
  if (node.type !== 'CallExpression') return false
  const callee = unwrap(node.callee)
  return callee.type === 'MemberExpression'
    ? callee.property.type === 'Identifier' && STRING_METHODS.has(callee.property.name)
    : callee.type === 'Identifier' && callee.name === 'String'
}

const STRING_METHODS = new Set([
  'stringify',
  'trim',
  'slice',
  'join',
  'toString',
  'toISOString',
  'replace',
  'replaceAll',
])
