import type { TSESTree } from '@typescript-eslint/utils'
import { handlersOfFunction, partOf } from '../frameworks/handlers.ts'
import type { Node, Source } from '../source.ts'
import type { Call } from './callee.ts'
import { importedName, methodName, receiverOf } from './callee.ts'
import { isFetchCall } from './fetch-calls.ts'
import { calledFunction, callsOfFunction, enclosingFunction, returnedExpressions } from './functions.ts'
import type { FunctionNode } from './nodes.ts'
import { loopStream } from './loop-stream.ts'
import type { Origin } from './origin.ts'
import { originOf, originsOf } from './origin.ts'
import { sameStream } from './same-stream.ts'
import type { StreamLoop } from './stream-loops.ts'
import type { StreamValue } from './stream-value.ts'
import { streamOf } from './stream-value.ts'
import { propertyName, stringOf, unwrap, unwrapAwait, wrapped } from './unwrap.ts'

/**
 * Who feeds a stream whose length another machine decides. `request`: the body of a request that this program serves, an
 * upload among them. `response`: the body of an answer to a request that it made. `object`: an object of a store.
 * `client`: a socket that was accepted. `socket`: one that was opened, or of which nobody can tell.
 */
export type Feeder = 'request' | 'response' | 'object' | 'client' | 'socket'

export interface BodySource {
  readonly feeder: Feeder
  /** The call that opens the connection, where this file shows it; of an upload, the call that makes its parser. */
  readonly opened: Call | undefined
}

/** How many helpers, parameters and parts a stream is followed through. */
const MAX_STEPS = 6
/** Parts of what the SDK of an object store answers with that are the object's bytes; other objects do not have them. */
const OBJECT_PARTS = new Set(['Body', 'readableStreamBody'])
/** Methods after which `createReadStream()` reads an object of a store: `bucket.file(name)`, `s3.getObject(params)`. */
const OBJECT_HANDLES = new Set(['file', 'getObject'])
const OPEN_OBJECT = new Set(['openDownloadStream', 'openDownloadStreamByName'])
/** Emitters of accepted sockets. */
const ACCEPTING_EVENTS: Readonly<Record<string, number>> = { connection: 0, secureConnection: 0, upgrade: 1 }

/**
 * Where the chunks of a loop come from, when it is a body or a socket; undefined for all else: files, the standard input,
 * programs, the streams of a model's SDK, values in memory, and whatever cannot be told.
 */
export function bodySourceOf(source: Source, loop: StreamLoop): BodySource | undefined {
  const stream = loopStream(source, loop)
  return stream === undefined ? undefined : follow(source, stream, [], loop.form === 'read', MAX_STEPS)
}

/** @param path what is read from the expression's value */
function follow(
  source: Source,
  expression: Node,
  path: readonly string[],
  isRead: boolean,
  steps: number,
): BodySource | undefined {
  if (steps === 0) return undefined
  const node = unwrapAwait(expression)
  if (path.length === 0) {
    const own = ofHandler(source, node) ?? ofSocketServer(source, node)
    if (own !== undefined) return own
    const known = streamOf(source, expression)
    if (known !== undefined) {
      const found = ofKnown(source, known)
      if (found !== undefined || (known.source !== 'unknown' && known.source !== 'transform')) return found
    }
    const piped = pipedFrom(node)
    if (piped !== undefined) return follow(source, piped, [], isRead, steps - 1)
    const base = sameStream(node)
    if (base !== node) return follow(source, base, [], isRead, steps - 1)
  }
  for (const origin of originsOf(source, node)) {
    const found = ofOrigin(source, origin, [...('path' in origin ? origin.path : []), ...path], isRead, steps - 1)
    if (found !== undefined) return found
  }
  return undefined
}

/** The request of a handler, the body of its web request, the socket that it is given. */
function ofHandler(source: Source, node: Node): BodySource | undefined {
  if (partOf(source, node)?.part === 'nodeRequest') return { feeder: 'request', opened: undefined }
  const isBody = node.type === 'MemberExpression' && propertyName(node) === 'body'
  if (isBody && partOf(source, node.object)?.part === 'webRequest') return { feeder: 'request', opened: undefined }
  const origin = originOf(source, node)
  if (origin.kind !== 'parameter' || origin.path.length > 0) return undefined
  const isAccepted = handlersOfFunction(source, origin.fn).some(
    ({ framework, roles }) => framework === 'ws' && roles.get(origin.index) === 'context',
  )
  return isAccepted ? { feeder: 'client', opened: undefined } : undefined
}

