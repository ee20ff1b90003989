import { codebaseOf } from '../../src/frameworks/project-codebase.ts'
import { routePlaces } from '../../src/frameworks/route-places.ts'
import { STREAM_ROUTE_TERMS } from '../../src/frameworks/stream-route.ts'
import { Judge } from '../../src/facts/judge.ts'
import { LIMITER } from '../../src/facts/limiter-tables.ts'
import { isPublicRoute } from '../../src/facts/public-routes.ts'
import { outerStreamRoutes } from '../../src/facts/outer-stream-routes.ts'
import { protectionOf } from '../../src/facts/route-protection.ts'
import { isReconnecting } from '../../src/facts/reconnecting-routes.ts'
import { openPlace, routeText } from '../../src/facts/route-texts.ts'
import type { UnknownOption } from '../../src/project/unknown-option.ts'
import { UNKNOWN_BY_DEFAULT, UNKNOWN_IN_STRICT, unknownSchema } from '../../src/project/unknown-option.ts'
import { defineRule } from '../../src/rule.ts'

interface Options extends UnknownOption {
  readonly reconnecting: boolean
}

export default defineRule<Options, 'unlimited' | 'unknown'>({
  name: 'require-rate-limit',
  mistake: 'throttling',
  tier: 'strict',
  description: 'Require a limiter in front of every route that streams',
  terms: [STREAM_ROUTE_TERMS],
  messages: {
    unlimited:
      'One client can start as many streams of {{route}} as it likes, until the others get none and the bill has grown: it is {{place}} with no limiter before it.',
    unknown:
      'Whether one client can start any number of streams of {{route}} cannot be told: what stands before it could not be followed. Name your limiters in `settings.streaming.limiters`.',
  },
  schema: {
    type: 'object',
    properties: {
      unknown: unknownSchema('What to do about routes for which the project does not tell whether they are limited.'),
      reconnecting: {
        type: 'boolean',
        description:
          'Also report GET routes that answer `text/event-stream`, and subscriptions of tRPC: clients reconnect to them by themselves.',
      },
    },
    additionalProperties: false,
  },
  defaultOptions: { ...UNKNOWN_BY_DEFAULT, reconnecting: false },
  strictOptions: UNKNOWN_IN_STRICT,
  *find(ask) {
    const { source, options, settings } = ask
    const routes = outerStreamRoutes(source)
    if (routes.length === 0) return
    const codebase = codebaseOf(ask)
    const judge = new Judge(codebase, settings, LIMITER)
    for (const route of routes) {
      const protection = protectionOf(codebase, source, judge, route)
      const { answer, way } = protection
      if (answer === 'yes' || answer === 'exempt' || isPublicRoute(codebase, source, route.handler, way, [])) continue
      if (!options.reconnecting && isReconnecting(codebase, source, route, way)) continue
      const at = routePlaces(source, route.handler).call
      const text = routeText(route.handler, way)
      if (answer === 'no')
        yield { at, messageId: 'unlimited', data: { route: text, place: openPlace(codebase, protection) } }
      else if (options.unknown === 'report') yield { at, messageId: 'unknown', data: { route: text } }
    }
  },
})
