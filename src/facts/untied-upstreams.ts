import type { TSESTree } from '@typescript-eslint/utils'
import type { Handler } from '../frameworks/handler.ts'
import { handlerOf } from '../frameworks/handlers.ts'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import type { SignalWiring } from './abort-wiring.ts'
import { signalWiring } from './abort-wiring.ts'
import { calleeName, methodName, receiverOf } from './callee.ts'
import type { ChatAgentMethod } from './chat-agents.ts'
import { chatAgentMethod } from './chat-agents.ts'
import { isDetachedOnPurpose } from './detached-work.ts'
import { isIdle, noticesDisconnect } from './disconnect-signs.ts'
import { enclosingFunction, enclosingFunctions, functionName } from './functions.ts'
import type { FunctionNode } from './nodes.ts'
import { contains, isWithin } from './nodes.ts'
import { givenResponseOf } from './handed-responses.ts'
import { isModelFetch } from './model-fetch.ts'
import { optionOf } from './model-call.ts'
import { wordsOf } from './name-words.ts'
import { originOf } from './origin.ts'
import type { OwnStream } from './stream-answers.ts'
import {
  cancelOf,
  endsByEnqueue,
  endsByWrite,
  hasConsumer,
  ownStreamOf,
  ownStreams,
  streamRouteOf,
  writesPieces,
} from './stream-answers.ts'
import { streamBirth } from './stream-birth.ts'
import { stringOf, wrapped } from './unwrap.ts'
import type { UpstreamCall } from './upstream-calls.ts'
import { signalOption, upstreamCalls } from './upstream-calls.ts'
import type { Taking } from './upstream-flow.ts'
import { flowOf } from './upstream-flow.ts'

/** An upstream stream that goes on when the client of the route, or the consumer of the stream, has left. */
export interface UntiedUpstream {
  /**
   * `none`: the call gets no signal. `timer`, `never`: its signal fires after a time only, or not at all.
   * `empty-cancel`: the stream made from it has a `cancel` that ends nothing.
   */
  readonly kind: 'none' | 'timer' | 'never' | 'empty-cancel'
  readonly at: Node
  /** Undefined: the upstream was passed in, and only the empty `cancel` shows. */
  readonly upstream: UpstreamCall | undefined
  readonly handler: Handler | undefined
  /** Instead of a handler: the method of a chat agent that makes the answer. */
  readonly agent: ChatAgentMethod | undefined
  readonly ownStream: OwnStream | undefined
  readonly signal:
    { readonly property: TSESTree.Property; readonly value: Node; readonly wiring: SignalWiring } | undefined
}

const MAIN = /^(?:main|run|cli)$/

/** Every upstream stream of the file that nothing ends when the client leaves; at most one for each call and each `cancel`. */
export const untiedUpstreams = perSource((source): readonly UntiedUpstream[] => {
  const upstreams = upstreamCalls(source)
  const own = ownStreams(source)
  if ((upstreams.length === 0 && own.length === 0) || isDetachedOnPurpose(source)) return []
  // A script runs for who started it; the handlers of a server that it starts have clients.
  const isScript = source.text.startsWith('#!')
  const found = new Map<Node, UntiedUpstream>()
  for (const upstream of upstreams) {
    const untied = untiedUpstream(source, upstream)
    if (untied === undefined || (isScript && untied.handler === undefined)) continue
    if (!found.has(untied.at)) found.set(untied.at, untied)
  }
  for (const stream of own) {
    const untied = emptyCancel(source, stream)
    if (untied === undefined || (isScript && untied.handler === undefined)) continue
    if (!found.has(untied.at)) found.set(untied.at, untied)
  }
  return [...found.values()].sort((a, b) => a.at.range[0] - b.at.range[0])
})

