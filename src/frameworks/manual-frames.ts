import type { TSESTree } from '@typescript-eslint/utils'
import { calleeName, methodName } from '../facts/callee.ts'
import { contains, nodesOf } from '../facts/nodes.ts'
import type { SseFrame, SseLine } from '../facts/sse-lines.ts'
import { SSE_FIELDS, framesOf } from '../facts/sse-lines.ts'
import type { TextKind } from '../facts/text-kind.ts'
import { textKind } from '../facts/text-kind.ts'
import type { ComposedText, Piece } from '../facts/text-pieces.ts'
import { composedText, textInside } from '../facts/text-pieces.ts'
import { stringOf, unwrap } from '../facts/unwrap.ts'
import type { Node, Source } from '../source.ts'
import { perNode, perSource } from '../source.ts'
import { outermostFunction } from './header-writes.ts'
import type { MediaTypeSetting } from './stream-media-types.ts'
import { mediaTypeSettings } from './stream-media-types.ts'
import { framesForOthers } from './framing-libraries.ts'
import type { TextSink } from './stream-sinks.ts'
import { textSinks, textSinksWithin } from './stream-sinks.ts'
import { groupBy } from '../facts/group-by.ts'
import { methodCalls } from '../facts/named-calls.ts'

/** What is wrong with a frame that is written by hand; `by-hand`: nothing but that. */
export type ManualFrame = { readonly scope: Node } & (
  | { readonly kind: 'raw-text'; readonly text: ComposedText; readonly payload: Node; readonly what: TextKind }
  | { readonly kind: 'no-blank-line'; readonly text: ComposedText }
  | { readonly kind: 'unknown-field'; readonly text: ComposedText; readonly field: string }
  | { readonly kind: 'by-hand'; readonly text: ComposedText }
  | { readonly kind: 'one-header'; readonly call: TSESTree.CallExpression }
  | { readonly kind: 'mislabelled'; readonly setting: MediaTypeSetting; readonly actual: 'NDJSON' | 'plain text' }
)

/** Every hand-written frame of the file, and every event stream that holds none; empty where a library frames. */
export const manualFrames = perSource((source): readonly ManualFrame[] => {
  const found: ManualFrame[] = [...headersInOneCall(source)]
  if (framesForOthers(source)) return found
  const texts = hasDataLine(source) ? writtenTexts(source) : []
  const open = openWrites(texts)
  for (const written of texts) found.push(...judged(source, written, open))
  for (const setting of mediaTypeSettings(source)) {
    const actual = setting.mediaType === 'text/event-stream' ? actualFormat(source, setting) : undefined
    if (actual !== undefined) found.push({ kind: 'mislabelled', setting, actual, scope: scopeOf(source, setting.at) })
  }
  return found
})

/** Without a text that begins a line with `data:` there is no frame to look for. */
function hasDataLine(source: Source): boolean {
  const isStart = (text: unknown) => typeof text === 'string' && /(?:^|[\r\n])[\t ]*data:/i.test(text)
  return (
    nodesOf(source, 'Literal').some(({ value }) => isStart(value)) ||
    nodesOf(source, 'TemplateElement').some(({ value }) => isStart(value.cooked))
  )
}

/** The hand-written frames of a stream, by the outermost function that writes them. */
export function framesIn(source: Source, scope: Node): readonly ManualFrame[] {
  return framesByScope(source).get(scope) ?? []
}

const framesByScope = perSource((source) => groupBy(manualFrames(source), ({ scope }) => scope))

interface WrittenText {
  readonly sink: TextSink
  readonly text: ComposedText
  readonly frames: readonly SseFrame[]
  readonly scope: Node
}

function writtenTexts(source: Source): WrittenText[] {
  return textSinks(source).flatMap((sink) => {
    const text = composedText(source, sink.text)
    return text === undefined ? [] : [{ sink, text, frames: framesOf(text.pieces), scope: scopeOf(source, sink.at) }]
  })
}

