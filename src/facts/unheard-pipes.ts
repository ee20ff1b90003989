import type { Node, Source } from '../source.ts'
import { isChildOutput } from './child-output.ts'
import { httpRole } from './http-role.ts'
import { errorListening } from './listeners.ts'
import { isEndedInMemory } from './memory-streams.ts'
import { originOf } from './origin.ts'
import type { PipeChain, PipeLink, RoleOf } from './pipes.ts'
import { isNodeChain, pipeChains } from './pipes.ts'
import { streamOf } from './stream-value.ts'

/** A chain of Node pipes in which a failure reaches no listener. */
export interface UnheardPipe {
  readonly chain: PipeChain
  /** The links whose receiver nobody listens to, first to last; at least one. */
  readonly unheard: readonly [PipeLink, ...PipeLink[]]
}

/** Every chain of `.pipe` calls on Node streams with a receiver that certainly has no listener for `error`. */
export function unheardPipes(source: Source): UnheardPipe[] {
  const found: UnheardPipe[] = []
  for (const chain of pipeChains(source)) {
    if (!isNodeChain(source, chain)) continue
    const [first, ...rest] = chain.filter((link) => isUnheard(source, link.receiver))
    if (first !== undefined) found.push({ chain, unheard: [first, ...rest] })
  }
  return found
}

function isUnheard(source: Source, stream: Node): boolean {
  if (isStdio(source, stream) || isChildOutput(source, stream) || isEndedInMemory(source, stream)) return false
  return errorListening(source, stream, { isRequest: isHttpRequest(source, stream) }) === 'no'
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
  if (roleOf(stream) === 'request' || isHttpRequest(source, stream)) return true
  const known = streamOf(source, stream)
  return known?.source === 'http-client' && known.root.type === 'Identifier'
}
