import type { TSESTree } from '@typescript-eslint/utils'
import { isNodeResponse } from '../frameworks/response-writes.ts'
import type { Node, Source, Variable } from '../source.ts'
import { calleeName, importedName, methodName, receiverOf } from './callee.ts'
import { calledFunction } from './functions.ts'
import type { Frame, FrameValue } from './frame-values.ts'
import { ANY, ANY_FRAME, UNDEFINED } from './frame-values.ts'
import { collectWithin, isWithin } from './nodes.ts'
import type { FunctionNode } from './nodes.ts'
import { propertiesOf } from './object-properties.ts'
import { originOf } from './origin.ts'
import type { Sent } from './sent-to-client.ts'
import { sentToClient } from './sent-to-client.ts'
import type { SseFrame, SseLine } from './sse-lines.ts'
import { SSE_FIELDS, framesOf } from './sse-lines.ts'
import type { Piece } from './text-pieces.ts'
import { composedText, textInside } from './text-pieces.ts'
import { stringOf, unwrap, wrapped } from './unwrap.ts'
import { globalName, readsOf, variableOf } from './variables.ts'

/** The expressions that the parameters of a helper stand for at one call of it. */
type Given = ReadonlyMap<Variable, Node>

const NOTHING_GIVEN: Given = new Map()
/** How many helpers and constants are followed. */
const MAX_STEPS = 4

/**
 * Everything that a function and the functions of this file that it calls send to their client, call by call. A frame of which
 * nothing is known stands for what other modules may send over what they are handed.
 * @param over what the client is reached by
 */
export function sendsIn(source: Source, root: Node, gathered: Node, over: Node): readonly SentFrames[] {
  const roots = [root]
  const helpers = new Set<FunctionNode>()
  for (const it of roots)
    for (const call of collectWithin(source, it, isCall)) {
      const fn = calledFunction(source, call)
      if (fn === undefined) continue
      if (sentBy(source, call).length > 0) helpers.add(fn)
      else if (roots.length <= MAX_FUNCTIONS && !roots.some((known) => isWithin(fn, known))) roots.push(fn)
    }
  const sends = roots
    .flatMap((it) => collectWithin(source, it, isCall))
    .filter((call) => ![...helpers].some((helper) => isWithin(call, helper)))
    .flatMap((call) => framesOfCall(source, call, gathered) ?? [])
  return [...sends, ...handedOn(source, over)]
}

/** How many functions that are called are looked into. */
const MAX_FUNCTIONS = 12
/** Functions that only wait for a response's end. */
const WAITING = new Set(['finished', 'onFinished', 'once'])

/** The calls of functions of other modules that get what the client is reached by. */
function handedOn(source: Source, over: Node): SentFrames[] {
  const name = unwrap(over)
  const variable = name.type === 'Identifier' ? variableOf(source, name) : undefined
  return (variable === undefined ? [] : readsOf(variable)).flatMap((read): SentFrames[] => {
    const call = wrapped(read).parent
    if (call?.type !== 'CallExpression' || call.callee === wrapped(read)) return []
    if (calledFunction(source, call) !== undefined || WAITING.has(calleeName(call) ?? '')) return []
    return [{ call, frames: [ANY_FRAME], over: undefined }]
  })
}

/** The frames of one call, and what they are written to. */
export interface SentFrames {
  readonly call: TSESTree.CallExpression
  readonly frames: readonly Frame[]
  /** What they are sent over; undefined where it cannot be told. */
  readonly over: Node | undefined
}

/**
 * The frames that a call sends, itself or through a helper of this file.
 * @param gathered the expression that is the gathered text
 * @returns undefined for a call that sends nothing
 */
export function framesOfCall(
  source: Source,
  call: TSESTree.CallExpression,
  gathered: Node,
  given = NOTHING_GIVEN,
  steps = MAX_STEPS,
): SentFrames | undefined {
  const reading = { source, gathered, given }
  const [sent, ...others] = sentBy(source, call)
  if (sent === undefined) return undefined
  if (others.length > 0) return { call, frames: [ANY_FRAME], over: undefined }
  if (sent.over !== undefined) return { call, frames: framesOfValue(reading, sent.what), over: sent.over }
  const fn = steps === 0 ? undefined : calledFunction(source, call)
  if (fn === undefined) return { call, frames: [ANY_FRAME], over: undefined }
  const inside = new Map(given)
  for (const [index, parameter] of fn.params.entries()) {
    const argument = call.arguments[index]
    const variable = parameter.type === 'Identifier' ? variableOf(source, parameter) : undefined
    if (variable !== undefined && argument !== undefined) inside.set(variable, argument)
  }
  const sends = collectWithin(source, fn.body, isCall).flatMap(
    (it) => framesOfCall(source, it, gathered, inside, steps - 1) ?? [],
  )
  const [only, ...more] = sends
  return only === undefined || more.length > 0 ? { call, frames: [ANY_FRAME], over: undefined } : { ...only, call }
}

