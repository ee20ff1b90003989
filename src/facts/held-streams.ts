import type { TSESTree } from '@typescript-eslint/utils'
import type { Codebase, Place } from '../frameworks/codebase.ts'
import { compressionOf } from '../frameworks/compressors.ts'
import type { EventStreamHeaders } from '../frameworks/event-stream-headers.ts'
import { eventStreamHeaders } from '../frameworks/event-stream-headers.ts'
import type { Handler } from '../frameworks/handler.ts'
import { headersIn } from '../frameworks/header-values.ts'
import type { HeaderValue } from '../frameworks/header-values.ts'
import { headerWrites, outermostFunction, startOfChain } from '../frameworks/header-writes.ts'
import { handlersReaching } from '../frameworks/reaching-handlers.ts'
import { sharedResponse } from '../frameworks/response-roots.ts'
import { streamRoutes } from '../frameworks/stream-route.ts'
import { eventStreamResponders } from '../frameworks/stream-responders.ts'
import type { WayIn } from '../frameworks/ways-to-handler.ts'
import { waysTo } from '../frameworks/ways-to-handler.ts'
import type { Node, Source } from '../source.ts'
import { calleeName } from './callee.ts'
import type { Passing } from './frame-flushes.ts'
import { passesFrames, passingGates, passingHelpers, strongest } from './frame-flushes.ts'
import { optionOf } from './model-call.ts'
import { contains, isWithin } from './nodes.ts'
import { originOf } from './origin.ts'
import { propertyName, unwrap } from './unwrap.ts'

/** An event stream of a route whose frames a compressor keeps, or may keep. */
export interface HeldStream {
  readonly answer: 'held' | 'unknown'
  readonly handler: Handler
  readonly way: WayIn
  /** Where the compressor is mounted, and the package that it comes from. */
  readonly gate: Place
  readonly module: string
  readonly opening: Opening
  /** True when no way to the handler goes past the compressor, which brings `flush()`. */
  readonly isOnEveryWay: boolean
}

/** What makes the response an event stream: the headers that the code gives it, or a call of a library. */
export type Opening =
  | { readonly kind: 'headers'; readonly headers: EventStreamHeaders }
  | { readonly kind: 'responder'; readonly call: TSESTree.CallExpression }

/** The AI SDK's; they send `Cache-Control: no-cache`. Other libraries send `no-transform`, or flush. */
const RESPONDERS = new Set(['pipeUIMessageStreamToResponse', 'pipeAgentUIStreamToResponse'])

/** The event streams of the file behind a compressor that holds their frames back, one for each place that opens one. */
export function heldStreams(codebase: Codebase, source: Source): HeldStream[] {
  const routes = new Set(streamRoutes(source).map(({ handler }) => handler))
  const byPlace = new Map<Node, HeldStream>()
  for (const opening of openings(source)) {
    const key = opening.kind === 'headers' ? opening.headers.setting.node : opening.call
    const at = opening.kind === 'headers' ? opening.headers.setting.at : opening.call
    for (const handler of handlersReaching(source, at)) {
      // An app of Koa's without a router answers in its middleware.
      if (!routes.has(handler) || (handler.isMiddleware && handler.framework !== 'koa')) continue
      const found = heldStream(codebase, source, handler, opening)
      if (found !== undefined && byPlace.get(key)?.answer !== 'held') byPlace.set(key, found)
    }
  }
  return [...byPlace.values()]
}

/** False where no route of the file can be held back, whatever the rest of the project does. */
export function mayHold(source: Source): boolean {
  return streamRoutes(source).some(({ handler }) => isHeldBack(handler))
}

/** Frameworks whose compressors keep pieces back until they are flushed. */
function isHeldBack({ framework }: Handler): boolean {
  return framework === 'express' || framework === 'koa'
}

function* openings(source: Source): Iterable<Opening> {
  for (const headers of eventStreamHeaders(source)) yield { kind: 'headers', headers }
  for (const call of eventStreamResponders(source))
    if (call.type === 'CallExpression' && RESPONDERS.has(calleeName(call) ?? '')) yield { kind: 'responder', call }
}

