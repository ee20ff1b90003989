import type { Node, Source } from '../source.ts'
import { isChildOutput } from './child-output.ts'
import { connections } from './connections.ts'
import { originsOf } from './origin.ts'
import { isWholeChunk } from './raw-chunk.ts'
import type { StreamLoop } from './stream-loops.ts'
import { wrapped } from './unwrap.ts'

const MESSAGE_EVENTS = new Set(['message', 'onmessage', 'onMessage'])

/**
 * True for the text of a whole message of a socket, a worker or another window, and for a piece of a program's output:
 * others send on the same channel, so that text which does not parse may be theirs, and no part of this stream. An
 * EventSource has one sender, and what it sends is the stream.
 * @param text what is parsed
 */
export function isSharedMessage(source: Source, loop: StreamLoop, text: Node): boolean {
  if (loop.stream !== undefined && isChildOutput(source, loop.stream)) return true
  if (loop.event === undefined || !MESSAGE_EVENTS.has(loop.event)) return false
  return isWholeChunk(source, loop, text) && !isOfEventSource(source, loop)
}

function isOfEventSource(source: Source, loop: StreamLoop): boolean {
  const sources = new Set<Node>(
    connections(source).flatMap(({ kind, node }) => (kind === 'websocket' ? [] : [node as Node])),
  )
  if (sources.size === 0) return false
  const options = wrapped(loop.node).parent?.parent?.parent
  if (options != null && sources.has(options)) return true
  if (loop.stream === undefined) return false
  return originsOf(source, loop.stream).some((origin) => origin.kind === 'expression' && sources.has(origin.node))
}
