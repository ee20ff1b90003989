import { awaitDrain, awaitDrainOrClose } from '../../src/edits/await-drain.ts'
import { awaitWrites } from '../../src/edits/await-write.ts'
import { copyToPipeline } from '../../src/edits/copy-to-pipeline.ts'
import { dropSlowClients } from '../../src/edits/drop-slow-clients.ts'
import { calleeNameNode } from '../../src/facts/callee.ts'
import { drainWaits } from '../../src/facts/drain-waits.ts'
import type { IgnoredWrite } from '../../src/facts/ignored-writes.ts'
import { ignoredWrites } from '../../src/facts/ignored-writes.ts'
import type { SinkKind } from '../../src/facts/sinks.ts'
import { defineRule } from '../../src/rule.ts'
import type { Source } from '../../src/source.ts'

export default defineRule({
  name: 'no-ignored-backpressure',
  mistake: 'buffers',
  tier: 'recommended',
  description: 'Disallow writing piece after piece without looking whether the other side keeps up',
  terms: [['.write(', '.writeln(', '.writeSSE(', 'Readable', 'Duplex', 'drain']],
  messages: {
    ignored:
      '`{{write}}` says when the other side falls behind, and nobody looks: what a slow reader has not taken yet waits in memory, until the process has none left.',
    broadcast:
      '`{{write}}` says when this connection falls behind, and nobody looks: one client that stopped reading has every frame kept in memory for it, until the process has none left.',
    unawaited:
      'Nobody waits for `{{write}}`: all that a slow reader has not taken yet waits in memory, and when the reader leaves, the unhandled rejection ends a Node process.',
    unawaitedHono:
      'Nobody waits for `{{write}}`: all that a slow client has not taken yet waits in memory, until the process has none left.',
    drainOnly: 'When the client leaves, `drain` never comes: this code waits for ever, with all that it holds open.',
    usePipeline: 'Copy with `pipeline`, which waits for the slower side and ends both when one fails.',
    awaitDrain: 'Wait for `drain` or `close` after a write that says so.',
    dropSlow: 'End the connection of a client for which too much waits already.',
    addAwait: 'Wait for the write.',
    awaitClose: 'Wait for `close` too.',
  },
  schema: {
    type: 'object',
    properties: {
      checkTokenStreams: {
        type: 'boolean',
        description:
          'Whether to report writes of what a language model answers, piece by piece: little, as the model has a limit of its own.',
      },
    },
    additionalProperties: false,
  },
  defaultOptions: { checkTokenStreams: false },
  fixable: 'code',
  hasSuggestions: true,
  *find({ source, settings, project, options }) {
    for (const wait of drainWaits(source))
      yield {
        at: calleeNameNode(wait.call),
        messageId: 'drainOnly' as const,
        suggestions: [{ messageId: 'awaitClose' as const, edit: () => awaitDrainOrClose(source, wait) }],
      }
    for (const all of ignoredWrites(source)) {
      const writes = options.checkTokenStreams ? all : all.filter(({ isOfModel }) => !isOfModel)
      const [first] = writes
      if (first === undefined) continue
      const kind = messageOf(first)
      yield {
        at: calleeNameNode(first.call),
        messageId: kind,
        data: { write: nameOf(source, first) },
        assumes: assumptions(first),
        suggestions: PROMISES.has(first.sink.kind)
          ? [{ messageId: 'addAwait' as const, edit: () => awaitWrites(source, writes) }]
          : first.sink.kind === 'readable'
            ? []
            : [
                {
                  messageId: 'usePipeline' as const,
                  edit: () => copyToPipeline(writes, { source, settings, project }),
                },
                { messageId: 'awaitDrain' as const, edit: () => awaitDrain(source, writes) },
                { messageId: 'dropSlow' as const, edit: () => dropSlowClients(source, writes) },
              ],
      }
    }
  },
})

const PROMISES: ReadonlySet<SinkKind> = new Set<SinkKind>(['web-writer', 'hono'])

function messageOf({ sink, repetition }: IgnoredWrite): 'ignored' | 'broadcast' | 'unawaited' | 'unawaitedHono' {
  if (sink.kind === 'web-writer') return 'unawaited'
  if (sink.kind === 'hono') return 'unawaitedHono'
  return repetition.kind === 'broadcast' ? 'broadcast' : 'ignored'
}

/** What a call shows without its arguments: `res.write`. */
function nameOf(source: Source, { call }: IgnoredWrite): string {
  const text = source.text.slice(...call.callee.range).replace(/\s+/g, '')
  return text.length <= MAX_NAME ? text : source.text.slice(...calleeNameNode(call).range)
}

const MAX_NAME = 40

function assumptions({ call, stream, sink }: IgnoredWrite) {
  return PROMISES.has(sink.kind) ? [{ node: call, is: 'promise' as const }] : [{ node: stream, is: 'emitter' as const }]
}
