import { limitConcurrency } from '../../src/edits/limit-concurrency.ts'
import { isTypeScript } from '../../src/edits/module-syntax.ts'
import { concurrentCalls } from '../../src/facts/concurrent-calls.ts'
import { runtimeOf } from '../../src/facts/runtime.ts'
import { unwrap } from '../../src/facts/unwrap.ts'
import { chooseLibrary } from '../../src/libraries/choose-library.ts'
import { offerText } from '../../src/libraries/offer-text.ts'
import { defineRule } from '../../src/rule.ts'

/** Low enough for the limits that providers give new accounts. */
const AT_ONCE = 5

export default defineRule({
  name: 'no-unbounded-concurrency',
  mistake: 'throttling',
  tier: 'recommended',
  description: 'Disallow starting a model call or a streamed fetch for every item of a list at once',
  terms: [['.all(', '.allSettled(', '.all<', '.allSettled<'], ['Promise']],
  messages: {
    model:
      'A long list calls the model for all of its items at once: the provider answers most of them with 429, and one refusal loses, with `Promise.all`, what the others cost.',
    stream:
      'A long list opens the streams for all of its items at once: sockets and memory run out, and the server behind them refuses.',
    limit: `Run at most ${AT_ONCE} at a time with {{library}}.`,
  },
  defaultOptions: {},
  fixable: 'code',
  hasSuggestions: true,
  *find({ source, settings, project }) {
    const choice = chooseLibrary('concurrency', { settings, project, runtime: runtimeOf(source) })
    for (const found of concurrentCalls(source, settings.limiters))
      yield {
        at: unwrap(found.call.callee),
        messageId: found.work,
        suggestions:
          choice === undefined || found.mapping === undefined
            ? []
            : [
                {
                  messageId: 'limit' as const,
                  data: { library: offerText(choice, project, { types: isTypeScript(source) }) },
                  edit: () => limitConcurrency(source, found, choice.library, project, AT_ONCE),
                },
              ],
      }
  },
})
