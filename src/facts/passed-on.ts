import type { Node, Source } from '../source.ts'
import { receiverOf } from './callee.ts'
import { isWithin } from './nodes.ts'
import type { Reader } from './readers.ts'
import { upstreamOf } from './upstream.ts'
import type { Use } from './uses.ts'
import { usesOf, usesOfVariable } from './uses.ts'
import { globalName } from './variables.ts'

/** Methods that begin to read a stream or the body of a response. */
const READING = new Set([
  'getReader',
  'pipeTo',
  'pipeThrough',
  'tee',
  'values',
  'text',
  'json',
  'arrayBuffer',
  'blob',
  'bytes',
  'formData',
])

/** What is read of a response without touching its body. */
const HEAD = new Set(['ok', 'status', 'statusText', 'headers', 'url', 'type', 'redirected', 'bodyUsed'])

/**
 * True when the stream of a reader, or the response that holds it, goes on to somebody else once the reader is taken:
 * returned, passed to a function, or read again. Whoever gets it may read the rest.
 */
export function isStreamPassedOn(source: Source, reader: Reader): boolean {
  return usesAround(source, reader).some(({ use, role }) => {
    if (use.node.range[0] < reader.taken.range[1]) return false
    switch (use.kind) {
      case 'returned':
      case 'yielded':
      case 'iterated':
      case 'stored':
        return true
      case 'argument':
        // While the reader holds the lock, who gets the response can read its status, not its body.
        return !isLogged(source, use) && (role === 'stream' || !isInLoop(reader, use.node))
      case 'method-call':
        return role === 'stream' && READING.has(use.name)
      default:
        return false
    }
  })
}

/**
 * True when nobody but the reader ever gets at its stream: the variables that hold it, or the response, are only asked for
 * their status and the like, and an unread body only before the reader is taken.
 */
export function isStreamPrivate(source: Source, reader: Reader): boolean {
  const isHarmless = (use: Use): boolean => {
    const isBefore = use.node.range[0] < reader.taken.range[1]
    switch (use.kind) {
      case 'tested':
        return true
      case 'property':
        return HEAD.has(use.name) || (isBefore && usesOf(source, use.member).every(isHarmless))
      case 'destructured':
        return HEAD.has(use.name) || isBefore
      case 'method-call':
        return isBefore
      case 'argument':
        return isLogged(source, use)
      default:
        return false
    }
  }
  return usesAround(source, reader).every(({ use }) => isHarmless(use))
}

interface Around {
  readonly use: Use
  readonly role: 'stream' | 'container'
}

function usesAround(source: Source, reader: Reader): Around[] {
  const all: Around[] = []
  for (const [variable, role] of upstreamOf(source, reader.stream)) {
    if (role === 'opener') continue
    for (const use of usesOfVariable(source, variable)) all.push({ use, role })
  }
  return all
}

function isInLoop({ loops }: Reader, node: Node): boolean {
  return loops.some((loop) => isWithin(node, loop.node))
}

function isLogged(source: Source, use: Extract<Use, { kind: 'argument' }>): boolean {
  const receiver = receiverOf(use.call)
  return receiver !== undefined && globalName(source, receiver) === 'console'
}
