import { isNodeResponse } from '../frameworks/response-writes.ts'
import { isGrpcCall, isHonoStream, isWebSocket } from '../frameworks/stream-writers.ts'
import type { Node, Source, Variable } from '../source.ts'
import { perNode, perSourceAnd } from '../source.ts'
import { importedName, methodName, receiverOf } from './callee.ts'
import { callsOfFunction } from './functions.ts'
import { httpRole } from './http-role.ts'
import { localClass } from './local-class.ts'
import { enclosingClass, originOf, originsOf } from './origin.ts'
import { elementRead, storedValues } from './stored-values.ts'
import type { StreamSource } from './stream-tables.ts'
import { streamOf } from './stream-value.ts'
import { writtenType } from './type-annotation.ts'
import { propertyName, stringOf, unwrap, wrapped } from './unwrap.ts'
import { usesOfVariable } from './uses.ts'
import { globalName } from './variables.ts'

/**
 * What something that is written to is. `readable`: a Readable that is pushed to. `web-writer`: the writer of a WHATWG
 * WritableStream. `hono`: the stream of Hono's streaming helpers. `websocket`: of `ws`, socket.io or the platform.
 */
export type SinkKind =
  | 'response'
  | 'socket'
  | 'grpc'
  | 'file'
  | 'child-process'
  | 'compressor'
  | 'readable'
  | 'web-writer'
  | 'hono'
  | 'websocket'

/** Something that is written to piece by piece. */
export interface Sink {
  readonly kind: SinkKind
  /** True for what is read out of a collection of such things: one of many connections. */
  readonly isStored: boolean
}

const BY_SOURCE: Readonly<Partial<Record<StreamSource, SinkKind>>> = {
  response: 'response',
  socket: 'socket',
  file: 'file',
  'child-process': 'child-process',
  compressor: 'compressor',
}

/** How many objects that hold objects are followed. */
const MAX_STEPS = 4

/**
 * Which sink an expression is; undefined when it is none or nobody can tell. Standard output, hashes, transforms and
 * writers of other kinds (the AI SDK's, loggers, spinners) are none.
 */
export const sinkOf: (source: Source, expression: Node) => Sink | undefined = perNode<Node, Sink | undefined>(
  (source, expression) => {
    const direct = directSink(source, expression)
    if (direct !== undefined) return { kind: direct, isStored: elementRead(source, expression) !== undefined }
    const read = elementRead(source, expression)
    if (read === undefined) return undefined
    for (const { value, path } of storedValues(source, read)) {
      const kind = path.length === 0 ? directSink(source, value) : undefined
      if (kind !== undefined) return { kind, isStored: true }
    }
    return undefined
  },
  undefined,
)

/** What a value of a collection is, every read of the collection asks. */
const directSink = perNode<Node, SinkKind | undefined>(directSinkOf, undefined)

function directSinkOf(source: Source, expression: Node): SinkKind | undefined {
  if (httpRole(source, expression) === 'response' || isNodeResponse(source, expression)) return 'response'
  if (isUsedAsResponse(source, expression)) return 'response'
  if (isWriter(source, expression)) return 'web-writer'
  if (isHonoStream(source, expression)) return 'hono'
  if (isGrpcCall(source, expression)) return 'grpc'
  if (isWebSocket(source, expression)) return 'websocket'
  if (isRequestSocket(source, expression) || isUpgradeSocket(source, expression)) return 'socket'
  if (isReadable(source, expression)) return 'readable'
  const stream = streamOf(source, expression)
  if (stream?.family === 'node') {
    const kind = BY_SOURCE[stream.source]
    if (kind !== undefined) return kind
  }
  if (isChildInput(source, expression)) return 'child-process'
  return handedIn(source, expression)
}

/** What the callers of a helper of this file hand in for its parameter. */
function handedIn(source: Source, expression: Node): SinkKind | undefined {
  const origin = originOf(source, expression)
  if (origin.kind !== 'parameter' || origin.path.length > 0) return undefined
  for (const call of callsOfFunction(source, origin.fn)) {
    const given = call.arguments[origin.index]
    const sink = given === undefined || given.type === 'SpreadElement' ? undefined : sinkOf(source, given)
    if (sink !== undefined) return sink.kind
  }
  return undefined
}

/** Methods that only a response of Node's kind has. */
const RESPONSE_METHODS = new Set(['writeHead', 'setHeader', 'flushHeaders'])
/** Methods that, beside `status`, only a response of Express has. */
const EXPRESS_METHODS = new Set(['send', 'json', 'header'])

/** A parameter that nothing but a Node response can be, by what the function does with it. */
function isUsedAsResponse(source: Source, expression: Node): boolean {
  const origin = originOf(source, expression)
  if (origin.kind !== 'parameter' || origin.variable === undefined) return false
  const names = methodsCalledOn(source, origin.variable)
  if (!names.has('write') && !names.has('end')) return false
  return (
    [...RESPONSE_METHODS].some((name) => names.has(name)) ||
    (names.has('status') && [...EXPRESS_METHODS].some((name) => names.has(name)))
  )
}

/** The names of the methods that are called on the value of a variable; every place that reads it asks. */
const methodsCalledOn = perSourceAnd(
  (source, variable: Variable): ReadonlySet<string> =>
    new Set(usesOfVariable(source, variable).flatMap((use) => (use.kind === 'method-call' ? [use.name] : []))),
)

