import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import rule from '../../rules/buffers/no-unbounded-buffer.ts'
import { codemodProjects, packageJson } from './codemod-run.ts'
import { onLoopback } from './loopback.ts'
import { moduleFolder } from './module-folder.ts'
import { remedied } from './remedy.ts'
import { serverProcess } from './server-process.ts'

const modules = moduleFolder()
const projects = codemodProjects()

const MB = 1_000_000
/** What a client posts, unless it is stopped. */
const BODY = 32 * MB

const LISTENER = `import { createServer } from 'node:http'

export const server = createServer((req, res) => {
  let body = ''
  req.on('data', (chunk) => {
    body += chunk
  })
  req.on('end', () => res.end(String(body.length)))
})
`
const PROMISE = `import { createServer } from 'node:http'

function readBody(req) {
  return new Promise((resolve, reject) => {
    const chunks = []
    req.on('data', (chunk) => {
      chunks.push(chunk)
    })
    req.on('end', () => resolve(Buffer.concat(chunks)))
    req.on('error', reject)
  })
}
export const server = createServer(async (req, res) => {
  try {
    const body = await readBody(req)
    res.end(String(body.length))
  } catch (error) {
    res.writeHead(error.status ?? 500).end()
  }
})
`
/** `node:http` drops what a handler rejects with: the process ends. */
const LOOP = `import { createServer } from 'node:http'

export const server = createServer(async (req, res) => {
  let body = ''
  for await (const chunk of req) body += chunk
  res.end(String(body.length))
})
`
/** So does Express 4. */
const EXPRESS = `import { createServer } from 'node:http'
import express from 'express'

const app = express()
app.post('/', async (req, res) => {
  const chunks = []
  for await (const chunk of req) {
    chunks.push(chunk)
  }
  res.end(String(Buffer.concat(chunks).length))
})
export const server = createServer(app)
`
const EXPRESS_CAUGHT = `import { createServer } from 'node:http'
import express from 'express'

const app = express()
app.set('env', 'test')
app.post('/', async (req, res, next) => {
  try {
    const chunks = []
    for await (const chunk of req) {
      chunks.push(chunk)
    }
    res.end(String(Buffer.concat(chunks).length))
  } catch (error) {
    next(error)
  }
})
export const server = createServer(app)
`
const LINES = `import { createServer } from 'node:net'

function handle(line) {
  if (line === 'leave') process.exit()
}
export const server = createServer((socket) => {
  let rest = ''
  socket.setEncoding('utf8').on('data', (data) => {
    rest += data
    const lines = rest.split('\\n')
    rest = lines.pop() ?? ''
    lines.forEach(handle)
  })
})
`
const FETCHED = `export async function load(url) {
  const response = await fetch(url)
  if (!response.ok) throw new Error('HTTP ' + response.status)
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body) text += decoder.decode(chunk, { stream: true })
  return text
}
`
const READER = `export async function load(url) {
  const response = await fetch(url)
  if (!response.ok) throw new Error('HTTP ' + response.status)
  const reader = response.body.getReader()
  const chunks = []
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    chunks.push(value)
  }
  return new Blob(chunks).text()
}
`

const after = (code: string, suggestion: string, project = 'node') =>
  remedied(code, suggestion, { rule, name: 'no-unbounded-buffer', project, file: 'src/code.mjs' })

const PIECE = Buffer.alloc(64 * 1024, 'x')
const HEADERS = 'POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n'

interface Posted {
  /** What the client could send, in bytes. */
  sent: number
  /** The first line of the answer; empty when there was none. */
  answer: string
}

interface Posting {
  /** How many bytes to send. */
  readonly size?: number
  /** What to send in front of them; none of HTTP when it is empty. */
  readonly headers?: string
  /** Called when all has been sent, and before the end. */
  readonly onSent?: () => Promise<void>
}