function scopeOf(source: Source, node: Node): Node {
  return outermostFunction(node) ?? source.ast
}

/** The writes whose text does not show that it begins on the line of the one before, by the function around them all. */
type OpenWrites = (source: Source, scope: Node) => readonly TextSink[]

function openWrites(texts: readonly WrittenText[]): OpenWrites {
  const known = new Map(texts.map((it) => [it.sink, it]))
  return perNode<Node, readonly TextSink[]>((source, scope) => {
    const writes = textSinksWithin(source, scope).filter(({ kind }) => kind === 'write')
    return writes.filter((sink) => {
      const [first] = known.get(sink)?.text.pieces ?? []
      return typeof first !== 'string' || /^[\r\n]/.test(first)
    })
  }, [])
}

function judged(source: Source, written: WrittenText, open: OpenWrites): ManualFrame[] {
  const { sink, text, frames, scope } = written
  const [first] = frames
  if (first === undefined || !isFrame(source, written)) return []
  const unknown = frames.flatMap(({ lines }) => lines).find(isUnknown)
  if (unknown?.field !== undefined && sink.kind === 'write')
    return [{ kind: 'unknown-field', text, field: unknown.field.trim(), scope }]
  const raw = rawPayload(source, frames)
  if (raw !== undefined) return [{ kind: 'raw-text', text, ...raw, scope }]
  const last = frames.at(-1)
  const hasData = last?.lines.some(({ field }) => field === 'data') === true
  if (last !== undefined && hasData && !last.isEnded && isUnfinished(source, written, open))
    return [{ kind: 'no-blank-line', text, scope }]
  const isEvent = frames.some(({ lines }) => lines.some(({ field }) => field === 'data'))
  return isEvent ? [{ kind: 'by-hand', text, scope }] : []
}

/**
 * A text that is surely part of an event stream: it has a `data` line and ends in a blank one, or it begins as a frame
 * does and is written in a file that gives a response the type of an event stream.
 */
function isFrame(source: Source, { sink, frames, text }: WrittenText): boolean {
  const lines = frames.flatMap((frame) => frame.lines)
  const data = lines.some(({ field, hasColon }) => field === 'data' && hasColon)
  const known = lines.every((line) => !isUnknown(line))
  const breaks = text.pieces.some((piece) => typeof piece === 'string' && /[\r\n]/.test(piece))
  if (data && frames.every(({ isEnded }) => isEnded)) return known || sink.kind === 'write'
  if (sink.kind !== 'write' || !givesEventStream(source)) return false
  const isKnownStart = lines[0]?.hasColon === true && SSE_FIELDS.has(lines[0].field ?? '')
  return isKnownStart && (breaks || data)
}

function givesEventStream(source: Source): boolean {
  return mediaTypeSettings(source).some(({ mediaType }) => mediaType === 'text/event-stream')
}

/** A line whose field no client knows. A line that begins with an expression is the program's own matter. */
function isUnknown({ field }: SseLine): boolean {
  return field !== undefined && field !== '' && !SSE_FIELDS.has(field)
}

/** The first text in a frame that can hold a line break of its own. */
function rawPayload(source: Source, frames: readonly SseFrame[]): { payload: Node; what: TextKind } | undefined {
  for (const { lines } of frames)
    for (const { value, hasColon } of lines)
      for (const piece of value) {
        if (typeof piece === 'string' || !hasColon) continue
        const what = textKind(source, piece)
        if (what !== 'unknown' && what !== 'json') return { payload: piece, what }
      }
  return undefined
}

/** True when nothing that is written to the same place can be the missing line break. */
function isUnfinished(source: Source, { sink, text, scope }: WrittenText, open: OpenWrites): boolean {
  if (sink.kind !== 'write' || !endsKnown(source, text) || isContinued(source, sink)) return false
  return open(source, scope).every((other) => other === sink)
}

/** A later statement of the same block writes on. */
function isContinued(source: Source, { at }: TextSink): boolean {
  const statement = statementOf(at)
  const list = statement?.parent
  if (statement === undefined || list?.type !== 'BlockStatement') return false
  return lastWrite(source, list) >= statement.range[1]
}

