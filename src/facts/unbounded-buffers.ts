import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import type { Accumulator } from './accumulators.ts'
import { accumulators } from './accumulators.ts'
import type { BodySource } from './body-source.ts'
import { bodySourceOf } from './body-source.ts'
import { bodyLimit } from './body-limits.ts'
import { drainOf } from './drains.ts'
import { isHandedOn } from './handed-on.ts'
import { isModelRequest } from './model-request.ts'
import { isLengthTested } from './length-tests.ts'
import { isWholeChunk } from './raw-chunk.ts'
import type { StreamLoop } from './stream-loops.ts'

/** A buffer that another machine makes as big as it likes. */
export interface UnboundedBuffer {
  /** `whole`: everything is kept until the end. `frame`: what comes before the next delimiter is kept. */
  readonly kind: 'whole' | 'frame'
  readonly loop: StreamLoop
  readonly accumulator: Accumulator
  readonly body: BodySource
}

/** The buffers of the file that are fed by a body or a socket and never measured, at most one for each stream loop. */
export const unboundedBuffers = perSource((source): readonly UnboundedBuffer[] => {
  const found = new Map<StreamLoop, UnboundedBuffer>()
  for (const accumulator of accumulators(source)) {
    const { loop, growth } = accumulator
    if (found.has(loop) || isOnce(source, loop)) continue
    if (!growth.added.some((it) => isWholeChunk(source, loop, it))) continue
    const drain = drainOf(source, accumulator)
    if (drain === 'elsewhere') continue
    const body = bodySourceOf(source, loop)
    if (body === undefined || bodyLimit(source, body) || isLengthTested(source, accumulator)) continue
    const kind = drain === 'never' ? 'whole' : 'frame'
    const isModel = body.opened !== undefined && isModelRequest(source, body.opened)
    // The model's own limit bounds its text, not the frames that carry it.
    if (kind === 'whole' && isModel) continue
    // A text that is shown or passed on as it comes is a model's answer, more often than not.
    if (kind === 'whole' && body.feeder === 'response' && isHandedOn(source, accumulator)) continue
    found.set(loop, { kind, loop, accumulator, body })
  }
  return [...found.values()]
})

/** `stream.once('data', …)` gets one chunk. */
function isOnce(source: Source, { form, node }: StreamLoop): boolean {
  if (form !== 'listener') return false
  const call: Node | undefined | null = node.parent
  return call?.type === 'CallExpression' && /\bonce$/.test(source.text.slice(...call.callee.range))
}
