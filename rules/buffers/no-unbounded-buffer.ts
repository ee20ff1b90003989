import type { TSESTree } from '@typescript-eslint/utils'
import { boundedReader } from '../../src/edits/bounded-reader.ts'
import { countBytes, limitOf } from '../../src/edits/count-bytes.ts'
import { keepNewest } from '../../src/edits/keep-newest.ts'
import type { Feeder } from '../../src/facts/body-source.ts'
import { endlessStates } from '../../src/facts/endless-state.ts'
import { STREAM_LOOP_TERMS } from '../../src/facts/stream-loops.ts'
import type { UnboundedBuffer } from '../../src/facts/unbounded-buffers.ts'
import { unboundedBuffers } from '../../src/facts/unbounded-buffers.ts'
import type { Surroundings } from '../../src/frameworks/handler.ts'
import type { Suggestion } from '../../src/rule.ts'
import { defineRule } from '../../src/rule.ts'
import type { Range } from '../../src/source.ts'

interface Options {
  readonly frames: 'clients' | 'all'
}

type MessageId = 'whole' | 'frame' | 'state' | 'readBounded' | 'countBytes' | 'measureRest' | 'keepNewest'

export default defineRule<Options, MessageId>({
  name: 'no-unbounded-buffer',
  mistake: 'buffers',
  tier: 'recommended',
  description: 'Disallow keeping a body, the rest of a message or the events of a subscription without a limit',
  terms: [STREAM_LOOP_TERMS, ['+=', '.push(', '.concat(', '.set(', '[...', '}`', ' + ']],
  messages: {
    whole:
      '{{sender}} decides how much is kept here: a body that is too long, or that never ends, fills the memory until the process dies, for all its users.',
    frame:
      '{{sender}} decides how much is kept here: when the delimiter never comes, this buffer grows until the process runs out of memory.',
    state:
      'Each event makes this list longer and nothing makes it shorter: {{place}} that stays open gets slower, and ends when the memory is full.',
    readBounded: 'Let `{{package}}` read the body, up to {{limit}}{{install}}.',
    countBytes: 'Count the bytes, and end the stream beyond {{limit}}.',
    measureRest: 'End the stream when more than {{limit}} waits for its delimiter.',
    keepNewest: 'Keep only the newest 1,000.',
  },
  schema: {
    type: 'object',
    properties: {
      frames: {
        type: 'string',
        description:
          'Whose messages need a limit on what waits for a delimiter: those of `clients`, or `all`, also those of a server that this program asks.',
        enum: ['clients', 'all'],
      },
    },
    additionalProperties: false,
  },
  defaultOptions: { frames: 'clients' },
  strictOptions: { frames: 'all' },
  fixable: 'code',
  hasSuggestions: true,
  *find({ source, options, project, settings }) {
    const where = { source, project, settings }
    const loops = new Set<unknown>()
    for (const found of unboundedBuffers(source)) {
      if (found.kind === 'frame' && options.frames !== 'all' && !isClient(found)) continue
      loops.add(found.loop.node)
      yield {
        at: placeOf(found.accumulator.growth.node),
        messageId: found.kind,
        data: { sender: SENDERS[found.body.feeder] },
        suggestions: suggestionsFor(found, where),
      }
    }
    for (const state of endlessStates(source)) {
      if (loops.has(state.subscription.listener)) continue
      yield {
        at: placeOf(state.node),
        messageId: 'state',
        data: { place: state.subscription.life === 'page' ? 'a page' : 'a process' },
        suggestions: [{ messageId: 'keepNewest', edit: () => keepNewest(source, state) }],
      }
    }
  },
})

const SENDERS: Readonly<Record<Feeder, string>> = {
  request: 'Any client',
  client: 'Any client',
  response: 'The server that answers',
  socket: 'The other end of the socket',
  object: 'Whoever stored the object',
}

function isClient({ body }: UnboundedBuffer): boolean {
  return body.feeder === 'request' || body.feeder === 'client'
}

function suggestionsFor(found: UnboundedBuffer, where: Surroundings): Suggestion<MessageId>[] {
  const limit = limitOf(found).text
  const count = {
    messageId: found.kind === 'frame' ? ('measureRest' as const) : ('countBytes' as const),
    data: { limit },
    edit: () => countBytes(found, where),
  }
  const reader = boundedReader(found, where)
  if (reader === undefined) return [count]
  const data = { package: reader.package, limit, install: reader.install }
  return [{ messageId: 'readBounded', data, edit: reader.edit }, count]
}

/** The whole place, or only its beginning where it is longer than a line. */
function placeOf(node: TSESTree.AssignmentExpression | TSESTree.CallExpression): Range {
  if (node.loc.start.line === node.loc.end.line) return node.range
  return node.type === 'CallExpression' ? node.callee.range : node.left.range
}
