import { cancelReader, isCancelUnseen } from '../../src/edits/cancel-reader.ts'
import { calleeNameNode } from '../../src/facts/callee.ts'
import type { Exit } from '../../src/facts/early-exits.ts'
import { leakOf } from '../../src/facts/reader-leaks.ts'
import { readersOf } from '../../src/facts/readers.ts'
import { defineRule } from '../../src/rule.ts'

export default defineRule({
  name: 'require-reader-cancel',
  mistake: 'errors',
  tier: 'recommended',
  description: 'Require a reader to be cancelled when its loop can end before the stream does',
  terms: [['getReader', 'ReadableStreamDefaultReader', 'ReadableStreamBYOBReader'], ['read']],
  messages: {
    notCancelled:
      'When {{exit}} ends the reading early, this reader is not cancelled: the connection stays open and the server goes on sending to nobody.',
    onlyReleased:
      'When {{exit}} ends the reading early, this reader is only released: the connection stays open and the server goes on sending to nobody.',
    cancelInFinally: 'Cancel the reader in `finally`, then release it.',
    cancelBeforeExit: 'Cancel the reader before each early exit.',
  },
  schema: {
    type: 'object',
    properties: {
      endFrames: {
        type: 'boolean',
        description:
          'Whether to report a loop that only leaves early at the frame by which the server says that nothing follows, such as `[DONE]`.',
      },
    },
    additionalProperties: false,
  },
  defaultOptions: { endFrames: true },
  recommendedOptions: { endFrames: false },
  fixable: 'code',
  hasSuggestions: true,
  *find({ source, options }) {
    const seen = new Set<object>()
    for (const reader of readersOf(source)) {
      if (reader.birth.kind === 'memory' || reader.birth.kind === 'unknown') continue
      const leak = leakOf(source, reader, options)
      if (leak === undefined || seen.has(leak.loop)) continue
      seen.add(leak.loop)
      const cancel = cancelReader(source, reader, leak)
      const edit = () => cancel?.edit
      const messageId = cancel?.place === 'exits' ? 'cancelBeforeExit' : 'cancelInFinally'
      yield {
        at: calleeNameNode(reader.taken),
        messageId: leak.isReleased ? 'onlyReleased' : 'notCancelled',
        data: { exit: WAYS[leak.exits[0]!.kind] },
        assumes: [
          { node: reader.stream, is: 'web-stream' },
          ...reader.loops.flatMap(({ stream }) =>
            stream === undefined ? [] : [{ node: stream, is: 'reader' as const }],
          ),
        ],
        ...(isCancelUnseen(source, reader, leak) ? { fix: edit } : { suggestions: [{ messageId, edit }] }),
      }
    }
  },
})

const WAYS: Readonly<Record<Exit['kind'], string>> = {
  break: '`break`',
  continue: '`continue`',
  return: '`return`',
  throw: '`throw`',
  yield: 'a consumer that stops at `yield`',
  condition: 'its own condition',
}
