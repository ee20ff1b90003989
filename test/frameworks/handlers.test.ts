import { describe, expect, it } from 'vitest'
import { describeHandlers } from './describe-handlers.ts'

const ROUTE = 'app/api/chat/route.ts'

describe('handlers of Fastify', () => {
  it.each([
    [
      `import Fastify from 'fastify'; const app = Fastify(); app.get('/a', async (request, reply) => {})`,
      ['fastify GET /a req=request res=reply'],
    ],
    [
      `import { fastify } from 'fastify'; const app = fastify({}); app.post('/a', { schema }, async (q, r) => {})`,
      ['fastify POST /a req=q res=r'],
    ],
    [
      `const app = require('fastify')(); app.route({ method: 'post', url: '/a', handler: async (q, r) => {} })`,
      ['fastify POST /a req=q res=r'],
    ],
    [
      `import Fastify from 'fastify'; const app = Fastify(); app.get('/a', { preHandler: [auth, async (q, r) => {}] }, h); function h(q, r) {}`,
      ['fastify GET /a middleware req=q res=r', 'fastify GET /a req=q res=r'],
    ],
    [
      `import Fastify from 'fastify'; const app = Fastify(); app.get('/a', { handler: h }); async function h({ body }, r) {}`,
      ['fastify GET /a res=r'],
    ],
    [
      `import Fastify from 'fastify'; const app = Fastify().withTypeProvider(); app.get('/a', async function (this: X, q, r) {})`,
      ['fastify GET /a req=q res=r'],
    ],
    [
      `import type { FastifyInstance } from 'fastify'; export async function routes(app: FastifyInstance, opts: object) { app.get('/a', (q, r) => {}) }`,
      ['fastify GET /a req=q res=r'],
    ],
    [
      `import type { FastifyPluginAsync } from 'fastify'; const p: FastifyPluginAsync = async (app) => { app.get('/a', (q, r) => {}) }; export default p`,
      ['fastify GET /a req=q res=r'],
    ],
    [
      `import fp from 'fastify-plugin'; export default fp(async (app) => { app.get('/a', async (q, r) => ({})); app.addHook('onRequest', async (q, r) => {}) })`,
      ['fastify GET /a req=q res=r', 'fastify middleware req=q res=r'],
    ],
    [
      `import Fastify from 'fastify'; const app = Fastify(); app.register(async (sub) => { sub.get('/a', async (q, r) => ({})) })`,
      ['fastify GET /a req=q res=r'],
    ],
    [
      `export default async function (fastify, opts) { fastify.get('/a', async (request, reply) => { reply.raw.write('x') }) }`,
      ['fastify GET /a req=request res=reply'],
    ],
    [
      `export default async function (fastify, opts) { fastify.get('/a', { schema }, async (request, reply) => { return reply.code(200).send({}) }) }`,
      ['fastify GET /a req=request res=reply'],
    ],
    [
      `import { FastifyRequest, FastifyReply } from 'fastify'; export async function list(q: FastifyRequest, r: FastifyReply) {}`,
      ['!fastify req=q res=r'],
    ],
    [
      `import Fastify from 'fastify'; const app = Fastify(); app.setErrorHandler((e, q, r) => {})`,
      ['fastify error-handler middleware req=q res=r'],
    ],
  ])('%s', (code, expected) => {
    expect(describeHandlers(code)).toEqual(expected)
  })
})

