import { describe, expect, it } from 'vitest'
import { describeHandlers } from './describe-handlers.ts'

describe('handlers of Koa', () => {
  it.each([
    [
      `import Koa from 'koa'; const app = new Koa(); app.use(async (ctx, next) => {})`,
      ['koa middleware ctx=ctx next=next'],
    ],
    [
      `import Router from '@koa/router'; const r = new Router({ prefix: '/api' }); r.post('/a', auth, async (ctx) => {})`,
      ['koa POST /a ctx=ctx'],
    ],
    [
      `import Router from 'koa-router'; const r = new Router(); r.get('list', '/a', async ({ req, res }) => {})`,
      ['koa GET /a req=req res=res'],
    ],
    [
      `const Koa = require('koa'); const Router = require('@koa/router'); const r = new Router(); r.get('/a', h); async function h(ctx) {}`,
      ['koa GET /a ctx=ctx'],
    ],
    [`import type { Context } from 'koa'; export const chat = async (ctx: Context) => {}`, ['!koa ctx=ctx']],
    [
      `import Koa from 'koa'; export async function chat(ctx: Koa.Context, next: Koa.Next) {}`,
      ['!koa ctx=ctx next=next'],
    ],
    [`import { router } from './router'; router.get('/a', async (ctx) => { ctx.body = 'x' })`, ['koa GET /a ctx=ctx']],
  ])('%s', (code, expected) => {
    expect(describeHandlers(code)).toEqual(expected)
  })
})

const NEST = `import { Controller, Get, Post, Sse, All, Req, Res, Body, Param } from '@nestjs/common';`

describe('handlers of Nest', () => {
  it.each([
    [
      `${NEST} @Controller('chat') class C { @Post(':id') send(@Param('id') id: string, @Body() body: Dto, @Req() req: Request, @Res() res: Response) {} }`,
      ['nest POST /chat/:id req=req res=res'],
    ],
    [
      `${NEST} @Controller() export class C { @Sse('events') events() {} @All() any() {} helper() {} }`,
      ['nest GET /events', 'nest /'],
    ],
    [
      `${NEST} @Controller({ path: 'a', version: '1' }) class C { @Get() get(@Res({ passthrough: true }) res) {} }`,
      ['nest GET /a res=res'],
    ],
    [`${NEST} class Service { @Get('x') get() {} }`, []],
    [`import { Controller, Get } from './decorators'; @Controller('a') class C { @Get('x') get() {} }`, []],
    [
      `import { RestController, Get } from './decorators'; import type { Request, Response } from 'express'; @RestController('/a') class C { @Get('/x') async get(req: Request, res: Response) {} }`,
      ['!express req=req res=res'],
    ],
  ])('%s', (code, expected) => {
    expect(describeHandlers(code)).toEqual(expected)
  })
})

describe('handlers by place of the file', () => {
  it.each([
    [
      `export default async function handler(req, res) {}`,
      'src/pages/api/chat/[id].ts',
      ['next-pages /api/chat/:id req=req res=res'],
    ],
    [
      `export default withMiddlewares({ GET: wrap(async (req, res) => {}), POST: async (req, res) => {} })`,
      'pages/api/chat/index.ts',
      [
        'next-pages GET /api/chat req=req res=res in withMiddlewares,wrap',
        'next-pages POST /api/chat req=req res=res in withMiddlewares',
      ],
    ],
    [
      `export const config = { runtime: 'edge' }; export default async function handler(req: Request): Promise<Response> {}`,
      'pages/api/chat.ts',
      ['!fetch-handler req=req'],
    ],
    [
      `import type { NextApiRequest, NextApiResponse } from 'next'; export async function h(q: NextApiRequest, s: NextApiResponse<Data>) {}`,
      'src/server/h.ts',
      ['!next-pages req=q res=s'],
    ],
    [
      `import type { NextApiHandler } from 'next'; const h: NextApiHandler = async (q, s) => {}; export default h`,
      'src/h.ts',
      ['!next-pages req=q res=s'],
    ],
    [`export default function Page(props) {}`, 'pages/index.tsx', []],
    [
      `export async function POST({ request, locals }) {}`,
      'src/routes/(app)/chat/[id]/+server.ts',
      ['sveltekit POST /chat/:id req=request'],
    ],
    [
      `import type { RequestHandler } from './$types'; export const GET: RequestHandler = async (event) => {}`,
      'src/routes/+server.ts',
      ['sveltekit GET / ctx=event'],
    ],
    [
      `import type { RequestHandler } from './$types'; export const GET = (async ({ request: r }) => {}) satisfies RequestHandler`,
      'src/lib/handler.ts',
      ['!sveltekit req=r'],
    ],
    [
      `import { json } from '@remix-run/node'; export async function loader({ request }) {} export const action = async (args) => {}`,
      'app/routes/chat.ts',
      ['remix GET req=request', 'remix ctx=args'],
    ],
    [
      `import type { Route } from './+types/chat'; export async function action({ request }: Route.ActionArgs) {}`,
      'app/routes/chat.tsx',
      ['remix req=request'],
    ],
    [
      `import type { ActionFunctionArgs } from '@remix-run/cloudflare'; export async function action(args: ActionFunctionArgs) { return chat(args) } async function chat({ context, request }: ActionFunctionArgs) {}`,
      'app/routes/api.chat.ts',
      ['remix ctx=args', '!remix req=request'],
    ],
    [`export async function loader({ request }) {}`, 'src/loader.ts', []],
  ])('%s', (code, path, expected) => {
    expect(describeHandlers(code, path)).toEqual(expected)
  })
})

