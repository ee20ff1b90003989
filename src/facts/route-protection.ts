import type { Codebase, Place } from '../frameworks/codebase.ts'
import type { Handler } from '../frameworks/handler.ts'
import type { StreamRoute } from '../frameworks/stream-route.ts'
import type { WayIn } from '../frameworks/ways-to-handler.ts'
import { waysTo } from '../frameworks/ways-to-handler.ts'
import type { Source } from '../source.ts'
import type { Answer, Judge } from './judge.ts'
import { strongest } from './judge.ts'
import { isWithin } from './nodes.ts'

/** Whether every way to a route is guarded (or limited), with the way that decided. */
export interface Protection {
  /** `no`: one way is open for sure. `unknown`: none is, but one cannot be followed. */
  readonly answer: Answer
  readonly way: WayIn
  /** The mount that brings the route to a server on that way; undefined when its own registration does. */
  readonly mount: Place | undefined
}

/** What one judge says of a stream route, over all ways that lead to it. */
export function protectionOf(codebase: Codebase, source: Source, judge: Judge, route: StreamRoute): Protection {
  const { handler } = route
  const ways = waysTo(codebase, source, handler)
  const found = ways.map((way): Protection => {
    const answer = answerOf(source, judge, route, handler, way)
    return { answer, way, mount: way.mounts.at(-1) }
  })
  return (
    found.find(({ answer }) => answer === 'exempt') ??
    found.find(({ answer }) => answer === 'no') ??
    found.find(({ answer }) => answer === 'unknown') ??
    (found[0] as Protection)
  )
}

function answerOf(source: Source, judge: Judge, route: StreamRoute, handler: Handler, way: WayIn): Answer {
  const until = isWithin(route.at, handler.fn) ? route.at : undefined
  const own = judge.handler({ source, node: handler.fn }, until, way.path)
  const all = strongest([own, ...way.gates.map((gate) => judge.gate(gate, way.path))])
  return all === 'no' && way.end === 'unknown' ? 'unknown' : all
}
