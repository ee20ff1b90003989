import { describe, expect, it } from 'vitest'
import { streamRoutes } from '../../src/frameworks/stream-route.ts'
import { parseSource } from '../parse-source.ts'

/** `framework sign media-type: text of what tells`, one line for each stream route. */
function routes(code: string, path?: string): string[] {
  const source = parseSource(code, path)
  return streamRoutes(source).map(({ handler, sign, mediaType }) =>
    [handler.framework, handler.method, sign, mediaType].filter((it) => it !== undefined).join(' '),
  )
}

const EXPRESS = `import express from 'express'; const app = express();`
const HONO = `import { Hono } from 'hono'; const app = new Hono();`
const FASTIFY = `import Fastify from 'fastify'; const app = Fastify();`
const ROUTE = 'app/api/chat/route.ts'

describe('routes that write piece by piece', () => {
  it.each([
    [
      `${EXPRESS} app.get('/', async (req, res) => { for await (const x of rows()) res.write(x); res.end() })`,
      ['express GET writes'],
    ],
    [`${EXPRESS} app.get('/', (req, res) => { source.on('data', (x) => { res.write(x) }) })`, ['express GET writes']],
    [
      `${EXPRESS} app.get('/', (req, res) => { setInterval(() => res.write(':\\n\\n'), 1000) })`,
      ['express GET writes'],
    ],
    [
      `${EXPRESS} app.get('/', async (req, res) => { const send = (x) => res.write(x); await run({ onToken: (t) => send(t) }) })`,
      ['express GET writes'],
    ],
    [
      `${EXPRESS} app.get('/', async (req, res) => { await answer(res) }); async function answer(out) { while (true) { out.write(await next()) } }`,
      ['express GET writes'],
    ],
    [
      `import { streamFormat } from './stream-format.js'; ${EXPRESS} app.get('/', (req, res) => { const { a } = streamFormat(1, 'text/event-stream'), format = streamFormat(req.headers.accept, 'application/x-ndjson'); res.writeHead(200, { 'Content-Type': format.mediaType }); clients.add(res) })`,
      ['express GET media-type application/x-ndjson'],
    ],
    [
      `${EXPRESS} app.get('/', (req, res) => { res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' }); clients.add(res) })`,
      ['express GET media-type text/event-stream'],
    ],
    [
      `${EXPRESS} app.get('/', (req, res) => { res.setHeader('content-type', 'text/event-stream; charset=utf-8'); clients.add(res) })`,
      ['express GET media-type text/event-stream'],
    ],
    [
      `${EXPRESS} app.get('/', (req, res) => { res.type('application/x-ndjson'); fill(res) })`,
      ['express GET media-type application/x-ndjson'],
    ],
    [
      `${EXPRESS} const SSE = { 'Content-Type': 'text/event-stream' }; app.get('/', (req, res) => { res.writeHead(200, { ...SSE, X: 'y' }) }); app.get('/b', (req, res) => { res.json({}) })`,
      ['express GET media-type text/event-stream'],
    ],
    [
      `${EXPRESS} const headers = () => ({ 'Content-Type': 'text/event-stream' }); app.get('/', (req, res) => { res.set(headers()) })`,
      ['express GET media-type text/event-stream'],
    ],
    [
      `${EXPRESS} app.get('/', (req, res) => { open(res) }); function open(res) { res.setHeader('Content-Type', 'text/event-stream') }`,
      ['express GET media-type text/event-stream'],
    ],
    [
      `import type { Request, Response } from 'express'; ${EXPRESS} app.get('/', async (req, res) => { await chat(req, res) }); async function chat(req: Request, res: Response) { for (const x of xs) res.write(x) }`,
      ['express GET writes'],
    ],
    [
      `import type { Request, Response } from 'express'; export async function chat(req: Request, res: Response) { for (const x of xs) res.write(x) }`,
      ['express writes'],
    ],
    [
      `${FASTIFY} app.get('/', async (req, reply) => { for await (const x of xs()) reply.raw.write(x) })`,
      ['fastify GET writes'],
    ],
    [
      `${FASTIFY} app.get('/', async (req, reply) => { reply.sse({ data: 'x' }) }); app.get('/b', async (req, reply) => { await reply.sse.send({}) })`,
      ['fastify GET library text/event-stream', 'fastify GET library text/event-stream'],
    ],
    [
      `${FASTIFY} import { Readable } from 'stream'; async function* lines() {} app.get('/', (req, reply) => { reply.type('text/plain').send(Readable.from(lines())) })`,
      ['fastify GET body'],
    ],
    [
      `${FASTIFY} import { PassThrough } from 'stream'; app.get('/', (req, reply) => { const out = new PassThrough(); bus.on('event', (e) => out.write(e)); return reply.send(out) })`,
      ['fastify GET body'],
    ],
    [
      `import Koa from 'koa'; import { PassThrough } from 'stream'; new Koa().use(async (ctx) => { const out = new PassThrough(); ctx.type = 'text/event-stream'; ctx.body = out })`,
      ['koa media-type text/event-stream'],
    ],
    [
      `import Koa from 'koa'; import { Readable } from 'stream'; async function* g() {} new Koa().use(async (ctx) => { ctx.body = Readable.from(g()) })`,
      ['koa body'],
    ],
    [
      `import http from 'http'; http.createServer((req, res) => { for (const x of xs) { if (!res.write(x)) break } })`,
      ['node-http writes'],
    ],
    [
      `export default async function h(req, res) { req.on('data', (x) => res.write(x)) }`,
      'pages/api/a.ts',
      ['next-pages writes'],
    ],
  ])('%s', (code, ...rest: unknown[]) => {
    const expected = rest.at(-1)
    expect(routes(code, rest.length > 1 ? (rest[0] as string) : undefined)).toEqual(expected)
  })
})

