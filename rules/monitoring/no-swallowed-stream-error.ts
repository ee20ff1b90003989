import { logCaughtError } from '../../src/edits/log-caught-error.ts'
import { errorLogger } from '../../src/facts/loggers.ts'
import { STREAM_LOOP_TERMS } from '../../src/facts/stream-loops.ts'
import type { SwallowedError } from '../../src/facts/swallowed-errors.ts'
import { swallowedErrors } from '../../src/facts/swallowed-errors.ts'
import { defineRule } from '../../src/rule.ts'
import type { Node, Range } from '../../src/source.ts'
import { calleeNameNode } from '../../src/facts/callee.ts'

export default defineRule({
  name: 'no-swallowed-stream-error',
  mistake: 'monitoring',
  tier: 'recommended',
  description: 'Disallow catching the failure of a stream, or of a frame of it, and doing nothing with it',
  terms: [['catch'], [...STREAM_LOOP_TERMS, 'pipeline', 'pipeTo']],
  messages: {
    stream:
      'When the stream breaks off, this `catch` makes it look finished: the reader gets half an answer and nobody is told.',
    frame:
      'A frame that does not parse is dropped here without a trace: the reader loses that part and nobody is told.',
    promise:
      'When the stream breaks off, this `catch` makes it look finished: the reader gets half an answer and nobody is told.',
    log: 'Log the error with `{{logger}}`.',
  },
  schema: {
    type: 'object',
    properties: {
      messages: {
        type: 'boolean',
        description:
          'Also report a `catch` around the parsing of whole messages of sockets and workers, and of the output of programs.',
      },
    },
    additionalProperties: false,
  },
  defaultOptions: { messages: true },
  recommendedOptions: { messages: false },
  fixable: 'code',
  hasSuggestions: true,
  *find({ source, options, settings, project }) {
    const logger = errorLogger(source, settings.loggers)
    for (const swallowed of swallowedErrors(source)) {
      if (swallowed.kind === 'frame' && swallowed.isShared && !options.messages) continue
      yield {
        at: placeOf(swallowed),
        messageId: swallowed.kind,
        suggestions: [
          {
            messageId: 'log' as const,
            data: { logger },
            edit: () =>
              logCaughtError(
                source,
                project,
                swallowed.kind === 'promise' ? swallowed.callback : swallowed.handler,
                logger,
                swallowed.kind === 'frame' ? 'Stream frame could not be parsed' : 'Stream failed',
              ),
          },
        ],
      }
    }
  },
})

/** The `catch` keyword, or the `catch` of `.catch(…)`. */
function placeOf(swallowed: SwallowedError): Node | Range {
  if (swallowed.kind === 'promise') return calleeNameNode(swallowed.call)
  const [start] = swallowed.handler.range
  return [start, start + 'catch'.length]
}
