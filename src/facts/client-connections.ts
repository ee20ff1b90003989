import type { TSESTree } from '@typescript-eslint/utils'
import { requestHandlers } from '../frameworks/handlers.ts'
import type { Node, Source } from '../source.ts'
import { perNode } from '../source.ts'
import { importedName, methodName } from './callee.ts'
import { isFunction, nodesOf } from './nodes.ts'
import { originsOf } from './origin.ts'
import { runtimeOf } from './runtime.ts'
import type { SinkKind } from './sinks.ts'
import { sinkOf } from './sinks.ts'
import { elementRead, storedValues } from './stored-values.ts'
import { writtenType } from './type-annotation.ts'
import { propertyName, unwrap, wrapped } from './unwrap.ts'
import { globalName, variableOf, writesOf } from './variables.ts'
import { holdsText } from './file-text.ts'

/** What connects one client to this process. */
export type ConnectionKind = 'response' | 'controller' | 'socket' | 'transport'

const BY_SINK: Readonly<Partial<Record<SinkKind, ConnectionKind>>> = {
  response: 'response',
  hono: 'response',
  grpc: 'response',
  'web-writer': 'response',
  socket: 'socket',
  websocket: 'socket',
}
/** Hands a session's own request to its transport, which whoever routes requests must bring to the right process. */
export const SESSION_REQUEST = 'handleRequest'

/** What hands something to a client. `end`, `close` and `destroy` only say goodbye. */
const SENDING: Readonly<Record<ConnectionKind, ReadonlySet<string>>> = {
  response: new Set(['write', 'writeln', 'writeSSE', 'json', 'send']),
  controller: new Set(['enqueue']),
  socket: new Set(['send', 'write', 'emit']),
  transport: new Set(['send', SESSION_REQUEST, 'handlePostMessage', 'handleMessage']),
}
const ALL_SENDING = new Set(Object.values(SENDING).flatMap((names) => [...names]))
const CONTROLLERS = new Set([
  'ReadableStreamDefaultController',
  'ReadableStreamController',
  'ReadableByteStreamController',
  'TransformStreamDefaultController',
])
const SOCKET_TYPES = new Set(['ServerWebSocket', 'WSContext', 'ServerHttp2Stream'])
const STREAMS = new Set(['ReadableStream', 'TransformStream'])
const MCP_SERVER = '@modelcontextprotocol/'

/** True for the name of a method that hands something to some kind of connection. */
export function isSendingName(name: string | undefined): boolean {
  return name !== undefined && ALL_SENDING.has(name)
}

/** Which kind of connection to a client of this server an expression means, and whether `method` sends over it. */
export function sendsTo(source: Source, expression: Node, method: string): ConnectionKind | undefined {
  const kind = connectionOf(source, expression)
  return kind !== undefined && SENDING[kind].has(method) ? kind : undefined
}

/** The same for what was read out of a collection: told by what this file puts into it, or by the written type of its values. */
export function storedConnection(source: Source, expression: Node, method: string): ConnectionKind | undefined {
  const read = elementRead(source, expression)
  const values =
    read === undefined ? [] : storedValues(source, read).flatMap(({ value, path }) => partsOf(source, value, path))
  if (values.some((value) => isMadeHere(source, value))) return undefined
  for (const value of values) {
    const kind = sendsTo(source, value, method)
    if (kind !== undefined) return kind
  }
  return sendsTo(source, expression, method)
}

/** What a value of a collection is, every read of the collection asks. */
const connectionOf = perNode<Node, ConnectionKind | undefined>(connectionOfExpression, undefined)

function connectionOfExpression(source: Source, expression: Node): ConnectionKind | undefined {
  if (isController(source, expression)) return isAnswering(source) ? 'controller' : undefined
  if (isTransport(source, expression)) return 'transport'
  if (isServerSocket(source, expression)) return 'socket'
  if (isMadeHere(source, expression)) return undefined
  const type = writtenType(source, expression)
  // A browser's own socket, as far as its type tells.
  if (type?.name === 'WebSocket' && type.module === undefined) return undefined
  if (type?.name === 'WritableStreamDefaultWriter' && !isAnswering(source)) return undefined
  const kind = sinkOf(source, expression)?.kind
  if (kind === 'web-writer' && !isAnswering(source)) return undefined
  return kind === undefined ? undefined : BY_SINK[kind]
}

