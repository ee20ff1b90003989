import type { RequestListener } from 'node:http'
import { createServer } from 'node:http'
import { describe, expect, it } from 'vitest'
import { codemodProjects, packageJson } from './codemod-run.ts'
import { onLoopback } from './loopback.ts'

const projects = codemodProjects()

/** The rule has no suggestion; its remedy is the codemod. */
const CODEMOD = 'rate-limit-routes'
const PATH = 'src/app.js'

/** More than the ten that the codemod allows in a minute. */
const ASKED = 40
const ALLOWED = 10

/** One model call for each stream: what a client costs. */
const ANSWER = `
export const calls = { count: 0 }
async function* answer() {
  calls.count++
  yield* ['Hello', ' world']
}
`
const EXPRESS = `import express from 'express'
${ANSWER}
const app = express()
app.post('/chat', async (req, res) => {
  res.setHeader('Content-Type', 'text/plain')
  for await (const word of answer()) res.write(word)
  res.end()
})
app.get('/health', (_req, res) => res.end('fine'))
export const listener = app
`
const FASTIFY = `import Fastify from 'fastify'
${ANSWER}
const app = Fastify()
app.post('/chat', async (request, reply) => {
  reply.raw.writeHead(200, { 'Content-Type': 'text/plain' })
  for await (const word of answer()) reply.raw.write(word)
  reply.raw.end()
})
app.get('/health', async () => 'fine')
export const listener = async (request, response) => {
  await app.ready()
  app.routing(request, response)
}
`
const KOA = `import { Readable } from 'node:stream'
import Router from '@koa/router'
import Koa from 'koa'
${ANSWER}
const app = new Koa()
const router = new Router()
router.post('/chat', async (ctx) => {
  ctx.type = 'text/event-stream'
  ctx.body = Readable.from(answer())
})
router.get('/health', (ctx) => {
  ctx.body = 'fine'
})
app.use(router.routes())
export const listener = app.callback()
`
const HONO = `import { Hono } from 'hono'
import { streamText } from 'hono/streaming'
${ANSWER}
const app = new Hono()
app.post('/chat', (c) =>
  streamText(c, async (stream) => {
    for await (const word of answer()) await stream.write(word)
  }),
)
app.get('/health', (c) => c.text('fine'))
export default app
// The proxy in front of the application, which passes the client's address on.
export const listener = async (request, response) => {
  const headers = { ...request.headers, 'x-forwarded-for': request.socket.remoteAddress }
  const answer = await app.request(request.url, { method: request.method, headers })
  response.writeHead(answer.status, Object.fromEntries(answer.headers))
  response.end(await answer.text())
}
`

const FRAMEWORKS: readonly (readonly [name: string, code: string, dependencies: Record<string, string>])[] = [
  ['Express', EXPRESS, { express: '^4.22.3' }],
  ['Fastify', FASTIFY, { fastify: '^5.12.8' }],
  ['Koa', KOA, { koa: '^3.3.0', '@koa/router': '^15.7.0' }],
  ['Hono', HONO, { hono: '^4.13.19' }],
]

interface App {
  listener: RequestListener
  calls: { count: number }
}

interface Outcome {
  /** How many streams came, and how many refusals. */
  streams: number
  refused: number
  /** Calls of the model that they cost. */
  calls: number
  /** `Retry-After` of the refusals, in seconds. */
  retryAfter: number[]
}

/** One client starts forty streams at once. */
async function flood({ listener, calls }: App): Promise<Outcome> {
  await using listening = await onLoopback(createServer(listener))
  const outcomes = await Promise.all(
    Array.from({ length: ASKED }, async () => {
      const response = await fetch(`${listening.url}/chat`, { method: 'POST' })
      return { status: response.status, text: await response.text(), after: response.headers.get('retry-after') }
    }),
  )
  const health = await fetch(`${listening.url}/health`)
  expect([health.status, await health.text()]).toEqual([200, 'fine'])
  const streamed = outcomes.filter(({ status }) => status === 200)
  expect(new Set(streamed.map(({ text }) => text))).toEqual(new Set(['Hello world']))
  const refused = outcomes.filter(({ status }) => status === 429)
  expect(streamed.length + refused.length).toBe(ASKED)
  return {
    streams: streamed.length,
    refused: refused.length,
    calls: calls.count,
    retryAfter: refused.map(({ after }) => Number(after)),
  }
}

describe.each(FRAMEWORKS)('%s', (_name, code, dependencies) => {
  const files = { 'package.json': packageJson(dependencies), [PATH]: code }

  it('gives one client all streams that it asks for, before', async () => {
    const app = await projects.before(files).load<App>(PATH)
    expect(await flood(app)).toEqual({ streams: ASKED, refused: 0, calls: ASKED, retryAfter: [] })
  })

  it('refuses what is more than ten, after; other routes answer', async () => {
    const project = await projects.after(CODEMOD, files)
    const outcome = await flood(await project.load<App>(PATH))
    expect(outcome).toMatchObject({ streams: ALLOWED, refused: ASKED - ALLOWED, calls: ALLOWED })
    for (const seconds of outcome.retryAfter) {
      expect(seconds).toBeGreaterThan(0)
      expect(seconds).toBeLessThanOrEqual(60)
    }
  })
})
