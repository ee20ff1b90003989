import { describe, expect, it } from 'vitest'
import { catchesRejections, handlerOf, parsesBody, partOf, partText, wayOut } from '../../src/frameworks/handlers.ts'
import { nodesOf } from '../../src/facts/nodes.ts'
import type { Project } from '../../src/project/project.ts'
import { NO_PROJECT } from '../../src/project/project.ts'
import { DEFAULT_SETTINGS } from '../../src/settings.ts'
import { parseSource } from '../parse-source.ts'
import { describeHandler, firstHandler } from './describe-handlers.ts'

function project(versions: Readonly<Record<string, number>>): Project {
  return { ...NO_PROJECT, isKnown: true, has: (name) => name in versions, major: (name) => versions[name] }
}

function ask(code: string, versions: Readonly<Record<string, number>> = {}, path?: string) {
  const { source, handler } = firstHandler(code, path)
  const where = { source, project: project(versions), settings: { ...DEFAULT_SETTINGS, errorWrappers: ['guarded'] } }
  return { handler, where }
}

const EXPRESS = `import express from 'express'; const app = express();`
const IMPORTED = `import { wrap, ash, asyncHandler, guarded, other } from './middleware';`

describe('catchesRejections', () => {
  it.each<[string, Record<string, number>, boolean | undefined]>([
    [`${EXPRESS} app.get('/', async (req, res) => {})`, { express: 4 }, false],
    [`${EXPRESS} app.get('/', async (req, res) => {})`, { express: 5 }, true],
    [`${EXPRESS} app.get('/', async (req, res) => {})`, {}, undefined],
    [`import 'express-async-errors'; ${EXPRESS} app.get('/', async (req, res) => {})`, { express: 4 }, true],
    [`require('express-async-errors'); ${EXPRESS} app.get('/', async (req, res) => {})`, { express: 4 }, true],
    [`${EXPRESS} app.get('/', async (req, res) => {})`, { express: 4, 'express-async-errors': 3 }, true],
    [
      `import Router from 'express-promise-router'; const r = Router(); r.get('/', async (req, res) => {})`,
      { express: 4 },
      true,
    ],
    [`import { r } from './r'; r.get('/', async (req, res) => { res.end() })`, { express: 4 }, false],
    [
      `import { r } from './r'; r.get('/', async (req, res) => { res.end() })`,
      { express: 4, 'express-promise-router': 4 },
      undefined,
    ],
    [`import polka from 'polka'; polka().get('/', async (req, res) => {})`, { express: 4 }, undefined],
    [`${EXPRESS} ${IMPORTED} app.get('/', asyncHandler(async (req, res) => {}))`, { express: 4 }, true],
    [`${EXPRESS} ${IMPORTED} app.get('/', other(ash(async (req, res) => {})))`, { express: 4 }, true],
    [`${EXPRESS} ${IMPORTED} app.get('/', guarded(async (req, res) => {}))`, { express: 4 }, true],
    [`${EXPRESS} ${IMPORTED} app.get('/', other(async (req, res) => {}))`, { express: 4 }, undefined],
    [`${EXPRESS} import h from 'express-async-handler'; app.get('/', h(async (req, res) => {}))`, { express: 4 }, true],
    [
      `${EXPRESS} const safe = (fn) => (req, res, next) => fn(req, res, next).catch(next); app.get('/', safe(async (req, res) => {}))`,
      { express: 4 },
      true,
    ],
    [
      `${EXPRESS} function safe(fn) { return async (q, s, n) => { try { await fn(q, s) } catch (e) { n(e) } } } app.get('/', safe(async (req, res) => {}))`,
      { express: 4 },
      true,
    ],
    [
      `${EXPRESS} const timed = (fn) => (req, res) => { console.time(); return fn(req, res) }; app.get('/', timed(async (req, res) => {}))`,
      { express: 4 },
      false,
    ],
    [
      `import type { Request, Response } from 'express'; export async function list(req: Request, res: Response) {}`,
      { express: 4 },
      undefined,
    ],
    [
      `import type { Request, Response } from 'express'; export async function list(req: Request, res: Response) {}`,
      { express: 5 },
      true,
    ],
    [`import http from 'http'; http.createServer(async (req, res) => {})`, {}, false],
    [
      `import http from 'http'; import { asyncHandler } from './a'; http.createServer(asyncHandler(async (req, res) => {}))`,
      {},
      true,
    ],
    [
      `import type { IncomingMessage, ServerResponse } from 'http'; export async function h(q: IncomingMessage, s: ServerResponse) {}`,
      {},
      undefined,
    ],
    [`import Fastify from 'fastify'; Fastify().get('/', async (req, reply) => {})`, {}, true],
    [`import { Hono } from 'hono'; new Hono().get('/', async (c) => {})`, {}, true],
    [`import Koa from 'koa'; new Koa().use(async (ctx) => {})`, {}, true],
    [`import { WebSocketServer } from 'ws'; new WebSocketServer().on('connection', async (ws) => {})`, {}, false],
    [`import { Server } from 'socket.io'; new Server().on('connection', async (socket) => {})`, {}, false],
    [`Deno.serve(async (req) => {})`, {}, true],
  ])('%s %o', (code, versions, expected) => {
    const { handler, where } = ask(code, versions)
    expect(catchesRejections(handler, where)).toBe(expected)
  })
})