function untiedUpstream(source: Source, upstream: UpstreamCall): UntiedUpstream | undefined {
  const option = signalOption(source, upstream)
  if (option === 'unknown') return undefined
  const signal = option === 'none' ? undefined : { ...option, wiring: signalWiring(source, option.value) }
  const wiring = signal?.wiring.kind ?? 'none'
  if (wiring === 'tied') return undefined
  const flow = flowOf(source, upstream)
  if (flow.isHandedOn || flow.takings.length === 0) return undefined
  const places = flow.takings.map((taking) => placeOf(source, upstream, taking))
  const open = places.filter((place) => place !== undefined)
  const [place] = open
  if (place === undefined || open.length < places.length) return undefined
  const { handler, agent, ownStream } = place
  if (isLastingJob(source, upstream, handler)) return undefined
  const cancel = ownStream?.source === undefined ? undefined : cancelOf(source, ownStream.source)
  const kind = cancel !== undefined ? 'empty-cancel' : wiring
  const at = cancel?.property.key ?? signal?.property ?? upstream.call
  return { kind, at, upstream, handler, agent, ownStream, signal }
}

/** Words of addresses behind which the upstream makes something that is wanted when the client has left, too. */
const JOBS = new Set(['build', 'deploy', 'download', 'install', 'pull', 'train', 'upgrade'])

/** A request, other than for a model's answer, by which the upstream downloads, builds or installs something for itself. */
function isLastingJob(source: Source, { call, kind }: UpstreamCall, handler: Handler | undefined): boolean {
  if (kind !== 'fetch' || isModelFetch(source, call)) return false
  const method = optionOf(source, call.arguments[1], 'method')
  if (method === undefined || method === 'spread' || /^get$/i.test(stringOf(method) ?? '')) return false
  const [target] = call.arguments
  const address = target === undefined ? '' : source.text.slice(...target.range)
  return [address, handler?.path ?? ''].some((text) => wordsOf(text).some((word) => JOBS.has(word)))
}

interface Place {
  readonly handler: Handler | undefined
  readonly agent: ChatAgentMethod | undefined
  readonly ownStream: OwnStream | undefined
}

/** Where a taking feeds an answer that does not end it; undefined where it does, where nobody can tell, or where there is no answer. */
function placeOf(source: Source, upstream: UpstreamCall, taking: Taking): Place | undefined {
  const ownStream = taking.kind === 'answer' ? undefined : ownStreamOf(source, taking.node)
  if (ownStream !== undefined) {
    if (!isLeftAlone(source, ownStream) || endsByEnqueue(source, taking, ownStream)) return undefined
    const functions = [...enclosingFunctions(ownStream.construction), ...enclosingFunctions(upstream.call)]
    if (functions.length === 0 || functions.some(isMain) || noticesAny(source, functions)) return undefined
    const handler = handlerOf(source, upstream.call) ?? handlerOf(source, ownStream.construction)
    return { handler, agent: undefined, ownStream }
  }
  const agent = chatAgentMethod(source, taking.node)
  if (agent !== undefined) {
    const functions = [agent.fn, ...enclosingFunctions(taking.node), ...enclosingFunctions(upstream.call)]
    if (!writesPieces(source, taking) || noticesAny(source, functions)) return undefined
    return { handler: undefined, agent, ownStream: undefined }
  }
  const handler = streamRouteOf(source, taking)
  if (handler === undefined) return handedPlace(source, upstream, taking)
  const functions = [handler.fn, ...enclosingFunctions(taking.node), ...enclosingFunctions(upstream.call)]
  if (endsByWrite(source, taking, handler.fn) || hasCancel(source, handler.fn)) return undefined
  return noticesAny(source, functions) ? undefined : { handler, agent: undefined, ownStream: undefined }
}

/**
 * A pipe into a response that a handler of another file has handed over. What that handler hears of its client cannot end
 * the call, which only this function knows.
 */
