import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { connect } from 'node:net'
import { promisify } from 'node:util'
import compression from 'compression'
import express from 'express'
import { describe, expect, it } from 'vitest'
import rule from '../../rules/buffers/no-ignored-backpressure.ts'
import { onLoopback } from './loopback.ts'
import { moduleFolder } from './module-folder.ts'
import { remedied } from './remedy.ts'

type Send = (rows: AsyncIterable<string>, res: ServerResponse) => Promise<void>

const COPY = `export async function send(rows, res) {
  res.setHeader('content-type', 'text/plain')
  for await (const row of rows) {
    res.write(row)
  }
  res.end()
}`
const TWO_WRITES = `export async function send(rows, res) {
  res.setHeader('content-type', 'text/plain')
  for await (const row of rows) {
    if (row.length > 0) res.write('row: ')
    res.write(row)
  }
  res.end()
}`
const HELPER = `async function frame(res, row) {
  res.write(row)
}
export async function send(rows, res) {
  res.setHeader('content-type', 'text/plain')
  for await (const row of rows) await frame(res, row)
  res.end()
}`
const SINK = `export async function send(rows, res) {
  res.setHeader('content-type', 'text/plain')
  const body = new ReadableStream({
    async pull(controller) {
      const { done, value } = await rows.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
  })
  await body.pipeTo(new WritableStream({ write(row) { res.write(row) } }))
  res.end()
}`
const DRAIN_ONLY = `import { once } from 'node:events'
export async function send(rows, res) {
  res.setHeader('content-type', 'text/plain')
  for await (const row of rows) {
    if (!res.write(row)) await once(res, 'drain')
  }
  res.end()
}`
/** The helper's parameter is known by what its caller hands in, and that by what is done with it. */
const REMEDIES: readonly (readonly [name: string, code: string, suggestion: string])[] = [
  ['a copying loop, waiting', COPY, 'awaitDrain'],
  ['a copying loop, as a pipeline', COPY, 'usePipeline'],
  ['two writes for each row', TWO_WRITES, 'awaitDrain'],
  ['an awaited helper', HELPER, 'awaitDrain'],
  ['the sink of a WritableStream', SINK, 'awaitDrain'],
  ['waiting for drain alone', DRAIN_ONLY, 'awaitClose'],
]

const modules = moduleFolder()

/** The code as it stands after a suggestion of the rule. */
const suggested = (code: string, id: string) => remedied(code, id, { rule, name: 'no-ignored-backpressure' })

async function load(code: string): Promise<Send> {
  return (await modules.load<{ send: Send }>(code)).send
}

const ROW = 'x'.repeat(8 * 1024)
const ROWS = 10_000
/** `pipeline` has nine for as long as it runs. */
const FEW = 10

const tick = promisify(setImmediate)

interface Seen {
  /** Most that the response held at once, in bytes. */
  held: number
  /** How many rows were taken from the source. */
  taken: number
  /** Most listeners of the response at once that were not there at the start. */
  listeners: number
  warnings: string[]
  received: number
}

/** Runs the code against one client of a server on the loopback interface. */
async function serve(send: Send, client: (socket: Socket) => void): Promise<Seen> {
  const seen: Seen = { held: 0, taken: 0, listeners: 0, warnings: [], received: 0 }
  const warn = (warning: Error) => {
    seen.warnings.push(warning.name)
  }
  process.on('warning', warn)
  let isClientDone = false
  async function* rows(res: ServerResponse, before: number) {
    for (; seen.taken < ROWS; seen.taken++) {
      seen.held = Math.max(seen.held, res.writableLength)
      seen.listeners = Math.max(seen.listeners, count(res) - before)
      yield ROW
      if (seen.taken % 100 === 0) await tick()
    }
  }
  const count = (res: ServerResponse) => ['drain', 'close', 'error'].reduce((sum, it) => sum + res.listenerCount(it), 0)
  await new Promise<void>((resolve, reject) => {
    const server = createServer((_req, res) => {
      const before = count(res)
      send(rows(res, before), res)
        .catch(reject)
        .finally(() => {
          if (res.destroyed || res.writableFinished) server.close(() => resolve())
          else res.on('close', () => server.close(() => resolve()))
        })
    })
    server.listen(0, '127.0.0.1', () => {
      const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
      socket.on('data', (chunk) => (seen.received += chunk.length))
      socket.on('error', () => undefined)
      socket.on('close', () => (isClientDone = true))
      socket.write('GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n')
      client(socket)
    })
  })
  // What the server has sent may still be on its way.
  while (!isClientDone) await tick()
  process.off('warning', warn)
  return seen
}

