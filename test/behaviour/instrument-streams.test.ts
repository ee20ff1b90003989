import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { runCodemod } from '../codemods/run-codemod.ts'
import { ROOT } from '../repository.ts'

/** How long each of the handlers takes to its first piece, and from there to the next one, in seconds. */
const PAUSE = 0.06
const PIECES = `import { setTimeout as sleep } from 'node:timers/promises'

/** What the streams do, and what becomes of their sources. */
export const seen = { freed: 0, pulled: 0, written: undefined }

export async function* words(last) {
  try {
    await sleep(${PAUSE * 1000})
    yield 'data: ä\\n\\n'
    await sleep(${PAUSE * 1000})
    if (last === 'failure') throw new Error('the model broke off')
    while (last === 'never') {
      yield 'data: c\\n\\n'
      await sleep(10)
    }
    if (last === 'silence') await sleep(60_000, undefined, { ref: false })
    yield 'data: b\\n\\n'
  } finally {
    seen.freed++
  }
}
`

const EXPRESS = `import express from 'express'
${PIECES}
export const app = express()

app.get('/words', async (req, res) => {
  res.setHeader('Content-Type', 'text/event-stream')
  for await (const word of words('word')) res.write(word)
  res.end()
})

app.get('/broken', async (req, res) => {
  res.setHeader('Content-Type', 'text/event-stream')
  try {
    for await (const word of words('failure')) res.write(word)
    res.end()
  } catch (error) {
    res.destroy(error)
  }
})

app.get('/cut', async (req, res) => {
  res.setHeader('Content-Type', 'text/event-stream')
  try {
    for await (const word of words('failure')) res.write(word)
    res.end()
  } catch {
    req.socket.destroy()
  }
})

app.get('/endless', async (req, res) => {
  res.setHeader('Content-Type', 'text/event-stream')
  for await (const word of words('never')) {
    if (res.destroyed) break
    res.write(word)
  }
  res.end()
})

app.get('/refused', async (req, res) => {
  if (req.query.key === undefined) return res.status(401).end('no key')
  res.setHeader('Content-Type', 'text/event-stream')
  for await (const word of words('word')) res.write(word)
  res.end()
})

app.get('/written', (req, res) => {
  res.setHeader('Content-Type', 'text/event-stream')
  const calls = []
  const small = res.write('small', () => calls.push('small'))
  const large = res.write(Buffer.alloc(1024 * 1024), () => calls.push('large'))
  const empty = res.write('')
  const ended = res.end('ä', 'latin1', () => calls.push('end')) === res
  res.on('close', () => (seen.written = { small, large, empty, ended, calls }))
})
`
const HONO = `import { Hono } from 'hono'
${PIECES}
const app = new Hono()
export default app

app.get('/words', (c) => {
  c.header('Set-Cookie', 'a=1')
  c.header('Set-Cookie', 'b=2', { append: true })
  return new Response(bytesOf(words('word')), { status: 201, headers: { ...c.res.headers, 'content-type': 'text/event-stream', 'x-name': 'words' } })
})

app.get('/cookies', (c) => {
  c.header('Set-Cookie', 'a=1')
  c.header('Set-Cookie', 'b=2', { append: true })
  c.header('content-type', 'text/event-stream')
  return c.body(bytesOf(words('word')))
})

app.get('/broken', () => new Response(bytesOf(words('failure')), { headers: { 'content-type': 'text/event-stream' } }))

app.get('/endless', (c) => {
  if (c.req.query('key') === 'none') return c.text('no key', 401)
  return new Response(bytesOf(words('never')), { headers: { 'content-type': 'text/event-stream' } })
})

app.get('/silent', () => new Response(bytesOf(words('silence')), { headers: { 'content-type': 'text/event-stream' } }))

app.get('/ahead', () => {
  const body = new ReadableStream({
    pull(controller) {
      seen.pulled++
      controller.enqueue(new Uint8Array(1024))
    },
    cancel(reason) {
      seen.reason = reason
    },
  })
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
})

function bytesOf(texts) {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await texts.next()
      if (done) controller.close()
      else controller.enqueue(new TextEncoder().encode(value))
    },
    async cancel() {
      await Promise.race([texts.return(), sleep(20)])
    },
  })
}
`