function handedPlace(source: Source, { call }: UpstreamCall, { kind, node }: Taking): Place | undefined {
  if (kind !== 'pipe' || node.type !== 'CallExpression') return undefined
  const fn = givenResponseOf(source, node)
  if (fn === undefined || !isWithin(call, fn)) return undefined
  return noticesAny(source, [fn, ...enclosingFunctions(node), ...enclosingFunctions(call)])
    ? undefined
    : { handler: undefined, agent: undefined, ownStream: undefined }
}

/** The function that a script begins with. */
function isMain(fn: FunctionNode): boolean {
  return enclosingFunction(fn) === undefined && MAIN.test(functionName(fn) ?? '')
}

function noticesAny(source: Source, functions: readonly FunctionNode[]): boolean {
  return [...new Set(functions)].some((fn) => noticesDisconnect(source, fn))
}

/** True when the consumer's cancel certainly reaches nothing. */
function isLeftAlone(source: Source, ownStream: OwnStream): boolean {
  const { source: object, method, construction } = ownStream
  if (object === undefined || !hasConsumer(source, ownStream)) return false
  const cancel = cancelOf(source, object)
  if (cancel !== undefined && (cancel.fn === undefined || !isIdle(source, cancel.fn))) return false
  const ends = (node: Node) =>
    node.type === 'CallExpression' && ENDS_UPSTREAM.has(methodName(node) ?? '') && !isTimed(node)
  if (contains(source, method.body, ends)) return false
  const owner = enclosingFunction(construction)
  return owner === undefined || !contains(source, owner.body, ends)
}

/** In the callback of a timer. */
function isTimed(node: Node): boolean {
  const fn = enclosingFunction(node)
  const timer = fn === undefined ? undefined : wrapped(fn).parent
  return timer?.type === 'CallExpression' && /^set(?:Timeout|Interval)$/.test(calleeName(timer) ?? '')
}

/** A stream of the handler has a `cancel` that does something; who feeds that stream cannot be told. */
function hasCancel(source: Source, fn: FunctionNode): boolean {
  return ownStreams(source).some(({ construction, source: object }) => {
    if (!isWithin(construction, fn)) return false
    const cancel = object === undefined ? undefined : cancelOf(source, object)
    return object === undefined || (cancel !== undefined && (cancel.fn === undefined || !isIdle(source, cancel.fn)))
  })
}

const ENDS_UPSTREAM = new Set(['cancel', 'abort', 'destroy', 'return'])

/** An empty `cancel` of a stream that is made from one that was passed in. */
function emptyCancel(source: Source, ownStream: OwnStream): UntiedUpstream | undefined {
  const cancel = ownStream.source === undefined ? undefined : cancelOf(source, ownStream.source)
  if (cancel?.fn === undefined || wrapped(cancel.fn).parent !== cancel.property) return undefined
  if (!isLeftAlone(source, ownStream)) return undefined
  const functions = enclosingFunctions(ownStream.construction)
  if (functions.length === 0 || functions.some(isMain) || noticesAny(source, functions)) return undefined
  if (!readsFromElsewhere(source, ownStream.method)) return undefined
  const handler = handlerOf(source, ownStream.construction)
  return {
    kind: 'empty-cancel',
    at: cancel.property.key,
    upstream: undefined,
    handler,
    agent: undefined,
    ownStream,
    signal: undefined,
  }
}

/** A `read()` of a reader whose stream came in. What this file opens itself is judged by its call. */
function readsFromElsewhere(source: Source, fn: FunctionNode): boolean {
  return contains(source, fn.body, (node) => {
    const receiver = node.type === 'CallExpression' && methodName(node) === 'read' ? receiverOf(node) : undefined
    const origin = receiver === undefined ? undefined : originOf(source, receiver)
    if (origin?.kind !== 'expression' || origin.node.type !== 'CallExpression') return false
    const stream = methodName(origin.node) === 'getReader' ? receiverOf(origin.node) : undefined
    const birth = stream === undefined ? undefined : streamBirth(source, stream).kind
    return birth === 'passed-in'
  })
}
