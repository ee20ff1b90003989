import rule from '../../../rules/scale/no-leaked-stream-client.ts'
import { ruleTest } from '../../rule-tester.ts'

ruleTest(rule, {
  reports: [
    {
      name: 'map by id',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const clients = new Map()
app.get('/e/:id', (req, res) => {
  clients.set(req.params.id, res)
})
export function send(x) { for (const c of clients) c.write(x) }`,
      errors: [
        {
          messageId: 'never',
          line: 5,
          column: 11,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'remove',
              output: `import express from 'express'
const app = express()
const clients = new Map()
app.get('/e/:id', (req, res) => {
  clients.set(req.params.id, res)
  res.on('close', () => {
    if (clients.get(req.params.id) === res) clients.delete(req.params.id)
  })
})
export function send(x) { for (const c of clients) c.write(x) }`,
            },
          ],
        },
      ],
    },
    {
      name: 'list',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const clients = []
app.get('/e', (req, res) => {
  clients.push(res)
})
export function send(x) { for (const c of clients) c.write(x) }`,
      errors: [
        {
          messageId: 'never',
          line: 5,
          column: 11,
          endColumn: 15,
          suggestions: [
            {
              messageId: 'remove',
              output: `import express from 'express'
const app = express()
const clients = []
app.get('/e', (req, res) => {
  clients.push(res)
  res.on('close', () => {
    const index = clients.indexOf(res)
    if (index !== -1) clients.splice(index, 1)
  })
})
export function send(x) { for (const c of clients) c.write(x) }`,
            },
          ],
        },
      ],
    },
    {
      name: 'list of objects',
      project: 'express5',
      code: `import express from 'express'
const app = express()
let clients = []
app.get('/e', (req, res) => {
  clients.push({ id: Date.now(), res })
})
export function send(x) { for (const c of clients) c.res.write(x) }`,
      errors: [
        {
          messageId: 'never',
          line: 5,
          column: 11,
          endColumn: 15,
          suggestions: [
            {
              messageId: 'remove',
              output: `import express from 'express'
const app = express()
let clients = []
app.get('/e', (req, res) => {
  clients.push({ id: Date.now(), res })
  res.on('close', () => {
    const index = clients.findIndex((it) => it.res === res)
    if (index !== -1) clients.splice(index, 1)
  })
})
export function send(x) { for (const c of clients) c.res.write(x) }`,
            },
          ],
        },
      ],
    },
    {
      name: 'object named first',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const clients = new Set()
app.get('/e', (req, res) => {
  const client = { id: 1, res }
  clients.add(client)
})
export function send(x) { for (const c of clients) c.res.write(x) }`,
      errors: [
        {
          messageId: 'never',
          line: 6,
          column: 11,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'remove',
              output: `import express from 'express'
const app = express()
const clients = new Set()
app.get('/e', (req, res) => {
  const client = { id: 1, res }
  clients.add(client)
  res.on('close', () => clients.delete(client))
})
export function send(x) { for (const c of clients) c.res.write(x) }`,
            },
          ],
        },
      ],
    },
    {
      name: 'record',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const clients = {}
app.get('/e/:id', (req, res) => {
  const { id } = req.params
  clients[id] = res
})
export function send(id, x) { clients[id]?.write(x) }`,
      errors: [
        {
          messageId: 'never',
          line: 6,
          column: 3,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'remove',
              output: `import express from 'express'
const app = express()
const clients = {}
app.get('/e/:id', (req, res) => {
  const { id } = req.params
  clients[id] = res
  res.on('close', () => {
    if (clients[id] === res) delete clients[id]
  })
})
export function send(id, x) { clients[id]?.write(x) }`,
            },
          ],
        },
      ],
    },
    {
      name: 'set in map, non-null',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const rooms = new Map()
app.get('/e/:id', (req, res) => {
  const { id } = req.params
  if (!rooms.has(id)) rooms.set(id, new Set())
  rooms.get(id)!.add(res)
})
export function send(id, x) { rooms.get(id)?.forEach((c) => c.write(x)) }`,
      errors: [
        {
          messageId: 'never',
          line: 7,
          column: 18,
          endColumn: 21,
          suggestions: [
            {
              messageId: 'remove',
              output: `import express from 'express'
const app = express()
const rooms = new Map()
app.get('/e/:id', (req, res) => {
  const { id } = req.params
  if (!rooms.has(id)) rooms.set(id, new Set())
  rooms.get(id)!.add(res)
  res.on('close', () => rooms.get(id)?.delete(res))
})
export function send(id, x) { rooms.get(id)?.forEach((c) => c.write(x)) }`,
            },
          ],
        },
      ],
    },
    {
      name: 'let room',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const rooms = new Map()
app.get('/e/:id', (req, res) => {
  const { id } = req.params
  let room = rooms.get(id)
  if (!room) {
    room = new Set()
    rooms.set(id, room)
  }
  room.add(res)
})
export function send(id, x) { rooms.get(id)?.forEach((c) => c.write(x)) }`,
      errors: [
        {
          messageId: 'never',
          line: 11,
          column: 8,
          endColumn: 11,
          suggestions: [
            {
              messageId: 'remove',
              output: `import express from 'express'
const app = express()
const rooms = new Map()
app.get('/e/:id', (req, res) => {
  const { id } = req.params
  let room = rooms.get(id)
  if (!room) {
    room = new Set()
    rooms.set(id, room)
  }
  room.add(res)
  res.on('close', () => room?.delete(res))
})
export function send(id, x) { rooms.get(id)?.forEach((c) => c.write(x)) }`,
            },
          ],
        },
      ],
    },
    {
      name: 'room ?? new',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const rooms = new Map()
app.get('/e/:id', (req, res) => {
  const room = rooms.get(req.params.id) ?? new Set()
  room.add(res)
  rooms.set(req.params.id, room)
})
export function send(id, x) { for (const c of rooms.get(id) ?? []) try { c.write(x) } catch { rooms.get(id).delete(c) } }`,
      errors: [
        {
          messageId: 'uncaught',
          line: 6,
          column: 8,
          endColumn: 11,
          suggestions: [
            {
              messageId: 'remove',
              output: `import express from 'express'
const app = express()
const rooms = new Map()
app.get('/e/:id', (req, res) => {
  const room = rooms.get(req.params.id) ?? new Set()
  room.add(res)
  res.on('close', () => room.delete(res))
  rooms.set(req.params.id, room)
})
export function send(id, x) { for (const c of rooms.get(id) ?? []) try { c.write(x) } catch { rooms.get(id).delete(c) } }`,
            },
          ],
        },
      ],
    },
    {
      name: 'computed list',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const rooms = {}
app.get('/e/:id', (req, res) => {
  rooms[req.params.id] ??= []
  rooms[req.params.id].push(res)
})
export function send(id, x) { for (const c of rooms[id]) c.write(x) }`,
      errors: [
        {
          messageId: 'never',
          line: 6,
          column: 24,
          endColumn: 28,
          suggestions: [
            {
              messageId: 'remove',
              output: `import express from 'express'
const app = express()
const rooms = {}
app.get('/e/:id', (req, res) => {
  rooms[req.params.id] ??= []
  rooms[req.params.id].push(res)
  res.on('close', () => {
    const index = rooms[req.params.id]?.indexOf(res) ?? -1
    if (index !== -1) rooms[req.params.id]?.splice(index, 1)
  })
})
export function send(id, x) { for (const c of rooms[id]) c.write(x) }`,
            },
          ],
        },
      ],
    },
    {
      name: 'job end',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const subs = new Map()
app.post('/jobs/:id', async (req, res) => {
  subs.set(req.params.id, res)
  try { await run(req.params.id) } finally { subs.delete(req.params.id) }
})
export function send(id, x) { subs.get(id)?.write(x) }`,
      errors: [
        {
          messageId: 'late',
          line: 5,
          column: 8,
          endColumn: 11,
          suggestions: [
            {
              messageId: 'remove',
              output: `import express from 'express'
const app = express()
const subs = new Map()
app.post('/jobs/:id', async (req, res) => {
  subs.set(req.params.id, res)
  res.on('close', () => {
    if (subs.get(req.params.id) === res) subs.delete(req.params.id)
  })
  try { await run(req.params.id) } finally { subs.delete(req.params.id) }
})
export function send(id, x) { subs.get(id)?.write(x) }`,
            },
          ],
        },
      ],
    },
    {
      name: 'job end by helper',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const subs = new Map()
app.get('/jobs/:id', (req, res) => {
  subs.set(req.params.id, res)
})
app.post('/jobs/:id', async (req, res) => { await work((x) => subs.get(req.params.id)?.write(x)); finish(req.params.id); res.end() })
function finish(id) { subs.get(id)?.end(); subs.delete(id) }`,
      errors: [
        {
          messageId: 'late',
          line: 5,
          column: 8,
          endColumn: 11,
          suggestions: [
            {
              messageId: 'remove',
              output: `import express from 'express'
const app = express()
const subs = new Map()
app.get('/jobs/:id', (req, res) => {
  subs.set(req.params.id, res)
  res.on('close', () => {
    if (subs.get(req.params.id) === res) subs.delete(req.params.id)
  })
})
app.post('/jobs/:id', async (req, res) => { await work((x) => subs.get(req.params.id)?.write(x)); finish(req.params.id); res.end() })
function finish(id) { subs.get(id)?.end(); subs.delete(id) }`,
            },
          ],
        },
      ],
    },
    {
      name: 'paced work',
      project: 'express5',
      code: `import { once } from 'node:events'
import express from 'express'
const app = express()
const subs = new Set()
app.post('/jobs', async (req, res) => {
  subs.add(res)
  try { for await (const part of parts()) if (!res.write(part)) await once(res, 'drain') } finally { subs.delete(res) }
})`,
      errors: [
        {
          messageId: 'late',
          line: 6,
          column: 8,
          endColumn: 11,
          suggestions: [
            {
              messageId: 'remove',
              output: `import { once } from 'node:events'
import express from 'express'
const app = express()
const subs = new Set()
app.post('/jobs', async (req, res) => {
  subs.add(res)
  res.on('close', () => subs.delete(res))
  try { for await (const part of parts()) if (!res.write(part)) await once(res, 'drain') } finally { subs.delete(res) }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'lists in a map',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const rooms = new Map<string, express.Response[]>()
app.get('/e/:id', (req, res) => {
  const { id } = req.params
  if (!rooms.has(id)) rooms.set(id, [])
  rooms.get(id)!.push(res)
})
export function send(id, x) { rooms.get(id)?.forEach((c) => c.write(x)) }`,
      errors: [
        {
          messageId: 'never',
          line: 7,
          column: 18,
          endColumn: 22,
          suggestions: [
            {
              messageId: 'remove',
              output: `import express from 'express'
const app = express()
const rooms = new Map<string, express.Response[]>()
app.get('/e/:id', (req, res) => {
  const { id } = req.params
  if (!rooms.has(id)) rooms.set(id, [])
  rooms.get(id)!.push(res)
  res.on('close', () => {
    const index = rooms.get(id)?.indexOf(res) ?? -1
    if (index !== -1) rooms.get(id)?.splice(index, 1)
  })
})
export function send(id, x) { rooms.get(id)?.forEach((c) => c.write(x)) }`,
            },
          ],
        },
      ],
    },
    {
      name: 'sigterm only',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const clients = new Set()
app.get('/e', (req, res) => {
  clients.add(res)
})
process.on('SIGTERM', () => { for (const c of clients) c.end(); clients.clear() })
export function send(x) { for (const c of clients) c.write(x) }`,
      errors: [
        {
          messageId: 'late',
          line: 5,
          column: 11,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'remove',
              output: `import express from 'express'
const app = express()
const clients = new Set()
app.get('/e', (req, res) => {
  clients.add(res)
  res.on('close', () => clients.delete(res))
})
process.on('SIGTERM', () => { for (const c of clients) c.end(); clients.clear() })
export function send(x) { for (const c of clients) c.write(x) }`,
            },
          ],
        },
      ],
    },
    {
      name: 'exported closeAll',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const clients = new Set()
app.get('/e', (req, res) => {
  clients.add(res)
})
export function closeAll() { for (const c of clients) c.end(); clients.clear() }
export function send(x) { for (const c of clients) c.write(x) }`,
      errors: [
        {
          messageId: 'late',
          line: 5,
          column: 11,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'remove',
              output: `import express from 'express'
const app = express()
const clients = new Set()
app.get('/e', (req, res) => {
  clients.add(res)
  res.on('close', () => clients.delete(res))
})
export function closeAll() { for (const c of clients) c.end(); clients.clear() }
export function send(x) { for (const c of clients) c.write(x) }`,
            },
          ],
        },
      ],
    },
    {
      name: 'finish only',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const clients = new Set()
app.get('/e', (req, res) => {
  clients.add(res)
  res.on('finish', () => clients.delete(res))
})
export function send(x) { for (const c of clients) c.write(x) }`,
      errors: [
        {
          messageId: 'late',
          line: 5,
          column: 11,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'remove',
              output: `import express from 'express'
const app = express()
const clients = new Set()
app.get('/e', (req, res) => {
  clients.add(res)
  res.on('close', () => clients.delete(res))
  res.on('finish', () => clients.delete(res))
})
export function send(x) { for (const c of clients) c.write(x) }`,
            },
          ],
        },
      ],
    },
    {
      name: 'timer only cleared',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const clients = new Set()
app.get('/e', (req, res) => {
  const t = setInterval(() => res.write(':\\n\\n'), 1000)
  clients.add(res)
  res.on('close', () => clearInterval(t))
})
export function send(x) { for (const c of clients) c.write(x) }`,
      errors: [
        {
          messageId: 'never',
          line: 6,
          column: 11,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'remove',
              output: `import express from 'express'
const app = express()
const clients = new Set()
app.get('/e', (req, res) => {
  const t = setInterval(() => res.write(':\\n\\n'), 1000)
  clients.add(res)
  res.on('close', () => clients.delete(res))
  res.on('close', () => clearInterval(t))
})
export function send(x) { for (const c of clients) c.write(x) }`,
            },
          ],
        },
      ],
    },
    {
      name: 'another route removes',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const clients = new Map()
app.get('/e/:id', (req, res) => {
  clients.set(req.params.id, res)
})
app.post('/leave/:id', (req, res) => { clients.delete(req.params.id); res.sendStatus(204) })
export function send(x) { for (const c of clients.values()) c.write(x) }`,
      errors: [
        {
          messageId: 'late',
          line: 5,
          column: 11,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'remove',
              output: `import express from 'express'
const app = express()
const clients = new Map()
app.get('/e/:id', (req, res) => {
  clients.set(req.params.id, res)
  res.on('close', () => {
    if (clients.get(req.params.id) === res) clients.delete(req.params.id)
  })
})
app.post('/leave/:id', (req, res) => { clients.delete(req.params.id); res.sendStatus(204) })
export function send(x) { for (const c of clients.values()) c.write(x) }`,
            },
          ],
        },
      ],
    },
    {
      name: 'ws',
      code: `import { WebSocketServer } from 'ws'
const wss = new WebSocketServer({ port: 1, maxPayload: 1 })
const clients = new Set()
wss.on('connection', (socket) => {
  clients.add(socket)
  socket.on('message', (m) => { for (const c of clients) c.send(m) })
})`,
      errors: [
        {
          messageId: 'never',
          line: 5,
          column: 11,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'remove',
              output: `import { WebSocketServer } from 'ws'
const wss = new WebSocketServer({ port: 1, maxPayload: 1 })
const clients = new Set()
wss.on('connection', (socket) => {
  clients.add(socket)
  socket.on('close', () => clients.delete(socket))
  socket.on('message', (m) => { for (const c of clients) c.send(m) })
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'ws catch',
      code: `import { WebSocketServer } from 'ws'
const wss = new WebSocketServer({ port: 1, maxPayload: 1 })
const clients = new Map()
wss.on('connection', (socket, req) => {
  const id = req.url
  clients.set(id, socket)
})
export function send(m) { clients.forEach((c, id) => { try { c.send(m) } catch (e) { console.error(e); clients.delete(id) } }) }`,
      errors: [
        {
          messageId: 'uncaught',
          line: 6,
          column: 11,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'remove',
              output: `import { WebSocketServer } from 'ws'
const wss = new WebSocketServer({ port: 1, maxPayload: 1 })
const clients = new Map()
wss.on('connection', (socket, req) => {
  const id = req.url
  clients.set(id, socket)
  socket.on('close', () => {
    if (clients.get(id) === socket) clients.delete(id)
  })
})
export function send(m) { clients.forEach((c, id) => { try { c.send(m) } catch (e) { console.error(e); clients.delete(id) } }) }`,
            },
          ],
        },
      ],
    },
    {
      name: 'socket.io',
      project: 'socketio',
      code: `import { Server } from 'socket.io'
const io = new Server(3000)
const users = new Map()
io.on('connection', (socket) => {
  users.set(socket.id, socket)
})
export const tell = (id, x) => users.get(id)?.emit('x', x)`,
      errors: [
        {
          messageId: 'never',
          line: 5,
          column: 9,
          endColumn: 12,
          suggestions: [
            {
              messageId: 'remove',
              output: `import { Server } from 'socket.io'
const io = new Server(3000)
const users = new Map()
io.on('connection', (socket) => {
  users.set(socket.id, socket)
  socket.on('disconnect', () => {
    if (users.get(socket.id) === socket) users.delete(socket.id)
  })
})
export const tell = (id, x) => users.get(id)?.emit('x', x)`,
            },
          ],
        },
      ],
    },
    {
      name: 'net',
      code: `import net from 'node:net'
const peers = []
net.createServer((socket) => {}).listen(1)
const server = net.createServer()
server.on('connection', (socket) => {
  peers.push(socket)
})
export function send(x) { for (const p of peers) p.write(x) }`,
      errors: [
        {
          messageId: 'never',
          line: 6,
          column: 9,
          endColumn: 13,
          suggestions: [
            {
              messageId: 'remove',
              output: `import net from 'node:net'
const peers = []
net.createServer((socket) => {}).listen(1)
const server = net.createServer()
server.on('connection', (socket) => {
  peers.push(socket)
  socket.on('close', () => {
    const index = peers.indexOf(socket)
    if (index !== -1) peers.splice(index, 1)
  })
})
export function send(x) { for (const p of peers) p.write(x) }`,
            },
          ],
        },
      ],
    },
    {
      name: 'node http',
      code: `import { createServer } from 'node:http'
const clients = new Set()
createServer((req, res) => {
  res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' })
  clients.add(res)
}).listen(1)
export function send(x) { for (const c of clients) c.write(x) }`,
      errors: [
        {
          messageId: 'never',
          line: 5,
          column: 11,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'remove',
              output: `import { createServer } from 'node:http'
const clients = new Set()
createServer((req, res) => {
  res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' })
  clients.add(res)
  res.on('close', () => clients.delete(res))
}).listen(1)
export function send(x) { for (const c of clients) c.write(x) }`,
            },
          ],
        },
      ],
    },
    {
      name: 'fastify raw',
      project: 'fastify5',
      code: `import fastify from 'fastify'
const app = fastify()
const clients = new Set()
app.get('/e', (request, reply) => {
  reply.hijack()
  clients.add(reply.raw)
})
export function send(x) { for (const c of clients) c.write(x) }`,
      errors: [
        {
          messageId: 'never',
          line: 6,
          column: 11,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'remove',
              output: `import fastify from 'fastify'
const app = fastify()
const clients = new Set()
app.get('/e', (request, reply) => {
  reply.hijack()
  clients.add(reply.raw)
  reply.raw.on('close', () => clients.delete(reply.raw))
})
export function send(x) { for (const c of clients) c.write(x) }`,
            },
          ],
        },
      ],
    },
    {
      name: 'fastify reply',
      project: 'fastify5',
      code: `import fastify from 'fastify'
const app = fastify()
const clients = new Set()
app.get('/e', (request, reply) => {
  reply.hijack()
  clients.add(reply)
})
export function send(x) { for (const c of clients) c.raw.write(x) }`,
      errors: [
        {
          messageId: 'never',
          line: 6,
          column: 11,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'remove',
              output: `import fastify from 'fastify'
const app = fastify()
const clients = new Set()
app.get('/e', (request, reply) => {
  reply.hijack()
  clients.add(reply)
  reply.raw.on('close', () => clients.delete(reply))
})
export function send(x) { for (const c of clients) c.raw.write(x) }`,
            },
          ],
        },
      ],
    },
    {
      name: 'koa',
      project: 'koa',
      code: `import Koa from 'koa'
const app = new Koa()
const clients = new Set()
app.use((ctx) => {
  ctx.respond = false
  clients.add(ctx.res)
})
export function send(x) { for (const c of clients) c.write(x) }`,
      errors: [
        {
          messageId: 'never',
          line: 6,
          column: 11,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'remove',
              output: `import Koa from 'koa'
const app = new Koa()
const clients = new Set()
app.use((ctx) => {
  ctx.respond = false
  clients.add(ctx.res)
  ctx.res.on('close', () => clients.delete(ctx.res))
})
export function send(x) { for (const c of clients) c.write(x) }`,
            },
          ],
        },
      ],
    },
    {
      name: 'next controller',
      project: 'next15',
      file: 'app/events/route.ts',
      code: `const clients = new Set()
export function GET(request: Request) {
  const stream = new ReadableStream({
    start(controller) {
      clients.add(controller)
    },
  })
  return new Response(stream)
}
export function send(x) { for (const c of clients) c.enqueue(x) }`,
      errors: [
        {
          messageId: 'never',
          line: 5,
          column: 15,
          endColumn: 18,
          suggestions: [
            {
              messageId: 'remove',
              output: `const clients = new Set()
export function GET(request: Request) {
  const stream = new ReadableStream({
    start(controller) {
      clients.add(controller)
      request.signal.addEventListener('abort', () => clients.delete(controller))
    },
  })
  return new Response(stream)
}
export function send(x) { for (const c of clients) c.enqueue(x) }`,
            },
          ],
        },
      ],
    },
    {
      name: 'controller kept in a let',
      project: 'next15',
      file: 'app/events/route.ts',
      code: `const clients = new Set<ReadableStreamDefaultController>()
export function GET() {
  let own: ReadableStreamDefaultController
  const stream = new ReadableStream({ start(controller) { own = controller; clients.add(own) } })
  return new Response(stream)
}`,
      errors: [{ messageId: 'never', line: 4, column: 85, endColumn: 88 }],
    },
    {
      name: 'web writer',
      project: 'next15',
      file: 'app/events/route.ts',
      code: `const writers = new Set()
export function GET() {
  const { readable, writable } = new TransformStream()
  const writer = writable.getWriter()
  writers.add(writer)
  return new Response(readable)
}
export async function send(x) { for (const w of writers) await w.write(x) }`,
      errors: [{ messageId: 'never', line: 5, column: 11, endColumn: 14 }],
    },
    {
      name: 'hono',
      project: 'hono',
      code: `import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
const app = new Hono()
const streams = new Set()
app.get('/e', (c) => streamSSE(c, async (stream) => {
  streams.add(stream)
  await new Promise(() => {})
}))`,
      errors: [{ messageId: 'never', line: 6, column: 11, endColumn: 14 }],
    },
    {
      name: 'class',
      project: 'express5',
      code: `import type { Response } from 'express'
export class Hub {
  private readonly clients = new Set<Response>()
  join(res: Response): void {
    this.clients.add(res)
  }
  send(x: string): void { for (const c of this.clients) c.write(x) }
}`,
      errors: [
        {
          messageId: 'never',
          line: 5,
          column: 18,
          endColumn: 21,
          suggestions: [
            {
              messageId: 'remove',
              output: `import type { Response } from 'express'
export class Hub {
  private readonly clients = new Set<Response>()
  join(res: Response): void {
    this.clients.add(res)
    res.on('close', () => this.clients.delete(res))
  }
  send(x: string): void { for (const c of this.clients) c.write(x) }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'class public field',
      project: 'express5',
      code: `import type { Response } from 'express'
export class Hub {
  clients: Response[] = []
  join(res: Response): void {
    this.clients.push(res)
  }
  closeAll(): void { for (const c of this.clients) c.end(); this.clients = [] }
}`,
      errors: [
        {
          messageId: 'late',
          line: 5,
          column: 18,
          endColumn: 22,
          suggestions: [
            {
              messageId: 'remove',
              output: `import type { Response } from 'express'
export class Hub {
  clients: Response[] = []
  join(res: Response): void {
    this.clients.push(res)
    res.on('close', () => {
      const index = this.clients.indexOf(res)
      if (index !== -1) this.clients.splice(index, 1)
    })
  }
  closeAll(): void { for (const c of this.clients) c.end(); this.clients = [] }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'private clean-up called at the end',
      project: 'express5',
      code: `import type { Response } from 'express'
export class Hub {
  #clients = new Map<string, Response>()
  async run(id: string, res: Response): Promise<void> {
    this.#clients.set(id, res)
    await work(id)
    this.#drop(id)
  }
  #drop(id: string): void { this.#clients.delete(id) }
}`,
      errors: [
        {
          messageId: 'late',
          line: 5,
          column: 19,
          endColumn: 22,
          suggestions: [
            {
              messageId: 'remove',
              output: `import type { Response } from 'express'
export class Hub {
  #clients = new Map<string, Response>()
  async run(id: string, res: Response): Promise<void> {
    this.#clients.set(id, res)
    res.on('close', () => {
      if (this.#clients.get(id) === res) this.#clients.delete(id)
    })
    await work(id)
    this.#drop(id)
  }
  #drop(id: string): void { this.#clients.delete(id) }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'set in a function around the routes',
      project: 'express5',
      code: `export function mount(app) {
  const clients = new Set()
  app.get('/e', (req, res) => {
    res.writeHead(200)
    res.write(':\\n\\n')
    clients.add(res)
  })
  return (x) => { for (const c of clients) c.write(x) }
}`,
      errors: [
        {
          messageId: 'never',
          line: 6,
          column: 13,
          endColumn: 16,
          suggestions: [
            {
              messageId: 'remove',
              output: `export function mount(app) {
  const clients = new Set()
  app.get('/e', (req, res) => {
    res.writeHead(200)
    res.write(':\\n\\n')
    clients.add(res)
    res.on('close', () => clients.delete(res))
  })
  return (x) => { for (const c of clients) c.write(x) }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'promise of the work',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const subs = new Map()
app.post('/jobs/:id', (req, res) => {
  const { id } = req.params
  subs.set(id, res)
  run(id).then(() => res.end()).finally(() => subs.delete(id))
})
export function send(id, x) { subs.get(id)?.write(x) }`,
      errors: [
        {
          messageId: 'late',
          line: 6,
          column: 8,
          endColumn: 11,
          suggestions: [
            {
              messageId: 'remove',
              output: `import express from 'express'
const app = express()
const subs = new Map()
app.post('/jobs/:id', (req, res) => {
  const { id } = req.params
  subs.set(id, res)
  res.on('close', () => {
    if (subs.get(id) === res) subs.delete(id)
  })
  run(id).then(() => res.end()).finally(() => subs.delete(id))
})
export function send(id, x) { subs.get(id)?.write(x) }`,
            },
          ],
        },
      ],
    },
    {
      name: 'no steady key',
      project: 'express5',
      code: `import express from 'express'
const app = express()
let nextId = 0
const clients = new Map()
app.get('/e', (req, res) => {
  nextId += 1
  clients.set(nextId, res)
})
export function send(x) { for (const c of clients) c.write(x) }`,
      errors: [{ messageId: 'never', line: 7, column: 11, endColumn: 14 }],
    },
    {
      name: 'double quotes and semicolons',
      project: 'express5',
      code: `import express from "express";
const app = express();
const clients = new Set();
app.get("/e", (req, res) => { clients.add(res); });
export function send(x) { for (const c of clients) c.write(x); }`,
      errors: [
        {
          messageId: 'never',
          line: 4,
          column: 39,
          endColumn: 42,
          suggestions: [
            {
              messageId: 'remove',
              output: `import express from "express";
const app = express();
const clients = new Set();
app.get("/e", (req, res) => {
  clients.add(res);
  res.on("close", () => clients.delete(res));
});
export function send(x) { for (const c of clients) c.write(x); }`,
            },
          ],
        },
      ],
    },
    {
      name: 'commonjs',
      project: 'commonjs',
      file: 'src/file.js',
      code: `const express = require('express')
const app = express()
const clients = new Set()
app.get('/e', (req, res) => {
  // greet
  if (req.query.live) clients.add(res) // keep
})
export function send(x) { for (const c of clients) c.write(x) }`,
      errors: [
        {
          messageId: 'never',
          line: 6,
          column: 31,
          endColumn: 34,
          suggestions: [
            {
              messageId: 'remove',
              output: `const express = require('express')
const app = express()
const clients = new Set()
app.get('/e', (req, res) => {
  // greet
  if (req.query.live) {
    clients.add(res) // keep
    res.on('close', () => clients.delete(res))
  }
})
export function send(x) { for (const c of clients) c.write(x) }`,
            },
          ],
        },
      ],
    },
  ],
  silent: [
    {
      name: 'end of the work in an exported function',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const subs = new Map()
app.get('/jobs/:id', (req, res) => {
  res.writeHead(200)
  subs.set(req.params.id, res)
})
export async function run(id) { await work((x) => subs.get(id)?.write(x)); finish(id) }
function finish(id) { subs.get(id)?.end(); subs.delete(id) }`,
    },
    {
      name: 'close',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const clients = new Set()
app.get('/e', (req, res) => { clients.add(res); res.on('close', () => clients.delete(res)) })
export function send(x) { for (const c of clients) c.write(x) }`,
    },
    {
      name: 'filter',
      project: 'express5',
      code: `import express from 'express'
const app = express()
let clients = []
app.get('/e', (req, res) => { clients.push(res); req.on('close', () => { clients = clients.filter((c) => c !== res) }) })
export function send(x) { for (const c of clients) c.write(x) }`,
    },
    {
      name: 'splice',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const clients = []
app.get('/e', (req, res) => { clients.push(res); res.once('close', () => { const i = clients.indexOf(res); clients.splice(i, 1) }) })
export function send(x) { for (const c of clients) c.write(x) }`,
    },
    {
      name: 'delete record',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const clients = {}
app.get('/e/:id', (req, res) => { clients[req.params.id] = res; res.on('close', () => { delete clients[req.params.id] }) })`,
    },
    {
      name: 'helper',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const clients = new Set()
function leave(res) { clients.delete(res) }
app.get('/e', (req, res) => { clients.add(res); res.on('close', () => leave(res)) })
export function send(x) { for (const c of clients) c.write(x) }`,
    },
    {
      name: 'named listener',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const clients = new Set()
app.get('/e', (req, res) => { clients.add(res); const leave = () => { clients.delete(res) }; req.on('aborted', leave) })
export function send(x) { for (const c of clients) c.write(x) }`,
    },
    {
      name: 'helper two deep',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const rooms = new Map()
function leave(id, res) { const room = rooms.get(id); if (!room) return; room.delete(res); if (room.size === 0) rooms.delete(id) }
function done(id, res) { leave(id, res) }
app.get('/e/:id', (req, res) => { const { id } = req.params; const room = rooms.get(id) ?? new Set(); room.add(res); rooms.set(id, room); res.on('close', () => done(id, res)) })
export function send(id, x) { for (const c of rooms.get(id) ?? []) c.write(x) }`,
    },
    {
      name: 'events from a list',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const clients = new Set()
app.get('/e', (req, res) => { clients.add(res); for (const e of ['close', 'error']) res.on(e, () => clients.delete(res)) })
export function send(x) { for (const c of clients) c.write(x) }`,
    },
    {
      name: 'finished',
      project: 'express5',
      code: `import { finished } from 'node:stream'
import express from 'express'
const app = express()
const clients = new Set()
app.get('/e', (req, res) => { clients.add(res); finished(res, () => clients.delete(res)) })
export function send(x) { for (const c of clients) c.write(x) }`,
    },
    {
      name: 'on-finished',
      project: 'express5',
      code: `import onFinished from 'on-finished'
import express from 'express'
const app = express()
const clients = new Set()
app.get('/e', (req, res) => { clients.add(res); onFinished(res, () => clients.delete(res)) })
export function send(x) { for (const c of clients) c.write(x) }`,
    },
    {
      name: 'await once',
      project: 'express5',
      code: `import { once } from 'node:events'
import express from 'express'
const app = express()
const clients = new Set()
app.get('/e', async (req, res) => { clients.add(res); await once(res, 'close'); clients.delete(res) })
export function send(x) { for (const c of clients) c.write(x) }`,
    },
    {
      name: 'once then',
      project: 'express5',
      code: `import { once } from 'node:events'
import express from 'express'
const app = express()
const clients = new Set()
app.get('/e', (req, res) => { clients.add(res); once(res, 'close').then(() => clients.delete(res)) })
export function send(x) { for (const c of clients) c.write(x) }`,
    },
    {
      name: 'awaits promise of close',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const clients = new Set()
app.get('/e', async (req, res) => { clients.add(res); await new Promise((resolve) => req.on('close', resolve)); clients.delete(res) })
export function send(x) { for (const c of clients) c.write(x) }`,
    },
    {
      name: 'stranger ends it',
      project: 'express5',
      code: `import { whenGone } from './gone'
import express from 'express'
const app = express()
const clients = new Set()
app.get('/e', (req, res) => { clients.add(res); whenGone(res, () => clients.delete(res)) })
export function send(x) { for (const c of clients) c.write(x) }`,
    },
    {
      name: 'sweep',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const clients = new Set()
app.get('/e', (req, res) => { clients.add(res) })
setInterval(() => { for (const c of clients) if (c.destroyed) clients.delete(c); else c.write(':') }, 1000)
export function send(x) { for (const c of clients) c.write(x) }`,
    },
    {
      name: 'state asked at the write',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const clients = new Set()
app.get('/e', (req, res) => { clients.add(res) })
export function send(x) { for (const c of clients) { if (c.writableEnded || c.destroyed) { clients.delete(c); continue } c.write(x) } }`,
    },
    {
      name: 'filter by state',
      project: 'express5',
      code: `import express from 'express'
const app = express()
let clients = []
app.get('/e', (req, res) => { clients.push(res) })
export function send(x) { clients = clients.filter((c) => !c.destroyed); for (const c of clients) c.write(x) }`,
    },
    {
      name: 'write callback',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const clients = new Set()
app.get('/e', (req, res) => { clients.add(res) })
export function send(x) { for (const c of clients) c.write(x, (err) => { if (err) clients.delete(c) }) }`,
    },
    {
      name: 'awaited write in try',
      project: 'express5',
      code: `import { promisify } from 'node:util'
import express from 'express'
const app = express()
const clients = new Set()
app.get('/e', (req, res) => { clients.add(res) })
export async function send(x) { for (const c of clients) { try { await promisify(c.write).call(c, x) } catch { clients.delete(c) } } }`,
    },
    {
      name: 'weakset',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const clients = new WeakSet()
app.get('/e', (req, res) => { clients.add(res) })`,
    },
    {
      name: 'weakmap',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const started = new WeakMap()
app.get('/e', (req, res) => { started.set(res, Date.now()) })`,
    },
    {
      name: 'weakset in map',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const rooms = new Map()
app.get('/e/:id', (req, res) => { const room = new WeakSet(); room.add(res); rooms.set(req.params.id, room) })`,
    },
    {
      name: 'weakref',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const clients = new Set()
app.get('/e', (req, res) => { clients.add(new WeakRef(res)) })`,
    },
    {
      name: 'exported',
      project: 'express5',
      code: `import express from 'express'
const app = express()
export const clients = new Set()
app.get('/e', (req, res) => { clients.add(res) })`,
    },
    {
      name: 'exported below',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const clients = new Set()
app.get('/e', (req, res) => { clients.add(res) })
export { clients }`,
    },
    {
      name: 'exported commonjs',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const clients = new Set()
app.get('/e', (req, res) => { clients.add(res) })
module.exports = { clients }`,
    },
    {
      name: 'handed out',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const clients = new Set()
app.get('/e', (req, res) => { clients.add(res) })
export const all = () => clients`,
    },
    {
      name: 'inner handed out',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const rooms = new Map()
app.get('/e/:id', (req, res) => { if (!rooms.has(req.params.id)) rooms.set(req.params.id, new Set()); rooms.get(req.params.id).add(res) })
export function roomOf(id) { return rooms.get(id) }`,
    },
    {
      name: 'handed to unknown code',
      project: 'express5',
      code: `import { watch } from './watch'
import express from 'express'
const app = express()
const clients = new Set()
watch(clients)
app.get('/e', (req, res) => { clients.add(res) })
export function send(x) { for (const c of clients) c.write(x) }`,
    },
    {
      name: 'imported',
      project: 'express5',
      code: `import { clients } from './clients'
import express from 'express'
const app = express()
app.get('/e', (req, res) => { clients.add(res) })`,
    },
    {
      name: 'own kind of collection',
      project: 'express5',
      code: `import { Registry } from './registry'
import express from 'express'
const app = express()
const clients = new Registry()
app.get('/e', (req, res) => { clients.add(res) })
export function send(x) { for (const c of clients) c.write(x) }`,
    },
    {
      name: 'lru',
      project: 'express5',
      code: `import { LRUCache } from 'lru-cache'
import express from 'express'
const app = express()
const clients = new LRUCache({ max: 10 })
app.get('/e', (req, res) => { clients.set(req.ip, res) })
export function send(x) { for (const c of clients) c.write(x) }`,
    },
    {
      name: 'local',
      project: 'express5',
      code: `import express from 'express'
const app = express()
app.get('/e', (req, res) => { const targets = [process.stdout]; targets.push(res); for (const t of targets) t.write('x') })`,
    },
    {
      name: 'exported removal',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const clients = new Map()
export function leave(id) { clients.delete(id) }
app.get('/e/:id', (req, res) => { clients.set(req.params.id, res) })
export function send(x) { for (const c of clients) c.write(x) }`,
    },
    {
      name: 'public method removes',
      project: 'express5',
      code: `import type { Response } from 'express'
export class Hub {
  private clients = new Map<string, Response>()
  join(id: string, res: Response) { this.clients.set(id, res) }
  leave(id: string) { this.clients.get(id)?.end(); this.clients.delete(id) }
}`,
    },
    {
      name: 'returned removal',
      project: 'express5',
      code: `import type { Response } from 'express'
const clients = new Set<Response>()
export function join(res: Response) { clients.add(res); return () => clients.delete(res) }
export function send(x: string) { for (const c of clients) c.write(x) }`,
    },
    {
      name: 'class listens',
      project: 'express5',
      code: `import type { Response } from 'express'
export class Hub {
  private clients = new Set<Response>()
  join(res: Response) { this.clients.add(res); res.on('close', () => this.leave(res)) }
  private leave(res: Response) { this.clients.delete(res) }
}`,
    },
    {
      name: 'bound method',
      project: 'express5',
      code: `import type { Response } from 'express'
export class Hub {
  private clients = new Set<Response>()
  join(res: Response) { this.clients.add(res); res.on('close', this.leave.bind(this, res)) }
  private leave(res: Response) { this.clients.delete(res) }
}`,
    },
    {
      name: 'abort controllers',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const running = new Map()
app.post('/e', (req, res) => { const ac = new AbortController(); running.set(req.body.id, ac) })`,
    },
    {
      name: 'ids',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const seen = new Set()
app.post('/e', (req, res) => { seen.add(req.body.id); res.write('x') })`,
    },
    {
      name: 'requests matched with answers',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const waiting = new Map()
app.get('/e/:id', (req, res) => { waiting.set(req.params.id, res) })
app.post('/e/:id', (req, res) => { waiting.get(req.params.id)?.json(req.body); waiting.delete(req.params.id); res.sendStatus(204) })`,
    },
    {
      name: 'queue',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const queue = []
app.post('/e', (req, res) => { queue.push(res); while (queue.length > 10) queue.shift().write('x') })`,
    },
    {
      name: 'controller catch',
      project: 'next15',
      file: 'app/events/route.ts',
      code: `const clients = new Set()
export function GET() { return new Response(new ReadableStream({ start(controller) { clients.add(controller) } })) }
export function send(x) { for (const c of clients) { try { c.enqueue(x) } catch { clients.delete(c) } } }`,
    },
    {
      name: 'controller cancel',
      project: 'next15',
      file: 'app/events/route.ts',
      code: `const clients = new Set()
export function GET() { let own; return new Response(new ReadableStream({ start(controller) { own = controller; clients.add(controller) }, cancel() { clients.delete(own) } })) }
export function send(x) { for (const c of clients) c.enqueue(x) }`,
    },
    {
      name: 'controller abort',
      project: 'next15',
      file: 'app/events/route.ts',
      code: `const clients = new Set()
export function GET(request: Request) { return new Response(new ReadableStream({ start(controller) { clients.add(controller); request.signal.addEventListener('abort', () => clients.delete(controller)) } })) }`,
    },
    {
      name: 'controller onabort',
      project: 'next15',
      file: 'app/events/route.ts',
      code: `const clients = new Set()
export function GET(request: Request) { return new Response(new ReadableStream({ start(controller) { clients.add(controller); request.signal.onabort = () => { clients.delete(controller) } } })) }`,
    },
    {
      name: 'local controllers',
      project: 'next15',
      file: 'app/events/route.ts',
      code: `export function GET() { const all = []; return new Response(new ReadableStream({ start(controller) { all.push(controller) } })) }`,
    },
    {
      name: 'web writer finally',
      project: 'next15',
      file: 'app/events/route.ts',
      code: `const writers = new Set()
export async function GET(request) { const { readable, writable } = new TransformStream(); const writer = writable.getWriter(); writers.add(writer); pump(writer); return new Response(readable) }
async function pump(writer) { try { for (;;) await writer.write(next()) } finally { writers.delete(writer) } }`,
    },
    {
      name: 'hono onAbort',
      project: 'hono',
      code: `import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
const app = new Hono()
const streams = new Set()
app.get('/e', (c) => streamSSE(c, async (stream) => { streams.add(stream); stream.onAbort(() => { streams.delete(stream) }); await new Promise(() => {}) }))`,
    },
    {
      name: 'hono loop',
      project: 'hono',
      code: `import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
const app = new Hono()
const streams = new Set()
app.get('/e', (c) => streamSSE(c, async (stream) => { streams.add(stream); while (!stream.aborted) await stream.sleep(1000); streams.delete(stream) }))`,
    },
    {
      name: 'ws close',
      code: `import { WebSocketServer } from 'ws'
const wss = new WebSocketServer({ port: 1, maxPayload: 1 })
const clients = new Set()
wss.on('connection', (socket) => { clients.add(socket); socket.on('close', () => clients.delete(socket)) })`,
    },
    {
      name: 'ws onclose',
      code: `import { WebSocketServer } from 'ws'
const wss = new WebSocketServer({ port: 1, maxPayload: 1 })
const clients = new Set()
wss.on('connection', (socket) => { clients.add(socket); socket.onclose = () => clients.delete(socket) })`,
    },
    {
      name: 'ws readyState',
      code: `import { WebSocketServer } from 'ws'
const wss = new WebSocketServer({ port: 1, maxPayload: 1 })
const clients = new Set()
wss.on('connection', (socket) => { clients.add(socket) })
export function send(m) { for (const c of clients) { if (c.readyState !== 1) { clients.delete(c); continue } c.send(m) } }`,
    },
    {
      name: 'ws heartbeat',
      code: `import { WebSocketServer } from 'ws'
const wss = new WebSocketServer({ port: 1, maxPayload: 1 })
const clients = new Set()
wss.on('connection', (socket) => { clients.add(socket) })
setInterval(() => { for (const c of clients) { if (!c.isAlive) { c.terminate(); clients.delete(c) } c.isAlive = false; c.ping() } }, 1000)`,
    },
    {
      name: 'socket.io disconnect',
      project: 'socketio',
      code: `import { Server } from 'socket.io'
const io = new Server(3000)
const users = new Map()
io.on('connection', (socket) => { users.set(socket.id, socket); socket.on('disconnect', () => users.delete(socket.id)) })`,
    },
    {
      name: 'outgoing sockets',
      code: `import WebSocket from 'ws'
const upstreams = new Map()
export function open(url) { const socket = new WebSocket(url); upstreams.set(url, socket); return socket }`,
    },
    {
      name: 'bun',
      code: `const sockets = new Set()
export default { fetch() {}, websocket: { open(ws) { sockets.add(ws) }, close(ws) { sockets.delete(ws) } } }`,
    },
    {
      name: 'emitter of its own',
      project: 'express5',
      code: `import express from 'express'
const app = express()
import { hub } from './hub'
const clients = new Map()
hub.on('gone', (id) => clients.delete(id))
app.get('/e/:id', (req, res) => { clients.set(req.params.id, res) })
export function send(x) { for (const c of clients) c.write(x) }`,
    },
    {
      name: 'per-request object',
      project: 'express5',
      code: `import express from 'express'
const app = express()
class Job { outputs = []; attach(res) { this.outputs.push(res) } }
app.get('/e', (req, res) => { res.writeHead(200); res.write('x'); const job = new Job(); job.attach(res) })`,
    },
    {
      name: 'test file',
      project: 'express5',
      file: 'src/a.test.ts',
      code: `import express from 'express'
const app = express()
const clients = new Set()
app.get('/e', (req, res) => { clients.add(res) })
export function send(x) { for (const c of clients) c.write(x) }`,
    },
    {
      name: 'timeout',
      project: 'express5',
      code: `import express from 'express'
const app = express()
const clients = new Set()
app.get('/e', (req, res) => { clients.add(res); setTimeout(() => { clients.delete(res); res.end() }, 30000) })
export function send(x) { for (const c of clients) c.write(x) }`,
    },
    {
      name: 'someone reaches into the object',
      project: 'express5',
      code: `import type { Response } from 'express'
export class Hub {
  clients = new Set<Response>()
  join(res: Response) { this.clients.add(res) }
}
const hub = new Hub()
export const leave = (res: Response) => hub.clients.delete(res)`,
    },
    {
      name: 'signal in flow',
      project: 'next15',
      file: 'app/events/route.ts',
      code: `const clients = new Set()
export function GET(request: Request) { return new Response(new ReadableStream({ async start(controller) { clients.add(controller); try { await forever(request.signal) } finally { clients.delete(controller) } } })) }`,
    },
  ],
})
