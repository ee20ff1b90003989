import rule from '../../../rules/scale/no-in-memory-fan-out.ts'
import { ruleTest } from '../../rule-tester.ts'

const EXPRESS = `import express from 'express'
const app = express()
`
const JOIN = `app.get('/events', (req, res) => {
  clients.add(res)
  res.on('close', () => clients.delete(res))
})
`
const BROADCAST = `export function broadcast(event) {
  for (const client of clients) client.write(\`data: \${JSON.stringify(event)}\\n\\n\`)
}
`
const SET = `${EXPRESS}const clients = new Set()
${JOIN}`
const WS = `import { WebSocketServer } from 'ws'
const wss = new WebSocketServer({ port: 8080 })
`

/** A file of Express that fans out, with something in front. */
const silentWith = (name: string, head: string) => ({ name, project: 'express5', code: `${head}\n${SET}${BROADCAST}` })

const collection = (line: number, column: number, endColumn: number, held = 'responses') => ({
  messageId: 'collection',
  line,
  column,
  endColumn,
  data: { held },
})
const emitter = (line: number, column: number, endColumn: number) => ({ messageId: 'emitter', line, column, endColumn })

ruleTest(rule, {
  silent: [
    {
      name: 'abort controllers of a stop button',
      project: 'express5',
      code: `${EXPRESS}const running = new Map()
app.post('/run', (req, res) => {
  const controller = new AbortController()
  running.set(req.body.id, controller)
  res.write('started')
  res.on('close', () => running.delete(req.body.id))
})
app.post('/stop', (req, res) => { running.get(req.body.id)?.abort(); res.sendStatus(204) })`,
    },
    {
      name: 'graceful shutdown: every connection is only ended',
      project: 'express5',
      code: `${SET}process.on('SIGTERM', () => { for (const client of clients) client.end() })`,
    },
    {
      name: 'graceful shutdown: a last word and the end',
      project: 'express5',
      code: `${SET}process.on('SIGTERM', () => {
  for (const client of clients) {
    client.write('event: bye\\n\\n')
    client.end()
  }
})`,
    },
    {
      name: 'a stop button that closes the stream it looks up',
      file: 'app/api/route.ts',
      code: `const running = new Map<string, ReadableStreamDefaultController>()
export function GET() {
  return new Response(new ReadableStream({ start(controller) { running.set('a', controller) } }))
}
export function DELETE() {
  const controller = running.get('a')
  controller?.enqueue('stopped')
  controller?.close()
  return new Response(null)
}`,
    },
    {
      name: 'WeakMap',
      project: 'express5',
      code: `${EXPRESS}const streams = new WeakMap()
app.get('/x', (req, res) => { streams.set(req, res); streams.get(req).write('x') })`,
    },
    {
      name: 'a cache',
      project: 'express5',
      code: `${EXPRESS}const cache = new Map()
app.get('/x', async (req, res) => {
  if (!cache.has(req.url)) cache.set(req.url, await load(req.url))
  res.write(cache.get(req.url))
  res.end()
})`,
    },
    {
      name: 'a counter of connections',
      project: 'express5',
      code: `${EXPRESS}const connections = new Set()
app.get('/x', (req, res) => {
  connections.add(req.id)
  for (const id of connections) res.write(id)
})`,
    },
    {
      name: 'a collection called clients that holds API clients',
      code: `const clients = new Map<string, ApiClient>()
export const ask = (id: string, text: string) => clients.get(id)?.send(text)`,
    },
    {
      name: 'files',
      code: `import { createWriteStream } from 'node:fs'
const logs = new Map()
export function open(name) { logs.set(name, createWriteStream(name)) }
export function log(name, line) { logs.get(name).write(line) }`,
    },
    {
      name: 'child processes',
      code: `import { spawn } from 'node:child_process'
const shells = new Map()
export function open(id) { shells.set(id, spawn('sh')) }
export function type(id, text) { shells.get(id).stdin.write(text) }`,
    },
    {
      name: 'connections that this program opened itself',
      code: `import WebSocket from 'ws'
const upstreams = new Map<string, WebSocket>()
export function open(url: string) { upstreams.set(url, new WebSocket(url)) }
export function ask(url: string, text: string) { upstreams.get(url)?.send(text) }`,
    },
    {
      name: 'the sockets of a browser',
      code: `const sockets = new Map<string, WebSocket>()
export const say = (id: string, text: string) => sockets.get(id)?.send(text)`,
    },
    {
      name: 'streams that a client library takes apart',
      code: `export class Channel {
  private streams = new Map<string, ReadableStreamDefaultController>()
  open(id: string) {
    return new ReadableStream({ start: (controller) => { this.streams.set(id, controller) } })
  }
  take(message: { id: string; data: string }) { this.streams.get(message.id)?.enqueue(message.data) }
}`,
    },
    {
      name: 'a heartbeat only',
      project: 'express5',
      code: `${SET}setInterval(() => { for (const client of clients) client.write(': ping\\n\\n') }, 15_000)`,
    },
    {
      name: 'a heartbeat of a helper',
      project: 'express5',
      code: `${SET}function beat(client) { client.write(':\\n\\n') }
setInterval(() => { for (const client of clients) beat(client) }, 15_000)`,
    },
    {
      name: 'protocol pings of ws',
      code: `${WS}setInterval(() => { for (const client of wss.clients) client.ping() }, 30_000)`,
    },
    {
      name: 'transports of MCP that get the requests of their own session',
      options: { sessions: false },
      project: 'express5',
      code: `import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
${EXPRESS}const sessions = new Map<string, StreamableHTTPServerTransport>()
app.post('/mcp', async (req, res) => {
  const id = req.headers['mcp-session-id']
  let transport: StreamableHTTPServerTransport
  if (id && sessions.has(id)) transport = sessions.get(id)!
  else transport = new StreamableHTTPServerTransport({ onsessioninitialized: (it) => { sessions.set(it, transport) } })
  await transport.handleRequest(req, res, req.body)
})`,
    },
    {
      name: 'the streams of one client, in its transport',
      project: 'express5',
      code: `${EXPRESS}export class EventTransport {
  private streams = new Map<string, ReadableStreamDefaultController>()
  open(id: string) { return new Response(new ReadableStream({ start: (controller) => { this.streams.set(id, controller) } })) }
  send(id: string, text: string) { this.streams.get(id)?.enqueue(text) }
}`,
    },
    { name: 'never written to', project: 'express5', code: SET },
    silentWith('ioredis', `import Redis from 'ioredis'\nconst sub = new Redis()`),
    silentWith('redis', `import { createClient } from 'redis'`),
    silentWith('required redis', `const { createClient } = require('redis')`),
    silentWith('Upstash', `import { Redis } from '@upstash/redis'`),
    silentWith('NATS', `import { connect } from 'nats'`),
    silentWith('Kafka', `import { Kafka } from 'kafkajs'`),
    silentWith('RabbitMQ', `import amqp from 'amqplib'`),
    silentWith('MQTT', `import mqtt from 'mqtt'`),
    silentWith('Postgres LISTEN', `import pg from 'pg'\nconst db = new pg.Client()\nawait db.query('LISTEN events')`),
    silentWith(
      'postgres.js listen',
      `import postgres from 'postgres'\nconst sql = postgres()\nawait sql.listen('events', (x) => broadcast(x))`,
    ),
    silentWith('a broker of the project', `import { subscriber } from '../lib/redis-client'`),
    silentWith('a broker by the imported name', `import { redis } from './clients'`),
    silentWith('in memory as a fallback', `const url = process.env.REDIS_URL`),
    silentWith('a bundler plugin', `import type { Plugin } from 'vite'`),
    silentWith('a server bound to loopback', `import { server } from './server'\nserver.listen(3000, '127.0.0.1')`),
    { name: 'an emulator', project: 'express5', file: 'src/emulator/events.ts', code: `${SET}${BROADCAST}` },
    {
      name: 'fed by a subscription that this file does not make',
      project: 'express5',
      code: `${SET}import { bus } from './bus'
${BROADCAST}bus.subscribe('events', (event) => { for (const client of clients) client.write(event) })`.replace(
        BROADCAST,
        '',
      ),
    },
    {
      name: 'a Durable Object',
      code: `import { DurableObject } from 'cloudflare:workers'
export class Room extends DurableObject {
  sockets = new Set<WebSocket>()
  fetch() { const [client, server] = Object.values(new WebSocketPair()); this.ctx.acceptWebSocket(server); this.sockets.add(server) }
  say(text: string) { for (const socket of this.sockets) socket.send(text) }
}`,
    },
    {
      name: 'a Durable Object by its contract',
      code: `export class Room implements DurableObject {
  controllers = new Set<ReadableStreamDefaultController>()
  fetch() { return new Response(new ReadableStream({ start: (c) => { this.controllers.add(c) } })) }
  say(text: string) { for (const c of this.controllers) c.enqueue(text) }
}`,
    },
    {
      name: 'the collection lives as long as one request',
      project: 'express5',
      code: `${EXPRESS}app.get('/x', (req, res) => {
  const sinks = [res]
  for (const sink of sinks) sink.write('x')
  res.end()
})`,
    },
    {
      name: 'an emitter of one request',
      project: 'express5',
      code: `import { EventEmitter } from 'node:events'
${EXPRESS}app.get('/x', (req, res) => {
  const bus = new EventEmitter()
  bus.on('x', (x) => res.write(x))
  run(bus)
})`,
    },
    {
      name: 'an emitter that only logs',
      project: 'express5',
      code: `import { EventEmitter } from 'node:events'
${EXPRESS}const bus = new EventEmitter()
bus.on('x', (x) => console.log(x))
app.get('/x', (req, res) => { res.write('x'); bus.emit('x', 1) })`,
    },
    {
      name: 'an emitter whose listener stops the stream',
      project: 'express5',
      code: `import { EventEmitter } from 'node:events'
${EXPRESS}const bus = new EventEmitter()
app.get('/x', (req, res) => { res.write('x'); bus.on('stop', () => res.end()) })`,
    },
    {
      name: 'an imported emitter',
      project: 'express5',
      code: `import { bus } from './bus'
${EXPRESS}app.get('/x', (req, res) => { bus.on('x', (x) => res.write(x)) })`,
    },
    {
      name: 'an emitter beside a broker',
      project: 'express5',
      code: `import { EventEmitter } from 'node:events'
import Redis from 'ioredis'
${EXPRESS}const bus = new EventEmitter()
new Redis().on('message', (channel, message) => bus.emit(channel, message))
app.get('/x', (req, res) => { bus.on('x', (x) => res.write(x)) })`,
    },
    {
      name: 'rooms of socket.io, which have an adapter',
      project: 'socketio',
      code: `import { Server } from 'socket.io'
const io = new Server(3000)
export const say = (text) => io.sockets.emit('text', text)`,
    },
    {
      name: 'ids of sockets',
      project: 'socketio',
      code: `import { Server } from 'socket.io'
const io = new Server(3000)
const online = new Map()
io.on('connection', (socket) => { online.set(socket.handshake.auth.user, socket.id) })
export const say = (user, text) => io.to(online.get(user)).emit('text', text)`,
    },
    {
      name: 'clients of something that is no server of ws',
      code: `import { pool } from './pool'
export const say = (text) => pool.clients.forEach((client) => client.send(text))`,
    },
    {
      name: 'listeners that send nothing to a client',
      code: `const listeners = new Set<(text: string) => void>()
export const listen = (fn: (text: string) => void) => listeners.add(fn)
export const emit = (text: string) => { for (const listener of listeners) listener(text) }`,
    },
  ],
  reports: [
    { name: 'a Set of responses', project: 'express5', code: `${SET}${BROADCAST}`, errors: [collection(3, 17, 26)] },
    {
      name: 'a Map, by look-up',
      project: 'express5',
      code: `${EXPRESS}const clients = new Map()
app.get('/events/:id', (req, res) => {
  clients.set(req.params.id, res)
})
export const send = (id, text) => clients.get(id)?.write(text)`,
      errors: [collection(3, 17, 26)],
    },
    {
      name: 'a list of objects that hold the response',
      project: 'express5',
      code: `${EXPRESS}let connected = []
app.get('/events', (req, res) => {
  const client = { id: Date.now(), res }
  connected.push(client)
  req.on('close', () => { connected = connected.filter((it) => it.id !== client.id) })
})
export const send = (text) => connected.forEach((client) => client.res.write(text))`,
      errors: [collection(3, 17, 19)],
    },
    {
      name: 'an object by key, in a class, by its type',
      project: 'express5',
      code: `import { Response } from 'express'
interface Client { response: Response; started: boolean }
export class Streamer {
  clients: { [id: string]: Client } = {}
  add(id: string, res: Response) { this.clients[id] = { response: res, started: false } }
  token(id: string, text: string) {
    const client = this.clients[id]
    if (client) client.response.write(text)
  }
}`,
      errors: [collection(4, 39, 41)],
    },
    {
      name: 'a private field',
      project: 'express5',
      code: `import type { Response } from 'express'
export class Hub {
  readonly #clients = new Map<string, Response>()
  add(id: string, res: Response) { this.#clients.set(id, res) }
  say(text: string) { for (const [, client] of this.#clients) client.write(text) }
}`,
      errors: [collection(3, 23, 50)],
    },
    {
      name: 'a static field',
      project: 'express5',
      code: `import type { Response } from 'express'
export class Hub {
  static clients = new Set<Response>()
  static add(res: Response) { Hub.clients.add(res) }
  static say(text: string) { Hub.clients.forEach((client) => client.write(text)) }
}`,
      errors: [collection(3, 20, 39)],
    },
    {
      name: 'rooms without types, filled where they are read out',
      project: 'express5',
      code: `${EXPRESS}const rooms = new Map()
app.get('/rooms/:id', (req, res) => {
  const room = rooms.get(req.params.id) ?? new Set()
  rooms.set(req.params.id, room)
  room.add(res)
  res.on('close', () => room.delete(res))
})
export function tell(id, text) {
  for (const member of rooms.get(id) ?? []) member.write(text)
}`,
      errors: [collection(3, 15, 24)],
    },
    {
      name: 'rooms: a collection in a collection',
      project: 'express5',
      code: `import type { Response } from 'express'
const rooms = new Map<string, Set<Response>>()
export function join(id: string, res: Response) {
  const room = rooms.get(id) ?? new Set()
  room.add(res)
  rooms.set(id, room)
}
export function say(id: string, text: string) {
  const room = rooms.get(id)
  if (!room) return
  for (const member of room) member.write(text)
}`,
      errors: [collection(2, 15, 47)],
    },
    {
      name: 'kept on globalThis over reloads',
      project: 'express5',
      code: `${EXPRESS}const clients = globalThis.clients ?? new Set()
${JOIN}${BROADCAST}`,
      errors: [collection(3, 39, 48)],
    },
    {
      name: 'in an object of the module',
      project: 'express5',
      code: `${EXPRESS}const state = { clients: new Set(), count: 0 }
app.get('/events', (req, res) => { state.clients.add(res) })
export const say = (text) => { for (const client of state.clients) client.write(text) }`,
      errors: [collection(3, 26, 35)],
    },
    {
      name: 'by a helper that writes',
      project: 'express5',
      code: `${SET}function send(res, event) { res.write(event) }
export function broadcast(event) { for (const client of clients) send(client, event) }`,
      errors: [collection(3, 17, 26)],
    },
    {
      name: 'a heartbeat beside the events, once',
      project: 'express5',
      code: `${SET}${BROADCAST}setInterval(() => clients.forEach((it) => it.write(': ping\\n\\n')), 1000)
export const again = (text) => [...clients].forEach((it) => it.write(text))`,
      errors: [collection(3, 17, 26)],
    },
    {
      name: 'controllers of a route',
      file: 'app/api/events/route.ts',
      project: 'next15',
      code: `const controllers = new Set<ReadableStreamDefaultController>()
export function GET() {
  let own: ReadableStreamDefaultController
  const body = new ReadableStream({
    start(controller) { own = controller; controllers.add(controller) },
    cancel() { controllers.delete(own) },
  })
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
}
export async function POST(request: Request) {
  const text = await request.text()
  for (const controller of controllers) controller.enqueue(text)
  return new Response(null, { status: 204 })
}`,
      errors: [collection(1, 21, 63, 'controllers')],
    },
    {
      name: 'controllers without types',
      file: 'app/api/events/route.js',
      project: 'next15',
      code: `const waiting = new Map()
export function GET(request) {
  const id = request.url
  return new Response(new ReadableStream({ start(controller) { waiting.set(id, { controller }) } }))
}
export function notify(id, text) { waiting.get(id).controller.enqueue(text) }`,
      errors: [collection(1, 17, 26, 'controllers')],
    },
    {
      name: 'sockets of ws',
      code: `${WS}const users = new Map()
wss.on('connection', (socket, request) => { users.set(request.url, socket) })
export const say = (user, text) => users.get(user)?.send(text)`,
      errors: [collection(3, 15, 24, 'sockets')],
    },
    {
      name: 'sockets of socket.io by user',
      project: 'socketio',
      code: `import { Server } from 'socket.io'
const io = new Server(3000)
const users = {}
io.on('connection', (socket) => { users[socket.handshake.auth.user] = socket })
export const say = (user, text) => users[user].emit('text', text)`,
      errors: [collection(3, 15, 17, 'sockets')],
    },
    {
      name: 'the clients of ws',
      code: `${WS}export const say = (text) => wss.clients.forEach((client) => { if (client.readyState === 1) client.send(text) })
export const more = (text) => { for (const client of wss.clients) client.send(text) }`,
      errors: [collection(3, 34, 41, 'sockets')],
    },
    {
      name: 'the clients of ws, from a message, by namespace, in a function',
      code: `import * as ws from 'ws'
import WebSocket from 'ws'
export function attach(server) {
  const wss = new WebSocket.Server({ server })
  wss.on('connection', (socket) => {
    socket.on('message', (data) => {
      for (const client of wss.clients) if (client !== socket) client.send(data)
    })
  })
}`,
      errors: [collection(7, 32, 39, 'sockets')],
    },
    {
      name: 'the clients of a server that is handed in',
      code: `import type { WebSocketServer } from 'ws'
export function say(wss: WebSocketServer, text: string) { wss.clients.forEach((client) => client.send(text)) }`,
      errors: [collection(2, 63, 70, 'sockets')],
    },
    {
      name: 'transports of MCP by session',
      project: 'express5',
      code: `import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js'
${EXPRESS}const transports: Record<string, SSEServerTransport> = {}
app.get('/sse', async (req, res) => {
  const transport = new SSEServerTransport('/messages', res)
  transports[transport.sessionId] = transport
})
app.post('/messages', async (req, res) => {
  await transports[req.query.sessionId].handlePostMessage(req, res)
})`,
      errors: [collection(4, 56, 58, 'transports')],
    },
    {
      name: 'functions that send',
      project: 'express5',
      code: `${EXPRESS}const subscribers = new Set()
app.get('/events', (req, res) => {
  const send = (event) => res.write(event)
  subscribers.add(send)
  req.on('close', () => subscribers.delete(send))
})
export function publish(event) { for (const subscriber of subscribers) subscriber(event) }`,
      errors: [collection(3, 21, 30, 'listeners')],
    },
    {
      name: 'an emitter',
      project: 'express5',
      code: `import { EventEmitter } from 'node:events'
${EXPRESS}const bus = new EventEmitter()
app.get('/events', (req, res) => {
  const send = (event) => res.write(event)
  bus.on('event', send)
  res.on('close', () => bus.off('event', send))
})`,
      errors: [emitter(4, 13, 31)],
    },
    {
      name: 'an emitter of a class of its own, to a controller',
      project: 'next15',
      file: 'app/api/events/route.ts',
      code: `import EventEmitter from 'events'
class Bus extends EventEmitter {}
const bus = new Bus()
export function GET() {
  const body = new ReadableStream({
    start(controller) { bus.on('event', (event) => controller.enqueue(event)) },
  })
  return new Response(body)
}`,
      errors: [emitter(3, 13, 22)],
    },
    {
      name: 'a subject',
      project: 'express5',
      code: `import { Subject } from 'rxjs'
${EXPRESS}const events = new Subject()
app.get('/events', (req, res) => { events.subscribe({ next: (event) => { res.write(event) } }) })`,
      errors: [emitter(4, 16, 29)],
    },
    {
      name: 'a subject of a Nest controller',
      project: 'nest',
      code: `import { Controller, Sse } from '@nestjs/common'
import { map, Subject } from 'rxjs'
@Controller()
export class EventsController {
  private readonly events = new Subject<string>()
  @Sse('events')
  stream() { return this.events.asObservable().pipe(map((data) => ({ data }))) }
}`,
      errors: [emitter(5, 29, 50)],
    },
    {
      name: 'an emitter that is iterated',
      project: 'express5',
      code: `import { EventEmitter, on } from 'node:events'
${EXPRESS}const bus = new EventEmitter()
app.get('/events', async (req, res) => {
  for await (const [event] of on(bus, 'event')) res.write(event)
})`,
      errors: [emitter(4, 13, 31)],
    },
    {
      name: 'two collections, over lines',
      project: 'express5',
      code: `${SET}${BROADCAST}const more = new Map([
])
app.get('/more', (req, res) => { more.set(1, res) })
export const tell = (text) => more.forEach((client) => client.write(text))`,
      errors: [collection(3, 17, 26), collection(11, 14, 21)],
    },
  ],
})