describe('parsesBody', () => {
  it.each<[string, string | undefined, boolean | undefined]>([
    [`${EXPRESS} app.post('/', (req, res) => { use(req.body.x) })`, undefined, true],
    [`${EXPRESS} app.post('/', (req, res) => { const { messages } = req.body })`, undefined, true],
    [`${EXPRESS} app.post('/', ({ body }, res) => {})`, undefined, true],
    [`${EXPRESS} app.post('/', (req, res) => { setTimeout(() => { const { body: { x } } = req }) })`, undefined, true],
    [`${EXPRESS} app.use(express.json()); app.post('/', (req, res) => {})`, undefined, true],
    [
      `${EXPRESS} import { json } from 'body-parser'; app.use(cors(), json()); app.put('/', (req, res) => {})`,
      undefined,
      true,
    ],
    [`${EXPRESS} app.post('/', (req, res) => { req.pipe(res) })`, undefined, undefined],
    [`${EXPRESS} app.use(express.json()); app.get('/', (req, res) => {})`, undefined, false],
    [`${EXPRESS} app.use(express.json()); app.all('/', (req, res) => {})`, undefined, undefined],
    [`export default function h(req, res) {}`, 'pages/api/a.ts', true],
    [
      `export const config = { api: { bodyParser: false } }; export default function h(req, res) {}`,
      'pages/api/a.ts',
      false,
    ],
    [
      `export const config = { api: { bodyParser: { sizeLimit: '1mb' } } }; export default function h(req, res) {}`,
      'pages/api/a.ts',
      true,
    ],
    [
      `export const config = { api: { externalResolver: true } }; export default function h(req, res) {}`,
      'pages/api/a.ts',
      true,
    ],
    [
      `export const config = { api: { ...shared } }; export default function h(req, res) {}`,
      'pages/api/a.ts',
      undefined,
    ],
    [`import Fastify from 'fastify'; Fastify().post('/', async (req, reply) => {})`, undefined, true],
    [`import Fastify from 'fastify'; Fastify().get('/', async (req, reply) => {})`, undefined, false],
    [
      `import Fastify from 'fastify'; const app = Fastify(); app.addContentTypeParser('*', (r, p, done) => done(null)); app.post('/', async (req, reply) => {})`,
      undefined,
      undefined,
    ],
    [
      `import { Controller, Post, Body } from '@nestjs/common'; @Controller() class C { @Post() a(@Body() body) {} }`,
      undefined,
      true,
    ],
    [
      `import { Controller, Post, Req } from '@nestjs/common'; @Controller() class C { @Post() a(@Req() req) { use(req.body) } }`,
      undefined,
      true,
    ],
    [
      `import { Controller, Post, Req } from '@nestjs/common'; @Controller() class C { @Post() a(@Req() req) {} }`,
      undefined,
      undefined,
    ],
    [
      `import { Controller, Sse, Req } from '@nestjs/common'; @Controller() class C { @Sse() a(@Req() req) {} }`,
      undefined,
      false,
    ],
    [
      `import Router from '@koa/router'; new Router().post('/', async (ctx) => { use(ctx.request.body) })`,
      undefined,
      true,
    ],
    [`import Router from '@koa/router'; new Router().post('/', async ({ request: { body } }) => {})`, undefined, true],
    [`import Router from '@koa/router'; new Router().post('/', async (ctx) => { ctx.body = 1 })`, undefined, undefined],
    [`export default defineEventHandler(async (event) => { const body = await readBody(event) })`, undefined, true],
    [`import http from 'http'; http.createServer((req, res) => { use(req.url) })`, undefined, undefined],
  ])('%s', (code, path, expected) => {
    const { handler, where } = ask(code, {}, path)
    expect(parsesBody(handler, where)).toBe(expected)
  })
})

