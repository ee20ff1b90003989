import { needsLog, sendFixedMessage } from '../../src/edits/fixed-error-message.ts'
import { errorLeaks } from '../../src/facts/error-leaks.ts'
import { errorLogger } from '../../src/facts/loggers.ts'
import { defineRule } from '../../src/rule.ts'

export default defineRule({
  name: 'no-error-leak-in-stream',
  mistake: 'security',
  tier: 'recommended',
  description: 'Disallow sending errors and their stacks to the clients of a stream',
  terms: [
    ['.write', '.send(', '.end(', '.emit(', '.enqueue(', 'onError', 'getErrorMessage'],
    ['catch', 'error', 'onError'],
  ],
  messages: {
    error:
      'When this fails, every client is sent the error as it is: addresses of hosts, queries, headers and keys of the upstream, for whoever looks.',
    stack:
      'When this fails, every client is sent the stack: paths, versions and the inside of the program, for whoever looks.',
    message:
      'When this fails, every client is sent a message that was written for developers: hosts, queries and paths, for whoever looks.',
    log: 'Send a fixed message, and log the error with `{{logger}}`.',
    fixed: 'Send a fixed message.',
  },
  schema: {
    type: 'object',
    properties: {
      message: { type: 'boolean', description: 'Also report the `message` of an error that is sent.' },
    },
    additionalProperties: false,
  },
  defaultOptions: { message: false },
  strictOptions: { message: true },
  fixable: 'code',
  hasSuggestions: true,
  *find({ source, options, settings, project }) {
    const logger = errorLogger(source, settings.loggers)
    for (const leak of errorLeaks(source)) {
      if (leak.part === 'message' && !options.message) continue
      const logs = needsLog(source, leak)
      yield {
        at: leak.place,
        messageId: leak.part,
        suggestions: [
          logs
            ? {
                messageId: 'log' as const,
                data: { logger },
                edit: () => sendFixedMessage(source, project, leak, logger),
              }
            : { messageId: 'fixed' as const, edit: () => sendFixedMessage(source, project, leak, undefined) },
        ],
      }
    }
  },
})
