import type { TSESTree } from '@typescript-eslint/utils'
import { importedName } from '../facts/callee.ts'
import { isWithin } from '../facts/nodes.ts'
import { originOf } from '../facts/origin.ts'
import { framesOf } from '../facts/sse-lines.ts'
import type { TextKind } from '../facts/text-kind.ts'
import { textKind } from '../facts/text-kind.ts'
import type { ComposedText, Piece } from '../facts/text-pieces.ts'
import { composedText, withoutEncoding } from '../facts/text-pieces.ts'
import { propertyName, unwrap, wrapped } from '../facts/unwrap.ts'
import { globalName, readsOf, variableOf } from '../facts/variables.ts'
import type { Node, Source } from '../source.ts'
import type { AnswerWrite } from './answer-writes.ts'

/** How a text stream is cut into items: events, a line of JSON for each, or not at all. */
export type ItemFormat = 'events' | 'lines' | 'text'

/** The format of a media type; undefined for one whose items this program cannot tell apart. */
export function itemFormatOf(mediaType: string): ItemFormat | undefined {
  switch (mediaType) {
    case 'text/event-stream':
      return 'events'
    case 'application/x-ndjson':
    case 'application/ndjson':
    case 'application/jsonl':
    case 'application/x-jsonlines':
      return 'lines'
    case 'text/plain':
      return 'text'
    default:
      return undefined
  }
}

/**
 * What one piece of a text stream says. `value` is sent as JSON, `constant` is JSON that the source holds, `text` is sent as it is;
 * `node` is what gives their text. `mark`: a comment, a delay, a sign of the end, which only event streams have.
 * `named`: an event with a name or an id.
 */
export type WrittenItem =
  | {
      readonly kind: 'value'
      readonly node: Node
      readonly value: Node
      /** The call of `JSON.stringify` where it stands in a constant of its own, which only this text uses. */
      readonly apart: TSESTree.CallExpression | undefined
    }
  | { readonly kind: 'constant'; readonly node: Node; readonly json: string }
  | { readonly kind: 'text'; readonly node: Node; readonly value: Node }
  | { readonly kind: 'mark' | 'named' | 'unknown' }

const UNKNOWN: WrittenItem = { kind: 'unknown' }

/** What a piece says, as far as its text can be made again byte by byte. */
export function writtenItem(source: Source, { text }: AnswerWrite, format: ItemFormat): WrittenItem {
  const inner = withoutEncoding(source, text)
  if (format === 'text') return plainItem(source, inner)
  const data = format === 'events' ? encodedData(source, inner) : undefined
  if (data !== undefined) return dataItem(source, inner, data)
  const composed = composedText(source, inner)
  const own = composed === undefined ? undefined : ownText(source, composed, inner)
  if (own === undefined) return UNKNOWN
  return format === 'events' ? eventItem(source, own) : lineItem(source, own)
}

/** A text that stands where it is written, is the same each time, or is a constant that nothing else uses. */
function ownText(source: Source, composed: ComposedText, inner: Node): ComposedText | undefined {
  const { node, pieces } = composed
  if (isWithin(node, inner)) return composed
  if (pieces.every((piece) => typeof piece === 'string')) return { node: inner, pieces }
  return inner.type === 'Identifier' && isReadOnce(source, inner) ? composed : undefined
}

function isReadOnce(source: Source, name: TSESTree.Identifier): boolean {
  const variable = variableOf(source, name)
  return variable !== undefined && readsOf(variable).length === 1
}

function eventItem(source: Source, { node, pieces }: ComposedText): WrittenItem {
  const frames = framesOf(pieces)
  const lines = frames.flatMap((frame) => frame.lines)
  if (lines.every(({ field, hasColon }) => hasColon && (field === '' || field === 'retry'))) return { kind: 'mark' }
  if (lines.some(({ field }) => field === 'event' || field === 'id')) return { kind: 'named' }
  const [first, payload, last] = pieces
  if (pieces.length === 1 && typeof first === 'string') {
    const data = /^data: ([^\r\n]*)\n\n$/.exec(first)?.[1]
    return data === undefined ? UNKNOWN : constantItem(node, data)
  }
  if (pieces.length !== 3 || first !== 'data: ' || last !== '\n\n' || payload === undefined) return UNKNOWN
  return payloadItem(source, node, payload)
}

function lineItem(source: Source, { node, pieces }: ComposedText): WrittenItem {
  const [payload, end] = pieces
  if (pieces.length === 1 && typeof payload === 'string') {
    const item = payload.endsWith('\n') ? constantItem(node, payload.slice(0, -1)) : UNKNOWN
    return item.kind === 'constant' ? item : UNKNOWN
  }
  if (pieces.length !== 2 || end !== '\n' || payload === undefined) return UNKNOWN
  const item = payloadItem(source, node, payload)
  return item.kind === 'value' ? item : UNKNOWN
}

/** `[DONE]` and the like, which are no JSON. */
const END_MARK = /^\[[A-Z]+\]$/

