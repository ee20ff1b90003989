import rule from '../../../rules/protocols/require-sse-headers.ts'
import { ruleTest } from '../../rule-tester.ts'

const strict = { proxyBuffering: true }

ruleTest(rule, {
  reports: [
    {
      name: 'writeHead with a literal object',
      project: 'express4',
      code: `import { Router } from 'express';
const router = Router();
router.get('/events', (req, res) => {
  res.writeHead(200, {
    'Content-Type': 'text/event-stream',
    Connection: 'keep-alive',
  });
  feed.on('item', (item) => res.write(\`data: \${JSON.stringify(item)}\\n\\n\`));
});`,
      errors: [{ messageId: 'cache', line: 5, column: 5, endColumn: 40 }],
      output: `import { Router } from 'express';
const router = Router();
router.get('/events', (req, res) => {
  res.writeHead(200, {
    'Content-Type': 'text/event-stream',
    Connection: 'keep-alive',
    'Cache-Control': 'no-cache',
  });
  feed.on('item', (item) => res.write(\`data: \${JSON.stringify(item)}\\n\\n\`));
});`,
    },
    {
      name: 'the type of a format that the client has asked for',
      project: 'express4',
      code: `import express from 'express';
import { streamFormat } from './lib/stream-format.js';
const app = express();
app.get('/events', async (req, res) => {
  const format = streamFormat(req.headers.accept, 'text/event-stream');
  res.vary('Accept');
  res.set({ 'Content-Type': format.mediaType, Vary: 'Accept' });
  for await (const item of items()) res.write(format.item(item));
});`,
      errors: [{ messageId: 'cache', line: 7, column: 13, endColumn: 45 }],
      output: `import express from 'express';
import { streamFormat } from './lib/stream-format.js';
const app = express();
app.get('/events', async (req, res) => {
  const format = streamFormat(req.headers.accept, 'text/event-stream');
  res.vary('Accept');
  res.set({ 'Content-Type': format.mediaType, Vary: 'Accept', 'Cache-Control': 'no-cache' });
  for await (const item of items()) res.write(format.item(item));
});`,
    },
    {
      name: 'Hono, a header that is read and one that is added to',
      project: 'hono',
      code: `import { Hono } from 'hono'
new Hono().get('/e', (c) => {
  const accept = c.req.header('accept')
  c.header('Vary', 'Accept', { append: true })
  return c.body(items(accept), 200, { 'Content-Type': 'text/event-stream' })
})`,
      errors: [{ messageId: 'cache', line: 5, column: 39, endColumn: 74 }],
      output: `import { Hono } from 'hono'
new Hono().get('/e', (c) => {
  const accept = c.req.header('accept')
  c.header('Vary', 'Accept', { append: true })
  return c.body(items(accept), 200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' })
})`,
    },
    {
      name: 'a Response, names in lower case',
      project: 'next15',
      file: 'app/api/chat/route.ts',
      code: `export async function POST(request: Request) {
  return new Response(stream(), { headers: { 'content-type': 'text/event-stream; charset=utf-8' } })
}`,
      errors: [{ messageId: 'cache', line: 2, column: 46, endColumn: 96 }],
      output: `export async function POST(request: Request) {
  return new Response(stream(), { headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' } })
}`,
    },
    {
      name: 'setHeader, the response handed through a helper',
      project: 'express4',
      code: `import express from 'express'
const app = express()
function open(res: express.Response) {
  res.setHeader('Content-Type', 'text/event-stream')
  res.setHeader('Connection', 'keep-alive')
}
app.get('/events', (req, res) => {
  open(res)
  res.write('data: 1\\n\\n')
})`,
      errors: [
        {
          messageId: 'cache',
          line: 4,
          column: 7,
          endColumn: 53,
          suggestions: [
            {
              messageId: 'add',
              data: { missing: '`Cache-Control: no-cache`' },
              output: `import express from 'express'
const app = express()
function open(res: express.Response) {
  res.setHeader('Content-Type', 'text/event-stream')
  res.setHeader('Cache-Control', 'no-cache')
  res.setHeader('Connection', 'keep-alive')
}
app.get('/events', (req, res) => {
  open(res)
  res.write('data: 1\\n\\n')
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'a value that lets caches keep it',
      project: 'express4',
      code: `import express from 'express'
const app = express()
app.get('/events', (req, res) => {
  res.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'public, max-age=60' })
  res.write('data: 1\\n\\n')
})`,
      errors: [
        {
          messageId: 'cache',
          line: 4,
          column: 13,
          endColumn: 48,
          suggestions: [
            {
              messageId: 'add',
              data: { missing: '`Cache-Control: no-cache`' },
              output: `import express from 'express'
const app = express()
app.get('/events', (req, res) => {
  res.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' })
  res.write('data: 1\\n\\n')
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'a constant that two responses use',
      project: 'hono',
      code: `import { Hono } from 'hono'
const HEADERS = { 'Content-Type': 'text/event-stream' }
export const app = new Hono()
app.get('/a', () => new Response(a(), { headers: HEADERS }))
app.get('/b', () => new Response(b(), { headers: { ...HEADERS, 'X-Room': 'b' } }))`,
      errors: [
        {
          messageId: 'cache',
          line: 2,
          column: 19,
          endColumn: 54,
          suggestions: [
            {
              messageId: 'add',
              data: { missing: '`Cache-Control: no-cache`' },
              output: `import { Hono } from 'hono'
const HEADERS = { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' }
export const app = new Hono()
app.get('/a', () => new Response(a(), { headers: HEADERS }))
app.get('/b', () => new Response(b(), { headers: { ...HEADERS, 'X-Room': 'b' } }))`,
            },
          ],
        },
      ],
    },
    {
      name: 'a chain of Fastify',
      project: 'fastify5',
      code: `import Fastify from 'fastify'
const app = Fastify()
app.get('/events', (request, reply) => {
  return reply.type('text/event-stream').send(ticks())
})`,
      errors: [
        {
          messageId: 'cache',
          line: 4,
          column: 16,
          endColumn: 41,
          suggestions: [
            {
              messageId: 'add',
              data: { missing: '`Cache-Control: no-cache`' },
              output: `import Fastify from 'fastify'
const app = Fastify()
app.get('/events', (request, reply) => {
  return reply.type('text/event-stream').header('Cache-Control', 'no-cache').send(ticks())
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'Koa',
      project: 'koa',
      code: `import Koa from 'koa';
const app = new Koa();
app.use((ctx) => {
  ctx.type = 'text/event-stream';
  ctx.body = out;
});`,
      errors: [
        {
          messageId: 'cache',
          line: 4,
          column: 3,
          endColumn: 33,
          suggestions: [
            {
              messageId: 'add',
              data: { missing: '`Cache-Control: no-cache`' },
              output: `import Koa from 'koa';
const app = new Koa();
app.use((ctx) => {
  ctx.type = 'text/event-stream';
  ctx.set('Cache-Control', 'no-cache');
  ctx.body = out;
});`,
            },
          ],
        },
      ],
    },
    {
      name: 'h3',
      code: `import { defineEventHandler, setHeader } from 'h3'
export default defineEventHandler((event) => {
  setHeader(event, 'Content-Type', 'text/event-stream')
  return ticks()
})`,
      errors: [
        {
          messageId: 'cache',
          line: 3,
          column: 3,
          endColumn: 56,
          suggestions: [
            {
              messageId: 'add',
              data: { missing: '`Cache-Control: no-cache`' },
              output: `import { defineEventHandler, setHeader } from 'h3'
export default defineEventHandler((event) => {
  setHeader(event, 'Content-Type', 'text/event-stream')
  setHeader(event, 'Cache-Control', 'no-cache')
  return ticks()
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'a decorator of Nest',
      project: 'nest',
      code: `import { Controller, Get, Header, Res } from '@nestjs/common'
@Controller()
export class Feed {
  @Get('events')
  @Header('Content-Type', 'text/event-stream')
  events(@Res() res) {
    res.write('data: 1\\n\\n')
  }
}`,
      errors: [
        {
          messageId: 'cache',
          line: 5,
          column: 4,
          endColumn: 47,
          suggestions: [
            {
              messageId: 'add',
              data: { missing: '`Cache-Control: no-cache`' },
              output: `import { Controller, Get, Header, Res } from '@nestjs/common'
@Controller()
export class Feed {
  @Get('events')
  @Header('Content-Type', 'text/event-stream')
  @Header('Cache-Control', 'no-cache')
  events(@Res() res) {
    res.write('data: 1\\n\\n')
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a Cache-Control on another branch is none here',
      project: 'node',
      code: `import { createServer } from 'node:http'
createServer((req, res) => {
  if (req.url === '/events') {
    res.setHeader('Content-Type', 'text/event-stream')
    stream(res)
  } else {
    res.setHeader('Cache-Control', 'no-cache')
    res.end('hello')
  }
})
function stream(out) {
  out.write('data: 1\\n\\n')
}`,
      errors: [
        {
          messageId: 'cache',
          line: 4,
          column: 9,
          endColumn: 55,
          suggestions: [
            {
              messageId: 'add',
              data: { missing: '`Cache-Control: no-cache`' },
              output: `import { createServer } from 'node:http'
createServer((req, res) => {
  if (req.url === '/events') {
    res.setHeader('Content-Type', 'text/event-stream')
    res.setHeader('Cache-Control', 'no-cache')
    stream(res)
  } else {
    res.setHeader('Cache-Control', 'no-cache')
    res.end('hello')
  }
})
function stream(out) {
  out.write('data: 1\\n\\n')
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'Headers that are filled one by one',
      project: 'workers',
      code: `export default {
  async fetch(request, env) {
    const headers = new Headers()
    headers.set('Content-Type', 'text/event-stream')
    return new Response(ticks(env), { headers })
  },
}`,
      errors: [
        {
          messageId: 'cache',
          line: 4,
          column: 13,
          endColumn: 53,
          suggestions: [
            {
              messageId: 'add',
              data: { missing: '`Cache-Control: no-cache`' },
              output: `export default {
  async fetch(request, env) {
    const headers = new Headers()
    headers.set('Content-Type', 'text/event-stream')
    headers.set('Cache-Control', 'no-cache')
    return new Response(ticks(env), { headers })
  },
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'the context of Hono with its plain stream helper',
      project: 'hono',
      code: `import { Hono } from 'hono'
import { stream } from 'hono/streaming'
export const app = new Hono().get('/events', (c) => {
  c.header('Content-Type', 'text/event-stream')
  return stream(c, async (s) => { await s.write('data: 1\\n\\n') })
})`,
      errors: [
        {
          messageId: 'cache',
          line: 4,
          column: 5,
          endColumn: 48,
          suggestions: [
            {
              messageId: 'add',
              data: { missing: '`Cache-Control: no-cache`' },
              output: `import { Hono } from 'hono'
import { stream } from 'hono/streaming'
export const app = new Hono().get('/events', (c) => {
  c.header('Content-Type', 'text/event-stream')
  c.header('Cache-Control', 'no-cache')
  return stream(c, async (s) => { await s.write('data: 1\\n\\n') })
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'strict: no-transform and X-Accel-Buffering, nothing there yet',
      options: strict,
      project: 'next15',
      file: 'app/api/chat/route.ts',
      code: `export async function POST(request: Request) {
  return new Response(stream(), {
    headers: {
      'Content-Type': 'text/event-stream',
    },
  })
}`,
      errors: [{ messageId: 'cache', line: 4, column: 7, endColumn: 42 }],
      output: `export async function POST(request: Request) {
  return new Response(stream(), {
    headers: {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-cache, no-transform',
      'X-Accel-Buffering': 'no',
    },
  })
}`,
    },
    {
      name: 'strict: only the buffering',
      options: strict,
      project: 'next15',
      file: 'app/api/chat/route.ts',
      code: `export async function POST(request: Request) {
  return new Response(stream(), {
    headers: {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-cache, no-transform',
    },
  })
}`,
      errors: [
        {
          messageId: 'buffering',
          data: { missing: '`X-Accel-Buffering: no`' },
          line: 4,
          column: 7,
          endColumn: 42,
        },
      ],
      output: `export async function POST(request: Request) {
  return new Response(stream(), {
    headers: {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-cache, no-transform',
      'X-Accel-Buffering': 'no',
    },
  })
}`,
    },
    {
      name: 'strict: a value that is there is extended',
      options: strict,
      project: 'express4',
      code: `import { Router } from 'express'
const router = Router()
router.get('/events', (req, res) => {
  res.setHeader('Content-Type', 'text/event-stream')
  res.setHeader('Cache-Control', 'no-store')
  res.write('data: 1\\n\\n')
})`,
      errors: [
        {
          messageId: 'buffering',
          data: { missing: '`Cache-Control: no-store, no-transform` and `X-Accel-Buffering: no`' },
          line: 4,
          column: 7,
          endColumn: 53,
          suggestions: [
            {
              messageId: 'add',
              data: { missing: '`Cache-Control: no-store, no-transform` and `X-Accel-Buffering: no`' },
              output: `import { Router } from 'express'
const router = Router()
router.get('/events', (req, res) => {
  res.setHeader('Content-Type', 'text/event-stream')
  res.setHeader('X-Accel-Buffering', 'no')
  res.setHeader('Cache-Control', 'no-store, no-transform')
  res.write('data: 1\\n\\n')
})`,
            },
          ],
        },
      ],
    },
  ],
  silent: [
    {
      name: 'the type of what another module calls a format',
      project: 'express4',
      code: `import express from 'express'
import { streamFormat } from './lib/formats.js'
express().get('/events', async (req, res) => {
  const format = streamFormat(req.headers.accept, 'text/event-stream')
  res.type(format.mediaType)
  for await (const item of items()) res.write(format.item(item))
})`,
    },
    {
      name: 'a format whose type nobody reads',
      project: 'express4',
      code: `import express from 'express'
import { streamFormat } from './lib/stream-format.js'
express().get('/events', async (req, res) => {
  const format = streamFormat('text/event-stream', req.headers.accept)
  res.type(format.mediaType)
  for await (const item of items()) res.write(format.item(item))
})`,
    },
    {
      name: 'no-store',
      code: `import { createServer } from 'node:http'
createServer((req, res) => { res.writeHead(200, { 'Content-Type': 'text/event-stream', 'cache-control': 'No-Store' }) })`,
    },
    {
      name: 'set before the head is written',
      code: `import { createServer } from 'node:http'
createServer((req, res) => {
  res.setHeader('Cache-Control', 'no-cache, no-transform')
  res.writeHead(200, { 'Content-Type': 'text/event-stream' })
})`,
    },
    {
      name: 'set by the caller of a helper',
      project: 'express4',
      code: `import { Router } from 'express'
const router = Router()
router.get('/events', (req, res) => {
  res.set('Cache-Control', 'no-cache')
  open(res)
})
function open(res) {
  res.setHeader('Content-Type', 'text/event-stream')
}`,
    },
    {
      name: 'a constant and a helper of this file',
      code: `const NO_CACHE = 'no-cache'
const base = { 'Cache-Control': NO_CACHE }
const headersFor = (room: string) => ({ ...base, 'Content-Type': 'text/event-stream', 'X-Room': room })
export async function GET() { return new Response(ticks(), { headers: headersFor('a') }) }`,
      project: 'next15',
      file: 'app/api/a/route.ts',
    },
    {
      name: 'spread from another file',
      code: `import { CORS } from './cors'
export async function GET() { return new Response(ticks(), { headers: { ...CORS, 'Content-Type': 'text/event-stream' } }) }`,
      project: 'next15',
      file: 'app/api/a/route.ts',
    },
    {
      name: 'imported headers',
      code: `import { SSE_HEADERS } from './headers'
export async function GET() { return new Response(ticks(), { headers: SSE_HEADERS }) }`,
      project: 'next15',
      file: 'app/api/a/route.ts',
    },
    {
      name: 'copied from upstream',
      code: `export async function GET() {
  const upstream = await fetch(url)
  const headers = new Headers(upstream.headers)
  headers.set('Content-Type', 'text/event-stream')
  return new Response(upstream.body, { headers })
}`,
      project: 'next15',
      file: 'app/api/a/route.ts',
    },
    {
      name: 'spread of the upstream headers',
      code: `export async function GET() {
  const upstream = await fetch(url)
  return new Response(upstream.body, { headers: { ...Object.fromEntries(upstream.headers), 'content-type': 'text/event-stream' } })
}`,
      project: 'next15',
      file: 'app/api/a/route.ts',
    },
    {
      name: 'a value that cannot be told',
      code: `import { cacheControl } from './config'
export async function GET() { return new Response(ticks(), { headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': cacheControl } }) }`,
      project: 'next15',
      file: 'app/api/a/route.ts',
    },
    {
      name: 'streamSSE sets its own',
      project: 'hono',
      code: `import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
new Hono().get('/events', (c) => {
  c.header('Content-Type', 'text/event-stream')
  return streamSSE(c, async (stream) => { await stream.writeSSE({ data: '1' }) })
})`,
    },
    {
      name: '@Sse of Nest',
      project: 'nest',
      code: `import { Controller, Header, Sse } from '@nestjs/common'
@Controller()
export class Feed {
  @Sse('events')
  @Header('Content-Type', 'text/event-stream')
  events() { return this.ticks }
}`,
    },
    {
      name: 'decorators of Nest',
      project: 'nest',
      code: `import { Controller, Get, Header, Res } from '@nestjs/common'
@Controller()
export class Feed {
  @Get('events')
  @Header('Content-Type', 'text/event-stream')
  @Header('Cache-Control', 'no-cache')
  events(@Res() res) { res.write('data: 1\\n\\n') }
}`,
    },
    {
      name: 'better-sse',
      project: 'express4',
      code: `import { Router } from 'express'
import { createSession } from 'better-sse'
const router = Router()
router.get('/events', async (req, res) => {
  res.setHeader('Content-Type', 'text/event-stream')
  const session = await createSession(req, res)
})`,
    },
    {
      name: 'the response goes to a helper of another file',
      project: 'express4',
      code: `import { Router } from 'express'
import { noCache } from './headers'
const router = Router()
router.get('/events', (req, res) => {
  noCache(res)
  res.setHeader('Content-Type', 'text/event-stream')
  res.write('data: 1\\n\\n')
})`,
    },
    {
      name: 'a middleware of this file',
      project: 'express4',
      code: `import express from 'express'
const app = express()
app.use((req, res, next) => { res.set('Cache-Control', 'no-store'); next() })
app.get('/events', (req, res) => { res.setHeader('Content-Type', 'text/event-stream'); res.write('data: 1\\n\\n') })`,
    },
    {
      name: 'a client',
      code: `const res = await fetch('/events', { headers: { Accept: 'text/event-stream', 'Content-Type': 'text/event-stream' } })
if (res.headers.get('Content-Type')?.startsWith('text/event-stream')) read(res)`,
    },
    {
      name: 'a request that goes out',
      code: `import http from 'node:http'
const req = http.request(url)
req.setHeader('Content-Type', 'text/event-stream')`,
    },
    {
      name: 'a contract',
      code: `export const spec = { responses: { 200: { content: { 'text/event-stream': { schema } }, headers: { 'Content-Type': 'text/event-stream' } } } }`,
    },
    {
      name: 'a double of fetch',
      code: `const fakeFetch = async () => new Response(frames(), { headers: { 'Content-Type': 'text/event-stream' } })
export const client = new OpenAI({ fetch: fakeFetch })`,
    },
    {
      name: 'a double of fetch in a handler',
      project: 'workers',
      code: `export default {
  async fetch(request, env) {
    const model = createOpenAI({ fetch: async () => new Response(frames(), { headers: { 'Content-Type': 'text/event-stream' } }) })
    return answer(model)
  },
}`,
    },
    {
      name: 'a replay in place of the global fetch',
      code: `globalThis.fetch = wrap(async (input) => new Response(frames(input), { headers: { 'Content-Type': 'text/event-stream' } }))`,
    },
    {
      name: 'what a mock is told to give',
      code: `mockFetch.mockResolvedValue(new Response(frames(), { headers: { 'Content-Type': 'text/event-stream' } }))`,
    },
    {
      name: 'a test file',
      file: 'test/events.test.ts',
      code: `createServer((req, res) => { res.writeHead(200, { 'Content-Type': 'text/event-stream' }) })`,
    },
    {
      name: 'another stream type',
      code: `export async function GET() { return new Response(rows(), { headers: { 'Content-Type': 'application/x-ndjson' } }) }`,
      project: 'next15',
      file: 'app/api/a/route.ts',
    },
    {
      name: 'the answer of an AI SDK',
      code: `export async function POST() { return result.toUIMessageStreamResponse({ headers: { 'Content-Type': 'text/event-stream' } }) }`,
      project: 'next15',
      file: 'app/api/a/route.ts',
    },
    {
      name: 'Headers of a plain object, filled later',
      code: `export async function GET() {
  const headers: Record<string, string> = { 'Content-Type': 'text/event-stream' }
  headers['Cache-Control'] = 'no-cache'
  return new Response(ticks(), { headers })
}`,
      project: 'next15',
      file: 'app/api/a/route.ts',
    },
    {
      name: 'headers set on the response',
      code: `export async function GET() {
  const response = new Response(ticks(), { headers: { 'Content-Type': 'text/event-stream' } })
  response.headers.set('Cache-Control', 'no-store')
  return response
}`,
      project: 'next15',
      file: 'app/api/a/route.ts',
    },
    {
      name: 'Fastify, headers and raw',
      project: 'fastify5',
      code: `import Fastify from 'fastify'
Fastify().get('/events', (request, reply) => {
  reply.header('Cache-Control', 'no-cache')
  reply.raw.setHeader('Content-Type', 'text/event-stream')
})`,
    },
    {
      name: 'SvelteKit',
      project: 'sveltekit',
      file: 'src/routes/events/+server.ts',
      code: `export const GET = ({ setHeaders }) => {
  setHeaders({ 'Cache-Control': 'no-cache' })
  return new Response(ticks(), { headers: { 'Content-Type': 'text/event-stream' } })
}`,
    },
    {
      name: 'one call with all headers is another mistake',
      project: 'express4',
      code: `import { Router } from 'express'
Router().get('/events', (req, res) => {
  res.setHeader('Content-Type', 'text/event-stream', 'Cache-Control', 'no-cache')
})`,
    },
    {
      name: 'strict: all there',
      options: strict,
      code: `export async function GET() {
  return new Response(ticks(), { headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache, no-transform', 'X-Accel-Buffering': 'no' } })
}`,
      project: 'next15',
      file: 'app/api/a/route.ts',
    },
  ],
})