/** What is sent, the last words of `response.end(text)` included. */
function sentBy(source: Source, call: TSESTree.CallExpression): readonly Sent[] {
  const over = receiverOf(call)
  const [first] = call.arguments
  const isEnd = methodName(call) === 'end' && over !== undefined && isNodeResponse(source, over)
  if (!isEnd || first === undefined) return sentToClient(source, call)
  return first.type === 'SpreadElement' ? [] : [{ what: first, over }]
}

interface Reading {
  readonly source: Source
  readonly gathered: Node
  readonly given: Given
}

function framesOfValue(reading: Reading, what: Node): readonly Frame[] {
  const { source } = reading
  const node = unwrap(argumentFor(reading, what))
  if (node.type === 'ObjectExpression') return [frameOfFields(reading, node)]
  if (node.type === 'CallExpression' && importedName(source, node.callee)?.module === 'eventsource-encoder') {
    const fields = node.arguments[0] === undefined ? undefined : unwrap(node.arguments[0])
    return fields?.type === 'ObjectExpression' ? [frameOfFields(reading, fields)] : [ANY_FRAME]
  }
  const composed = composedText(source, node)
  if (composed === undefined)
    return [{ event: 'message', isEvent: false, ...dataOf(reading, textInside(source, node)) }]
  const frames = framesOf(withGiven(reading, composed.pieces))
  const isEventStream = frames.some(({ lines }) => lines.some(isFieldLine))
  if (isEventStream) return frames.flatMap((frame) => frameOfLines(reading, frame))
  return [
    { event: 'message', isEvent: false, ...dataOfPieces(reading, withoutLineEnd(withGiven(reading, composed.pieces))) },
  ]
}

/** `{ data, event }`, as `writeSSE` and encoders take it. */
function frameOfFields(reading: Reading, object: TSESTree.ObjectExpression): Frame {
  const properties = propertiesOf(object)
  const data = properties?.get('data')
  if (properties === undefined || data === undefined) return ANY_FRAME
  const event = properties.get('event')
  return {
    event: event === undefined ? 'message' : stringOf(argumentFor(reading, event)),
    isEvent: true,
    ...dataOf(reading, data),
  }
}

function isFieldLine({ field, hasColon }: SseLine): boolean {
  return hasColon && field !== undefined && (field === '' || SSE_FIELDS.has(field))
}

/** No frame for what dispatches no event: comments, `retry`. */
function frameOfLines(reading: Reading, { lines, isEnded }: SseFrame): readonly Frame[] {
  if (lines.every(({ field }) => field === '')) return []
  // Another write goes on with it.
  if (!isEnded || lines.some(({ field }) => field === undefined)) return [ANY_FRAME]
  const data = lines.filter(({ field }) => field === 'data')
  const [only, ...more] = data
  if (only === undefined) return []
  const names = lines.filter(({ field }) => field === 'event')
  const event = names.length === 0 ? 'message' : constantOf(names.flatMap(({ value }) => value))
  if (more.length > 0) return [{ ...ANY_FRAME, event }]
  return [{ event, isEvent: true, ...dataOfPieces(reading, withoutSpace(only.value)) }]
}

function constantOf(pieces: readonly Piece[]): string | undefined {
  const [only, ...more] = withoutSpace(pieces)
  return typeof only === 'string' && more.length === 0 ? only : undefined
}

/** The one space behind the colon belongs to the protocol. */
function withoutSpace(pieces: readonly Piece[]): readonly Piece[] {
  const [first, ...rest] = pieces
  if (typeof first !== 'string' || !first.startsWith(' ')) return pieces
  return first === ' ' ? rest : [first.slice(1), ...rest]
}