/** `writable.getWriter()`, or typed so. */
function isWriter(source: Source, expression: Node): boolean {
  const type = writtenType(source, expression)
  if (type?.name === 'WritableStreamDefaultWriter' && !type.isLocal) return true
  const origins = originsOf(source, expression)
  return (
    origins.length > 0 &&
    origins.every((origin) => {
      const made = origin.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : undefined
      return made?.type === 'CallExpression' && methodName(made) === 'getWriter'
    })
  )
}

/** `req.socket`, `res.socket`. */
function isRequestSocket(source: Source, expression: Node): boolean {
  const member = memberOf(source, expression)
  if (member === undefined || !['socket', 'connection'].includes(member.name)) return false
  return httpRole(source, member.object) !== undefined
}

function memberOf(source: Source, expression: Node): { readonly object: Node; readonly name: string } | undefined {
  let node = unwrap(expression)
  if (node.type === 'Identifier') {
    const origin = originOf(source, node)
    if (origin.kind !== 'expression') return undefined
    node = unwrap(origin.node)
  }
  const name = node.type === 'MemberExpression' ? propertyName(node) : undefined
  return node.type !== 'MemberExpression' || name === undefined ? undefined : { object: node.object, name }
}

const SOCKET_EVENTS: Readonly<Record<string, number>> = { upgrade: 1, connect: 1, secureConnection: 0 }

/** The socket that a server hands to a listener: `server.on('upgrade', (req, socket) => …)`. */
function isUpgradeSocket(source: Source, expression: Node): boolean {
  const origin = originOf(source, expression)
  if (origin.kind !== 'parameter' || origin.path.length > 0) return false
  const call = wrapped(origin.fn).parent
  if (call?.type !== 'CallExpression' || call.arguments[1] !== wrapped(origin.fn)) return false
  const event = stringOf(call.arguments[0])
  if (event === 'connection') return origin.index === 0 && isSocketServer(source, receiverOf(call))
  return event !== undefined && Object.hasOwn(SOCKET_EVENTS, event) && SOCKET_EVENTS[event] === origin.index
}

const SOCKET_SERVERS = new Set(['net#createServer', 'net#Server', 'tls#createServer', 'tls#Server'])

function isSocketServer(source: Source, server: Node | undefined): boolean {
  const origin = server === undefined ? undefined : originOf(source, server)
  const made = origin?.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : undefined
  if (made?.type !== 'CallExpression' && made?.type !== 'NewExpression') return false
  const imported = importedName(source, made.callee)
  return imported !== undefined && SOCKET_SERVERS.has(`${imported.module}#${imported.name}`)
}

/** Classes whose instances are pushed to by their source. */
const READABLES = new Set(['Readable', 'Duplex'])

/** True for a Readable that its source pushes to: `new Readable(…)`, an instance of a class that extends it, and `this` in such a class or in the options' `read`. */
export function isReadable(source: Source, expression: Node): boolean {
  const node = unwrap(expression)
  if (node.type === 'ThisExpression') {
    const owner = enclosingClass(node)
    if (owner !== undefined) return owner.superClass !== null && isReadableClass(source, owner.superClass, MAX_STEPS)
    return isReadOption(source, node)
  }
  const origins = originsOf(source, node)
  return (
    origins.length > 0 &&
    origins.every((origin) => {
      const made = origin.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : undefined
      if (made?.type === 'ThisExpression') return isReadable(source, made)
      return made?.type === 'NewExpression' && isReadableClass(source, made.callee, MAX_STEPS)
    })
  )
}

function isReadableClass(source: Source, callee: Node, steps: number): boolean {
  if (steps === 0) return false
  const imported = importedName(source, callee)
  if (imported !== undefined)
    return (
      (imported.module === 'stream' || imported.module === 'readable-stream') &&
      READABLES.has(imported.name.slice(imported.name.lastIndexOf('.') + 1))
    )
  const superClass = globalName(source, callee) === undefined ? localClass(source, callee)?.superClass : undefined
  return superClass != null && isReadableClass(source, superClass, steps - 1)
}

/** `this` in `new Readable({ read() { this.push(…) } })`, also in arrow functions inside it. */
function isReadOption(source: Source, node: Node): boolean {
  for (let current: Node | null | undefined = node.parent; current != null; current = current.parent) {
    if (current.type === 'FunctionDeclaration') return false
    if (current.type !== 'FunctionExpression') continue
    const property = current.parent
    if (property.type !== 'Property' || propertyName(property) !== 'read') return false
    const made = property.parent.parent
    return made?.type === 'NewExpression' && isReadableClass(source, made.callee, MAX_STEPS)
  }
  return false
}

/** Functions that start a child process, beside those of `child_process`. */
const CHILDREN = new Set([
  'execa#execa',
  'execa#default',
  'execa#execaCommand',
  'cross-spawn#default',
  'cross-spawn#spawn',
])
const CHILD_TYPES = new Set(['ChildProcess', 'ChildProcessWithoutNullStreams', 'ChildProcessByStdio'])

/** `child.stdin`, where the child is known by its type or its maker. */
function isChildInput(source: Source, expression: Node): boolean {
  const member = memberOf(source, expression)
  if (member?.name !== 'stdin') return false
  const type = writtenType(source, member.object)
  if (type !== undefined) return CHILD_TYPES.has(type.name) && !type.isLocal
  return originsOf(source, member.object).some((origin) => {
    const made = origin.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : undefined
    if (made?.type !== 'CallExpression') return false
    const imported = importedName(source, made.callee)
    if (imported === undefined) return false
    return imported.module === 'child_process' || CHILDREN.has(`${imported.module}#${imported.name}`)
  })
}