describe('partText', () => {
  it.each([
    [`${EXPRESS} app.get('/', (q, s) => {})`, ['q', 's', undefined, undefined]],
    [`import Fastify from 'fastify'; Fastify().get('/', (q, r) => {})`, ['q.raw', 'r.raw', undefined, undefined]],
    [`import Koa from 'koa'; new Koa().use((ctx) => {})`, ['ctx.req', 'ctx.res', undefined, undefined]],
    [
      `import { Hono } from 'hono'; new Hono().get('/', (c) => {})`,
      [undefined, undefined, 'c.req.raw', 'c.req.raw.signal'],
    ],
    [`Deno.serve((req) => {})`, [undefined, undefined, 'req', 'req.signal']],
    [`Deno.serve(() => {})`, [undefined, undefined, undefined, undefined]],
    [
      `import { json } from '@remix-run/node'; export async function loader({ request: r }) {}`,
      [undefined, undefined, 'r', 'r.signal'],
    ],
    [
      `import { json } from '@remix-run/node'; export async function loader(args) {}`,
      [undefined, undefined, 'args.request', 'args.request.signal'],
    ],
    [`addEventListener('fetch', (event) => {})`, [undefined, undefined, 'event.request', 'event.request.signal']],
    [`export default defineEventHandler((event) => {})`, ['event.node.req', 'event.node.res', undefined, undefined]],
    [
      `import { Controller, Get, Req, Res } from '@nestjs/common'; @Controller() class C { @Get() a(@Req() q, @Res() s) {} }`,
      ['q', 's', undefined, undefined],
    ],
    [
      `import { Controller, Get, Res } from '@nestjs/common'; import { FastifyReply } from 'fastify'; @Controller() class C { @Get() a(@Res() r: FastifyReply) {} }`,
      [undefined, 'r.raw', undefined, undefined],
    ],
    [
      `import { publicProcedure } from './trpc'; export const a = publicProcedure.subscription(async function* (opts) {})`,
      [undefined, undefined, undefined, 'opts.signal'],
    ],
  ])('%s', (code, expected) => {
    const { handler } = ask(code)
    expect(
      (['nodeRequest', 'nodeResponse', 'webRequest', 'signal'] as const).map((part) => partText(handler, part)),
    ).toEqual(expected)
  })
})

