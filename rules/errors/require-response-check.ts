import { guardResponse } from '../../src/edits/guard-response.ts'
import { fetchCalls } from '../../src/facts/fetch-calls.ts'
import { uncheckedRead } from '../../src/facts/response-reads.ts'
import { defineRule } from '../../src/rule.ts'

export default defineRule({
  name: 'require-response-check',
  mistake: 'errors',
  tier: 'recommended',
  description: 'Require a look at the status or the content type before the body of a fetched response is read',
  terms: [['fetch'], ['body']],
  messages: {
    unchecked:
      'When the upstream answers with an error, its error page is read as if it were the stream: nothing here looks at `ok`, `status` or the content type first.',
    guard: 'Check `ok` before the body is read.',
  },
  defaultOptions: {},
  fixable: 'code',
  hasSuggestions: true,
  *find({ source }) {
    for (const call of fetchCalls(source)) {
      const read = uncheckedRead(source, call)
      if (read === undefined) continue
      yield {
        at: read.at,
        messageId: 'unchecked',
        assumes: read.response === undefined ? [] : [{ node: read.response, is: 'response' as const }],
        suggestions: [{ messageId: 'guard' as const, edit: () => guardResponse(source, call, read) }],
      }
    }
  },
})