function withoutLineEnd(pieces: readonly Piece[]): readonly Piece[] {
  const last = pieces.at(-1)
  if (typeof last !== 'string') return pieces
  const text = last.replace(/\r?\n$/, '')
  return text === '' ? pieces.slice(0, -1) : [...pieces.slice(0, -1), text]
}

function withGiven(reading: Reading, pieces: readonly Piece[]): readonly Piece[] {
  const found: Piece[] = []
  for (const piece of pieces) {
    const argument = typeof piece === 'string' ? piece : argumentFor(reading, piece)
    const text = typeof argument === 'string' ? argument : (stringOf(argument) ?? argument)
    const last = found.at(-1)
    if (typeof text === 'string' && typeof last === 'string') found[found.length - 1] = last + text
    else found.push(text)
  }
  return found
}

type Data = Pick<Frame, 'text' | 'parsed'>

function dataOfPieces(reading: Reading, pieces: readonly Piece[]): Data {
  const [first, ...more] = pieces
  if (first === undefined) return constantData('')
  if (more.length === 0) return typeof first === 'string' ? constantData(first) : dataOf(reading, first)
  return { text: typeof first === 'string' ? { kind: 'text', start: first } : ANY, parsed: ANY }
}

function constantData(text: string): Data {
  return { text: { kind: 'constant', value: text }, parsed: parsedConstant(text) }
}

/** What JSON that stands in the source says. */
function parsedConstant(text: string): FrameValue {
  try {
    return ofJson(JSON.parse(text))
  } catch {
    return ANY
  }
}

function ofJson(value: unknown): FrameValue {
  if (value === null || typeof value !== 'object') return { kind: 'constant', value: value as null }
  if (Array.isArray(value)) return ANY
  return { kind: 'object', properties: new Map(Object.entries(value).map(([name, it]) => [name, ofJson(it)])) }
}

function dataOf(reading: Reading, expression: Node): Data {
  const { source, gathered } = reading
  const node = unwrap(argumentFor(reading, expression))
  if (node === unwrap(gathered)) return { text: { kind: 'gathered' }, parsed: ANY }
  const text = stringOf(node)
  if (text !== undefined) return constantData(text)
  if (node.type !== 'CallExpression' || !isStringify(source, node)) return { text: ANY, parsed: ANY }
  const [value, ...more] = node.arguments
  if (value === undefined || more.length > 0) return { text: ANY, parsed: ANY }
  const parsed = valueOf(reading, value, MAX_STEPS)
  return { text: parsed.kind === 'object' ? { kind: 'text', start: '{' } : ANY, parsed }
}

function valueOf(reading: Reading, expression: Node, steps: number): FrameValue {
  const { source, gathered } = reading
  const node = unwrap(argumentFor(reading, expression))
  if (node === unwrap(gathered)) return { kind: 'gathered' }
  switch (node.type) {
    case 'Literal':
      return isConstant(node.value) ? { kind: 'constant', value: node.value } : ANY
    case 'TemplateLiteral':
      return { kind: 'text', start: node.quasis[0]?.value.cooked ?? '' }
    case 'ObjectExpression': {
      const properties = propertiesOf(node)
      if (properties === undefined) return ANY
      return {
        kind: 'object',
        properties: new Map([...properties].map(([name, it]) => [name, valueOf(reading, it, steps)])),
      }
    }
    case 'Identifier': {
      if (node.name === 'undefined') return UNDEFINED
      const origin = steps === 0 ? undefined : originOf(source, node)
      if (origin?.kind !== 'expression' || origin.path.length > 0 || unwrap(origin.node) === node) return ANY
      const made = unwrap(origin.node)
      return made.type === 'Literal' || made.type === 'ObjectExpression' ? valueOf(reading, made, steps - 1) : ANY
    }
    default:
      return ANY
  }
}

function isStringify(source: Source, call: TSESTree.CallExpression): boolean {
  const receiver = methodName(call) === 'stringify' ? receiverOf(call) : undefined
  return receiver !== undefined && globalName(source, receiver) === 'JSON'
}

function isConstant(value: unknown): value is string | number | boolean | null {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

/** What a helper's parameter stands for. */
function argumentFor({ source, given }: Reading, expression: Node): Node {
  const node = unwrap(expression)
  const variable = node.type === 'Identifier' ? variableOf(source, node) : undefined
  return (variable === undefined ? undefined : given.get(variable)) ?? expression
}

function isCall(node: Node): node is TSESTree.CallExpression {
  return node.type === 'CallExpression'
}