/** `net.createServer((socket) => …)`, `server.on('connection', (socket) => …)`, `server.on('upgrade', (req, socket) => …)`. */
function ofSocketServer(source: Source, node: Node): BodySource | undefined {
  const origin = originOf(source, node)
  if (origin.kind !== 'parameter' || origin.path.length > 0) return undefined
  const call = origin.fn.parent
  if (call.type !== 'CallExpression') return undefined
  const imported = importedName(source, call.callee)
  if (imported?.name === 'createServer' && (imported.module === 'net' || imported.module === 'tls'))
    return { feeder: 'client', opened: undefined }
  const receiver = receiverOf(call)
  const event = stringOf(call.arguments[0])
  if (receiver === undefined || event === undefined || ACCEPTING_EVENTS[event] !== origin.index) return undefined
  const server = originOf(source, receiver)
  const made = server.kind === 'expression' && server.path.length === 0 ? unwrap(server.node) : undefined
  if (made?.type !== 'CallExpression' && made?.type !== 'NewExpression') return undefined
  const maker = importedName(source, made.callee)
  return maker !== undefined && /^(?:create(?:Secure)?)?Server$/.test(maker.name)
    ? { feeder: 'client', opened: undefined }
    : undefined
}

function ofKnown(source: Source, known: StreamValue): BodySource | undefined {
  const opened = callOf(known.root)
  switch (known.source) {
    case 'fetch':
    case 'http-client':
      return isResponseOf(source, known) ? { feeder: 'response', opened: openedBy(source, known) } : undefined
    case 'request':
      return { feeder: 'request', opened: uploadParser(source, known.root) }
    case 'socket':
      return { feeder: 'socket', opened }
    case 'object-store':
      return { feeder: 'object', opened }
    case 'file':
      return opened !== undefined && isObject(opened) ? { feeder: 'object', opened } : undefined
    default:
      return undefined
  }
}

/** Of a client request only the response has chunks. */
function isResponseOf(source: Source, { root, source: from }: StreamValue): boolean {
  if (from === 'fetch') return true
  const made = unwrapAwait(root)
  if (made.type !== 'CallExpression' && made.type !== 'NewExpression') return true
  const imported = importedName(source, made.callee)
  return imported === undefined || !['http', 'https'].includes(imported.module)
}

/** The call whose answer it is: the fetch of `response.body`, the `http.get` whose callback gets the response. */
function openedBy(source: Source, { root }: StreamValue): Call | undefined {
  const direct = callOf(root)
  if (direct !== undefined) return direct
  const origin = originOf(source, root)
  if (origin.kind === 'expression') return callOf(origin.node)
  const call = origin.kind === 'parameter' ? origin.fn.parent : undefined
  return call?.type === 'CallExpression' ? call : undefined
}

/** `busboy(options)` of `busboy(options).on('file', (name, file) => …)`; undefined for a request that is read itself. */
function uploadParser(source: Source, root: Node): Call | undefined {
  const origin = originOf(source, root)
  const listening = origin.kind === 'parameter' ? origin.fn.parent : undefined
  if (listening?.type !== 'CallExpression' || stringOf(listening.arguments[0]) !== 'file') return undefined
  const receiver = receiverOf(listening)
  const parser = receiver === undefined ? undefined : originOf(source, sameStream(receiver))
  return parser?.kind === 'expression' ? callOf(parser.node) : undefined
}

function isObject(made: Call): boolean {
  const name = methodName(made)
  if (name !== undefined && OPEN_OBJECT.has(name)) return true
  const receiver = receiverOf(made)
  const handle = receiver === undefined ? undefined : unwrap(receiver)
  return handle?.type === 'CallExpression' && OBJECT_HANDLES.has(methodName(handle) ?? '')
}

