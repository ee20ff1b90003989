import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { importedName, methodName, receiverOf } from './callee.ts'
import { callsOfFunction, enclosingFunction } from './functions.ts'
import { isFunction, isWithin, nodesOf } from './nodes.ts'
import type { Sink, SinkKind } from './sinks.ts'
import { sinkOf } from './sinks.ts'
import { stringOf, wrapped } from './unwrap.ts'
import { globalName, referencesOf, variableOf } from './variables.ts'
import { holdsText } from './file-text.ts'

/** A promise that only the `drain` of a stream settles. */
export interface DrainWait {
  /** The call that listens: `once(res, 'drain')`, `res.once('drain', resolve)`. */
  readonly call: TSESTree.CallExpression
  readonly stream: Node
  readonly sink: Sink
  /** The promise that is waited for. */
  readonly promise: Node
}

/** What a client can close while nothing drains. */
const LEFT_BY_CLIENTS: ReadonlySet<SinkKind> = new Set<SinkKind>(['response', 'socket'])
const LISTEN = new Set(['on', 'once', 'addListener', 'prependListener', 'prependOnceListener'])

/** Every call of the file that listens for `drain`, with the stream that it listens to. */
export const drainListeners = perSource((source): readonly { call: TSESTree.CallExpression; stream: Node }[] =>
  (holdsText(source, 'drain') ? nodesOf(source, 'CallExpression') : []).flatMap((call) => {
    const stream = listenedTo(source, call)
    return stream === undefined ? [] : [{ call, stream }]
  }),
)

function listenedTo(source: Source, call: TSESTree.CallExpression): Node | undefined {
  const [first, second] = call.arguments
  if (stringOf(first) === 'drain') return LISTEN.has(methodName(call) ?? '') ? receiverOf(call) : undefined
  if (first === undefined || first.type === 'SpreadElement' || stringOf(second) !== 'drain') return undefined
  const imported = importedName(source, call.callee)
  return imported?.module === 'events' && /(?:^|\.)once$/.test(imported.name) ? first : undefined
}

/** Every wait of the file for the `drain` of a response or socket, and for nothing else: it hangs when the client leaves. */
export const drainWaits = perSource((source): readonly DrainWait[] =>
  drainListeners(source).flatMap(({ call, stream }) => {
    const sink = sinkOf(source, stream)
    if (sink === undefined || !LEFT_BY_CLIENTS.has(sink.kind)) return []
    const promise = promiseOf(source, call)
    return promise !== undefined && isWaitedFor(source, promise) ? [{ call, stream, sink, promise }] : []
  }),
)

/** The promise that the listener alone settles. */
function promiseOf(source: Source, call: TSESTree.CallExpression): Node | undefined {
  if (!LISTEN.has(methodName(call) ?? '') || stringOf(call.arguments[0]) !== 'drain')
    return call.arguments.length === 2 ? call : undefined
  const executor = enclosingFunction(call)
  const listener = call.arguments[1]
  const own = isFunction(listener) ? listener : undefined
  const made = executor === undefined ? undefined : wrapped(executor).parent
  if (executor === undefined || listener === undefined || made?.type !== 'NewExpression') return undefined
  if (globalName(source, made.callee) !== 'Promise') return undefined
  const [resolve, reject] = executor.params
  if (resolve?.type !== 'Identifier' || (reject !== undefined && isUsed(source, reject))) return undefined
  const variable = variableOf(source, resolve)
  const references = variable === undefined ? [] : referencesOf(variable)
  return references.length > 0 && references.every((it) => isWithin(it, own ?? listener)) ? made : undefined
}

function isUsed(source: Source, parameter: Node): boolean {
  const variable = parameter.type === 'Identifier' ? variableOf(source, parameter) : undefined
  return variable === undefined || referencesOf(variable).length > 0
}

/** Awaited where it stands, or given back by a helper all of whose calls are; in a race it is not alone. */
function isWaitedFor(source: Source, promise: Node): boolean {
  const node = wrapped(promise)
  const { parent } = node
  switch (parent?.type) {
    case 'AwaitExpression':
      return true
    case 'ReturnStatement':
    case 'ArrowFunctionExpression': {
      const fn =
        parent.type === 'ReturnStatement' ? enclosingFunction(parent) : parent.body === node ? parent : undefined
      const calls = fn === undefined ? [] : callsOfFunction(source, fn)
      return calls.length > 0 && calls.every((call) => wrapped(call).parent?.type === 'AwaitExpression')
    }
    default:
      return false
  }
}