/** Stops reading for a moment again and again. */
function slowly(socket: Socket): void {
  let isPaused = false
  const timer = setInterval(() => {
    isPaused = !isPaused
    if (isPaused) socket.pause()
    else socket.resume()
  }, 2)
  socket.on('close', () => clearInterval(timer))
}

/** Reads nothing for a while and goes. */
function leaves(socket: Socket): void {
  socket.pause()
  setTimeout(() => socket.destroy(), 200)
}

describe('before', () => {
  it('holds more than half for a client that does not read', async () => {
    const seen = await serve(await load(COPY), leaves)
    expect(seen.held).toBeGreaterThan((ROWS * ROW.length) / 2)
  })
})

describe.each(REMEDIES)('%s', (_name, code, suggestion) => {
  it('holds little for a slow client, and leaves no listener behind', async () => {
    const seen = await serve(await load(suggested(code, suggestion)), slowly)
    expect(seen.warnings).toEqual([])
    expect(seen.listeners).toBeLessThanOrEqual(FEW)
    expect(seen.taken).toBe(ROWS)
    expect(seen.received).toBeGreaterThan(ROWS * ROW.length)
    expect(seen.held).toBeLessThan(ROWS * ROW.length * 0.05)
  })

  it('goes on when the client leaves', async () => {
    const seen = await serve(await load(suggested(code, suggestion)), leaves)
    expect(seen.warnings).toEqual([])
    expect(seen.listeners).toBeLessThanOrEqual(FEW)
    expect(seen.held).toBeLessThan(ROWS * ROW.length * 0.05)
  })
})

/** What the suggestion was before: `compression` moves the listeners for `drain` away from where `once` takes them out again. */
const ONCE = `import { once } from 'node:events'
export async function send(rows, res) {
  res.setHeader('content-type', 'text/plain')
  for await (const row of rows) {
    if (!res.write(row) && !res.destroyed) {
      const waiting = new AbortController()
      await Promise.race([
        once(res, 'drain', { signal: waiting.signal }),
        once(res, 'close', { signal: waiting.signal }),
      ]).finally(() => waiting.abort())
    }
  }
  res.end()
}`

interface Compressed {
  /** Most listeners for `drain` of the compressor at once. */
  listeners: number
  warnings: string[]
  received: number
}

/** Runs the code behind Express and `compression`, against a client that reads all or goes in the middle. */
async function compress(send: Send, leavesAfter = Infinity): Promise<Compressed> {
  const seen: Compressed = { listeners: 0, warnings: [], received: 0 }
  const warn = (warning: Error) => {
    seen.warnings.push(warning.name)
  }
  process.on('warning', warn)
  let compressor: NodeJS.EventEmitter | undefined
  async function* rows(res: ServerResponse) {
    for (let taken = 0; taken < ROWS && !res.destroyed; taken++) {
      // `on` gives back what it listened to; before the first write nobody knows yet.
      if (taken === 1) compressor = res.on('drain', () => undefined)
      seen.listeners = Math.max(seen.listeners, compressor?.listenerCount('drain') ?? 0)
      yield ROW
      if (taken % 100 === 0) await tick()
    }
  }
  const app = express()
  app.use(compression())
  let sent: Promise<void> | undefined
  app.get('/', (_req, res) => {
    sent = send(rows(res), res)
  })
  const server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const leaving = new AbortController()
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, {
    headers: { 'accept-encoding': 'gzip' },
    signal: leaving.signal,
  })
  expect(response.headers.get('content-encoding')).toBe('gzip')
  try {
    for await (const chunk of response.body ?? []) {
      seen.received += chunk.length
      if (seen.received > leavesAfter) leaving.abort()
    }
  } catch (error) {
    if (!leaving.signal.aborted) throw error
  }
  await sent
  await tick()
  process.off('warning', warn)
  server.closeAllConnections()
  server.close()
  return seen
}

