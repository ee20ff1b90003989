import { stringOf } from '../../src/facts/unwrap.ts'
import { choosesFormat, fixedFormat } from '../../src/frameworks/format-choice.ts'
import type { Handler } from '../../src/frameworks/handler.ts'
import { streamRoutes } from '../../src/frameworks/stream-route.ts'
import { defineRule } from '../../src/rule.ts'
import type { Node } from '../../src/source.ts'

export default defineRule({
  name: 'require-protocol-negotiation',
  mistake: 'protocols',
  tier: 'strict',
  description: 'Require stream routes to offer more than one format',
  terms: [['event-stream', 'ndjson', 'jsonl', 'json-seq', 'stream+json', 'text/plain']],
  messages: {
    fixed:
      'A client that does not read `{{mediaType}}` (a script, a mobile app, a proxy that blocks it) gets nothing from this route: it never looks at what the client asks for.',
  },
  defaultOptions: {},
  *find({ source }) {
    const reported = new Set<Node>()
    for (const route of streamRoutes(source)) {
      const { handler } = route
      const format = fixedFormat(source, route)
      if (format === undefined || handler.isMiddleware) continue
      const at = pathOf(handler) ?? format.at
      if (reported.has(at) || choosesFormat(source, route)) continue
      reported.add(at)
      yield { at, messageId: 'fixed', data: { mediaType: format.mediaType } }
    }
  },
})

/** Where the route says its path. Its name is the place of other rules, about the route as a whole. */
function pathOf({ registration }: Handler): Node | undefined {
  const path = registration.type === 'CallExpression' ? registration.arguments[0] : undefined
  return path !== undefined && stringOf(path) !== undefined ? path : undefined
}
