import { abortOnDisconnect, departureText } from '../../src/edits/abort-on-disconnect.ts'
import { calleeNameNode } from '../../src/facts/callee.ts'
import type { UntiedUpstream } from '../../src/facts/untied-upstreams.ts'
import { untiedUpstreams } from '../../src/facts/untied-upstreams.ts'
import { defineRule } from '../../src/rule.ts'

export default defineRule({
  name: 'require-abort-signal',
  mistake: 'errors',
  tier: 'recommended',
  description: 'Require an upstream stream to end when the client that it is for has left',
  terms: [['fetch', 'stream', 'Stream', 'runTools', 'undici']],
  messages: {
    untied:
      'When the client leaves, this call goes on to the end of its stream and is paid for: neither the request, the close of the response nor a `cancel()` ends it.',
    unstoppable:
      'When the user stops the answer, this call goes on to the end of its stream and is paid for: the `abortSignal` that `onChatMessage` is given does not reach it.',
    timer: 'When the client leaves, this call goes on and is paid for: its signal only fires after a time.',
    never: 'When the client leaves, this call goes on and is paid for: nothing aborts the controller of its signal.',
    emptyCancel:
      'When the consumer cancels this stream, `cancel` ends nothing: the upstream that it is made from stays open and goes on sending.',
    signal: 'End the call with {{departure}}.',
  },
  defaultOptions: {},
  fixable: 'code',
  hasSuggestions: true,
  *find({ source }) {
    for (const untied of untiedUpstreams(source)) {
      const departure = departureText(untied)
      yield {
        at: placeOf(untied),
        messageId: untied.kind === 'none' && untied.agent !== undefined ? 'unstoppable' : MESSAGES[untied.kind],
        suggestions:
          departure === undefined
            ? []
            : [{ messageId: 'signal' as const, data: { departure }, edit: () => abortOnDisconnect(source, untied) }],
      }
    }
  },
})

const MESSAGES = { none: 'untied', timer: 'timer', never: 'never', 'empty-cancel': 'emptyCancel' } as const

function placeOf({ at }: UntiedUpstream) {
  return at.type === 'CallExpression' ? calleeNameNode(at) : at
}
