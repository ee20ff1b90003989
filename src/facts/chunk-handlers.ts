import type { Node, Source } from '../source.ts'
import { calledFunction, callsIn } from './functions.ts'
import type { FunctionNode } from './nodes.ts'
import type { StreamLoop } from './stream-loops.ts'

/** How many functions that call each other are entered. */
const MAX_FUNCTIONS = 12

/** What runs for each chunk: the body of the loop, and the functions of this file that it calls, and those that they call. */
export function runForEachChunk(source: Source, loop: Pick<StreamLoop, 'body'>): readonly Node[] {
  const known = answers.get(loop)
  if (known !== undefined) return known
  const found: Node[] = [loop.body]
  const seen = new Set<FunctionNode>()
  for (const root of found) {
    for (const call of callsIn(source, root)) {
      const fn = found.length > MAX_FUNCTIONS ? undefined : calledFunction(source, call)
      if (fn === undefined || seen.has(fn)) continue
      seen.add(fn)
      found.push(fn.body)
    }
  }
  answers.set(loop, found)
  return found
}

const answers = new WeakMap<Pick<StreamLoop, 'body'>, readonly Node[]>()
