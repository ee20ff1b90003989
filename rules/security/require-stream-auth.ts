import { codebaseOf } from '../../src/frameworks/project-codebase.ts'
import { routePlaces } from '../../src/frameworks/route-places.ts'
import { STREAM_ROUTE_TERMS } from '../../src/frameworks/stream-route.ts'
import { limitsByAddress } from '../../src/facts/limits-by-address.ts'
import { isExample } from '../../src/facts/script-start.ts'
import { GUARD } from '../../src/facts/guard-tables.ts'
import { Judge } from '../../src/facts/judge.ts'
import { outerStreamRoutes } from '../../src/facts/outer-stream-routes.ts'
import { protectionOf } from '../../src/facts/route-protection.ts'
import { resumesById } from '../../src/facts/resumed-streams.ts'
import { isPublicRoute } from '../../src/facts/public-routes.ts'
import { openPlace, routeText } from '../../src/facts/route-texts.ts'
import { openSockets, socketServers } from '../../src/facts/open-sockets.ts'
import type { UnknownOption } from '../../src/project/unknown-option.ts'
import { UNKNOWN_BY_DEFAULT, UNKNOWN_IN_STRICT, unknownSchema } from '../../src/project/unknown-option.ts'
import { defineRule } from '../../src/rule.ts'

interface Options extends UnknownOption {
  readonly sockets: boolean
  readonly joins: boolean
}

/** Sockets are looked at by option. */
const STREAM_SERVER_TERMS = [[...STREAM_ROUTE_TERMS, '\\bws\\b', 'socket.io']]

export default defineRule<Options, 'open' | 'unknown' | 'socket'>({
  name: 'require-stream-auth',
  mistake: 'security',
  tier: 'recommended',
  description: 'Require a guard in front of every route that streams',
  terms: STREAM_SERVER_TERMS,
  messages: {
    open: 'Anyone who finds {{route}} can start its stream and make this project pay for it: it is {{place}} with no guard before it.',
    unknown:
      'Whether strangers can start the stream of {{route}} cannot be told: what stands before it could not be followed. Name your guards in `settings.streaming.guards`.',
    socket:
      'Anyone can connect and listen: nothing in the handshake, in a middleware or on connection asks who the client is.',
  },
  schema: {
    type: 'object',
    properties: {
      unknown: unknownSchema('What to do about routes for which the project does not tell whether they are guarded.'),
      sockets: {
        type: 'boolean',
        description: 'Also report servers of `ws` and socket.io that let everybody connect.',
      },
      joins: {
        type: 'boolean',
        description: 'Whether to report handlers that only listen to what runs already, found by an id of the path.',
      },
    },
    additionalProperties: false,
  },
  defaultOptions: { ...UNKNOWN_BY_DEFAULT, sockets: false, joins: true },
  // Such a handler starts nothing, and who does not know the id gets nothing.
  recommendedOptions: { joins: false },
  strictOptions: { ...UNKNOWN_IN_STRICT, sockets: true },
  *find(ask) {
    const { source, options, settings } = ask
    const routes = outerStreamRoutes(source)
    const looksAtSockets = options.sockets && socketServers(source).length > 0
    if (routes.length === 0 && !looksAtSockets) return
    const codebase = codebaseOf(ask)
    const judge = new Judge(codebase, settings, GUARD)
    for (const route of routes) {
      const protection = protectionOf(codebase, source, judge, route)
      const { answer, way } = protection
      if (
        answer === 'yes' ||
        answer === 'exempt' ||
        isPublicRoute(codebase, source, route.handler, way, settings.publicRoutes)
      )
        continue
      const at = routePlaces(source, route.handler).name
      const text = routeText(route.handler, way)
      if (answer === 'no') {
        if (!options.joins && resumesById(source, route.handler)) continue
        // Whether strangers ever reach an example, and whether they are meant, is not known here.
        const isDoubtful = isExample(source) || limitsByAddress(source, route.handler)
        if (isDoubtful && options.unknown !== 'report') continue
        yield { at, messageId: 'open', data: { route: text, place: openPlace(codebase, protection) } }
      } else if (options.unknown === 'report') yield { at, messageId: 'unknown', data: { route: text } }
    }
    if (!looksAtSockets) return
    for (const at of openSockets(codebase, source, judge)) yield { at, messageId: 'socket' }
  },
})
