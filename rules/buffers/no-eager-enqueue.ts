import { endSlowReader } from '../../src/edits/end-slow-reader.ts'
import { isData, pauseSource } from '../../src/edits/pause-source.ts'
import { streamFromGenerator } from '../../src/edits/stream-from-generator.ts'
import type { EagerKind } from '../../src/facts/eager-enqueues.ts'
import { droppingTests, eagerEnqueues, isPushed } from '../../src/facts/eager-enqueues.ts'
import { defineRule } from '../../src/rule.ts'

export default defineRule({
  name: 'no-eager-enqueue',
  mistake: 'buffers',
  tier: 'recommended',
  description: 'Disallow filling the queue of a stream from a source without end before anybody reads',
  terms: [['ReadableStream'], ['enqueue']],
  messages: {
    eager:
      '`start` goes on to the end of {{source}}, whether anybody reads or not: for a slow reader all of it waits in the queue, and memory grows with its size.',
    pushed:
      '`enqueue` takes everything that {{source}} brings, whether anybody reads or not: behind one slow reader the queue grows until the process has no memory left.',
    dropped:
      '`desiredSize` is no test for an open stream: it is 0 whenever the reader is one chunk behind, and what comes then is lost.',
    pause: 'Pause the source with each chunk, and resume it when there is room.',
    endSlow: 'Bound the queue, and end the stream of a reader that lets it fill up.',
    generate: 'Make the stream of an async generator, which goes on only when somebody reads.',
  },
  defaultOptions: {},
  fixable: 'code',
  hasSuggestions: true,
  *find({ source }) {
    for (const { at } of droppingTests(source)) yield { at, messageId: 'dropped' as const }
    for (const found of eagerEnqueues(source)) {
      const { stream, kind, around } = found
      yield {
        at: stream.made.callee,
        messageId: isPushed(found) ? ('pushed' as const) : ('eager' as const),
        data: { source: SOURCES[kind] },
        suggestions: !isPushed(found)
          ? [{ messageId: 'generate' as const, edit: () => streamFromGenerator(source, stream) }]
          : isData(around)
            ? [{ messageId: 'pause' as const, edit: () => pauseSource(source, found) }]
            : [{ messageId: 'endSlow' as const, edit: () => endSlowReader(source, found) }],
      }
    }
  },
})

const SOURCES: Readonly<Record<EagerKind, string>> = {
  pager: 'its pages',
  stream: 'the stream that it copies',
  emitter: 'the emitter',
  timer: 'the timer',
}