describe('handlers of Hono', () => {
  it.each([
    [`import { Hono } from 'hono'; const app = new Hono(); app.get('/a', (c) => c.json({}))`, ['hono GET /a ctx=c']],
    [
      `import { Hono } from 'hono'; export default new Hono().get('/a', (c) => c.text('')).post('/b', auth, async (c) => c.text(''))`,
      ['hono GET /a ctx=c', 'hono POST /b ctx=c'],
    ],
    [
      `import { Hono } from 'hono'; const app = new Hono().basePath('/api'); app.use('*', async (c, next) => {}); app.all('/a', (c) => {})`,
      ['hono /api* middleware ctx=c next=next', 'hono /api/a ctx=c'],
    ],
    [
      `import { Hono } from 'hono'; const app = new Hono(); app.on('post', '/a', (c) => {}); app.on(['GET', 'PUT'], '/b', (c) => {})`,
      ['hono POST /a ctx=c', 'hono /b ctx=c'],
    ],
    [
      `import { OpenAPIHono } from '@hono/zod-openapi'; const app = new OpenAPIHono(); app.openapi(route, async (c) => {})`,
      ['hono ctx=c'],
    ],
    [
      `import { createFactory } from 'hono/factory'; const f = createFactory(); const h = f.createHandlers(auth, async (c) => {})`,
      ['hono ctx=c'],
    ],
    [
      `import { createMiddleware } from 'hono/factory'; export const m = createMiddleware(async (c, next) => { await next() })`,
      ['hono middleware ctx=c next=next'],
    ],
    [`import type { Context } from 'hono'; export const chat = async (c: Context) => {}`, ['!hono ctx=c']],
    [`import type { Context } from 'hono'; const parse = (c: Context, data: any) => {}`, ['!hono ctx=c']],
    [`import type { Handler } from 'hono'; export const chat: Handler = async (c) => {}`, ['!hono ctx=c']],
    [`import { app } from './app'; app.post('/a', async (c) => c.json(await c.req.json()))`, ['hono POST /a ctx=c']],
    [`import { app } from './app'; app.post('/a', (body) => body.length)`, []],
    [`import { api } from './api'; api.get('/users', (res) => { res.json().then(show) })`, []],
  ])('%s', (code, expected) => {
    expect(describeHandlers(code)).toEqual(expected)
  })
})

describe('route files of Next', () => {
  it.each([
    [`export async function POST(req: Request) {}`, ROUTE, ['next-app POST /api/chat req=req']],
    [
      `export const GET = async (request, { params }) => {}`,
      'src/app/(main)/api/[id]/[...rest]/route.js',
      ['next-app GET /api/:id/:rest req=request'],
    ],
    [
      `export const POST = withAuth(async (user, req: NextRequest) => {}); import type { NextRequest } from 'next/server'`,
      ROUTE,
      ['next-app POST /api/chat req=req in withAuth'],
    ],
    [`export const POST = withAuth(async (user, session) => {})`, ROUTE, ['next-app POST /api/chat in withAuth']],
    [
      `const handler = async (req) => {}; export { handler as GET, handler as POST }`,
      ROUTE,
      ['next-app GET /api/chat req=req', 'next-app POST /api/chat req=req'],
    ],
    [`export { GET, POST } from './handlers'`, ROUTE, []],
    [`export const { GET, POST } = createYoga({})`, ROUTE, []],
    [`export const maxDuration = 30; export function helper() {}`, ROUTE, []],
    [
      `import type { NextRequest } from 'next/server'; export async function handle(req: NextRequest) {}`,
      'app/api/openai.ts',
      ['!next-app req=req'],
    ],
  ])('%s', (code, path, expected) => {
    expect(describeHandlers(code, path)).toEqual(expected)
  })
})

describe('listeners of node:http servers', () => {
  it.each([
    [`import http from 'node:http'; http.createServer((req, res) => {})`, ['node-http req=req res=res']],
    [
      `import { createServer } from 'http'; createServer({ keepAlive: true }, async (q, s) => {}).listen(1)`,
      ['node-http req=q res=s'],
    ],
    [
      `const https = require('https'); const server = https.createServer(options); server.on('request', h); function h(q, s) {}`,
      ['node-http req=q res=s'],
    ],
    [
      `import type { Server } from 'node:http'; export function attach(server: Server) { server.on('request', (q, s) => {}); server.on('upgrade', (q, s) => {}) }`,
      ['node-http req=q res=s'],
    ],
    [
      `import type { IncomingMessage, ServerResponse } from 'node:http'; export class H { async handle(q: IncomingMessage, s: ServerResponse) {} }`,
      ['!node-http req=q res=s'],
    ],
    [`import express from 'express'; import http from 'http'; http.createServer(express())`, []],
    [`import net from 'net'; net.createServer((socket) => {})`, []],
  ])('%s', (code, expected) => {
    expect(describeHandlers(code)).toEqual(expected)
  })
})
