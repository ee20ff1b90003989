import { routePlaces } from '../frameworks/route-places.ts'
import type { StreamRoute } from '../frameworks/stream-route.ts'
import { streamRoutes } from '../frameworks/stream-route.ts'
import type { CodemodFile, CodemodFinding } from './codemod.ts'

/** The stream route that a finding of any rule about routes speaks of; each rule has a place of its own at the registration. */
export function routeOfFinding({ source }: CodemodFile, { start, end }: CodemodFinding): StreamRoute | undefined {
  return streamRoutes(source).find(({ handler }) =>
    Object.values(routePlaces(source, handler)).some((it) => {
      const [from, to] = 'type' in it ? it.range : it
      return from === start && to === end
    }),
  )
}