function heldStream(codebase: Codebase, source: Source, handler: Handler, opening: Opening): HeldStream | undefined {
  if (!isHeldBack(handler)) return undefined
  const own = ownAnswer(codebase, source, handler, opening)
  if (own === 'yes') return undefined
  const ways = waysTo(codebase, source, handler)
  const isOnEveryWay = ways.every(({ gates }) =>
    gates.some((gate) => compressionOf(codebase, gate)?.holds === 'certain'),
  )
  let doubtful: HeldStream | undefined
  for (const way of ways) {
    const gates = way.gates.map((gate) => ({ gate, compression: compressionOf(codebase, gate) }))
    const first = gates.find(({ compression }) => compression !== undefined && compression.holds !== 'never')
    if (first?.compression === undefined) continue
    const others = gates.flatMap(({ gate, compression }) => (compression === undefined ? [gate] : []))
    const passing = strongest([own, passingGates(codebase, others)])
    if (passing === 'yes') continue
    const isHeld = first.compression.holds === 'certain' && passing === 'no'
    const { module } = first.compression
    const found: HeldStream = {
      answer: isHeld ? 'held' : 'unknown',
      handler,
      way,
      gate: first.gate,
      module,
      opening,
      isOnEveryWay,
    }
    if (isHeld) return found
    doubtful ??= found
  }
  return doubtful
}

/** What the code of this file does to let the frames through. */
function ownAnswer(codebase: Codebase, source: Source, handler: Handler, opening: Opening): Passing {
  const { fn, framework } = handler
  if (opening.kind === 'responder') {
    if (framework === 'koa' || passesFrames({ source, node: fn })) return 'yes'
    return responderAnswer(source, opening.call)
  }
  const { setting, values } = opening.headers
  const outermost = outermostFunction(setting.at) ?? fn
  // koa-compress takes bodies; what is written to `ctx.res` goes past it.
  if (framework === 'koa' && !setsBody(source, fn) && !setsBody(source, outermost)) return 'yes'
  const headers = headerAnswer(values)
  if (headers === 'yes') return 'yes'
  const on = headerWrites(source).get(setting.at)?.on
  const response = on === undefined || on.type === 'MethodDefinition' ? undefined : sharedResponse(source, on)
  const functions = [fn, ...(response?.functions ?? [])].filter((it) => it === fn || !isOtherRoute(source, handler, it))
  if (functions.some((node) => passesFrames({ source, node }))) return 'yes'
  return strongest([headers, passingHelpers(codebase, source, response)])
}

/** A helper that several routes share brings the functions of all of them. */
function isOtherRoute(source: Source, handler: Handler, fn: Node): boolean {
  return streamRoutes(source).some((it) => it.handler !== handler && it.handler.fn === fn) && !isWithin(handler.fn, fn)
}

function setsBody(source: Source, fn: Node): boolean {
  return contains(source, fn, (node) => {
    if (node.type !== 'AssignmentExpression') return false
    const left = unwrap(node.left)
    return left.type === 'MemberExpression' && propertyName(left) === 'body' && isContext(source, left.object)
  })
}

function isContext(source: Source, object: Node): boolean {
  return originOf(source, startOfChain(object)).kind === 'parameter'
}

/** The headers that the call of a library is given on top of its own. */
function responderAnswer(source: Source, call: TSESTree.CallExpression): Passing {
  const options = responderOptions(call)
  if (options === undefined) return 'no'
  const headers = optionOf(source, options, 'headers')
  if (headers === undefined) return unwrap(options).type === 'ObjectExpression' ? 'no' : 'unknown'
  if (headers === 'spread') return 'unknown'
  const given = headersIn(source, headers)
  const answer = headerAnswer(given.values)
  return answer === 'no' && given.isOpen ? 'unknown' : answer
}

/** The options of an AI SDK's responder: behind the response of the method, the only argument of the function. */
export function responderOptions(call: TSESTree.CallExpression): TSESTree.CallExpressionArgument | undefined {
  return call.callee.type === 'MemberExpression' ? call.arguments[1] : call.arguments[0]
}

function headerAnswer(values: readonly HeaderValue[]): Passing {
  if (values.some(({ name }) => name === 'content-encoding')) return 'yes'
  const control = values.filter(({ name }) => name === 'cache-control')
  if (control.some(({ text }) => text?.toLowerCase().includes('no-transform') === true)) return 'yes'
  return control.some(({ text }) => text === undefined) ? 'unknown' : 'no'
}
