import { routePlaces } from '../frameworks/route-places.ts'
import type { StreamRoute } from '../frameworks/stream-route.ts'
import { streamRoutes } from '../frameworks/stream-route.ts'
import type { CodemodFile, CodemodFinding } from './codemod.ts'
import { isPlaceOf } from './place-of-finding.ts'

/** The stream route that a finding of any rule about routes speaks of; each rule has a place of its own at the registration. */
export function routeOfFinding({ source }: CodemodFile, finding: CodemodFinding): StreamRoute | undefined {
  return streamRoutes(source).find(({ handler }) =>
    Object.values(routePlaces(source, handler)).some((place) => isPlaceOf(finding, place)),
  )
}