/** Sends a body as fast as the server takes it, until it is answered, the connection is gone, or all is sent. */
async function post(port: number, { size = BODY, headers = HEADERS, onSent }: Posting = {}): Promise<Posted> {
  const socket = connect(port, '127.0.0.1')
  const leaving = new AbortController()
  let answer = ''
  const closed = new Promise<void>((resolve) => {
    socket.on('close', () => {
      leaving.abort()
      resolve()
    })
  })
  socket.on('error', () => undefined)
  socket.setEncoding('latin1').on('data', (text: string) => {
    answer += text
    leaving.abort()
  })
  socket.write(headers)
  const isHttp = headers !== ''
  let sent = 0
  while (sent < size && !leaving.signal.aborted) {
    if (isHttp) socket.write(`${PIECE.length.toString(16)}\r\n`)
    const hasRoom = socket.write(PIECE)
    if (isHttp) socket.write('\r\n')
    sent += PIECE.length
    if (!hasRoom) await once(socket, 'drain', { signal: leaving.signal }).catch(() => undefined)
  }
  if (!leaving.signal.aborted) {
    await onSent?.()
    if (isHttp) socket.write('0\r\n\r\n')
  }
  for (let waited = 0; waited < 10_000 && !leaving.signal.aborted && isHttp; waited += 20) await setTimeout(20)
  socket.destroy()
  await closed
  return { sent, answer: answer.slice(0, answer.indexOf('\r\n')) }
}

interface Outcome extends Posted {
  /** What the server held more than before, at the end of the body or after the refusal. */
  held: number
}

/** Has a server of its own process be posted to. */
async function posted(code: string, posting: Posting = {}): Promise<Outcome> {
  await using server = await serverProcess(modules, code)
  const before = await server.held()
  let held = 0
  // What is on its way must have come before it can be counted.
  const measure = async () => {
    for (let last = -Infinity; Math.abs(held - last) > 0.1 * MB;) {
      last = held
      await setTimeout(50)
      held = (await server.held()) - before
    }
  }
  const outcome = await post(server.port, { ...posting, onSent: measure })
  const whole = held
  await measure()
  if (posting.headers !== '')
    expect(await post(server.port, { size: PIECE.length })).toMatchObject({ answer: 'HTTP/1.1 200 OK' })
  return { ...outcome, held: Math.max(whole, held) }
}

describe('a client that posts 32 MB, before', () => {
  it.each([
    ['listeners', LISTENER],
    ['a promise', PROMISE],
    ['a loop', LOOP],
    ['a loop in Express', EXPRESS],
  ])('%s: all of it is kept', async (_name, code) => {
    const { held, answer } = await posted(code)
    expect(answer).toBe('HTTP/1.1 200 OK')
    expect(held).toBeGreaterThan(BODY * 0.9)
  })

  it('ends the process where it has less memory', async () => {
    await using server = await serverProcess(modules, LISTENER, ['--max-old-space-size=32'])
    const { answer } = await post(server.port, { size: 4 * BODY })
    expect(answer).toBe('')
    const { code, signal, stderr } = await server.ended
    expect([code, signal]).not.toEqual([0, null])
    expect(stderr).toContain('heap out of memory')
  })
})

describe('the same, after', () => {
  it.each([
    ['listeners, counted', LISTENER, 'countBytes', 'node'],
    ['a promise, counted', PROMISE, 'countBytes', 'node'],
    ['a promise, by raw-body', PROMISE, 'readBounded', 'node'],
    ['a loop, counted', LOOP, 'countBytes', 'node'],
    ['a loop, by raw-body', LOOP, 'readBounded', 'node'],
    ['a loop in Express 4, counted', EXPRESS, 'countBytes', 'express4'],
    ['a loop in Express 4, by raw-body', EXPRESS, 'readBounded', 'express4'],
  ])('%s: refused at a megabyte, and little is kept', async (_name, code, suggestion, project) => {
    const { sent, answer, held } = await posted(after(code, suggestion, project))
    expect(answer).toBe('HTTP/1.1 413 Payload Too Large')
    expect(sent).toBeLessThan(BODY / 2)
    expect(held).toBeLessThan(5 * MB)
  })

  it.each(['countBytes', 'readBounded'])('an error that is caught and handed to Express: %s', async (suggestion) => {
    const { answer, held } = await posted(after(EXPRESS_CAUGHT, suggestion, 'express4'))
    expect(answer).toBe('HTTP/1.1 413 Payload Too Large')
    expect(held).toBeLessThan(5 * MB)
  })

  it.each([
    ['a loop', LOOP, {}],
    ['listeners', LISTENER, {}],
  ])('bounded-body, %s', async (_name, code, dependencies) => {
    const files = { 'src/server.js': code, 'package.json': packageJson(dependencies) }
    const project = await projects.after('bounded-body', files)
    expect(project.read('src/server.js')).toContain('const MAX_BODY_BYTES = 1_000_000')
    const { answer, held } = await posted(project.read('src/server.js'))
    expect(answer).toBe('HTTP/1.1 413 Payload Too Large')
    expect(held).toBeLessThan(5 * MB)
  })
})

