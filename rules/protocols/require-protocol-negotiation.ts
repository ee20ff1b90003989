import { fixedFormatRoutes } from '../../src/frameworks/fixed-format-routes.ts'
import { defineRule } from '../../src/rule.ts'

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
    for (const { at, mediaType } of fixedFormatRoutes(source)) yield { at, messageId: 'fixed', data: { mediaType } }
  },
})