describe('handlers of h3 and Nitro', () => {
  it.each([
    [
      `import { defineEventHandler } from 'h3'; export default defineEventHandler(async (event) => {})`,
      'server/api/chat.post.ts',
      ['h3 POST ctx=event'],
    ],
    [
      `export default defineEventHandler({ onRequest: [auth], handler: async (event) => {} })`,
      'server/api/chat.ts',
      ['h3 ctx=event'],
    ],
    [
      `import { createRouter, eventHandler } from 'h3'; const r = createRouter(); r.get('/a', eventHandler((event) => {}))`,
      'src/a.ts',
      ['h3 ctx=event'],
    ],
    [
      `import { H3 } from 'h3'; const app = new H3(); app.get('/a', (event) => {})`,
      'src/a.ts',
      ['h3 GET /a ctx=event'],
    ],
    [`function eventHandler(fn) {} eventHandler((event) => {})`, 'src/a.ts', []],
    [`import type { H3Event } from 'h3'; export async function chat(event: H3Event) {}`, 'src/a.ts', ['!h3 ctx=event']],
  ])('%s', (code, path, expected) => {
    expect(describeHandlers(code, path)).toEqual(expected)
  })
})

describe('functions from Request to Response', () => {
  it.each([
    [`export default { async fetch(request, env, ctx) {} }`, ['fetch-handler req=request']],
    [
      `const worker = { fetch: async (req: Request, env: Env) => {} } satisfies ExportedHandler<Env>; export default worker`,
      ['fetch-handler req=req'],
    ],
    [
      `import { DurableObject } from 'cloudflare:workers'; export class Room extends DurableObject { async fetch(request: Request) {} }`,
      ['fetch-handler req=request'],
    ],
    [
      `Deno.serve({ port: 1 }, async (req) => new Response('x')); Deno.serve((req) => new Response('x'))`,
      ['fetch-handler req=req', 'fetch-handler req=req'],
    ],
    [
      `import { serve } from 'https://deno.land/std@0.168.0/http/server.ts'; serve(async (req) => new Response(''))`,
      ['fetch-handler req=req'],
    ],
    [
      `Bun.serve({ fetch(req, server) {}, routes: { '/a': (req) => {}, '/b': { POST: async (req) => {} } } })`,
      ['fetch-handler req=req', 'fetch-handler /a req=req', 'fetch-handler POST /b req=req'],
    ],
    [
      `addEventListener('fetch', (event) => { event.respondWith(answer(event.request)) }); async function answer(request) {}`,
      ['fetch-handler ctx=event', 'fetch-handler req=request'],
    ],
    [
      `self.addEventListener('fetch', (event) => event.respondWith(answer(event))); const answer = async ({ request }) => {}`,
      ['fetch-handler ctx=event', 'fetch-handler req=request'],
    ],
    [`export const chat = async (request: Request): Promise<Response> => run(request)`, ['!fetch-handler req=request']],
    [`export function chat(request: Request) { return Response.json({}) }`, ['!fetch-handler req=request']],
    [`export function sign(request: Request): Request { return request }`, []],
    [`window.addEventListener('fetch-done', (event) => {})`, []],
    [`export default { fetch: globalThis.fetch, name: 'x' }`, []],
  ])('%s', (code, expected) => {
    expect(describeHandlers(code)).toEqual(expected)
  })
})

describe('procedures of tRPC', () => {
  it.each([
    [
      `import { initTRPC } from '@trpc/server'; const t = initTRPC.create(); t.router({ a: t.procedure.input(z.string()).query(({ input }) => {}), b: t.procedure.subscription(async function* (opts) {}) })`,
      ['trpc GET', 'trpc GET ctx=opts'],
    ],
    [
      `import { protectedProcedure, router } from '../trpc'; export const r = router({ a: protectedProcedure.mutation(async ({ ctx }) => {}) })`,
      ['trpc POST'],
    ],
    [`import { db } from './db'; db.query((row) => {})`, []],
  ])('%s', (code, expected) => {
    expect(describeHandlers(code)).toEqual(expected)
  })
})

describe('socket servers', () => {
  it.each([
    [
      `import { WebSocketServer } from 'ws'; const wss = new WebSocketServer({ port: 1 }); wss.on('connection', (socket, req) => {}); wss.on('error', (e) => {})`,
      ['ws req=req ctx=socket'],
    ],
    [`import WebSocket from 'ws'; new WebSocket.Server({ server }).on('connection', function (ws) {})`, ['ws ctx=ws']],
    [
      `import { Server } from 'socket.io'; const io = new Server(http); io.on('connection', async (socket) => {}); io.of('/a').on('connection', (s) => {})`,
      ['socket.io ctx=socket', 'socket.io ctx=s'],
    ],
    [
      `import type { Server } from 'socket.io'; export const attach = (io: Server) => { io.on('connection', (socket) => {}) }`,
      ['socket.io ctx=socket'],
    ],
    [`import { io } from 'socket.io-client'; const s = io(); s.on('connection', (x) => {})`, []],
  ])('%s', (code, expected) => {
    expect(describeHandlers(code)).toEqual(expected)
  })
})
