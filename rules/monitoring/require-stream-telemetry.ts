import { routeTelemetry } from '../../src/facts/route-telemetry.ts'
import { routeText } from '../../src/facts/route-texts.ts'
import { AUTOMATIC_PACKAGES } from '../../src/facts/telemetry-tables.ts'
import { Watcher } from '../../src/facts/watcher.ts'
import { codebaseOf } from '../../src/frameworks/project-codebase.ts'
import { routePlaces } from '../../src/frameworks/route-places.ts'
import { STREAM_ROUTE_TERMS, streamRoutes } from '../../src/frameworks/stream-route.ts'
import type { UnknownOption } from '../../src/project/unknown-option.ts'
import { UNKNOWN_BY_DEFAULT, UNKNOWN_IN_STRICT, unknownSchema } from '../../src/project/unknown-option.ts'
import { defineRule } from '../../src/rule.ts'

export default defineRule<UnknownOption, 'unwatched' | 'unknown'>({
  name: 'require-stream-telemetry',
  mistake: 'monitoring',
  tier: 'strict',
  description: 'Require that the end, the failure or the duration of a streamed response is recorded',
  terms: [STREAM_ROUTE_TERMS],
  messages: {
    unwatched:
      'When a stream of {{route}} breaks off, hangs or loses its reader, nobody can see it: its status was 200 before the first byte, and nothing logs, measures or traces how it ended.',
    unknown:
      'Whether anybody sees how a stream of {{route}} ended cannot be told: code that it runs through could not be followed. Name your loggers in `settings.streaming.loggers`.',
  },
  schema: {
    type: 'object',
    properties: {
      unknown: unknownSchema('What to do about routes for which the project does not tell whether they are recorded.'),
    },
    additionalProperties: false,
  },
  defaultOptions: UNKNOWN_BY_DEFAULT,
  strictOptions: UNKNOWN_IN_STRICT,
  *find(ask) {
    const { source, options, settings, project } = ask
    if (AUTOMATIC_PACKAGES.some((name) => project.has(name))) return
    const routes = streamRoutes(source)
    if (routes.length === 0) return
    const watcher = new Watcher(codebaseOf(ask), settings.loggers)
    for (const route of routes) {
      const { answer, way } = routeTelemetry(source, route, watcher)
      const data = { route: routeText(route.handler, way) }
      const at = routePlaces(source, route.handler).handler
      if (answer === 'no') yield { at, messageId: 'unwatched', data }
      else if (answer === 'unknown' && options.unknown === 'report') yield { at, messageId: 'unknown', data }
    }
  },
})
