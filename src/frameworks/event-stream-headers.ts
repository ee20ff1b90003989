import type { TSESTree } from '@typescript-eslint/utils'
import { calleeName, importedName, methodName, receiverOf } from '../facts/callee.ts'
import { areExclusive } from '../facts/exclusive.ts'
import { functionName } from '../facts/functions.ts'
import { byPlace } from '../facts/in-range.ts'
import { isFunction, isWithin } from '../facts/nodes.ts'
import { originOf } from '../facts/origin.ts'
import { propertyName, unwrap, wrapped } from '../facts/unwrap.ts'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import type { Handler } from './handler.ts'
import type { Headers, HeaderValue } from './header-values.ts'
import { NO_HEADERS, headersIn } from './header-values.ts'
import type { HeaderWrite } from './header-writes.ts'
import { headerWrites, headerWritesWithin, outermostFunction, startOfChain } from './header-writes.ts'
import { handlerOf, handlersOfFunction } from './handlers.ts'
import { isNestSse } from './nest.ts'
import { pipesBytesAlone } from './piped-headers.ts'
import { sharedResponse } from './response-roots.ts'
import { eventStreamRespondersWithin } from './stream-responders.ts'
import type { MediaTypeSetting } from './stream-media-types.ts'
import { mediaTypeSettings, mediaTypeSettingsOf } from './stream-media-types.ts'
import { methodCalls } from '../facts/named-calls.ts'

/** A response that is given `text/event-stream`, with all the headers that it gets; one with headers that cannot be told is left out. */
export interface EventStreamHeaders {
  readonly setting: MediaTypeSetting
  /** The property of an object literal that names the type, when one does. */
  readonly property: TSESTree.Property | undefined
  readonly values: readonly HeaderValue[]
}

/** Every event-stream response of the file whose headers this file tells; a constant has one entry for each of its uses. */
export const eventStreamHeaders = perSource((source): readonly EventStreamHeaders[] =>
  mediaTypeSettings(source)
    .filter(({ mediaType }) => mediaType === 'text/event-stream')
    .flatMap((setting) => {
      const write = headerWrites(source).get(setting.at)
      if (write === undefined || isElsewhere(source, write)) return []
      const values = allValues(source, write)
      return values === undefined ? [] : [{ setting, property: propertyOf(setting.node), values }]
    }),
)

function propertyOf(literal: Node): TSESTree.Property | undefined {
  const { parent } = wrapped(literal)
  return parent?.type === 'Property' ? parent : undefined
}

/** Headers of a library, of a double that stands for a server, of a request that goes out. */
function isElsewhere(source: Source, { at, on }: HeaderWrite): boolean {
  const outermost = outermostFunction(at)
  const handler = handlerOf(source, at)
  const decorated = on?.type === 'MethodDefinition' && isFunction(on.value) ? handlersOfFunction(source, on.value) : []
  if ([handler, ...decorated].some((it) => it !== undefined && isNestSse(source, it))) return true
  if (outermost !== undefined && eventStreamRespondersWithin(source, outermost).length > 0) return true
  if (isDouble(at, handler)) return true
  if (on === undefined || isFunction(on) || on.type === 'MethodDefinition') return false
  const origin = originOf(source, startOfChain(on))
  if (origin.kind === 'parameter') return isRequest(source, on)
  if (origin.kind !== 'expression') return origin.kind !== 'unknown'
  const made = unwrap(origin.node)
  return made.type !== 'NewExpression' || !HOLDERS.has(calleeName(made) ?? '')
}

/** What holds headers and is made on the spot. */
const HOLDERS = new Set(['Headers', 'Response', 'NextResponse'])

/** `req.headers.set(…)`, `http.request(…).setHeader(…)`. */
function isRequest(source: Source, on: Node): boolean {
  const origin = originOf(source, startOfChain(on))
  if (origin.kind !== 'parameter') return false
  if (origin.path[0] === 'req' || origin.path[0] === 'request') return true
  return handlersOfFunction(source, origin.fn).some(({ roles }) => roles.get(origin.index) === 'request')
}

