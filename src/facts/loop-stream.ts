import type { Node, Source } from '../source.ts'
import { methodName, receiverOf } from './callee.ts'
import { chainBase } from './chunk-kind.ts'
import { originsOf } from './origin.ts'
import type { StreamLoop } from './stream-loops.ts'
import { unwrapAwait, wrapped } from './unwrap.ts'

/**
 * The stream whose chunks a loop gets, as an expression: what is iterated, what the reader is taken from, what the listener
 * sits on, what is piped into the sink. Undefined where the file does not show it.
 */
export function loopStream(source: Source, loop: StreamLoop): Node | undefined {
  if (loop.form === 'sink') return pipedInto(loop.stream)
  if (loop.stream === undefined) return undefined
  if (loop.form === 'listener' || loop.form === 'handler') return chainBase(loop.stream)
  return loop.form === 'for-await' ? loop.stream : readerStream(source, loop.stream)
}

/** What a reader is taken from: `stream` of `stream.getReader()`. */
function readerStream(source: Source, reader: Node): Node | undefined {
  for (const origin of originsOf(source, reader)) {
    if (origin.kind !== 'expression' || origin.path.length > 0) continue
    const made = unwrapAwait(origin.node)
    if (made.type === 'CallExpression' && methodName(made) === 'getReader') return receiverOf(made)
  }
  return undefined
}

/** `stream` of `stream.pipeTo(new WritableStream({ write }))` and of `stream.pipe(new Writable({ write }))`. */
function pipedInto(made: Node | undefined): Node | undefined {
  const call = made === undefined ? undefined : wrapped(made).parent
  if (call?.type !== 'CallExpression' || call.arguments[0] !== wrapped(made as Node)) return undefined
  const name = methodName(call)
  return name === 'pipeTo' || name === 'pipe' ? receiverOf(call) : undefined
}
