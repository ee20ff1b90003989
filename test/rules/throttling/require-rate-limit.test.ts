import rule from '../../../rules/throttling/require-rate-limit.ts'
import { ruleTest } from '../../rule-tester.ts'

const SSE = `res.type('text/event-stream'); res.write('data: hello\\n\\n')`
const WEB = `return new Response(new ReadableStream({ pull: (c) => c.enqueue(text) }), { headers: { 'content-type': 'text/event-stream' } })`

const express = (routes: string, imports = '') => `import express from 'express'
${imports}
const app = express()
${routes}
app.listen(3000)`

const nextRoute = (body: string, imports = '') => `${imports}
export async function POST(request: Request) {
  const { text } = await request.json()
  ${body}
  ${WEB}
}`

const unlimited = (route: string, line: number, column: number, endColumn: number) => ({
  messageId: 'unlimited',
  data: { route, place: 'registered here' },
  line,
  column,
  endColumn,
})

const next = (name: string, body: string, imports = '') => ({
  name,
  project: 'next15',
  file: 'app/api/chat/route.ts',
  code: nextRoute(body, imports),
})

ruleTest(rule, {
  reports: [
    {
      name: 'nothing before it',
      project: 'express5',
      code: express(`app.post('/chat', (req, res) => { ${SSE} })`),
      errors: [unlimited('POST /chat', 4, 1, 9)],
    },
    {
      name: 'a guard is no limiter',
      project: 'express5',
      code: express(
        `app.post('/chat', (req, res, next) => (req.user ? next() : res.sendStatus(401)), (req, res) => { ${SSE} })`,
      ),
      errors: [unlimited('POST /chat', 4, 1, 9)],
    },
    {
      name: 'a limiter behind the route',
      project: 'express5',
      code: express(
        `app.post('/chat', (req, res) => { ${SSE} })
app.use(rateLimit())`,
        `import { rateLimit } from 'express-rate-limit'`,
      ),
      errors: [unlimited('POST /chat', 4, 1, 9)],
    },
    {
      name: 'a limiter for another path',
      project: 'express5',
      code: express(
        `app.use('/images', rateLimit())
app.post('/chat', (req, res) => { ${SSE} })`,
        `import { rateLimit } from 'express-rate-limit'`,
      ),
      errors: [unlimited('POST /chat', 5, 1, 9)],
    },
    {
      ...next(
        'a limit on the outgoing call',
        `await limit(() => fetch('https://api.example.com'))`,
        `import pLimit from 'p-limit'
const limit = pLimit(5)`,
      ),
      errors: [unlimited('POST /api/chat', 3, 1, 27)],
    },
    {
      ...next(
        'the length of what was sent',
        `if (text.length > 1000) return new Response('Too long', { status: 413 })`,
      ),
      errors: [unlimited('POST /api/chat', 2, 1, 27)],
    },
    {
      ...next('a limit of a query', `const rows = await db.messages.limit(10)`, `import { db } from './db'`),
      errors: [unlimited('POST /api/chat', 2, 1, 27)],
    },
    {
      ...next(
        'the upstream says 429',
        `const r = await fetch('https://x.example'); if (r.status === 429) return new Response('Later', { status: 429 })`,
      ),
      errors: [unlimited('POST /api/chat', 2, 1, 27)],
    },
    {
      name: 'a reconnecting stream, when asked for',
      project: 'express5',
      options: { reconnecting: true },
      code: express(`app.get('/events', (req, res) => { ${SSE} })`),
      errors: [unlimited('GET /events', 4, 1, 8)],
    },
    {
      name: 'a method that another file names',
      project: 'guards-express',
      file: 'src/controllers/live.ts',
      code: `import type { Request, Response } from 'express'
export function streamSaved(req: Request, res: Response): void { ${SSE} }`,
      errors: [
        {
          messageId: 'unlimited',
          data: { route: 'POST /lists/saved', place: 'mounted in src/app.ts:21' },
          line: 2,
          column: 1,
          endColumn: 28,
        },
      ],
    },
    {
      name: 'a query that yields, which is no subscription',
      project: 'guards-trpc',
      file: 'src/chat.ts',
      code: `import { procedure, router } from './trpc'
export const chat = router({ open: procedure.query(async function* () { yield 'hello' }) })`,
      errors: [unlimited('this route', 2, 36, 51)],
    },
    {
      name: 'unknown, when asked for',
      project: 'express5',
      options: { unknown: 'report' },
      code: `import { Router } from 'express'
export const router = Router()
router.post('/chat', (req, res) => { ${SSE} })`,
      errors: [{ messageId: 'unknown', data: { route: 'POST /chat' }, line: 3, column: 1, endColumn: 12 }],
    },
  ],
  silent: [
    { name: 'no stream', project: 'express5', code: express(`app.post('/chat', (req, res) => { res.json({}) })`) },
    {
      name: 'a reconnecting stream whose headers another file holds',
      project: 'guards-next',
      file: 'app/api/feed/route.ts',
      code: `import { SSE_HEADERS } from '../../../lib/sse'
export async function GET(): Promise<Response> { return answer() }
function answer(): Response {
  const body = new ReadableStream({ pull: async (controller) => controller.enqueue(await next()) })
  return new Response(body, { headers: SSE_HEADERS })
}`,
    },
    {
      name: 'a reconnecting stream whose method another file names',
      project: 'guards-express',
      file: 'src/controllers/live.ts',
      code: `import type { Request, Response } from 'express'
export function streamLive(req: Request, res: Response): void { ${SSE} }`,
    },
    {
      name: 'a subscription',
      project: 'guards-trpc',
      file: 'src/chat.ts',
      code: `import { procedure, router } from './trpc'
export const chat = router({ open: procedure.subscription(async function* () { yield 'hello' }) })`,
    },
    {
      name: 'a reconnecting stream',
      project: 'express5',
      code: express(`app.get('/events', (req, res) => { ${SSE} })`),
    },
    {
      name: 'a limiter of the app',
      project: 'express5',
      code: express(
        `app.use(rateLimit())
app.post('/chat', (req, res) => { ${SSE} })`,
        `import { rateLimit } from 'express-rate-limit'`,
      ),
    },
    {
      name: 'a limiter in an array, through a constant',
      project: 'express5',
      code: express(
        `const limiter = slowDown({ delayAfter: 5 })
app.post('/chat', [express.json(), limiter], (req, res) => { ${SSE} })`,
        `import { slowDown } from 'express-slow-down'`,
      ),
    },
    {
      name: 'a middleware that answers 429',
      project: 'express5',
      code: express(`const seen = new Map()
app.use((req, res, next) => { if (seen.get(req.ip) > 10) return res.status(429).end(); next() })
app.post('/chat', (req, res) => { ${SSE} })`),
    },
    {
      name: 'a name of the settings',
      project: 'express5',
      settings: { streaming: { limiters: ['slowLane'] } },
      code: express(`app.post('/chat', slowLane, (req, res) => { ${SSE} })`, `import { slowLane } from './lanes'`),
    },
    {
      name: 'rate-limiter-flexible',
      project: 'express5',
      code: express(
        `const limiter = new RateLimiterMemory({ points: 5 })
app.post('/chat', async (req, res) => { await limiter.consume(req.ip); ${SSE} })`,
        `import { RateLimiterMemory } from 'rate-limiter-flexible'`,
      ),
    },
    next(
      'Upstash',
      `const { success } = await ratelimit.limit(text)
  if (!success) return new Response('Later', { status: 429 })`,
      `import { ratelimit } from '@/limits'`,
    ),
    next('a cap on what runs', `if (running >= 10) return new Response('Busy', { status: 503 })`, 'let running = 0'),
    next(
      'a quota',
      `const count = await messageCountOf(text)
  if (count > MAX_PER_DAY) return new Response('Enough for today', { status: 402 })`,
      `import { messageCountOf, MAX_PER_DAY } from './usage'`,
    ),
    next(
      'a quota that another file counts, by what the client is told',
      `if (!(await mayAsk(text))) return new Response('You have met your daily quota. Try again tomorrow.')`,
      `import { mayAsk } from './usage'`,
    ),
    {
      name: 'a quota that is told in the stream itself',
      project: 'express5',
      code: `import express from 'express'
import { mayAsk } from './usage.js'
const app = express()
app.post('/chat', async (req, res) => {
  res.setHeader('Content-Type', 'text/event-stream')
  res.flushHeaders()
  if (!(await mayAsk(req.body.user))) {
    res.write('data: You have met your quota of chats.\\n\\n')
    res.end()
    return
  }
  for await (const part of answer(req.body)) res.write(part)
  res.end()
})
app.listen(3000)`,
    },
    {
      name: 'Fastify, by the options of the route',
      project: 'fastify5',
      code: `import Fastify from 'fastify'
const app = Fastify()
app.post('/chat', { config: { rateLimit: { max: 5 } } }, (request, reply) => { reply.raw.writeHead(200, { 'content-type': 'text/event-stream' }); reply.raw.write('hello') })
app.post('/other', { config: { rateLimit: false } }, (request, reply) => { reply.raw.writeHead(200, { 'content-type': 'text/event-stream' }); reply.raw.write('hello') })
await app.listen({ port: 3000 })`,
    },
    {
      name: 'Fastify, by a plugin for all routes',
      project: 'fastify5',
      code: `import Fastify from 'fastify'
import rateLimit from '@fastify/rate-limit'
const app = Fastify()
await app.register(rateLimit, { max: 100 })
app.post('/chat', (request, reply) => { reply.raw.writeHead(200, { 'content-type': 'text/event-stream' }); reply.raw.write('hello') })
await app.listen({ port: 3000 })`,
    },
    { name: 'a health check', project: 'express5', code: express(`app.post('/health', (req, res) => { ${SSE} })`) },
    {
      name: 'a server for this machine alone',
      project: 'express5',
      code: `import express from 'express'
const app = express()
app.post('/chat', (req, res) => { ${SSE} })
app.listen({ port: 3000, host: 'localhost' })`,
    },
  ],
})