function ofOrigin(
  source: Source,
  origin: Origin,
  path: readonly string[],
  isRead: boolean,
  steps: number,
): BodySource | undefined {
  const last = path.at(-1)
  if (last !== undefined && OBJECT_PARTS.has(last)) {
    const made = origin.kind === 'expression' ? callOf(origin.node) : undefined
    return { feeder: 'object', opened: made }
  }
  switch (origin.kind) {
    case 'expression': {
      const node = unwrapAwait(origin.node)
      return node.type === 'CallExpression' ? ofCall(source, node, path, isRead, steps) : undefined
    }
    case 'parameter':
      return ofParameter(source, origin, path, isRead, steps)
    default:
      return undefined
  }
}

function ofCall(
  source: Source,
  call: TSESTree.CallExpression,
  path: readonly string[],
  isRead: boolean,
  steps: number,
): BodySource | undefined {
  const isBody = path.length === 1 && path[0] === 'body'
  if (isFetchCall(source, call)) return isBody ? { feeder: 'response', opened: call } : undefined
  const name = methodName(call)
  const receiver = receiverOf(call)
  if (receiver !== undefined && (name === 'clone' || name === 'then' || name === 'catch' || name === 'finally'))
    return name === 'then' ? undefined : follow(source, receiver, path, isRead, steps)
  const imported = receiver === undefined ? undefined : clientModule(source, receiver)
  const isObjectStream = name !== undefined && OPEN_OBJECT.has(name) && path.length === 0
  if (isObjectStream || (imported === 'minio' && name === 'getObject')) return { feeder: 'object', opened: call }
  const fn = calledFunction(source, call)
  if (fn !== undefined) {
    if (fn.generator) return undefined
    for (const returned of returnedExpressions(source, fn)) {
      const found = follow(source, returned, path, isRead, steps)
      if (found !== undefined) return found
    }
    return undefined
  }
  // A reader is taken from the `body` of a response, whoever fetched it.
  return isBody && isRead ? { feeder: 'response', opened: call } : undefined
}

/** The module whose client a receiver is: `new Client()` of `minio`. */
function clientModule(source: Source, receiver: Node): string | undefined {
  const origin = originOf(source, receiver)
  const made = origin.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : undefined
  return made?.type === 'NewExpression' ? importedName(source, made.callee)?.module : undefined
}

/** What the callers of this file give: one body among them is enough. */
function ofParameter(
  source: Source,
  { fn, index }: Extract<Origin, { kind: 'parameter' }>,
  path: readonly string[],
  isRead: boolean,
  steps: number,
): BodySource | undefined {
  const awaited =
    fn.parent.type === 'CallExpression' && methodName(fn.parent) === 'then' ? receiverOf(fn.parent) : undefined
  if (awaited !== undefined && index === 0) return follow(source, awaited, path, isRead, steps)
  const response = path.length === 0 && index === 0 ? madeCallback(source, fn) : undefined
  if (response !== undefined) return response
  for (const call of callsOfFunction(source, fn)) {
    const given = call.arguments[index]
    if (given === undefined || given.type === 'SpreadElement') continue
    const found = follow(source, given, path, isRead, steps)
    if (found !== undefined) return found
  }
  return undefined
}

/** `https.get(options, collect(resolve))`: the callback that a function of this file gives back gets the response. */
function madeCallback(source: Source, fn: FunctionNode): BodySource | undefined {
  const maker = enclosingFunction(fn)
  if (maker === undefined || !returnedExpressions(source, maker).some((it) => unwrap(it) === fn)) return undefined
  for (const made of callsOfFunction(source, maker)) {
    const opened = wrapped(made).parent
    if (opened?.type !== 'CallExpression' || opened.callee === wrapped(made)) continue
    const imported = importedName(source, opened.callee)
    if (imported === undefined || !/^https?$/.test(imported.module)) continue
    if (/^(?:default\.)?(?:get|request)$/.test(imported.name)) return { feeder: 'response', opened }
  }
  return undefined
}

/** `stream` of `stream.pipe(x)` and `stream.pipeThrough(x)`: what flows out is as long as what flows in lets it be. */
function pipedFrom(node: Node): Node | undefined {
  if (node.type !== 'CallExpression' || methodName(node) !== 'pipeThrough') return undefined
  return receiverOf(node)
}

function callOf(root: Node): Call | undefined {
  const node = unwrapAwait(root)
  if (node.type === 'CallExpression' || node.type === 'NewExpression') return node
  return node.type === 'MemberExpression' ? callOf(node.object) : undefined
}
