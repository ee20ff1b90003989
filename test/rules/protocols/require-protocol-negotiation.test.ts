import rule from '../../../rules/protocols/require-protocol-negotiation.ts'
import { ruleTest } from '../../rule-tester.ts'

/** A route of Express around some lines, which end in a stream. */
const express = (lines: string) => `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
${lines}
})`

const STREAM = `  res.setHeader('Content-Type', 'text/event-stream')
  for await (const item of items()) res.write(\`data: \${JSON.stringify(item)}\\n\\n\`)
  res.end()`

const at = { messageId: 'fixed', data: { mediaType: 'text/event-stream' } } as const
const next = { project: 'next15', file: 'app/api/chat/route.ts' }
const BODY = `new Response(new ReadableStream({ async start(c) { for await (const x of items()) c.enqueue(x) } }), { headers: { 'Content-Type': 'text/event-stream' } })`

ruleTest(rule, {
  reports: [
    {
      name: 'one format',
      project: 'express4',
      code: express(STREAM),
      errors: [{ ...at, line: 3, column: 10, endColumn: 17 }],
    },
    {
      name: 'a body that is read as data',
      project: 'express4',
      code: express(`  const { prompt } = req.body\n  const page = Number(req.query.page)\n${STREAM}`),
      errors: [{ ...at, line: 3, column: 10, endColumn: 17 }],
    },
    {
      name: 'a refusal is no choice',
      project: 'express4',
      code: express(`  if (!req.body.prompt) return res.status(400).json({ error: 'prompt' })\n${STREAM}`),
      errors: [{ ...at, line: 3, column: 10, endColumn: 17 }],
    },
    {
      name: 'a throw is no choice',
      project: 'express4',
      code: express(`  if (!req.params.id) throw new Error('id')\n${STREAM}`),
      errors: [{ ...at, line: 3, column: 10, endColumn: 17 }],
    },
    {
      name: 'a condition on something else',
      project: 'express4',
      code: express(`  if (cache.size > 0) return res.json(cache)\n${STREAM}`),
      errors: [{ ...at, line: 3, column: 10, endColumn: 17 }],
    },
    {
      name: 'NDJSON alone',
      project: 'express4',
      code: express(STREAM.replace('text/event-stream', 'application/x-ndjson')),
      errors: [{ ...at, data: { mediaType: 'application/x-ndjson' }, line: 3, column: 10, endColumn: 17 }],
    },
    {
      name: 'plain text alone',
      project: 'express4',
      code: express(STREAM.replace('text/event-stream', 'text/plain; charset=utf-8')),
      errors: [{ ...at, data: { mediaType: 'text/plain' }, line: 3, column: 10, endColumn: 17 }],
    },
    {
      name: 'an exported function',
      ...next,
      code: `export async function POST(request: Request) {
  const { prompt } = await request.json()
  return ${BODY}
}`,
      errors: [{ ...at, line: 3, column: 124, endColumn: 138 }],
    },
    {
      name: 'two exported functions that share their headers',
      ...next,
      code: `const headers = { 'Content-Type': 'text/event-stream' }
const body = () => new ReadableStream({ async start(c) { for await (const x of items()) c.enqueue(x) } })
export async function GET() { return new Response(body(), { headers }) }
export async function POST() { return new Response(body(), { headers }) }`,
      errors: [{ ...at, line: 1, column: 19, endColumn: 33 }],
    },
    {
      name: 'a server without paths',
      project: 'node',
      code: `import { createServer } from 'node:http'
createServer(async (req, res) => {
${STREAM}
})`,
      errors: [{ ...at, line: 3, column: 17, endColumn: 31 }],
    },
    {
      name: 'a server without paths, plain text by a constant',
      project: 'node',
      code: `import { createServer } from 'node:http'
const TYPE = 'text/plain; charset=utf-8'
createServer(async (req, res) => {
  res.writeHead(200, { 'content-type': TYPE })
  for await (const item of items()) res.write(item)
  res.end()
})`,
      errors: [{ ...at, data: { mediaType: 'text/plain' }, line: 4, column: 24, endColumn: 38 }],
    },
    {
      name: 'a router of Express whose path stands elsewhere, a type by its own method',
      project: 'express4',
      code: `import express from 'express'
const app = express()
app.route('/chat').post(async (req, res) => {
  res.type('text/event-stream')
  for await (const item of items()) res.write(item)
  res.end()
})`,
      errors: [{ ...at, line: 4, column: 7, endColumn: 11 }],
    },
    {
      name: 'Koa, a path that is not written here, a type that is assigned',
      project: 'koa',
      code: `import Router from '@koa/router'
import { PassThrough } from 'node:stream'
const router = new Router()
router.post(PATH, async (ctx) => {
  ctx.type = 'text/event-stream'
  const body = new PassThrough()
  ctx.body = body
  for await (const item of items()) body.write(item)
})`,
      errors: [{ ...at, line: 5, column: 3, endColumn: 11 }],
    },
    {
      name: 'Fastify',
      project: 'fastify5',
      code: `import Fastify from 'fastify'
const app = Fastify()
app.get('/events', (request, reply) => {
  reply.raw.writeHead(200, { 'Content-Type': 'text/event-stream' })
  setInterval(() => reply.raw.write('data: 1\\n\\n'), 1000)
})`,
      errors: [{ ...at, line: 3, column: 9, endColumn: 18 }],
    },
  ],
  silent: [
    {
      name: 'a page for a browser',
      project: 'express4',
      code: `import express from 'express'
const app = express()
app.get('/', async (req, res) => {
  res.setHeader('Content-Type', 'text/html')
  for await (const part of page(req.url)) res.write(part)
  res.end()
  audit('text/event-stream')
})`,
    },
    {
      name: 'Accept',
      project: 'express4',
      code: express(
        `  const accept = req.headers.accept ?? ''\n  if (accept.includes('application/json')) return res.json(await all())\n${STREAM}`,
      ),
    },
    {
      name: 'Accept by get',
      project: 'express4',
      code: express(`  if (req.get('Accept') !== 'text/event-stream') return res.status(406).end()\n${STREAM}`),
    },
    {
      name: 'accepts',
      project: 'express4',
      code: express(`  if (!req.accepts('text/event-stream')) return res.json(await all())\n${STREAM}`),
    },
    {
      name: 'res.format',
      project: 'express4',
      code: express(`  res.format({ json: () => res.json([]), 'text/event-stream': async () => {\n${STREAM}\n  } })`),
    },
    {
      name: 'a flag in the body',
      project: 'express4',
      code: express(`  const { stream } = req.body\n  if (!stream) return res.json(await all())\n${STREAM}`),
    },
    {
      name: 'a flag, the stream first',
      project: 'express4',
      code: express(`  if (req.body.stream) {\n${STREAM}\n  return\n  }\n  res.json(await all())`),
    },
    {
      name: 'a query',
      project: 'express4',
      code: express(`  if (req.query.format === 'json') { res.json(await all()); return }\n${STREAM}`),
    },
    {
      name: 'a switch',
      project: 'express4',
      code: express(`  switch (req.query.format) {\n    case 'json': return res.json(await all())\n  }\n${STREAM}`),
    },
    {
      name: 'a type that is chosen',
      project: 'express4',
      code: express(
        `  const type = req.query.sse ? 'text/event-stream' : 'application/x-ndjson'\n  res.setHeader('Content-Type', type)\n  for await (const item of items()) res.write(item)`,
      ),
    },
    {
      name: 'a helper of this file',
      project: 'express4',
      code: `${express(`  if (wantsJson(req)) return res.json(await all())\n${STREAM}`)}\nfunction wantsJson(request) { return request.headers.accept === 'application/json' }`,
    },
    {
      name: 'what negotiate-protocols writes',
      project: 'express4',
      code: `import { streamFormat } from './stream-format.js'\n${express(
        `  const format = streamFormat(req.headers.accept, 'text/event-stream')\n  res.type(format.mediaType)\n  for await (const item of items()) res.write(format.item(item))`,
      )}`,
    },
    {
      name: 'negotiator',
      project: 'node',
      code: `import Negotiator from 'negotiator'\nimport { createServer } from 'node:http'\ncreateServer(async (req, res) => {\n  const type = new Negotiator(req).mediaType(['text/event-stream'])\n${STREAM}\n})`,
    },
    {
      name: 'streamSSE of Hono',
      project: 'hono',
      code: `import { Hono } from 'hono'\nimport { streamSSE } from 'hono/streaming'\nnew Hono().get('/e', (c) => streamSSE(c, async (s) => { await s.writeSSE({ data: '1' }) }))`,
    },
    {
      name: 'accepts of Hono',
      project: 'hono',
      code: `import { Hono } from 'hono'\nimport { accepts } from 'hono/accepts'\nnew Hono().get('/e', (c) => { const t = accepts(c, { header: 'Accept', supports: [], default: 'x' }); return ${BODY} })`,
    },
    {
      name: 'an AI SDK responder',
      ...next,
      code: `import { streamText } from 'ai'\nexport async function POST() { return streamText({ model, prompt }).toUIMessageStreamResponse() }`,
    },
    {
      name: '@Sse of Nest',
      project: 'nest',
      code: `import { Controller, Sse } from '@nestjs/common'\n@Controller()\nexport class A { @Sse('e') e() { return this.text } }\nexport const type = 'text/event-stream'`,
    },
    {
      name: 'audio',
      project: 'express4',
      code: express(STREAM.replace('text/event-stream', 'audio/mpeg')) + "\nexport const other = 'text/plain'",
    },
    {
      name: 'a type that cannot be told',
      project: 'express4',
      code: express(
        `  res.setHeader('Content-Type', upstream.type)\n  for await (const x of items()) res.write(x) // text/plain`,
      ),
    },
    {
      name: 'no stream',
      project: 'express4',
      code: express(`  res.setHeader('Content-Type', 'text/plain')\n  res.end('hello')`),
    },
    {
      name: 'a middleware',
      project: 'express4',
      code: `import express from 'express'\nconst app = express()\napp.use(async (req, res, next) => {\n${STREAM}\n})`,
    },
    {
      name: 'a web request',
      ...next,
      code: `export async function GET(request: Request) {\n  if (request.headers.get('accept')?.includes('json')) return Response.json([])\n  return ${BODY}\n}`,
    },
    {
      name: 'a flag of a web request',
      ...next,
      code: `export async function POST(request: Request) {\n  const { stream } = await request.json()\n  if (stream === false) return Response.json(await all())\n  return ${BODY}\n}`,
    },
  ],
})