/** Where the last write of a block begins; -1: there is none. */
const lastWrite = perNode<Node, number>(
  (source, block) =>
    textSinksWithin(source, block).reduce(
      (last, { kind, at }) => (kind === 'write' ? Math.max(last, at.range[0]) : last),
      -1,
    ),
  -1,
)

function statementOf(node: Node): Node | undefined {
  let current: Node | null | undefined = node
  while (current != null && !current.type.endsWith('Statement') && current.type !== 'VariableDeclaration')
    current = current.parent
  return current ?? undefined
}

/** The end of the text is text of the source, or JSON, which ends in no line break. */
function endsKnown(source: Source, { pieces }: ComposedText): boolean {
  const last = pieces.at(-1)
  if (last === undefined) return false
  return typeof last === 'string' || textKind(source, last) === 'json'
}

/** Pieces of what a response is sent, where none of them is an event. */
function actualFormat(source: Source, setting: MediaTypeSetting): 'NDJSON' | 'plain text' | undefined {
  const scope = outermostFunction(setting.at)
  return scope === undefined || hasOtherBody(source, setting) ? undefined : formatIn(source, scope)
}

const formatIn = perNode<Node, 'NDJSON' | 'plain text' | undefined>((source, scope) => {
  if (hasTransform(source, scope)) return undefined
  const sinks = textSinksWithin(source, scope).filter((sink) => sink.kind === 'write')
  const [format, ...others] = new Set(sinks.map(({ text }) => formatOf(source, text)))
  return others.length === 0 && format !== 'unknown' ? format : undefined
}, undefined)

function formatOf(source: Source, expression: Node): 'NDJSON' | 'plain text' | 'unknown' {
  const node = textInside(source, expression)
  const pieces: readonly Piece[] = composedText(source, expression)?.pieces ?? [node]
  const kinds = pieces.map((piece) => (typeof piece === 'string' ? undefined : textKind(source, piece)))
  const isJson = kinds.filter((kind) => kind === 'json').length === 1 && kinds.length === 2
  if (isJson && kinds[0] === 'json' && pieces[1] === '\n') return 'NDJSON'
  return pieces.length === 1 && kinds[0] === 'model text' ? 'plain text' : 'unknown'
}

/** Something that may turn what is written into events on the way. */
function hasTransform(source: Source, scope: Node): boolean {
  return contains(source, scope, (node) => {
    if (node.type === 'NewExpression') {
      const name = calleeName(node) ?? ''
      return /Stream$/.test(name) && !PLAIN_STREAMS.has(name)
    }
    return node.type === 'CallExpression' && methodName(node) === 'pipe'
  })
}

const PLAIN_STREAMS = new Set(['ReadableStream', 'TransformStream', 'TextEncoderStream', 'WritableStream'])

/** `new Response(upstream.body, …)`: the body is not what is written here. */
function hasOtherBody(source: Source, { at }: MediaTypeSetting): boolean {
  if (at.type !== 'NewExpression') return false
  const [body] = at.arguments
  return body !== undefined && contains(source, body, (it) => it.type === 'MemberExpression' && methodOf(it) === 'body')
}

function methodOf(member: TSESTree.MemberExpression): string | undefined {
  return member.property.type === 'Identifier' ? member.property.name : undefined
}

/** `res.setHeader('Content-Type', 'text/event-stream', 'Cache-Control', 'no-cache')`: all but the first pair are ignored. */
function headersInOneCall(source: Source): ManualFrame[] {
  return methodCalls(source, ['setHeader']).flatMap((call) => {
    if (call.arguments.length < 3) return []
    const texts = call.arguments.map((it) => stringOf(unwrap(it))?.toLowerCase())
    if (texts[0] === undefined || !texts.some((text) => text?.startsWith('text/event-stream') === true)) return []
    return [{ kind: 'one-header' as const, call, scope: scopeOf(source, call) }]
  })
}
