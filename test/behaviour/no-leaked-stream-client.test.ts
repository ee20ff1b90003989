import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import { createServer, get } from 'node:http'
import { io } from 'socket.io-client'
import { describe, expect, it } from 'vitest'
import rule from '../../rules/scale/no-leaked-stream-client.ts'
import { onLoopback } from './loopback.ts'
import { moduleFolder } from './module-folder.ts'
import { remedied } from './remedy.ts'
import { until } from './until.ts'
import { webServer } from './web-server.ts'

const EXPRESS = (collection: string, join: string, size: string, rest = '') => `import express from 'express'
export const app = express()
const clients = ${collection}
app.get('/events/:id', (req, res) => {
  res.setHeader('content-type', 'text/event-stream')
  res.flushHeaders()
  ${join}
})
export const online = () => ${size}
export function send(text) {
  ${rest || 'for (const client of clients) client.write(text)'}
}
`
const SET = EXPRESS('new Set()', 'clients.add(res)', 'clients.size')
const MAP = EXPRESS(
  'new Map()',
  'clients.set(req.params.id, res)',
  'clients.size',
  'for (const client of clients.values()) client.write(text)',
)
const LIST = EXPRESS('[]', 'clients.push(res)', 'clients.length')
const RECORDS = EXPRESS(
  '[]',
  'clients.push({ id: req.params.id, res })',
  'clients.length',
  'for (const client of clients) client.res.write(text)',
)
const OBJECT = EXPRESS(
  '{}',
  'clients[req.params.id] = res',
  'Object.keys(clients).length',
  'for (const client of Object.values(clients)) client.write(text)',
)
const CAUGHT = EXPRESS(
  'new Set()',
  'clients.add(res)',
  'clients.size',
  `for (const client of clients) {
    try {
      client.write(text)
    } catch {
      clients.delete(client)
    }
  }`,
)
const WEB = `const clients = new Set()
export function GET(request) {
  const body = new ReadableStream({
    start(controller) {
      clients.add(controller)
      controller.enqueue(': joined\\n\\n')
    },
  })
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
}
export const online = () => clients.size
export function send(text) {
  for (const client of clients) {
    if (client.desiredSize > 0) client.enqueue(text)
  }
}
`
const SOCKETS = `import { Server } from 'socket.io'
const clients = new Map()
export function attach(server) {
  const io = new Server(server)
  io.on('connection', (socket) => {
    clients.set(socket.id, socket)
  })
}
export const online = () => clients.size
export function send(text) {
  for (const client of clients.values()) client.emit('said', text)
}
`

interface Program {
  readonly app?: RequestListener
  readonly GET?: (request: Request) => Response
  readonly attach?: (server: ReturnType<typeof createServer>) => void
  online(): number
  send(text: string): void
}

const modules = moduleFolder()
const after = (code: string) =>
  remedied(code, 'remove', {
    rule,
    name: 'no-leaked-stream-client',
    ...(code === WEB ? { project: 'next15', file: 'app/events/route.js' } : { project: 'express5' }),
  })

/** How many clients come and go. */
const CLIENTS = 50

/** The clients come, under names of their own, and all leave; then something is sent. */
async function comeAndGo({ app, GET, attach, online, send }: Program): Promise<number> {
  const server = GET === undefined ? createServer(app) : webServer(GET)
  attach?.(server)
  let open = 0
  server.on('connection', (socket) => {
    open++
    socket.on('close', () => open--)
  })
  await using loopback = await onLoopback(server)
  if (attach === undefined) {
    const requests = Array.from({ length: CLIENTS }, (_, id) => get(`${loopback.url}/events/${id}`, { agent: false }))
    await Promise.all(requests.map((request) => once(request, 'response')))
    expect(online()).toBe(CLIENTS)
    for (const request of requests) request.destroy()
  } else {
    const options = { transports: ['websocket'], forceNew: true, reconnection: false }
    const sockets = Array.from({ length: CLIENTS }, () => io(loopback.url, options))
    await until('all are there', () => online() === CLIENTS)
    for (const socket of sockets) socket.close()
  }
  await until('the server has seen them leave', () => open === 0)
  send('to whoever is there')
  return online()
}

describe.each([
  ['a set', SET],
  ['a map', MAP],
  ['a list', LIST],
  ['a list of records', RECORDS],
  ['an object', OBJECT],
  ['a set that a catch empties', CAUGHT],
  ['controllers of streams', WEB],
  ['sockets of socket.io', SOCKETS],
])('%s', (_name, code) => {
  it('holds all clients that have left, before', async () => {
    expect(await comeAndGo(await modules.load<Program>(code))).toBe(CLIENTS)
  })

  it('holds none of them, after', async () => {
    expect(await comeAndGo(await modules.load<Program>(after(code)))).toBe(0)
  })
})
