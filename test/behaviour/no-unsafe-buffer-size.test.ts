import type { Server } from 'node:http'
import { once } from 'node:events'
import { Readable } from 'node:stream'
import type { Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import rule from '../../rules/buffers/no-unsafe-buffer-size.ts'
import { onLoopback } from './loopback.ts'
import { moduleFolder } from './module-folder.ts'
import { remedied } from './remedy.ts'
import { serverProcess } from './server-process.ts'

const modules = moduleFolder()

const MIB = 1024 * 1024
const SMALL = 50 * 1024
const LARGE = 4 * MIB

const after = (code: string, suggestion: string) =>
  remedied(code, suggestion, { rule, name: 'no-unsafe-buffer-size', file: 'src/code.mjs' })

describe('bodies of requests', () => {
  const EXPRESS = `import { createServer } from 'node:http'
import express from 'express'

const app = express()
app.set('env', 'test')
app.use(express.json({ limit: '1gb' }))
app.post('/', (req, res) => res.end(String(req.body.text.length)))
export const server = createServer(app)
`
  const FASTIFY = `import Fastify from 'fastify'

const app = Fastify({ bodyLimit: 1024 ** 3 })
app.post('/', async (request) => String(request.body.text.length))
await app.ready()
export const { server } = app
`
  const HONO = `import { createServer } from 'node:http'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'

const app = new Hono()
app.use(bodyLimit({ maxSize: 1024 * 1024 * 1024 }))
app.post('/', async (c) => c.text(String((await c.req.json()).text.length)))
export const server = createServer(async (req, res) => {
  const body = await new Response(req).arrayBuffer()
  const answer = await app.request('/', { method: 'POST', headers: req.headers, body })
  res.writeHead(answer.status).end(await answer.text())
})
`
  const RAW = `import { createServer } from 'node:http'
import getRawBody from 'raw-body'

export const server = createServer((req, res) => {
  getRawBody(req, { limit: Infinity, encoding: 'utf8' }).then(
    (body) => res.end(String(JSON.parse(body).text.length)),
    (error) => res.writeHead(error.statusCode, { Connection: 'close' }).end(),
  )
})
`

  /** Status for a body with a text of some length. */
  async function statusFor(code: string, length: number): Promise<number> {
    const { server } = await modules.load<{ server: Server }>(code)
    await using listening = await onLoopback(server)
    const response = await fetch(listening.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: 'x'.repeat(length) }),
    })
    if (response.ok) expect(await response.text()).toBe(String(length))
    return response.status
  }

  it.each([
    ['Express', EXPRESS, 'useDefault'],
    ['Fastify', FASTIFY, 'useDefault'],
    ['Hono', HONO, 'useDefault'],
    ['raw-body', RAW, 'bound'],
  ])('%s: 4 MiB are taken before and refused after; 50 KiB always pass', async (_name, code, suggestion) => {
    expect(await statusFor(code, LARGE)).toBe(200)
    expect(await statusFor(after(code, suggestion), LARGE)).toBe(413)
    expect(await statusFor(after(code, suggestion), SMALL)).toBe(200)
  })

  it('a negative limit of Express refuses everything before, and lets small bodies pass after', async () => {
    const code = EXPRESS.replace("'1gb'", '-1')
    expect(await statusFor(code, 1)).toBe(413)
    expect(await statusFor(after(code, 'useDefault'), SMALL)).toBe(200)
  })
})