describe('behind compression', () => {
  it('keeps a listener for every drain that once waited for', async () => {
    const seen = await compress(await load(ONCE))
    expect(seen.warnings).toContain('MaxListenersExceededWarning')
    expect(seen.listeners).toBeGreaterThan(1000)
  })

  it.each(REMEDIES)('%s leaves no listener behind', async (_name, code, suggestion) => {
    const seen = await compress(await load(suggested(code, suggestion)))
    expect(seen.warnings).toEqual([])
    expect(seen.listeners).toBeLessThanOrEqual(FEW)
    expect(seen.received).toBeGreaterThanOrEqual(ROWS * ROW.length)
  })

  it.each(REMEDIES)('%s goes on when the client leaves', async (_name, code, suggestion) => {
    const seen = await compress(await load(suggested(code, suggestion)), ROW.length * 50)
    expect(seen.warnings).toEqual([])
    expect(seen.listeners).toBeLessThanOrEqual(FEW)
    expect(seen.received).toBeLessThan(ROWS * ROW.length)
  })
})

const BROADCAST = `import express from 'express'

export const app = express()
export const clients = new Set()
app.get('/events', (req, res) => {
  res.setHeader('content-type', 'text/event-stream')
  res.flushHeaders()
  clients.add(res)
  res.on('close', () => clients.delete(res))
})
export function broadcast(row) {
  for (const client of clients) client.write(row)
}`

describe('a broadcast to one client that reads and one that does not', () => {
  /** Sends all rows; how much waited for the clients at most, and how much came to the one that reads. */
  async function broadcasts(code: string): Promise<{ held: number; received: number; left: number }> {
    const { app, broadcast, clients } = await modules.load<{
      app: Parameters<typeof createServer>[1]
      broadcast: (row: string) => void
      clients: Set<ServerResponse>
    }>(code)
    await using server = await onLoopback(createServer(app))
    const newClient = async () => {
      const socket = connect(server.port, '127.0.0.1')
      socket.on('error', () => undefined).write('GET /events HTTP/1.1\r\nhost: a\r\n\r\n')
      await once(socket, 'data')
      return socket
    }
    const reading = await newClient()
    const stopped = await newClient()
    stopped.pause()
    let received = 0
    reading.on('data', (chunk) => (received += chunk.length))
    let held = 0
    for (let row = 0; row < ROWS; row++) {
      broadcast(ROW)
      held = Math.max(held, ...[...clients].map(({ writableLength }) => writableLength))
      if (row % 4 === 0) await tick()
    }
    const size = ROWS * ROW.length
    for (let ticks = 0; received < size && ticks < 10_000; ticks++) await tick()
    return { held, received, left: clients.size }
  }

  it('holds more than half for the one that does not', async () => {
    const { held, left } = await broadcasts(BROADCAST)
    expect(held).toBeGreaterThan((ROWS * ROW.length) / 2)
    expect(left).toBe(2)
  })

  it('ends that one after the suggestion, and the other hears everything', async () => {
    const { held, received, left } = await broadcasts(suggested(BROADCAST, 'dropSlow'))
    expect(held).toBeLessThan(3_000_000)
    expect(left).toBe(1)
    expect(received).toBeGreaterThan(ROWS * ROW.length)
  })
})