describe('routes that answer with a stream', () => {
  it.each([
    [
      `export async function POST(req) { const stream = new ReadableStream({ async start(c) { for await (const x of xs()) c.enqueue(x); c.close() } }); return new Response(stream) }`,
      ROUTE,
      ['next-app POST body'],
    ],
    [
      `export async function GET(req) { return new Response(new ReadableStream({ async pull(c) { c.enqueue(await next()) } })) }`,
      ROUTE,
      ['next-app GET body'],
    ],
    [
      `export async function GET(req) { const s = new ReadableStream({ start(c) { bus.on('x', (x) => c.enqueue(x)) } }); return new NextResponse(s.pipeThrough(new TextEncoderStream())) } import { NextResponse } from 'next/server'`,
      ROUTE,
      ['next-app GET body'],
    ],
    [
      `export async function GET(req) { let c; const s = new ReadableStream({ start(controller) { c = controller } }); clients.add(c); return new Response(s) }`,
      ROUTE,
      ['next-app GET body'],
    ],
    [
      `export async function GET(req) { return new Response(make()) } function make() { const s = new ReadableStream({ start(c) { pump(c) } }); return s }`,
      ROUTE,
      ['next-app GET body'],
    ],
    [
      `export async function POST(req) { const { readable, writable } = new TransformStream(); const w = writable.getWriter(); session.subscribe((x) => { w.write(x) }); return new Response(readable, { headers: { 'Content-Type': 'text/event-stream' } }) }`,
      ROUTE,
      ['next-app POST media-type text/event-stream'],
    ],
    [
      `export async function POST(req) { const t = new TransformStream(); run(t.writable); return new Response(t.readable) }`,
      ROUTE,
      ['next-app POST body'],
    ],
    [
      `import { streamText } from 'ai'; export async function POST(req) { const result = streamText({ model }); return result.toUIMessageStreamResponse() }`,
      ROUTE,
      ['next-app POST library text/event-stream'],
    ],
    [
      `import { createUIMessageStreamResponse } from 'ai'; export const POST = withAuth(async (req) => createUIMessageStreamResponse({ stream }))`,
      ROUTE,
      ['next-app POST library text/event-stream'],
    ],
    [
      `export async function POST(req) { const upstream = await fetch(u); return new Response(upstream.body, { headers: { 'content-type': 'text/event-stream' } }) }`,
      ROUTE,
      ['next-app POST media-type text/event-stream'],
    ],
    [
      `export async function GET(req) { return new Response(lines()) } async function* lines() { yield 'x' }`,
      ROUTE,
      ['next-app GET body'],
    ],
    [
      `export async function GET(req) { return new Response(ReadableStream.from(lines())) } async function* lines() { yield 'x' }`,
      ROUTE,
      ['next-app GET body'],
    ],
    [
      `${HONO} import { streamSSE } from 'hono/streaming'; app.get('/', (c) => streamSSE(c, async (stream) => { await stream.writeSSE({ data: 'x' }) }))`,
      'a.ts',
      ['hono GET library text/event-stream'],
    ],
    [
      `${HONO} app.get('/', (c) => { const s = new ReadableStream({ start(k) { for (const x of xs) k.enqueue(x) } }); return c.body(s) })`,
      'a.ts',
      ['hono GET body'],
    ],
    [
      `${HONO} app.get('/', (c) => { c.header('Content-Type', 'text/event-stream'); return c.body(run()) })`,
      'a.ts',
      ['hono GET media-type text/event-stream'],
    ],
    [
      `import { eventStream } from 'remix-utils/sse/server'; export async function loader({ request }) { return eventStream(request.signal, (send) => () => {}) } import { json } from '@remix-run/node'`,
      'app/routes/a.ts',
      ['remix GET library text/event-stream'],
    ],
    [
      `import { createEventStream } from 'h3'; export default defineEventHandler((event) => { const s = createEventStream(event); return s.send() })`,
      'server/api/a.ts',
      ['h3 library text/event-stream'],
    ],
    [
      `export default defineEventHandler(async (event) => { setHeader(event, 'Content-Type', 'text/event-stream') })`,
      'server/api/a.ts',
      ['h3 media-type text/event-stream'],
    ],
    [
      `import { Controller, Sse } from '@nestjs/common'; @Controller('a') class C { @Sse('x') x() { return obs } }`,
      'a.ts',
      ['nest GET declared text/event-stream'],
    ],
    [
      `import { Controller, Post, Header, Res } from '@nestjs/common'; @Controller('a') class C { @Post() @Header('Content-Type', 'text/event-stream') x(@Res() res) { this.service.run(res) } }`,
      'a.ts',
      ['nest POST media-type text/event-stream'],
    ],
    [
      `import { Controller, Post, Res } from '@nestjs/common'; @Controller('a') class C { @Post() async x(@Res() res) { for await (const x of this.run()) res.write(x) } }`,
      'a.ts',
      ['nest POST writes'],
    ],
    [
      `import { publicProcedure } from './trpc'; export const a = publicProcedure.subscription(() => obs); export const b = publicProcedure.query(async function* () { yield 1 }); export const c = publicProcedure.query(() => 1)`,
      'a.ts',
      ['trpc GET declared', 'trpc GET declared'],
    ],
    [
      `import { createSession } from 'better-sse'; ${EXPRESS} app.get('/', async (req, res) => { const session = await createSession(req, res) })`,
      'a.ts',
      ['express GET library text/event-stream'],
    ],
    [
      `export async function POST({ request }) { const s = new ReadableStream({ async start(c) { for await (const x of xs()) c.enqueue(x) } }); return new Response(s) }`,
      'src/routes/chat/+server.ts',
      ['sveltekit POST body'],
    ],
    [
      `export async function POST(req) { const upstream = await fetch(u, { method: 'POST', body: JSON.stringify({ model, messages, stream: true }) }); return new Response(upstream.body) }`,
      ROUTE,
      ['next-app POST body'],
    ],
    [
      `export async function POST(req) { const payload = { model: 'x', prompt }; const { body } = await fetch(u, { body: JSON.stringify(payload) }); return new Response(body.pipeThrough(new TextDecoderStream())) }`,
      ROUTE,
      ['next-app POST body'],
    ],
  ])('%s', (code, path, expected) => {
    expect(routes(code, path)).toEqual(expected)
  })
})

