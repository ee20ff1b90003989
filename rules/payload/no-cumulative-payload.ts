import { sendDelta } from '../../src/edits/send-delta.ts'
import { cumulativePlace, cumulativeSends } from '../../src/facts/cumulative-sends.ts'
import { STREAM_LOOP_TERMS } from '../../src/facts/stream-loops.ts'
import { defineRule } from '../../src/rule.ts'

export default defineRule({
  name: 'no-cumulative-payload',
  mistake: 'payload',
  tier: 'recommended',
  description: 'Disallow sending all that has been gathered so far with each chunk',
  terms: [
    [...STREAM_LOOP_TERMS, 'for', 'while', 'setInterval'],
    ['.write', '.enqueue(', '.send(', '.emit(', 'yield'],
    ['+=', '.push(', '.concat(', '[...', ' + ', '}`'],
  ],
  messages: {
    cumulative:
      'Each chunk is sent to the client together with all chunks before it, so that the bytes of an answer grow with the square of its length.',
    sendDelta: 'Send only what the chunk adds; the client puts the pieces together.',
  },
  defaultOptions: {},
  fixable: 'code',
  hasSuggestions: true,
  *find({ source }) {
    for (const found of cumulativeSends(source)) {
      yield {
        at: cumulativePlace(found),
        messageId: 'cumulative',
        suggestions: [{ messageId: 'sendDelta', edit: () => sendDelta(source, found) }],
      }
    }
  },
})
