import { once } from 'node:events'
import { createServer } from 'node:net'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it, vi } from 'vitest'
import rule from '../../rules/throttling/no-reconnect-without-backoff.ts'
import { runInChild } from './child-process.ts'
import { moduleFolder } from './module-folder.ts'
import { remedied } from './remedy.ts'

const modules = moduleFolder()

const SOURCE = `export function connect() {
  const source = new EventSource('https://example.com/feed')
  source.onmessage = (event) => console.log(event.data)
  source.onerror = () => {
    source.close()
    setTimeout(() => connect(), 1000)
  }
}
`
const FIXED = `const url = 'wss://example.com/feed'

export function connect() {
  const ws = new WebSocket(url)
  ws.onmessage = (event) => console.log(event.data)
  ws.onclose = () => {
    setTimeout(connect, 1000)
  }
}
`
const AT_ONCE = `export function connect() {
  const ws = new WebSocket('wss://example.com/feed')
  ws.addEventListener('message', (event) => console.log(event.data))
  ws.addEventListener('close', connect)
}
`
const CLASS = `class Feed {
  open() {
    this.ws = new WebSocket('wss://example.com/feed')
    this.ws.onclose = () => setTimeout(() => this.open(), 1000)
  }
}
export const connect = () => new Feed().open()
`
const ELSEWHERE = `function open(url) {
  return new WebSocket(url)
}
export function connect() {
  const ws = open('wss://example.com/feed')
  ws.onclose = () => { setTimeout(() => connect(), 1000) }
}
`

/** The code after a suggestion; no package.json says where it runs. */
const after = (code: string, suggestion: string) =>
  remedied(code, suggestion, { rule, name: 'no-reconnect-without-backoff', project: 'esm', file: 'src/feed.js' })

/** Where what is not faked goes on. */
const tick = promisify(setImmediate)

/** How long a refusal takes. */
const REFUSED_AFTER_MS = 50

/** The server of all sockets of a test: when they asked, and whether it is up. */
interface Server {
  isUp: boolean
  asked: number[]
  open: Socket[]
}
let server: Server = { isUp: false, asked: [], open: [] }

/** What a browser has for a WebSocket and for an EventSource, as far as the code under test uses it. */
class Socket extends EventTarget {
  static readonly CONNECTING = 0
  static readonly OPEN = 1
  static readonly CLOSING = 2
  static readonly CLOSED = 3
  readyState = Socket.CONNECTING
  onopen?: (event: Event) => void
  onmessage?: (event: Event) => void
  onerror?: (event: Event) => void
  onclose?: (event: Event) => void

  constructor() {
    super()
    for (const name of ['open', 'message', 'error', 'close'] as const)
      this.addEventListener(name, (event) => this[`on${name}`]?.(event))
    server.asked.push(Date.now())
    setTimeout(() => {
      if (this.readyState !== Socket.CONNECTING) return
      if (server.isUp) {
        server.open.push(this)
        this.readyState = Socket.OPEN
        this.dispatchEvent(new Event('open'))
      } else this.drop()
    }, REFUSED_AFTER_MS)
  }

  /** The other side is gone. */
  drop(): void {
    this.readyState = Socket.CLOSED
    this.dispatchEvent(new Event('error'))
    this.dispatchEvent(Object.assign(new Event('close'), { code: 1006, reason: '', wasClean: false }))
  }

  close(): void {
    this.readyState = Socket.CLOSED
  }
}

/** So many clients lose their connections in the same moment; each has loaded the code for itself. */
const CLIENTS = 20

async function connected(code: string): Promise<void> {
  const pages = await Promise.all(Array.from({ length: CLIENTS }, () => modules.load<{ connect: () => void }>(code)))
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', Socket)
  vi.stubGlobal('EventSource', Socket)
  server = { isUp: true, asked: [], open: [] }
  for (const { connect } of pages) connect()
  await vi.advanceTimersByTimeAsync(REFUSED_AFTER_MS)
  expect(server.open).toHaveLength(CLIENTS)
  server.asked = []
}

function goDown(): void {
  server.isUp = false
  for (const socket of server.open.splice(0)) socket.drop()
}

/** The most clients that came within the same tenth of a second; the times are in order. */
function mostTogether(asked: readonly number[]): number {
  let [first, most] = [0, 0]
  for (const [last, time] of asked.entries()) {
    while ((asked[first] ?? time) <= time - 100) first++
    most = Math.max(most, last - first + 1)
  }
  return most
}

interface Minute {
  /** Attempts of one client, on average. */
  attempts: number
  /** The most clients of the twenty that came within a tenth of a second, after the first ten seconds. */
  together: number
}

/** The server is down for a minute. */
async function minuteDown(code: string): Promise<Minute> {
  await connected(code)
  goDown()
  const start = Date.now()
  await vi.advanceTimersByTimeAsync(60_000)
  const late = server.asked.filter((it) => it > start + 10_000)
  return { attempts: server.asked.length / CLIENTS, together: mostTogether(late) }
}

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('a server that is down for a minute, before', () => {
  it.each([
    ['an EventSource, after a second', SOURCE, 57],
    ['a WebSocket, after a second', FIXED, 57],
    ['a WebSocket of a class, after a second', CLASS, 57],
    ['a WebSocket, at once', AT_ONCE, 1190],
  ])('%s: asked all the time, by all clients together', async (_name, code, least) => {
    const { attempts, together } = await minuteDown(code)
    expect(attempts).toBeGreaterThanOrEqual(least)
    expect(together).toBeGreaterThanOrEqual(CLIENTS)
  })
})

