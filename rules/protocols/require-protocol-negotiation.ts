import { stringOf } from '../../src/facts/unwrap.ts'
import { choosesFormat, fixedFormat } from '../../src/frameworks/format-choice.ts'
import type { Handler } from '../../src/frameworks/handler.ts'
import { registrationName } from '../../src/frameworks/registration-name.ts'
import { streamRoutes } from '../../src/frameworks/stream-route.ts'
import { defineRule } from '../../src/rule.ts'
import type { Node, Range } from '../../src/source.ts'

export default defineRule({
  name: 'require-protocol-negotiation',
  mistake: 'protocols',
  tier: 'strict',
  description: 'Require stream routes to offer more than one format',
  terms: [['event-stream', 'ndjson', 'jsonl', 'json-seq', 'stream+json', 'text/plain', 'text/html']],
  messages: {
    fixed:
      'A client that does not read `{{mediaType}}` (a script, a mobile app, a proxy that blocks it) gets nothing from this route: it never looks at what the client asks for.',
  },
  defaultOptions: {},
  *find({ source }) {
    const reported = new Set<Node>()
    for (const route of streamRoutes(source)) {
      const { handler } = route
      const mediaType = fixedFormat(source, route)
      if (mediaType === undefined || handler.isMiddleware || reported.has(handler.registration)) continue
      if (choosesFormat(source, route)) continue
      reported.add(handler.registration)
      yield { at: placeOf(handler), messageId: 'fixed', data: { mediaType } }
    }
  },
})

/** The path of the route; its name where it has none. */
function placeOf(handler: Handler): Node | Range {
  const { registration } = handler
  const path = registration.type === 'CallExpression' ? registration.arguments[0] : undefined
  return path !== undefined && stringOf(path) !== undefined ? path : registrationName(handler)
}