describe('partOf', () => {
  it.each([
    [`${EXPRESS} app.get('/', (q, s) => { ask(q) })`, 'nodeRequest'],
    [`${EXPRESS} app.get('/', (q, s) => { const r = s; setTimeout(() => ask(r)) })`, 'nodeResponse'],
    [`${EXPRESS} app.get('/', (q, s) => { ask(q.socket) })`, undefined],
    [`import Fastify from 'fastify'; Fastify().get('/', (q, r) => { ask(r.raw) })`, 'nodeResponse'],
    [`import Fastify from 'fastify'; Fastify().get('/', ({ raw }, r) => { ask(raw) })`, 'nodeRequest'],
    [`import Fastify from 'fastify'; Fastify().get('/', (q, r) => { ask(r) })`, undefined],
    [`import Fastify from 'fastify'; Fastify().get('/', (q, r) => { ask(q.signal) })`, 'signal'],
    [`import Koa from 'koa'; new Koa().use(({ res }) => { ask(res) })`, 'nodeResponse'],
    [`import Koa from 'koa'; new Koa().use((ctx) => { const { req } = ctx; ask(req) })`, 'nodeRequest'],
    [`import { Hono } from 'hono'; new Hono().get('/', (c) => { ask(c.req.raw.signal) })`, 'signal'],
    [`import { Hono } from 'hono'; new Hono().get('/', (c) => { ask(c.req.raw) })`, 'webRequest'],
    [
      `import { json } from '@remix-run/node'; export async function loader({ request }) { const { signal } = request; ask(signal) }`,
      'signal',
    ],
    [`export default defineEventHandler((event) => { ask(event.req.signal) })`, 'signal'],
    [`function f(req, res) { ask(res) }`, undefined],
  ])('%s', (code, expected) => {
    const source = parseSource(code)
    const call = nodesOf(source, 'CallExpression').find(
      (it) => it.callee.type === 'Identifier' && it.callee.name === 'ask',
    )
    expect(partOf(source, call!.arguments[0]!)?.part).toBe(expected)
  })
})

describe('wayOut', () => {
  it.each([
    [`${EXPRESS} app.get('/', (q, s, n) => {})`, ['if (s.headersSent) s.destroy(error)', 'else n(error)']],
    [`${EXPRESS} app.get('/', (q, s) => {})`, ['if (s.headersSent) s.destroy(error)', 'else s.writeHead(500).end()']],
    [`${EXPRESS} app.get('/', (q, { locals }, n) => {})`, ['n(error)']],
    [
      `import Fastify from 'fastify'; Fastify().get('/', (q, r) => {})`,
      ['if (r.raw.headersSent) r.raw.destroy(error)', 'else r.send(error)'],
    ],
    [
      `import Fastify from 'fastify'; Fastify().get('/', (q, r) => { r.hijack() })`,
      ['if (r.raw.headersSent) r.raw.destroy(error)', 'else r.raw.writeHead(500).end()'],
    ],
    [
      `import Koa from 'koa'; new Koa().use((ctx) => {})`,
      ['if (ctx.res.headersSent) ctx.res.destroy(error)', 'else ctx.res.writeHead(500).end()'],
    ],
    [
      `import { WebSocketServer } from 'ws'; new WebSocketServer().on('connection', (socket) => {})`,
      ['socket.close(1011)'],
    ],
    [`import { Hono } from 'hono'; new Hono().get('/', (c) => {})`, undefined],
  ])('%s', (code, expected) => {
    const { handler, where } = ask(code)
    expect(wayOut(handler, 'error', where)).toEqual(expected)
  })
})

describe('handlerOf', () => {
  const code = `${EXPRESS}
    app.get('/a', (req, res) => { setTimeout(() => { ask() }) })
    const both = (req, res) => { ask() }
    app.get('/b', both)
    app.post('/b', both)
    ask()`
  it('finds the handler around closures, what several registrations agree on, and nothing elsewhere', () => {
    const source = parseSource(code)
    const asked = nodesOf(source, 'CallExpression').filter(
      (it) => it.callee.type === 'Identifier' && it.callee.name === 'ask',
    )
    const found = asked.map((call) => handlerOf(source, call))
    expect(found.map((handler) => handler && describeHandler(handler))).toEqual([
      'express GET /a req=req res=res',
      'express /b req=req res=res',
      undefined,
    ])
  })
})