describe.each([
  ['an EventSource, backOff', after(SOURCE, 'backOff')],
  ['a WebSocket, backOff', after(FIXED, 'backOff')],
  ['a WebSocket of a class, backOff', after(CLASS, 'backOff')],
  ['a WebSocket that came back at once, backOff', after(AT_ONCE, 'backOff')],
  ['a WebSocket, library', after(FIXED, 'library')],
  ['a WebSocket that came back at once, library', after(AT_ONCE, 'library')],
])('%s', (_name, code) => {
  it('is asked a few times a minute, by one client here and one there', async () => {
    const { attempts, together } = await minuteDown(code)
    expect(attempts).toBeGreaterThanOrEqual(3)
    expect(attempts).toBeLessThanOrEqual(15)
    expect(together).toBeLessThan(CLIENTS / 2)
  })

  it('comes back, and begins anew with short waits', async () => {
    await connected(code)
    for (let turn = 0; turn < 3; turn++) {
      goDown()
      await vi.advanceTimersByTimeAsync(20_000)
      server.isUp = true
      await vi.advanceTimersByTimeAsync(31_000)
      expect(server.open).toHaveLength(CLIENTS)
    }
    server.asked = []
    goDown()
    // The longest that the first pause may be; after three outages it would be longer.
    await vi.advanceTimersByTimeAsync(7_000)
    expect(server.asked.length).toBeGreaterThanOrEqual(CLIENTS)
  })
})

it('where no counter can be kept, the clients are at least parted', async () => {
  const { attempts, together } = await minuteDown(after(ELSEWHERE, 'spread'))
  expect(attempts).toBeLessThan(57)
  expect(together).toBeLessThan(CLIENTS / 2)
})

describe('fetchEventSource whose server closes after each event', () => {
  const FETCHED = `import { fetchEventSource } from '@microsoft/fetch-event-source'

export function connect() {
  void fetchEventSource('https://example.com/feed', {
    onmessage: (event) => event.data,
    onclose() {
      connect()
    },
  })
}
`

  /** Requests of one client in a simulated minute. */
  async function requests(code: string): Promise<number> {
    const { connect } = await modules.load<{ connect: () => void }>(code)
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
    let asked = 0
    const answer = async () => {
      asked++
      await new Promise((resolve) => {
        setTimeout(resolve, REFUSED_AFTER_MS)
      })
      return new Response('data: hello\n\n', { headers: { 'content-type': 'text/event-stream' } })
    }
    // What the library takes from the page.
    vi.stubGlobal('document', new EventTarget())
    vi.stubGlobal('window', { fetch: answer, clearTimeout, setTimeout })
    connect()
    for (let passed = 0; passed < 60_000; passed += REFUSED_AFTER_MS) {
      vi.advanceTimersByTime(REFUSED_AFTER_MS)
      await tick()
      await tick()
    }
    return asked
  }

  it('comes back a thousand times a minute before, and forty times after', async () => {
    expect(await requests(FETCHED)).toBeGreaterThan(500)
    vi.useRealTimers()
    const spread = await requests(after(FETCHED, 'spread'))
    expect(spread).toBeGreaterThan(20)
    expect(spread).toBeLessThan(60)
  })
})

describe('a port where nobody listens, in a process of its own', () => {
  /** Attempts of one client in a second and a half. */
  async function attempts(code: string): Promise<number> {
    const port = await deadPort()
    const program = `import WS from 'ws'
let asked = 0
globalThis.WebSocket = class extends WS {
  constructor(url) {
    super(url)
    asked++
    this.on('error', () => {})
  }
}
const { connect } = await import(${JSON.stringify(modules.write(code.replaceAll('wss://example.com', `ws://127.0.0.1:${port}`)))})
connect()
setTimeout(() => {
  console.log(asked)
  process.exit()
}, 1500)
`
    const { code: ended, stdout, stderr } = await runInChild(modules.write(program))
    expect([ended, stderr]).toEqual([0, ''])
    return Number(stdout)
  }

  it('is tried hundreds of times a second, before', async () => {
    expect(await attempts(AT_ONCE)).toBeGreaterThan(100)
  })

  it.each(['library', 'backOff'])('is tried once or twice, after: %s', async (suggestion) => {
    const tried = await attempts(after(AT_ONCE, suggestion))
    expect(tried).toBeGreaterThanOrEqual(1)
    expect(tried).toBeLessThanOrEqual(3)
  })
})

/** A port that was free a moment ago. */
async function deadPort(): Promise<number> {
  const listening = createServer().listen(0, '127.0.0.1')
  await once(listening, 'listening')
  const address = listening.address()
  listening.close()
  await once(listening, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}