describe('messages of sockets', () => {
  const WS = (options: string) => `import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'

export const server = createServer()
const sockets = new WebSocketServer(${options})
sockets.on('connection', (socket) => {
  socket.on('error', () => {})
  socket.on('message', (data) => socket.send(String(data.length)))
})
`
  const SOCKET_IO = `import { createServer } from 'node:http'
import { Server } from 'socket.io'

export const server = createServer()
const io = new Server(server, { maxHttpBufferSize: 1e9 })
io.on('connection', (socket) => {
  socket.on('text', (text) => socket.emit('length', text.length))
})
`
  /** Sends one message, and gives the answer or the code of the closing. */
  const CLIENT = `import WebSocket from 'ws'
export function ask(port, size) {
  return new Promise((resolve) => {
    const socket = new WebSocket('ws://127.0.0.1:' + port)
    socket.on('error', () => {})
    socket.on('open', () => socket.send(Buffer.alloc(size, 'x')))
    socket.on('message', (data) => {
      resolve(String(data))
      socket.terminate()
    })
    socket.on('close', (code) => resolve('closed: ' + code))
  })
}
export function askSocketIo(port, size) {
  return new Promise((resolve) => {
    const socket = new WebSocket('ws://127.0.0.1:' + port + '/socket.io/?EIO=4&transport=websocket')
    socket.on('error', () => {})
    socket.on('message', (data) => {
      const packet = String(data)
      if (packet.startsWith('0')) socket.send('40')
      if (packet.startsWith('40')) socket.send('42' + JSON.stringify(['text', 'x'.repeat(size)]))
      if (!packet.startsWith('42')) return
      resolve(String(JSON.parse(packet.slice(2))[1]))
      socket.terminate()
    })
    socket.on('close', (code) => resolve('closed: ' + code))
  })
}
`
  type Ask = (port: number, size: number) => Promise<string>
  interface Client {
    ask: Ask
    askSocketIo: Ask
  }

  async function answerTo(code: string, size: number, ask: keyof Client): Promise<string> {
    const { server } = await modules.load<{ server: Server }>(code)
    const client = await modules.load<Client>(CLIENT)
    await using listening = await onLoopback(server)
    return await client[ask](listening.port, size)
  }

  it.each([
    ['ws without a bound', WS('{ server }'), 'bound', 'ask', 'closed: 1009'],
    ['ws with 0', WS('{ server, maxPayload: 0 }'), 'bound', 'ask', 'closed: 1009'],
    ['ws with 1 GiB', WS('{ server, maxPayload: 1024 ** 3 }'), 'bound', 'ask', 'closed: 1009'],
    // engine.io ends the connection of ws without a word.
    ['socket.io', SOCKET_IO, 'useDefault', 'askSocketIo', /^closed: 100[569]$/],
  ] as const)(
    '%s: 4 MiB are taken before and end the connection after; 50 KiB always pass',
    async (_name, code, suggestion, ask, closed) => {
      expect(await answerTo(code, LARGE, ask)).toBe(String(LARGE))
      expect(await answerTo(after(code, suggestion), LARGE, ask)).toMatch(closed)
      expect(await answerTo(after(code, suggestion), SMALL, ask)).toBe(String(SMALL))
    },
  )

  it('one message of 64 MiB costs that much memory before, and hardly any after', async () => {
    const { ask } = await modules.load<Client>(CLIENT)
    /** How much more memory the server has had than at its start. */
    const costOf = async (code: string) => {
      await using server = await serverProcess(modules, code)
      const before = await server.peak()
      const answer = await ask(server.port, 64 * MIB)
      return { answer, cost: (await server.peak()) - before }
    }
    const code = WS('{ server }')
    const taken = await costOf(code)
    expect(taken.answer).toBe(String(64 * MIB))
    // Part of it fits into what the process had at its start.
    expect(taken.cost).toBeGreaterThan(40 * MIB)
    const refused = await costOf(after(code, 'bound'))
    expect(refused.answer).toBe('closed: 1009')
    expect(refused.cost).toBeLessThan(16 * MIB)
  })
})

describe('what is read whole', () => {
  const GET_STREAM = `import getStream from 'get-stream'
export const read = (stream) => getStream(stream, { maxBuffer: Infinity })
`
  const COMMAND = `import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
export const run = (size) => {
  const script = 'process.stdout.write("x".repeat(' + size + '))'
  return promisify(execFile)(process.execPath, ['-e', script], { maxBuffer: Infinity })
}
`
  const textOf = (size: number) => Readable.from(Array.from({ length: size / 1024 }, () => 'x'.repeat(1024)))

  it('by get-stream', async () => {
    type Read = (stream: Readable) => Promise<string>
    const load = async (code: string) => (await modules.load<{ read: Read }>(code)).read
    expect(await (await load(GET_STREAM))(textOf(LARGE))).toHaveLength(LARGE)
    const read = await load(after(GET_STREAM, 'bound'))
    await expect(read(textOf(LARGE))).rejects.toThrow('maxBuffer')
    expect(await read(textOf(SMALL))).toHaveLength(SMALL)
  })

  it('the output of a command', async () => {
    type Run = (size: number) => Promise<{ stdout: string }>
    const load = async (code: string) => (await modules.load<{ run: Run }>(code)).run
    expect((await (await load(COMMAND))(LARGE)).stdout).toHaveLength(LARGE)
    const run = await load(after(COMMAND, 'useDefault'))
    await expect(run(LARGE)).rejects.toThrow('maxBuffer')
    expect((await run(SMALL)).stdout).toHaveLength(SMALL)
  })
})

describe('marks of streams', () => {
  it('a mark of 16 bytes reads a file in thousands of crumbs before, in a few chunks after', async () => {
    const code = `import { createReadStream } from 'node:fs'
export const open = (path) => createReadStream(path, { highWaterMark: 16 })
`
    const path = modules.write(`// ${'x'.repeat(128 * 1024)}`)
    const chunksOf = async (text: string) => {
      const { open } = await modules.load<{ open: (path: string) => Readable }>(text)
      const chunks = await open(path).toArray()
      expect(chunks.join('')).toHaveLength(128 * 1024 + 3)
      return chunks.length
    }
    expect(await chunksOf(code)).toBeGreaterThan(8000)
    expect(await chunksOf(after(code, 'useDefault'))).toBeLessThan(5)
  })

  it('a mark of 1 GiB lets a writer fill the memory before, and has it wait after', async () => {
    const code = `import { PassThrough } from 'node:stream'
export const make = () => new PassThrough({ highWaterMark: 1024 ** 3 })
`
    /** What a stream that nobody reads takes until it asks its writer to wait. */
    const takenBy = async (text: string) => {
      const { make } = await modules.load<{ make: () => Writable }>(text)
      const stream = make()
      const piece = Buffer.alloc(4096)
      let taken = piece.length
      while (stream.write(piece) && taken < LARGE) taken += piece.length
      stream.destroy()
      await once(stream, 'close')
      return taken
    }
    expect(await takenBy(code)).toBe(LARGE)
    expect(await takenBy(after(code, 'useDefault'))).toBeLessThan(LARGE / 50)
  })
})