/** What starts the server, tells its port, and answers for what is seen from inside. */
const MAIN = {
  express: `import { createServer } from 'node:http'
import { app, seen } from './app.js'
import { figures } from './figures.js'

const server = createServer(async (req, res) => {
  if (req.url === '/figures') return res.end(JSON.stringify(await figures()))
  if (req.url === '/seen') return res.end(JSON.stringify(seen))
  app(req, res)
}).listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })))
console.error = () => {}
`,
  hono: `import { createServer } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import app, { seen } from './app.js'
import { figures } from './figures.js'

const server = createServer(async (req, res) => {
  if (req.url === '/figures') return res.end(JSON.stringify(await figures()))
  if (req.url === '/seen') return res.end(JSON.stringify(seen))
  const response = await app.fetch(new Request(new URL(req.url, 'http://localhost')))
  if (req.url === '/ahead') {
    await new Promise((resolve) => setTimeout(resolve, 20))
    const before = seen.pulled
    await response.body.cancel('enough')
    return res.end(JSON.stringify({ before }))
  }
  res.writeHead(response.status, [...response.headers].flat())
  await pipeline(Readable.fromWeb(response.body), res).catch(() => {})
}).listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })))
`,
} as const

/** What is recorded of a route's streams with one outcome; sums of seconds. */
interface Recorded {
  streams: number
  chunks: number
  bytes: number
  duration: number
  firstChunk: number
  firstChunks: number
}
/** By route and outcome: `GET /words completed`. */
type Figures = Record<string, Recorded>

const FIGURES = {
  'prom-client': `import { register } from 'prom-client'
export const figures = () => register.getMetricsAsJSON()
`,
  '@opentelemetry/api': `import { metrics } from '@opentelemetry/api'
import { AggregationTemporality, InMemoryMetricExporter, MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'

const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
const reader = new PeriodicExportingMetricReader({ exporter })
// The modules that measure are loaded before this one.
metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }))
export async function figures() {
  exporter.reset()
  await reader.forceFlush()
  return exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((it) => it.metrics))
}
`,
  pino: `export const figures = () => []
`,
} as const
type LibraryName = keyof typeof FIGURES

function add(figures: Figures, labels: Record<string, unknown>, more: Partial<Recorded>): void {
  const key = `${String(labels['route'])} ${String(labels['outcome'])}`
  const entry = (figures[key] ??= { streams: 0, chunks: 0, bytes: 0, duration: 0, firstChunk: 0, firstChunks: 0 })
  for (const [name, value] of Object.entries(more)) entry[name as keyof Recorded] += value
}

interface PromMetric {
  name: string
  values: { metricName?: string; labels: Record<string, unknown>; value: number }[]
}

const PROM_NAMES: Readonly<Record<string, keyof Recorded>> = {
  streams_total: 'streams',
  stream_chunks_total: 'chunks',
  stream_bytes_total: 'bytes',
  stream_duration_seconds_sum: 'duration',
  stream_first_chunk_seconds_sum: 'firstChunk',
  stream_first_chunk_seconds_count: 'firstChunks',
}

interface OpenTelemetryMetric {
  descriptor: { name: string }
  dataPoints: { attributes: Record<string, unknown>; value: number | { sum: number; count: number } }[]
}

const OPEN_TELEMETRY_NAMES: Readonly<Record<string, keyof Recorded>> = {
  'stream.count': 'streams',
  'stream.chunks': 'chunks',
  'stream.bytes': 'bytes',
  'stream.duration': 'duration',
  'stream.first_chunk': 'firstChunk',
}

