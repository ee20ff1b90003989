import type { Node, Source } from '../source.ts'
import { methodName } from './callee.ts'
import { isChildOutput } from './child-output.ts'
import { areExclusive } from './exclusive.ts'
import { enclosingFunction } from './functions.ts'
import { httpRole } from './http-role.ts'
import { allCallsOf } from './known-callers.ts'
import { LISTEN_METHODS } from './listener-tables.ts'
import { errorListening } from './listeners.ts'
import { isEndedInMemory } from './memory-streams.ts'
import { isFunction } from './nodes.ts'
import { originOf } from './origin.ts'
import type { PipeChain, PipeLink, RoleOf } from './pipes.ts'
import { isNodeChain, isResponse, pipeChains } from './pipes.ts'
import type { StreamCandidate } from './same-stream.ts'
import { candidatesOf, sameStream, streamUsesOf } from './same-stream.ts'
import { streamOf } from './stream-value.ts'
import { stringOf, wrapped } from './unwrap.ts'

/** A chain of Node pipes in which a failure reaches no listener. */
export interface UnheardPipe {
  readonly chain: PipeChain
  /** The links whose receiver nobody listens to, first to last; at least one. */
  readonly unheard: readonly [PipeLink, ...PipeLink[]]
}

/**
 * Every chain of `.pipe` calls on Node streams with a receiver that certainly has no listener for `error`. A stream that
 * is piped into several others is there once, unless one run reaches only one of the pipes.
 */
export function unheardPipes(source: Source): UnheardPipe[] {
  const found: UnheardPipe[] = []
  const places = new Map<readonly StreamCandidate[], Node[]>()
  for (const chain of pipeChains(source)) {
    if (!isNodeChain(source, chain)) continue
    const isOthers = isStage(source, chain)
    const [first, ...rest] = chain.filter(({ call, receiver }, i) => {
      if ((i === 0 && isOthers) || !isUnheard(source, receiver)) return false
      const known = places.get(candidatesOf(source, receiver)) ?? []
      return known.every((place) => areExclusive(source, place, call))
    })
    if (first === undefined) continue
    found.push({ chain, unheard: [first, ...rest] })
    for (const { call, receiver } of [first, ...rest]) {
      const key = candidatesOf(source, receiver)
      places.set(key, [...(places.get(key) ?? []), call])
    }
  }
  return found
}

/**
 * `(input) => input.pipe(new Transform(…))`: a function that others call with a stream of theirs, and that gives back
 * the next one. Whoever has both ends listens to them, and this file does not show it.
 */
function isStage(source: Source, chain: PipeChain): boolean {
  const origin = originOf(source, chain[0].receiver)
  if (origin.kind !== 'parameter' || allCallsOf(source, origin.fn) !== undefined) return false
  const { parent } = wrapped(origin.fn)
  if (parent?.type === 'CallExpression' || parent?.type === 'NewExpression') return false
  const { call, destination } = chain.at(-1) as PipeLink
  if (isResponse(source, destination) || originOf(source, destination).kind === 'parameter') return false
  return streamUsesOf(source, call).some((use) => {
    if (use.kind !== 'returned') return false
    return (isFunction(use.by) ? use.by : enclosingFunction(use.by)) === origin.fn
  })
}

function isUnheard(source: Source, stream: Node): boolean {
  // What is piped through a transform comes from elsewhere, but it is the transform that fails.
  const own = sameStream(stream)
  if (isStdio(source, own) || isChildOutput(source, own) || isEndedInMemory(source, own)) return false
  return errorListening(source, stream, { isRequest: isHttpRequest(source, own) }) === 'no'
}

function isStdio(source: Source, stream: Node): boolean {
  if (streamOf(source, stream)?.source === 'process') return true
  const origin = originOf(source, stream)
  if (origin.kind === 'global') return origin.name === 'process'
  return origin.kind === 'import' && origin.module === 'process'
}

function isHttpRequest(source: Source, stream: Node): boolean {
  if (httpRole(source, stream) === 'request') return true
  const known = streamOf(source, stream)
  return known?.source === 'request' && !known.isOwn
}

/**
 * True for an `http.IncomingMessage`. When its sender breaks off, Node emits no `error` unless someone listens: nothing
 * crashes, and what it is piped into is never ended (seen on Node 20.20.2, both for a server's request and a client's response).
 */
export function isIncomingMessage(
  source: Source,
  stream: Node,
  roleOf: RoleOf = (it) => httpRole(source, it),
): boolean {
  const own = sameStream(stream)
  if (roleOf(own) === 'request' || isHttpRequest(source, own)) return true
  const known = streamOf(source, own)
  if (known !== undefined) return known.source === 'http-client' && known.root.type === 'Identifier'
  return isResponseOfClient(source, own)
}

/** The first parameter of `client.get(url, (response) => …)` and `on('response', …)`, where nobody can tell the client. */
function isResponseOfClient(source: Source, stream: Node): boolean {
  const origin = originOf(source, stream)
  if (origin.kind !== 'parameter' || origin.index !== 0 || origin.path.length > 0) return false
  const call = wrapped(origin.fn).parent
  if (call?.type !== 'CallExpression' || call.arguments.at(-1) !== wrapped(origin.fn)) return false
  const name = methodName(call) ?? ''
  return CLIENT_METHODS.has(name) || (LISTEN_METHODS.has(name) && stringOf(call.arguments[0]) === 'response')
}

const CLIENT_METHODS = new Set(['get', 'request'])
