import type { ChunkMessage } from '../../src/facts/chunk-messages.ts'
import { chunkMessages } from '../../src/facts/chunk-messages.ts'
import { chunkMessageSuggestions } from '../../src/edits/chunk-message.ts'
import { calleeNameNode } from '../../src/facts/callee.ts'
import { STREAM_LOOP_TERMS } from '../../src/facts/stream-loops.ts'
import { defineRule } from '../../src/rule.ts'
import type { Node, Range } from '../../src/source.ts'

export default defineRule({
  name: 'no-chunk-as-message',
  mistake: 'errors',
  tier: 'recommended',
  description: 'Disallow taking a chunk of a stream for a whole message',
  terms: [STREAM_LOOP_TERMS, ['JSON', 'split', 'break', 'data:', 'event']],
  messages: {
    parse: 'A message that arrives in two chunks, or two in one chunk, does not parse here and is lost.',
    split:
      'A line that arrives in two chunks is taken for two lines here, and both halves are lost: nothing keeps the unfinished rest.',
    reparse:
      'After a failure the text so far is parsed again from its start, so that messages handled before are handled twice.',
    frameState: 'A frame whose lines arrive in two chunks loses `{{names}}`: it is declared anew for each chunk.',
    innerBreak:
      'The end mark only leaves the inner loop: the stream is read on, and the connection stays open, until the server closes it.',
    carry: 'Keep the unfinished last line for the next chunk.',
    hoist: 'Declare `{{names}}` before the loop.',
    label: 'Leave the outer loop.',
  },
  defaultOptions: {},
  fixable: 'code',
  hasSuggestions: true,
  *find({ source }) {
    for (const message of chunkMessages(source)) {
      const data = message.kind === 'frame-state' ? { names: namesOf(message) } : undefined
      yield {
        at: placeOf(message),
        messageId: MESSAGES[message.kind],
        ...(data === undefined ? {} : { data }),
        suggestions: chunkMessageSuggestions(source, message).map(({ messageId, edit }) => ({
          messageId,
          ...(data === undefined ? {} : { data }),
          edit,
        })),
      }
    }
  },
})

const MESSAGES = {
  parse: 'parse',
  split: 'split',
  reparse: 'reparse',
  'frame-state': 'frameState',
  'inner-break': 'innerBreak',
} as const

function placeOf(message: ChunkMessage): Node | Range {
  switch (message.kind) {
    case 'parse':
      return message.call.callee
    case 'split':
    case 'reparse':
      return calleeNameNode(message.call)
    case 'frame-state':
      return nameRange(message.declarators[0]!.id)
    case 'inner-break':
      return message.statement
  }
}

function namesOf(message: Extract<ChunkMessage, { kind: 'frame-state' }>): string {
  return message.declarators.map(({ id }) => (id.type === 'Identifier' ? id.name : '')).join('`, `')
}

/** Without the type behind it. */
function nameRange(id: Node): Range {
  return id.type === 'Identifier' ? [id.range[0], id.range[0] + id.name.length] : id.range
}
