import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { isAwaitedList } from './awaited-list.ts'
import { importedName } from './callee.ts'
import { CALLBACK_TERMS, handlerLoops, listenerLoops, underlyingMethods } from './callback-loops.ts'
import { byPlace } from './in-range.ts'
import { nodesOf } from './nodes.ts'
import { readLoops, thenLoops } from './read-loops.ts'
import { namesOf } from './read-target.ts'
import type { StreamLoop } from './stream-loop.ts'
import { NO_READ } from './stream-loop.ts'
import { unwrap } from './unwrap.ts'

export type { StreamLoop } from './stream-loop.ts'

/** Every stream loop of the file, in document order. */
export const streamLoops = perSource((source): readonly StreamLoop[] =>
  [
    ...forAwaitLoops(source),
    ...readLoops(source),
    ...thenLoops(source),
    ...listenerLoops(source),
    ...handlerLoops(source),
    ...underlyingMethods(source),
  ].sort((a, b) => a.node.range[0] - b.node.range[0]),
)

/** The stream loops that lie in a node, and those that a node lies in, by the loop statement or the callback. */
export const { within: streamLoopsWithin, around: streamLoopsAround } = byPlace(streamLoops, ({ node }) => node)

const loopsByBody = perSource((source) => new Map(streamLoops(source).map((loop) => [loop.body, loop])))

/** The innermost stream loop in whose body (for loops: also in whose head) a node lies; undefined outside all of them. */
export function streamLoopOf(source: Source, node: Node): StreamLoop | undefined {
  const byBody = loopsByBody(source)
  for (
    let current: Node | undefined | null = node;
    current !== undefined && current !== null;
    current = current.parent
  ) {
    const loop = byBody.get(current)
    if (loop !== undefined) return loop
  }
  return undefined
}

function forAwaitLoops(source: Source): StreamLoop[] {
  return nodesOf(source, 'ForOfStatement')
    .filter((loop) => loop.await && !isTicker(source, loop.right) && !isAwaitedList(source, loop.right))
    .map((loop) => ({
      ...NO_READ,
      form: 'for-await' as const,
      node: loop,
      body: loop.body,
      stream: loop.right,
      chunks:
        loop.left.type === 'VariableDeclaration'
          ? namesOf(source, loop.left.declarations[0]?.id)
          : namesOf(source, loop.left),
    }))
}

/** `for await (const _ of setInterval(…))` of node:timers/promises reads nothing. */
function isTicker(source: Source, iterated: Node): boolean {
  const node = unwrap(iterated)
  const imported = node.type === 'CallExpression' ? importedName(source, node.callee) : undefined
  return (
    imported?.module === 'timers/promises' || (imported?.module === 'timers' && imported.name.startsWith('promises.'))
  )
}

/** Without one of these texts a file has no stream loop. */
export const STREAM_LOOP_TERMS: readonly string[] = ['for await', '.read(', ...CALLBACK_TERMS]
