import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import type { Accumulator } from './accumulators.ts'
import { accumulators } from './accumulators.ts'
import type { Call } from './callee.ts'
import { methodName, receiverOf } from './callee.ts'
import { runForEachChunk } from './chunk-handlers.ts'
import { mentionsOf } from './kept-value.ts'
import { isWithin } from './nodes.ts'
import { unwrap, wrapped } from './unwrap.ts'
import type { BodySource } from './body-source.ts'
import { bodySourceOf } from './body-source.ts'
import { bodyLimit } from './body-limits.ts'
import { isDevelopmentTool } from './development-tool.ts'
import { drainOf } from './drains.ts'
import { fillsStore } from './own-store.ts'
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
    if (isOfOneUser(source, body)) continue
    const kind = drain === 'never' && !isSearched(source, accumulator) ? 'whole' : 'frame'
    const isModel = body.opened !== undefined && asksModel(source, body.opened)
    // The model's own limit bounds its text, not the frames that carry it.
    if (kind === 'whole' && isModel) continue
    // A text that is shown or passed on as it comes is a model's answer, more often than not.
    if (kind === 'whole' && body.feeder === 'response' && isHandedOn(source, accumulator)) continue
    found.set(loop, { kind, loop, accumulator, body })
  }
  return [...found.values()]
})

/** Who decides about the length is the program itself or the developer who runs it: its own store, its own machine. */
function isOfOneUser(source: Source, { feeder, opened }: BodySource): boolean {
  if (feeder === 'object') return isOfGridFs(opened) || fillsStore(source)
  return (feeder === 'request' || feeder === 'client') && isDevelopmentTool(source)
}

/** A file that the application has put into its own database. */
function isOfGridFs(opened: Call | undefined): boolean {
  return opened !== undefined && /^openDownloadStream(?:ByName)?$/.test(methodName(opened) ?? '')
}

/** The request itself, or what its call is made into: `client.messages.create(…).asResponse()`. */
function asksModel(source: Source, opened: Call): boolean {
  if (isModelRequest(source, opened)) return true
  const receiver = receiverOf(opened)
  const inner = receiver === undefined ? undefined : unwrap(receiver)
  return inner?.type === 'CallExpression' && asksModel(source, inner)
}

/** Methods that look for something in a text. */
const SEARCHES = new Set(['includes', 'indexOf', 'endsWith', 'search', 'match'])

/** The kept text is searched with each chunk, and ends the wait for more when it holds what is waited for: `text.includes('+PONG')`. */
function isSearched(source: Source, { growth, loop }: Accumulator): boolean {
  if (growth.form === 'list') return false
  return mentionsOf(source, growth.value).some((mention) => {
    const member = wrapped(mention).parent
    const call = member?.type === 'MemberExpression' ? wrapped(member).parent : undefined
    return (
      call?.type === 'CallExpression' &&
      SEARCHES.has(methodName(call) ?? '') &&
      runForEachChunk(source, loop).some((root) => isWithin(call, root)) &&
      isTested(call)
    )
  })
}

function isTested(call: Node): boolean {
  for (let child = call, parent = child.parent; parent != null; child = parent, parent = parent.parent) {
    if (parent.type === 'IfStatement' || parent.type === 'ConditionalExpression') return parent.test === child
    if (!/^(?:Unary|Binary|Logical)Expression$|^ChainExpression$/.test(parent.type)) return false
  }
  return false
}

/** `stream.once('data', …)` gets one chunk. */
function isOnce(source: Source, { form, node }: StreamLoop): boolean {
  if (form !== 'listener') return false
  const call: Node | undefined | null = node.parent
  return call?.type === 'CallExpression' && /\bonce$/.test(source.text.slice(...call.callee.range))
}