describe('routes that do not stream', () => {
  it.each([
    [`${EXPRESS} import fs from 'fs'; app.get('/', (req, res) => { fs.createReadStream(f).pipe(res) })`, 'a.ts'],
    [
      `${EXPRESS} import fs from 'fs'; app.get('/', async (req, res) => { for await (const x of fs.createReadStream(f)) res.write(x); res.end() })`,
      'a.ts',
    ],
    [`${EXPRESS} app.get('/', (req, res) => { res.write('<html>'); res.write('</html>'); res.end() })`, 'a.ts'],
    [`${EXPRESS} app.get('/', (req, res) => { for (const part of ['a', 'b']) res.write(part); res.end() })`, 'a.ts'],
    [
      `${EXPRESS} app.get('/', async (req, res) => { const r = await fetch(u, { headers: { Accept: 'text/event-stream' } }); res.json(await r.json()) })`,
      'a.ts',
    ],
    [
      `${EXPRESS} app.get('/', async (req, res) => { if (req.headers.accept === 'text/event-stream') return res.status(406).end(); res.json({}) })`,
      'a.ts',
    ],
    [`${EXPRESS} app.get('/', async (req, res) => { for (const x of xs) file.write(x); res.end() })`, 'a.ts'],
    [
      `${EXPRESS} app.get('/', async (req, res) => { load().then(() => res.write('x')).finally(() => res.end()) })`,
      'a.ts',
    ],
    [
      `export async function GET() { return new Response('data: x\\n\\n', { headers: { 'Content-Type': 'text/event-stream' } }) }`,
      ROUTE,
    ],
    [
      `export async function GET() { const s = new ReadableStream({ start(c) { c.enqueue(bytes); c.close() } }); return new Response(s) }`,
      ROUTE,
    ],
    [
      `export async function GET() { const s = new ReadableStream({ start(c) { for (const x of xs) c.enqueue(x) } }); await upload(s); return Response.json({}) }`,
      ROUTE,
    ],
    [
      `export async function GET() { const file = createReadStream(p); const s = new ReadableStream({ start(c) { file.on('data', (x) => c.enqueue(x)); file.on('end', () => c.close()) } }); return new Response(s) } import { createReadStream } from 'fs'`,
      ROUTE,
    ],
    [`export async function GET() { const upstream = await fetch(u); return new Response(upstream.body) }`, ROUTE],
    [
      `export async function POST() { const upstream = await fetch(u, { body: JSON.stringify({ model, id }) }); return new Response(upstream.body) }`,
      ROUTE,
    ],
    [
      `export async function POST() { const r = await fetch(u, { body: JSON.stringify({ model, messages }) }); return Response.json(await r.json()) }`,
      ROUTE,
    ],
    [`${FASTIFY} import fs from 'fs'; app.get('/', (req, reply) => reply.send(fs.createReadStream(f)))`, 'a.ts'],
    [
      `${FASTIFY} import { Readable } from 'stream'; app.get('/', (req, reply) => reply.send(Readable.from([text])))`,
      'a.ts',
    ],
    [`const mock = () => new Response(sse, { headers: { 'Content-Type': 'text/event-stream' } })`, 'a.ts'],
    [
      `export const spec = { responses: { 200: { content: { 'text/event-stream': {} } } } }; ${EXPRESS} app.get('/', (req, res) => { res.json(spec) })`,
      'a.ts',
    ],
    [
      `import { WebSocketServer } from 'ws'; new WebSocketServer().on('connection', (ws) => { for (const x of xs) ws.send(x) })`,
      'a.ts',
    ],
  ])('%s', (code, path) => {
    expect(routes(code, path)).toEqual([])
  })
})