/** A server whose routes the tool has instrumented, in a process of its own. */
class Instrumented {
  readonly folder: string
  readonly #library: LibraryName
  readonly #kind: keyof typeof MAIN
  readonly #lines: Record<string, unknown>[] = []
  #child: ChildProcess | undefined
  #port = 0

  constructor(kind: keyof typeof MAIN, library: LibraryName) {
    this.#kind = kind
    this.#library = library
    this.folder = mkdtempSync(join(tmpdir(), 'streaming-instrumented-'))
  }

  /** Writes the application, has the tool change it, and starts what the tool made of it. */
  async start(): Promise<string> {
    const { folder } = this
    const versions = { express: '^5.0.0', hono: '^4.0.0', [this.#library]: '^1.0.0' }
    const manifest = { name: 'instrumented', private: true, type: 'module', dependencies: versions }
    if (this.#library === 'pino') Object.assign(versions, { pino: '^10.0.0' })
    if (this.#library === 'prom-client') Object.assign(versions, { 'prom-client': '^15.0.0' })
    mkdirSync(folder, { recursive: true })
    symlinkSync(`${ROOT}node_modules`, join(folder, 'node_modules'), 'junction')
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, null, 2))
    writeFileSync(join(folder, 'app.js'), this.#kind === 'express' ? EXPRESS : HONO)
    const { code, byHand, errors } = await runCodemod('instrument-streams', folder)
    expect([code, byHand, errors.replace(/^(?:There is no tsconfig|Types are not checked).*\n/gm, '')]).toEqual([
      0,
      '',
      '',
    ])
    // What the tests add is no part of what the tool reads.
    writeFileSync(join(folder, 'figures.js'), FIGURES[this.#library])
    writeFileSync(join(folder, 'main.js'), MAIN[this.#kind])
    const child = spawn(process.execPath, [join(folder, 'main.js')], { stdio: ['ignore', 'pipe', 'inherit'] })
    this.#child = child
    createInterface({ input: child.stdout }).on('line', (line) => {
      const entry = JSON.parse(line) as Record<string, unknown>
      if (typeof entry['port'] === 'number') this.#port = entry['port']
      else this.#lines.push(entry)
    })
    await vi.waitFor(() => expect(this.#port).toBeGreaterThan(0), 10_000)
    return readFileSync(join(folder, 'app.js'), 'utf8')
  }

  async stop(): Promise<void> {
    if (this.#child?.exitCode === null) {
      this.#child.kill()
      await once(this.#child, 'exit')
    }
    rmSync(this.folder, { recursive: true, force: true })
  }

  get(path: string, signal?: AbortSignal): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.#port}${path}`, signal === undefined ? {} : { signal })
  }

  get lines(): readonly Record<string, unknown>[] {
    return this.#lines
  }

  async seen(): Promise<Record<string, unknown>> {
    return (await (await this.get('/seen')).json()) as Record<string, unknown>
  }

  /** What is recorded of a route with an outcome, once it is. */
  async recorded(key: string): Promise<Recorded> {
    return vi.waitFor(
      async () => {
        const found = (await this.figures())[key]
        if (found === undefined) throw new Error(`nothing is recorded of ${key}`)
        return found
      },
      { timeout: 5000, interval: 20 },
    )
  }

  async figures(): Promise<Figures> {
    const figures: Figures = {}
    const answer: unknown = await (await this.get('/figures')).json()
    switch (this.#library) {
      case 'prom-client':
        for (const { name, values } of answer as PromMetric[])
          for (const { metricName, labels, value } of values) {
            const known = PROM_NAMES[metricName ?? name]
            if (known !== undefined) add(figures, labels, { [known]: value })
          }
        break
      case '@opentelemetry/api':
        for (const { descriptor, dataPoints } of answer as OpenTelemetryMetric[])
          for (const { attributes, value } of dataPoints) {
            const known = OPEN_TELEMETRY_NAMES[descriptor.name]
            if (known === undefined) continue
            add(figures, attributes, { [known]: typeof value === 'number' ? value : value.sum })
            if (known === 'firstChunk' && typeof value !== 'number')
              add(figures, attributes, { firstChunks: value.count })
          }
        break
      case 'pino':
        for (const line of this.#lines) {
          const { chunks, bytes, duration, firstChunk } = line as unknown as Recorded
          const first = firstChunk === undefined ? {} : { firstChunk, firstChunks: 1 }
          add(figures, line, { streams: 1, chunks, bytes, duration, ...first })
        }
    }
    return figures
  }

  /** Reads a stream to its end, or to where it breaks off. */
  async read(path: string): Promise<'end' | 'failure'> {
    try {
      await (await this.get(path)).arrayBuffer()
      return 'end'
    } catch {
      return 'failure'
    }
  }

  /** Takes the first chunk of a stream, waits, and leaves. */
  async leave(path: string): Promise<void> {
    const controller = new AbortController()
    const { body } = await this.get(path, controller.signal)
    await body?.getReader().read()
    await sleep(PAUSE * 2000)
    controller.abort()
  }
}

/** Timers may fire a little early. */
const EARLY = 0.005

const LIBRARIES = Object.keys(FIGURES) as LibraryName[]

describe.each(LIBRARIES)('responses of Node, with %s', (library) => {
  const server = new Instrumented('express', library)
  let code = ''
  beforeAll(async () => {
    code = await server.start()
  })
  afterAll(() => server.stop())

  it('has every route measured', () => {
    const labels = [...code.matchAll(/measureStream\(res, '(.+)'\)/g)].map(([, label]) => label)
    expect(labels).toEqual(['/words', '/broken', '/cut', '/endless', '/refused', '/written'].map((it) => `GET ${it}`))
  })

  it('records a stream that ends', async () => {
    expect(await server.read('/words')).toBe('end')
    const { duration, firstChunk, ...counts } = await server.recorded('GET /words completed')
    expect(counts).toEqual({ streams: 1, chunks: 2, bytes: 19, firstChunks: 1 })
    expect(firstChunk).toBeGreaterThan(PAUSE - EARLY)
    expect(duration).toBeGreaterThan(firstChunk + PAUSE - EARLY)
    expect(duration).toBeLessThan(5)
    expect(Object.keys(await server.figures()).filter((it) => it.startsWith('GET /words'))).toHaveLength(1)
  })

  it.each(['/broken', '/cut'])('records a stream that the server breaks off: %s', async (path) => {
    expect(await server.read(path)).toBe('failure')
    const { streams, chunks, bytes } = await server.recorded(`GET ${path} failed`)
    expect({ streams, chunks, bytes }).toEqual({ streams: 1, chunks: 1, bytes: 10 })
  })

  it('records a stream that its reader leaves', async () => {
    await server.leave('/endless')
    const { streams, chunks, duration } = await server.recorded('GET /endless abandoned')
    expect(streams).toBe(1)
    expect(chunks).toBeGreaterThan(1)
    expect(duration).toBeGreaterThan(3 * PAUSE - EARLY)
  })

  it('tells a refusal from a stream', async () => {
    expect(await server.read('/refused')).toBe('end')
    const { streams, chunks } = await server.recorded('GET /refused refused')
    expect({ streams, chunks }).toEqual({ streams: 1, chunks: 1 })
  })

  it('leaves what writing answers, and backpressure, as they were', async () => {
    expect(await server.read('/written')).toBe('end')
    const { chunks, bytes } = await server.recorded('GET /written completed')
    expect({ chunks, bytes }).toEqual({ chunks: 3, bytes: 5 + 1024 * 1024 + 1 })
    expect((await server.seen())['written']).toEqual({
      small: true,
      large: false,
      empty: false,
      ended: true,
      calls: ['small', 'large', 'end'],
    })
  })

  it.runIf(library === 'pino')(
    'writes one line for each stream, an error with its cause for one that broke off',
    () => {
      const written = server.lines.filter(({ route }) => route === 'GET /words' || route === 'GET /broken')
      expect(written.map(({ route, level, msg, outcome }) => ({ route, level, msg, outcome }))).toEqual([
        { route: 'GET /words', level: 30, msg: 'stream is over', outcome: 'completed' },
        { route: 'GET /broken', level: 50, msg: 'stream is over', outcome: 'failed' },
      ])
      expect(written.map(({ err }) => (err as { message?: string } | undefined)?.message)).toEqual([
        undefined,
        'the model broke off',
      ])
    },
  )
})

describe.each(LIBRARIES)('web responses, with %s', (library) => {
  const server = new Instrumented('hono', library)
  let code = ''
  beforeAll(async () => {
    code = await server.start()
  })
  afterAll(() => server.stop())

  it('has every route measured', () => {
    const labels = [...code.matchAll(/measureResponse\('(.+?)'\)/g)].map(([, label]) => label)
    const paths = ['/words', '/cookies', '/broken', '/endless', '/silent', '/ahead']
    expect(labels).toEqual(paths.map((it) => `GET ${it}`))
  })

  it('records a stream that ends, and leaves status and headers as they were', async () => {
    const response = await server.get('/words')
    expect([response.status, response.headers.get('x-name')]).toEqual([201, 'words'])
    expect(await response.text()).toBe('data: ä\n\ndata: b\n\n')
    const { duration, firstChunk, ...counts } = await server.recorded('GET /words completed')
    expect(counts).toEqual({ streams: 1, chunks: 2, bytes: 19, firstChunks: 1 })
    expect(firstChunk).toBeGreaterThan(PAUSE - EARLY)
    expect(duration).toBeGreaterThan(firstChunk + PAUSE - EARLY)
    expect(duration).toBeLessThan(5)
  })

  it('keeps each of several cookies', async () => {
    const response = await server.get('/cookies')
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    await response.body?.cancel()
  })

  it('records a stream that fails', async () => {
    expect(await server.read('/broken')).toBe('failure')
    const { streams, chunks, bytes } = await server.recorded('GET /broken failed')
    expect({ streams, chunks, bytes }).toEqual({ streams: 1, chunks: 1, bytes: 10 })
  })

  it.each(['/endless', '/silent'])(
    'records a stream that its reader leaves, and cancels its source: %s',
    async (path) => {
      const { freed } = (await server.seen()) as { freed: number }
      await server.leave(path)
      const { streams, chunks, duration } = await server.recorded(`GET ${path} abandoned`)
      expect(streams).toBe(1)
      expect(chunks).toBeGreaterThan(0)
      expect(duration).toBeGreaterThan(3 * PAUSE - EARLY)
      const others = Object.keys(await server.figures()).filter((it) => it.startsWith(`GET ${path}`))
      expect(others).toEqual([`GET ${path} abandoned`])
      // A generator that waits is freed once it goes on.
      if (path === '/endless')
        await vi.waitFor(async () => expect((await server.seen())['freed']).toBe(freed + 1), 5000)
    },
  )

  it('measures no answer that is no stream', async () => {
    expect((await server.get('/endless?key=none')).status).toBe(401)
    const known = Object.keys(await server.figures()).filter((it) => it.startsWith('GET /endless'))
    expect(known).toEqual(['GET /endless abandoned'])
  })

  it('reads nothing ahead, and hands on why a reader leaves', async () => {
    // A stream takes one piece before anybody asks; around a body that holds it, nothing more may be taken.
    expect(await (await server.get('/ahead')).json()).toEqual({ before: 1 })
    expect((await server.seen())['reason']).toBe('enough')
  })
})