/** Follows `{ res }` and a variable that holds it down to the value of the property. */
function partsOf(source: Source, value: Node, path: readonly string[]): Node[] {
  const [name, ...rest] = path
  if (name === undefined) return [value]
  return originsOf(source, value).flatMap((origin) => {
    const object = origin.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : undefined
    if (object?.type !== 'ObjectExpression') return []
    return object.properties.flatMap((property) =>
      property.type === 'Property' && propertyName(property) === name
        ? partsOf(source, property.value as Node, rest)
        : [],
    )
  })
}

/** A connection that this program opened itself, to another server. */
const isMadeHere = perNode<Node, boolean>(
  (source, expression) =>
    originsOf(source, expression).some((origin) => {
      const made = origin.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : undefined
      if (made?.type === 'CallExpression') return /^(?:connect|createConnection)$/.test(methodName(made) ?? '')
      if (made?.type !== 'NewExpression') return false
      const name = importedName(source, made.callee)?.name ?? globalName(source, made.callee) ?? ''
      return /(?:WebSocket|Socket|WebSocket\.WebSocket|^default)$/.test(name)
    }),
  false,
)

/** A stream of this file is a body that somebody is answered with: a controller of another program's streams is none. */
function isAnswering(source: Source): boolean {
  if (runtimeOf(source) === 'browser') return false
  if (requestHandlers(source).length > 0 || holdsText(source, 'event-stream')) return true
  return nodesOf(source, 'NewExpression').some(({ callee }) => globalName(source, callee) === 'Response')
}

function isController(source: Source, expression: Node): boolean {
  const type = writtenType(source, expression)
  if (type !== undefined && CONTROLLERS.has(type.name) && !type.isLocal) return true
  return originsOf(source, expression).some((origin) => {
    if (origin.kind !== 'parameter' || origin.path.length > 0) return false
    const property = wrapped(origin.fn).parent
    if (property?.type !== 'Property' || !isFunction(origin.fn)) return false
    const name = propertyName(property)
    if (!((name === 'start' || name === 'pull') && origin.index === 0)) return false
    const made = property.parent.parent
    return made?.type === 'NewExpression' && STREAMS.has(globalName(source, made.callee) ?? '')
  })
}

function isTransport(source: Source, expression: Node): boolean {
  const type = writtenType(source, expression)
  if (type?.module?.startsWith(MCP_SERVER) === true && type.name.endsWith('Transport')) return true
  return originsOf(source, expression).some((origin) => {
    const made = origin.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : undefined
    if (made?.type !== 'NewExpression') return false
    const imported = importedName(source, made.callee)
    return imported?.module.startsWith(MCP_SERVER) === true && imported.name.endsWith('ServerTransport')
  })
}

/** The socket of a connection that this server accepted, beside those of `ws` and socket.io. */
function isServerSocket(source: Source, expression: Node): boolean {
  const type = writtenType(source, expression)
  if (type !== undefined && SOCKET_TYPES.has(type.name) && !type.isLocal) return true
  return originsOf(source, expression).some((origin) => {
    if (origin.kind === 'expression') {
      const call = unwrap(origin.node)
      return origin.path[0] === 'socket' && call.type === 'CallExpression' && methodName(call) === 'upgradeWebSocket'
    }
    if (origin.kind !== 'parameter' || origin.path.length > 0 || origin.index !== 0) return false
    const outer = wrapped(origin.fn)
    const call = outer.parent
    return call?.type === 'CallExpression' && isSocketRoute(call)
  })
}

/** `app.ws(path, fn)` of express-ws, `app.get(path, { websocket: true }, fn)` of @fastify/websocket. */
function isSocketRoute(call: TSESTree.CallExpression): boolean {
  if (methodName(call) === 'ws') return true
  return call.arguments.some(
    (it) =>
      it.type === 'ObjectExpression' &&
      it.properties.some((property) => property.type === 'Property' && propertyName(property) === 'websocket'),
  )
}

/** A read of a collection, also by a variable that is assigned later: `transport = transports[id]`. */
export function readsCollection(source: Source, expression: Node): Node | undefined {
  const node = unwrap(expression)
  if (elementRead(source, node) !== undefined) return node
  const variable = node.type === 'Identifier' ? variableOf(source, node) : undefined
  if (variable === undefined) return undefined
  for (const { value, isPattern } of writesOf(variable))
    if (value !== undefined && !isPattern && elementRead(source, value) !== undefined) return value
  return undefined
}
