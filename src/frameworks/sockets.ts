import { stringOf } from '../facts/unwrap.ts'
import type { Source } from '../source.ts'
import type { Framework, Handler } from './handler.ts'
import { makeHandler } from './make-handler.ts'
import { routeCalls } from './route-calls.ts'
import { wrappedFunction } from './wrapped-function.ts'

const WS_SERVERS = new Set([
  'ws#WebSocketServer',
  'ws#Server',
  'ws#WebSocket.Server',
  'ws#default.Server',
  'isomorphic-ws#WebSocketServer',
])
const SOCKET_IO_SERVERS = new Set(['socket.io#Server', 'socket.io#default', 'socket.io#Namespace'])

/** What makes a server of sockets, as `module#name`. */
export const SOCKET_SERVERS: ReadonlySet<string> = new Set([...WS_SERVERS, ...SOCKET_IO_SERVERS])

/** What runs when a socket connects. The `context` is the socket; what rejects in it is an unhandled rejection. */
const SOCKET = {
  parameterTypes: {},
  functionTypes: [],
  catchesRejections: () => false,
  parsesBody: () => undefined,
} satisfies Partial<Framework>

export const WS: Framework = {
  ...SOCKET,
  name: 'ws',
  registered: (source) => connections(source, WS, WS_SERVERS),
  shape: ['context', 'request'],
  parts: { nodeRequest: ['request'] },
  // 1011: the server met an unexpected condition (RFC 6455, section 7.4.1).
  wayOut: ({ context }) => (context === undefined ? undefined : [`${context.name}.close(1011)`]),
}

export const SOCKET_IO: Framework = {
  ...SOCKET,
  name: 'socket.io',
  registered: (source) => connections(source, SOCKET_IO, SOCKET_IO_SERVERS),
  shape: ['context'],
  parts: { nodeRequest: ['context.request'] },
  wayOut: ({ context }) => (context === undefined ? undefined : [`${context.name}.disconnect(true)`]),
}

const CONNECTION = new Set(['connection', 'connect'])
const LISTEN = new Set(['on', 'once', 'addListener'])

function connections(source: Source, framework: Framework, servers: ReadonlySet<string>): Handler[] {
  const found: Handler[] = []
  for (const { call, name, instance } of routeCalls(source)) {
    if (!LISTEN.has(name) || instance.key === undefined || !servers.has(instance.key)) continue
    const event = stringOf(call.arguments[0])
    const given = call.arguments[1]
    if (event === undefined || !CONNECTION.has(event) || given === undefined) continue
    const listener = wrappedFunction(source, given)
    if (listener !== undefined) found.push(makeHandler(source, framework, { ...listener, registration: call }))
  }
  return found
}