describe('a line that never ends', () => {
  const posting = { size: 6 * MB, headers: '' }

  it('is kept, before', async () => {
    expect((await posted(LINES, posting)).held).toBeGreaterThan(posting.size * 0.9)
  })

  it('ends its connection at a megabyte, after', async () => {
    const { held } = await posted(after(LINES, 'measureRest'), posting)
    expect(held).toBeLessThan(2 * MB)
  })
})

describe('a server that answers with 32 MB', () => {
  type Load = (url: string) => Promise<string>

  /** What `load` gives or fails with, and how much the server could send. */
  async function loaded(code: string) {
    const { load } = await modules.load<{ load: Load }>(code)
    let sent = 0
    function* pieces() {
      for (; sent < BODY; sent += PIECE.length) yield PIECE
    }
    const pour = (response: ServerResponse) => pipeline(pieces(), response).catch(() => undefined)
    await using server = await onLoopback(createServer((_request, response) => void pour(response)))
    const outcome = await load(server.url).then(
      ({ length }) => ({ length }),
      (error: unknown) => ({ error: (error as Error).name }),
    )
    return { sent, ...outcome }
  }

  it.each([
    ['a loop', FETCHED],
    ['a reader', READER],
  ])('%s: all of it is kept, before', async (_name, code) => {
    expect(await loaded(code)).toHaveProperty('length', Math.ceil(BODY / PIECE.length) * PIECE.length)
  })

  it.each([
    ['a loop, counted', FETCHED, 'countBytes', 'Error'],
    ['a loop, by get-stream', FETCHED, 'readBounded', 'MaxBufferError'],
    ['a reader, counted', READER, 'countBytes', 'Error'],
    ['a reader, by get-stream', READER, 'readBounded', 'MaxBufferError'],
  ])('%s: fails at ten megabytes, and the server is told', async (_name, code, suggestion, error) => {
    const outcome = await loaded(after(code, suggestion))
    expect(outcome).toHaveProperty('error', error)
    expect(outcome.sent).toBeLessThan(BODY * 0.75)
  })
})

describe('the events of a connection that stays open', () => {
  const STORE = `import { writable } from 'svelte/store'

export const logs = writable([])
const source = new EventSource('/logs')
source.onmessage = (event) => logs.update((list) => [...list, event.data])
export const send = (data) => source.onmessage({ data })
`
  const MODULE = `import { EventEmitter } from 'node:events'

const bus = new EventEmitter()
const orders = []
bus.on('order', (order) => {
  orders.push(order)
})
export const logs = {
  subscribe(tell) {
    tell(JSON.parse(JSON.stringify(orders)))
    return () => {}
  },
}
export const send = (order) => bus.emit('order', order)
`
  interface Log {
    logs: { subscribe: (tell: (list: readonly number[]) => void) => () => void }
    send: (event: number) => void
  }
  const EVENTS = 10_000

  /** What the list holds after ten thousand events. */
  async function kept(code: string): Promise<readonly number[]> {
    vi.stubGlobal('EventSource', class {})
    const { logs, send } = await modules.load<Log>(code)
    vi.unstubAllGlobals()
    for (let event = 0; event < EVENTS; event++) send(event)
    let held: readonly number[] = []
    logs.subscribe((list) => (held = list))()
    return held
  }

  it.each([
    ['a store', STORE],
    ['a list of a module', MODULE],
  ])('%s: all are kept before, the newest thousand after', async (_name, code) => {
    expect(await kept(code)).toHaveLength(EVENTS)
    const newest = Array.from({ length: 1000 }, (_, index) => EVENTS - 1000 + index)
    expect(await kept(after(code, 'keepNewest', 'plain'))).toEqual(newest)
  })
})
