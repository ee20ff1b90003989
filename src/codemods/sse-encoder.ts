import { encodeFrames } from '../edits/encode-frame.ts'
import { writeHonoEvents } from '../edits/hono-events.ts'
import { runtimeOf } from '../facts/runtime.ts'
import { manualFrames } from '../frameworks/manual-frames.ts'
import { chooseLibrary } from '../libraries/choose-library.ts'
import type { Codemod } from './codemod.ts'
import { perFinding } from './per-finding.ts'

export const SSE_ENCODER: Codemod = {
  name: 'sse-encoder',
  title: 'Let an encoder write the events of event streams that are put together by hand',
  mistake: 'protocols',
  rules: ['no-manual-sse-framing'],
  transform: perFinding(({ source, settings, project }, { start, messageId }) => {
    // What is sent is no event stream, or a header is missing: no encoder mends that.
    if (messageId === 'mislabelled' || messageId === 'oneHeader') return undefined
    const frames = manualFrames(source).flatMap((frame) => ('text' in frame ? [frame] : []))
    const reported = frames.find(({ text }) => text.node.range[0] === start)
    // One report speaks of all the events of a stream.
    const ofStream = frames.filter(({ scope }) => scope === reported?.scope)
    const written = writeHonoEvents(
      source,
      ofStream.map(({ text }) => text),
    )
    if (written !== undefined) return written
    const choice = chooseLibrary('sse-encode', { settings, project, runtime: runtimeOf(source) })
    const encoder = choice?.library.imports[0]
    const edit =
      encoder === undefined
        ? undefined
        : encodeFrames(
            source,
            ofStream.map(({ text }) => text),
            { module: encoder.from, name: encoder.name },
          )
    return (
      edit ??
      'Write each event by one call of `encode` of `eventsource-encoder`, with its fields as an object, or by the helper of the framework.'
    )
  }),
}
