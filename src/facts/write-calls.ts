import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { methodName, receiverOf } from './callee.ts'
import { isFunction } from './nodes.ts'
import type { ResultUse } from './result-use.ts'
import { resultUse } from './result-use.ts'
import type { Sink, SinkKind } from './sinks.ts'
import { isReadable, sinkOf } from './sinks.ts'
import { unwrap } from './unwrap.ts'
import { holdsText } from './file-text.ts'
import { methodCalls } from './named-calls.ts'

/** A call that writes one piece to a sink. */
export interface WriteCall {
  readonly call: TSESTree.CallExpression
  /** What is written to. */
  readonly stream: Node
  readonly sink: Sink
  /** What becomes of what the write gives back; a callback that is told of the end of the write is a use. */
  readonly result: ResultUse
}

const NODE_METHODS: ReadonlySet<string> = new Set(['write'])
const METHODS: Readonly<Record<SinkKind, ReadonlySet<string>>> = {
  response: NODE_METHODS,
  socket: NODE_METHODS,
  grpc: NODE_METHODS,
  file: NODE_METHODS,
  'child-process': NODE_METHODS,
  compressor: NODE_METHODS,
  readable: new Set(['push']),
  'web-writer': NODE_METHODS,
  hono: new Set(['write', 'writeln', 'writeSSE']),
  websocket: new Set(['send']),
}
const ALL_METHODS = new Set(Object.values(METHODS).flatMap((names) => [...names]))

/** Sinks whose writes give back a promise. */
const PROMISING: ReadonlySet<SinkKind> = new Set<SinkKind>(['web-writer', 'hono'])

/** True for sinks whose writes give back a promise; the others' give back a boolean, or nothing. */
export function givesPromise({ kind }: Sink): boolean {
  return PROMISING.has(kind)
}

/** Every write of the file to something that is known to be a sink, in document order. */
export const writeCalls = perSource((source): readonly WriteCall[] =>
  methodCalls(source, ALL_METHODS).flatMap((call) => {
    const name = methodName(call)
    const stream = receiverOf(call)
    if (name === undefined || stream === undefined || call.arguments.length === 0) return []
    const sink = name === 'push' ? pushedTo(source, stream) : sinkOf(source, stream)
    if (sink === undefined || !METHODS[sink.kind].has(name)) return []
    if (sink.kind === 'readable' && isNull(call.arguments[0])) return []
    const result = hasCallback(call) ? 'used' : resultUse(source, call, givesPromise(sink))
    return [{ call, stream, sink, result }]
  }),
)

/** `push(null)` is the end, not a piece. */
function isNull(given: Node | undefined): boolean {
  return given?.type === 'Literal' && given.raw === 'null'
}

/** Most of what is pushed to is a list, which is told faster. */
function pushedTo(source: Source, stream: Node): Sink | undefined {
  const hasReadables = holdsText(source, 'Readable') || holdsText(source, 'Duplex')
  return hasReadables && isReadable(source, stream) ? { kind: 'readable', isStored: false } : undefined
}

/** `write(chunk, callback)` and `write(chunk, encoding, callback)`; an encoding is a string. */
function hasCallback(call: TSESTree.CallExpression): boolean {
  const last = call.arguments.at(-1)
  if (call.arguments.length < 2 || last === undefined) return false
  if (last.type === 'SpreadElement' || call.arguments.length > 2) return true
  const value = unwrap(last)
  return isFunction(value) || (value.type === 'Identifier' && !/enc/i.test(value.name) && value.name !== 'undefined')
}