function constantItem(node: Node, data: string): WrittenItem {
  if (END_MARK.test(data)) return { kind: 'mark' }
  return isWrittenAsJson(data) ? { kind: 'constant', node, json: data } : UNKNOWN
}

/** True for JSON that `JSON.stringify` writes in the same way. */
function isWrittenAsJson(text: string): boolean {
  try {
    return JSON.stringify(JSON.parse(text)) === text
  } catch {
    return false
  }
}

function payloadItem(source: Source, node: Node, payload: Piece): WrittenItem {
  if (typeof payload === 'string') return UNKNOWN
  const call = unwrap(payload)
  const value = call.type === 'CallExpression' ? stringified(source, call) : undefined
  if (value !== undefined) return { kind: 'value', node, value, apart: undefined }
  const apart = call.type === 'Identifier' ? stringifiedJustBefore(source, call, node) : undefined
  if (apart !== undefined) return { kind: 'value', node, value: payload, apart }
  return isText(source, payload) ? { kind: 'text', node, value: payload } : UNKNOWN
}

/** The value of `JSON.stringify(value)`. */
function stringified(source: Source, call: TSESTree.CallExpression): Node | undefined {
  const [value, ...others] = call.arguments
  const callee = unwrap(call.callee)
  const isStringify =
    callee.type === 'MemberExpression' &&
    propertyName(callee) === 'stringify' &&
    globalName(source, callee.object) === 'JSON'
  return isStringify && value !== undefined && value.type !== 'SpreadElement' && others.length === 0 ? value : undefined
}

/** `const data = JSON.stringify(value)` right in front of the statement that alone writes it. */
function stringifiedJustBefore(
  source: Source,
  name: TSESTree.Identifier,
  written: Node,
): TSESTree.CallExpression | undefined {
  const origin = originOf(source, name)
  const call = origin.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : undefined
  if (call?.type !== 'CallExpression' || stringified(source, call) === undefined) return undefined
  const declarator = wrapped(call).parent
  if (declarator?.type !== 'VariableDeclarator' || declarator.id.type !== 'Identifier') return undefined
  const { parent: declaration } = declarator
  const isAlone = declaration.kind === 'const' && declaration.declarations.length === 1
  if (!isAlone || declarator.id.typeAnnotation != null || !isReadOnce(source, name)) return undefined
  const list = declaration.parent.type === 'BlockStatement' ? declaration.parent.body : []
  const next = list[list.indexOf(declaration) + 1]
  const writes = next?.type === 'ExpressionStatement' || next?.type === 'IfStatement' ? next : undefined
  return writes !== undefined && isWithin(written, writes) ? call : undefined
}

/** The data of `encode({ data })` of the library, which has no other field; undefined for any other expression. */
function encodedData(source: Source, expression: Node): Node | 'named' | 'mark' | undefined {
  if (expression.type !== 'CallExpression') return undefined
  const imported = importedName(source, expression.callee)
  if (imported?.module !== 'eventsource-encoder') return undefined
  const [given, ...others] = expression.arguments
  if (imported.name === 'encodeComment') return 'mark'
  if (given === undefined || others.length > 0) return undefined
  if (imported.name === 'encodeData') return given
  const object = unwrap(given)
  if (imported.name !== 'encode' || object.type !== 'ObjectExpression') return undefined
  const names = object.properties.map((it) => (it.type === 'Property' ? propertyName(it) : undefined))
  const [only, ...more] = object.properties
  if (names.includes('event') || names.includes('id')) return 'named'
  if (names.every((it) => it === 'comment' || it === 'retry')) return 'mark'
  return only?.type === 'Property' && names[0] === 'data' && more.length === 0 ? (only.value as Node) : undefined
}

function dataItem(source: Source, node: Node, data: Node | 'named' | 'mark'): WrittenItem {
  if (typeof data === 'string') return { kind: data }
  const value = unwrap(data)
  if (value.type === 'Literal' && typeof value.value === 'string') return constantItem(node, value.value)
  return payloadItem(source, node, data)
}

/** A piece of a stream of plain text, which is not cut. */
function plainItem(source: Source, inner: Node): WrittenItem {
  return isText(source, inner) ? { kind: 'text', node: inner, value: inner } : UNKNOWN
}

/** True for what is surely a text, and no JSON. */
function isText(source: Source, expression: Node): boolean {
  const node = unwrap(expression)
  // A line of JSON in a stream of text is read as such by its clients.
  const pieces = node.type === 'Identifier' ? undefined : composedText(source, node)?.pieces
  if (pieces !== undefined) return pieces.every((it) => typeof it === 'string' || !JSON_KINDS.has(textKind(source, it)))
  const kind = textKind(source, node)
  return kind !== 'unknown' && !JSON_KINDS.has(kind)
}

const JSON_KINDS: ReadonlySet<TextKind> = new Set<TextKind>(['json', 'indented JSON'])
