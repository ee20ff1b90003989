import type { RequestListener } from 'node:http'
import { createServer } from 'node:http'
import { describe, expect, it } from 'vitest'
import rule from '../../rules/protocols/require-sse-headers.ts'
import { onLoopback } from './loopback.ts'
import { moduleFolder } from './module-folder.ts'
import { remedied } from './remedy.ts'
import { webServer } from './web-server.ts'

const NODE = (headers: string) => `export function app(req, res) {
  ${headers}
  res.end('data: hello\\n\\n')
}
`
const WRITE_HEAD = NODE("res.writeHead(200, { 'Content-Type': 'text/event-stream', Connection: 'keep-alive' })")
const SET_HEADER = NODE("res.setHeader('Content-Type', 'text/event-stream')")
const CACHED = NODE("res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'max-age=60' })")
const EXPRESS = `import express from 'express'
export const app = express()
app.get('/', (req, res) => {
  res.set('Content-Type', 'text/event-stream')
  res.end('data: hello\\n\\n')
})
`
const WEB = `export function GET() {
  return new Response('data: hello\\n\\n', { headers: { 'Content-Type': 'text/event-stream' } })
}
`
const SHARED = `const HEADERS = { 'Content-Type': 'text/event-stream' }
export function GET(request) {
  if (request.method === 'HEAD') return new Response(null, { headers: HEADERS })
  return new Response('data: hello\\n\\n', { headers: HEADERS })
}
`
const HONO = `import { Hono } from 'hono'
const hono = new Hono()
hono.get('/', (c) => {
  c.header('Content-Type', 'text/event-stream')
  return c.body('data: hello\\n\\n')
})
export const GET = (request) => hono.fetch(request)
`

interface Program {
  readonly app?: RequestListener
  readonly GET?: (request: Request) => Response | Promise<Response>
}

const modules = moduleFolder()

/** The headers that a cache, a compressor and nginx look at, as they are sent. */
async function sent(code: string) {
  const { app, GET } = await modules.load<Program>(code)
  await using server = await onLoopback(GET === undefined ? createServer(app) : webServer(GET))
  const response = await fetch(server.url)
  expect(await response.text()).toBe('data: hello\n\n')
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream\b/)
  return {
    cacheControl: response.headers.get('cache-control'),
    buffering: response.headers.get('x-accel-buffering'),
  }
}

describe.each([
  ['writeHead', WRITE_HEAD, 'fix', null],
  ['setHeader', SET_HEADER, 'add', null],
  ['a value that lets caches keep it', CACHED, 'add', 'max-age=60'],
  ['Express', EXPRESS, 'add', null],
  ['a Response', WEB, 'fix', null],
  ['headers that two responses share', SHARED, 'add', null],
  ['Hono', HONO, 'add', null],
] as const)('%s', (_name, code, remedy, before) => {
  it('says nothing to caches and proxies that keeps them away, before', async () => {
    expect(await sent(code)).toEqual({ cacheControl: before, buffering: null })
  })

  it('tells caches to ask again, after', async () => {
    const after = remedied(code, remedy, { rule, name: 'require-sse-headers' })
    expect(await sent(after)).toEqual({ cacheControl: 'no-cache', buffering: null })
  })

  it('tells proxies too not to hold it back, after with proxyBuffering', async () => {
    const options = { proxyBuffering: true }
    const after = remedied(code, remedy, { rule, name: 'require-sse-headers', options })
    expect(await sent(after)).toEqual({ cacheControl: 'no-cache, no-transform', buffering: 'no' })
  })
})
