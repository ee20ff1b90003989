import type { StreamRoute } from '../frameworks/stream-route.ts'
import { streamRoutes } from '../frameworks/stream-route.ts'
import type { Source } from '../source.ts'
import { perSource } from '../source.ts'
import { callsOfFunction } from './functions.ts'
import { isWithin } from './nodes.ts'

/**
 * The stream routes of a file that clients reach, one for each stream: a helper that only other routes of the file call is
 * part of them, and a function from Request to Response that nobody here hands to a server may be no route at all.
 */
export const outerStreamRoutes: (source: Source) => readonly StreamRoute[] = perSource((source) => {
  const routes = streamRoutes(source)
  return routes.filter(({ handler }) => {
    if (handler.isRegistered) return true
    if (handler.framework === 'fetch-handler') return false
    const calls = callsOfFunction(source, handler.fn)
    const isPart = (call: (typeof calls)[number]) =>
      routes.some((it) => it.handler.fn !== handler.fn && isWithin(call, it.handler.fn))
    return calls.length === 0 || !calls.every(isPart)
  })
})