/** In a function inside the handler that stands for `fetch` or says that it is a fake, or in what a mock is told to give. */
function isDouble(at: Node, handler: Handler | undefined): boolean {
  for (let node: Node | null | undefined = at; node != null && node !== handler?.fn; node = node.parent) {
    if (isFunction(node) && /fetch|mock|fake|stub|fixture/i.test(functionName(node) ?? '')) return true
    if (node.type === 'AssignmentExpression' && isFetch(node.left)) return true
    if (node.type === 'CallExpression' && /^(?:fn|mock\w*|stub|spyOn)$/.test(methodName(node) ?? '')) return true
  }
  return false
}

/** `globalThis.fetch = …` */
function isFetch(target: Node): boolean {
  const left = unwrap(target)
  return left.type === 'MemberExpression' && propertyName(left) === 'fetch'
}

/** All headers of the response that one write belongs to; undefined when others may come from elsewhere. */
function allValues(source: Source, write: HeaderWrite): readonly HeaderValue[] | undefined {
  const writes = [write, ...otherWrites(source, write)]
  const all = [...writes.map(({ headers }) => headers), holderHeaders(source, write)]
  if (all.some(({ isOpen }) => isOpen) || hasStrangers(source, write)) return undefined
  return all.flatMap(({ values }) => values)
}

/** What the `Headers` or the response that headers are set on was made with. */
function holderHeaders(source: Source, { on }: HeaderWrite): Headers {
  if (on === undefined || on.type === 'MethodDefinition') return NO_HEADERS
  const origin = originOf(source, startOfChain(on))
  const made = origin.kind === 'expression' ? unwrap(origin.node) : undefined
  if (made?.type !== 'NewExpression') return NO_HEADERS
  return headerWrites(source).get(made)?.headers ?? headersIn(source, made)
}

function otherWrites(source: Source, write: HeaderWrite): HeaderWrite[] {
  const ofMiddleware = middlewareWrites(source)
  const related = isRelated(source, write)
  return [
    ...[...ofMiddleware].filter((it) => it !== write),
    ...candidates(source, write).filter((it) => it !== write && !ofMiddleware.has(it) && related(it)),
  ]
}

const writesOnSomething = perSource((source) => [...headerWrites(source).values()].filter(({ on }) => on !== undefined))

const middlewareWrites = perSource(
  (source) =>
    new Set(
      writesOnSomething(source).filter((it) => isMiddleware(source, it.at) && it.headers.values.some(isCacheControl)),
    ),
)

/** Where each write stands in the file's list of them. */
const places = perSource((source) => new Map(writesOnSomething(source).map((write, at) => [write, at])))

/** The writes that may be related to one, by what relates them; in the order of the file's list. */
function candidates(source: Source, { at, on }: HeaderWrite): HeaderWrite[] {
  const outermost = outermostFunction(at)
  const shared = on === undefined || on.type === 'MethodDefinition' ? undefined : sharedResponse(source, on)
  const keys = [at, at.parent, on, outermost?.parent, ...(shared?.functions ?? [])]
  const found = new Set(keys.flatMap((key) => (key == null ? [] : (writesByKey(source).get(key) ?? []))))
  for (const around of [outermost, on?.type === 'MethodDefinition' ? on : undefined])
    if (around !== undefined) for (const write of headerWritesWithin(source, around)) found.add(write)
  const known = places(source)
  return [...found].filter((it) => known.has(it)).sort((a, b) => (known.get(a) as number) - (known.get(b) as number))
}

/** The writes under all that can relate them to others: what they are made on, where it comes from, what stands around them. */
const writesByKey = perSource((source) => {
  const byKey = new Map<Node, HeaderWrite[]>()
  for (const write of writesOnSomething(source)) {
    const on = write.on as Node
    const origin = originOf(source, startOfChain(on))
    const origins =
      origin.kind === 'expression' ? [origin.node, unwrap(origin.node)] : origin.kind === 'parameter' ? [origin.fn] : []
    for (const key of new Set([on, write.at.parent, ...origins])) {
      if (key == null) continue
      const known = byKey.get(key)
      if (known === undefined) byKey.set(key, [write])
      else known.push(write)
    }
  }
  return byKey
})

