import type { IncomingMessage } from 'node:http'
import { createServer } from 'node:http'
import { EventSource } from 'eventsource'
import { Server } from 'socket.io'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import rule from '../../rules/security/no-credentials-in-stream-url.ts'
import { runInChild } from './child-process.ts'
import { onLoopback } from './loopback.ts'
import { moduleFolder } from './module-folder.ts'
import { remedied } from './remedy.ts'

const EVENTS =
  'export const follow = (server, room, token) => new EventSource(`${server}/rooms/${room}/events?token=${token}&from=1`)'
const SOCKET_IO = `import { io } from 'socket.io-client'
export const connect = (server, token) => io(server, { transports: ['websocket'], reconnection: false, query: { token } })`
/** Runs until the server hangs up. */
const WEB_SOCKET = `const connect = (server, token) => new WebSocket(\`\${server}/live?token=\${encodeURIComponent(token)}\`)
connect(process.env.SERVER, 'sk-live-1').addEventListener('error', () => {})`

const TOKEN = 'sk-live-1'
const modules = moduleFolder()
const after = (code: string, remedy: string, project: string) =>
  remedied(code, remedy, { rule, name: 'no-credentials-in-stream-url', project })
afterEach(() => {
  vi.unstubAllGlobals()
})

/** What a server and everything in front of it write into their logs. */
const logged = ({ method = '', url = '' }: IncomingMessage) => `${method} ${url}`

/** A browser's EventSource, with a cookie that it sends when it is told to send credentials. It knows a browser by its `window`. */
class BrowserEventSource extends EventSource {
  constructor(url: string, init?: { withCredentials?: boolean }) {
    super(url, {
      ...init,
      fetch: (input, given) =>
        fetch(input, {
          ...given,
          headers: { ...given.headers, ...(given.credentials === 'include' ? { cookie: `session=${TOKEN}` } : {}) },
        }),
    })
  }
}

interface Visit {
  readonly log: readonly string[]
  /** What the server knows the client by. */
  readonly known: { readonly authorization: string | undefined; readonly cookie: string | undefined }
}

/** Follows a room until the first event. */
async function visit(code: string): Promise<Visit> {
  const { follow } = await modules.load<{ follow: (server: string, room: string, token: string) => EventSource }>(code)
  const log: string[] = []
  let known: Visit['known'] | undefined
  const server = createServer((req, res) => {
    log.push(logged(req))
    known = { authorization: req.headers.authorization, cookie: req.headers.cookie }
    res.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: hello\n\n')
  })
  await using loopback = await onLoopback(server)
  const source = follow(loopback.url, 'lobby', TOKEN)
  const data = await new Promise<unknown>((resolve, reject) => {
    source.addEventListener('message', (event) => resolve(event.data))
    source.addEventListener('error', (event) => reject(new Error(event.message)))
  })
  source.close()
  expect(data).toBe('hello')
  if (known === undefined) throw new Error('Nobody came')
  return { log, known }
}

describe('an event stream of a browser', () => {
  beforeEach(() => {
    vi.stubGlobal('window', {})
    vi.stubGlobal('EventSource', BrowserEventSource)
  })

  it('has its token in the log, before', async () => {
    expect(await visit(EVENTS)).toEqual({
      log: [`GET /rooms/lobby/events?token=${TOKEN}&from=1`],
      known: { authorization: undefined, cookie: undefined },
    })
  })

  it('has it in a header, after', async () => {
    expect(await visit(after(EVENTS, 'header', 'node'))).toEqual({
      log: ['GET /rooms/lobby/events?from=1'],
      known: { authorization: `Bearer ${TOKEN}`, cookie: undefined },
    })
  })

  it('has it in a cookie, after', async () => {
    expect(await visit(after(EVENTS, 'cookie', 'node'))).toEqual({
      log: ['GET /rooms/lobby/events?from=1'],
      known: { authorization: undefined, cookie: `session=${TOKEN}` },
    })
  })
})

/** Connects with a browser's WebSocket to a server that hangs up. */
async function visitSocket(code: string): Promise<readonly string[]> {
  const log: string[] = []
  const server = createServer()
  server.on('upgrade', (req, socket) => {
    log.push(logged(req))
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
  })
  await using loopback = await onLoopback(server)
  const address = loopback.url.replace('http', 'ws')
  const path = modules.write(code.replace('process.env.SERVER', `'${address}'`))
  const { stderr } = await runInChild(path, ['--experimental-websocket', '--no-warnings'])
  expect(stderr).toBe('')
  return log
}

describe('a WebSocket', () => {
  it('has its token in the log, before', async () => {
    expect(await visitSocket(WEB_SOCKET)).toEqual([`GET /live?token=${TOKEN}`])
  })

  it('leaves it to a cookie, after', async () => {
    expect(await visitSocket(after(WEB_SOCKET, 'cookie', 'node'))).toEqual(['GET /live'])
  })
})

interface Handshake {
  readonly query: { readonly token?: string }
  readonly auth: { readonly token?: string }
}

/** Connects with socket.io. */
async function visitSocketIo(code: string): Promise<{ log: readonly string[]; handshake: Handshake }> {
  type Connect = (server: string, token: string) => { close(): void }
  const { connect } = await modules.load<{ connect: Connect }>(code)
  const log: string[] = []
  const server = createServer()
  server.on('upgrade', (req) => log.push(logged(req)))
  const sockets = new Server(server)
  await using loopback = await onLoopback(server)
  const handshake = await new Promise<Handshake>((resolve) => {
    sockets.on('connection', (socket) => resolve(socket.handshake as Handshake))
    const socket = connect(loopback.url, TOKEN)
    sockets.on('connection', () => socket.close())
  })
  await sockets.close()
  return { log, handshake }
}

describe('socket.io', () => {
  it('has its token in the log, before', async () => {
    const { log, handshake } = await visitSocketIo(SOCKET_IO)
    expect(log).toEqual([expect.stringContaining(`token=${TOKEN}`)])
    expect(handshake.query.token).toBe(TOKEN)
  })

  it('sends it once it is connected, after', async () => {
    const { log, handshake } = await visitSocketIo(after(SOCKET_IO, 'auth', 'socketio'))
    expect(log).toEqual([expect.not.stringContaining(TOKEN)])
    expect(handshake.auth.token).toBe(TOKEN)
  })
})
