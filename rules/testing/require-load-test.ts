import { routeText } from '../../src/facts/route-texts.ts'
import { codebaseOf } from '../../src/frameworks/project-codebase.ts'
import { routePlaces } from '../../src/frameworks/route-places.ts'
import { STREAM_ROUTE_TERMS, streamRoutes } from '../../src/frameworks/stream-route.ts'
import type { WayIn } from '../../src/frameworks/ways-to-handler.ts'
import { waysTo } from '../../src/frameworks/ways-to-handler.ts'
import type { LoadTestAnswer } from '../../src/project/load-tests.ts'
import { isLoadTested } from '../../src/project/load-tests.ts'
import type { UnknownOption } from '../../src/project/unknown-option.ts'
import { UNKNOWN_BY_DEFAULT, UNKNOWN_IN_STRICT, unknownSchema } from '../../src/project/unknown-option.ts'
import { defineRule } from '../../src/rule.ts'

export default defineRule<UnknownOption, 'none' | 'unknown'>({
  name: 'require-load-test',
  mistake: 'testing',
  tier: 'strict',
  description: 'Require a load test for every route that streams',
  terms: [STREAM_ROUTE_TERMS],
  messages: {
    none: 'Nobody knows how many clients can hold a stream of {{route}} at once until the first crowd finds out: no load test of the project asks this path.',
    unknown:
      'Whether a load test holds streams of {{route}} open cannot be told: its full path, or what the load tests ask, could not be followed.',
  },
  schema: {
    type: 'object',
    properties: {
      unknown: unknownSchema(
        'What to do about routes for which the project does not tell whether a load test asks them.',
      ),
    },
    additionalProperties: false,
  },
  defaultOptions: UNKNOWN_BY_DEFAULT,
  strictOptions: UNKNOWN_IN_STRICT,
  *find(ask) {
    const { source, options } = ask
    const routes = streamRoutes(source)
    if (routes.length === 0) return
    const codebase = codebaseOf(ask)
    for (const { handler } of routes) {
      const ways = waysTo(codebase, source, handler)
      const answers = ways.map((way) => isLoadTested(ask, way.path, isWhole(way)))
      const answer = strongest(answers)
      const [way] = ways
      if (way === undefined || answer === 'yes' || (answer === 'unknown' && options.unknown === 'ignore')) continue
      yield {
        at: routePlaces(source, handler).path,
        messageId: answer === 'unknown' ? 'unknown' : 'none',
        data: { route: routeText(handler, way) },
      }
    }
  },
})

/** True when nothing more can stand before the path. */
function isWhole({ end }: WayIn): boolean {
  return end === 'app'
}

/** One way that is asked is enough. */
function strongest(answers: readonly LoadTestAnswer[]): LoadTestAnswer {
  return (['yes', 'unknown', 'no', 'none'] as const).find((it) => answers.includes(it)) ?? 'unknown'
}