/** Tells which writes go to the same response in the same run. */
function isRelated(source: Source, write: HeaderWrite): (other: HeaderWrite) => boolean {
  const { at, on } = write
  const outermost = outermostFunction(at)
  const isSameRun = (other: HeaderWrite) =>
    (outermost === undefined ? other.at.parent === at.parent : isWithin(other.at, outermost)) &&
    !areExclusive(source, at, other.at)
  if (on === undefined) {
    // `const response = new Response(…); response.headers.set(…)`, and what Hono's context adds to the answer.
    const isMade = (other: HeaderWrite) => {
      const origin = originOf(source, startOfChain(other.on as Node))
      if (origin.kind === 'expression') return origin.node === at || unwrap(origin.node) === at
      return origin.kind === 'parameter' && !isRequest(source, other.on as Node) && isSameRun(other)
    }
    return isMade
  }
  if (on.type === 'MethodDefinition')
    return (other) => other.on === on || (isWithin(other.at, on) && !areExclusive(source, at, other.at))
  const decorated = outermost?.parent
  const isDecorator = (other: HeaderWrite) => decorated !== undefined && other.on === decorated
  const shared = sharedResponse(source, on)
  if (shared !== undefined)
    return (other) =>
      isDecorator(other) || (isNode(other.on) && shared.has(other.on) && !areExclusive(source, at, other.at))
  return (other) => isDecorator(other) || isSameRun(other)
}

function isNode(on: Node | undefined): on is Node {
  return on !== undefined && on.type !== 'MethodDefinition' && on.type !== 'ClassDeclaration'
}

function isCacheControl({ name }: HeaderValue): boolean {
  return name === 'cache-control'
}

function isMiddleware(source: Source, at: Node): boolean {
  return handlerOf(source, at)?.isMiddleware === true
}

/** Methods behind which a response's headers are out. */
const SENDS = new Set(['write', 'end', 'send', 'flushHeaders'])
/** Modules whose functions add no headers to what they are given. */
const PLAIN_MODULES = new Set(['stream', 'stream/promises', 'events', 'util', 'hono/streaming', 'on-finished'])

const sendingCalls = perSource((source) => methodCalls(source, SENDS))
const { within: sendingCallsWithin } = byPlace(sendingCalls, (call) => call)

/** True when something of another file is given the response before its headers are out. */
function hasStrangers(source: Source, { at, on }: HeaderWrite): boolean {
  if (on === undefined || on.type === 'MethodDefinition') return false
  const shared = sharedResponse(source, on)
  if (shared === undefined) return false
  const isHead = at.type === 'CallExpression' && methodName(at) === 'writeHead'
  const sent = isHead
    ? at.range[1]
    : Math.min(
        ...shared.functions
          .flatMap((fn) => sendingCallsWithin(source, fn))
          .filter((call) => call.range[0] > at.range[1] && shared.has(receiverOf(call) as Node))
          .map((call) => call.range[0]),
      )
  const home = outermostFunction(at)
  return shared.strangers.some((call) => {
    const isBefore = home === undefined || !isWithin(call, home) || call.range[0] < sent
    const module = importedName(source, call.callee)?.module
    return (
      !headerWrites(source).has(call) &&
      isBefore &&
      (module === undefined || !PLAIN_MODULES.has(module)) &&
      methodName(call) !== 'on' &&
      !pipesBytesAlone(source, call)
    )
  })
}

/** True when the object that names the type serves this response alone, so that a header more changes no other. */
export function servesOneResponse(source: Source, { setting, property }: EventStreamHeaders): boolean {
  const object = property?.parent
  if (object?.type !== 'ObjectExpression') return false
  if (mediaTypeSettingsOf(source, setting.node).length !== 1) return false
  const parent = wrapped(object).parent
  // On the spot: `writeHead(200, { … })`, `new Response(body, { headers: { … } })`.
  if (parent?.type === 'CallExpression' || parent?.type === 'NewExpression') return true
  return (
    parent?.type === 'Property' && propertyName(parent) === 'headers' && wrapped(parent.parent).parent === setting.at
  )
}
