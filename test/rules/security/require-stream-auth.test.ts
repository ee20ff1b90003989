import rule from '../../../rules/security/require-stream-auth.ts'
import { ruleTest } from '../../rule-tester.ts'

const SSE = `res.type('text/event-stream'); res.write('data: hello\\n\\n')`
const WEB = `return new Response(new ReadableStream({ pull: (c) => c.enqueue(text) }), { headers: { 'content-type': 'text/event-stream' } })`

const express = (routes: string) => `import express from 'express'
const app = express()
${routes}
app.listen(3000)`

const nextRoute = (body: string, imports = '') => `${imports}
export async function POST(request: Request) {
  const { text } = await request.json()
  ${body}
  ${WEB}
}`

const open = (route: string, line: number, column: number, endColumn: number, place = 'registered here') => ({
  messageId: 'open',
  data: { route, place },
  line,
  column,
  endColumn,
})

/** A route that takes part in a run that was found by its id. */
const resuming = (lines: string) =>
  express(`app.get('/runs/:id', async (req, res) => {
  const run = runs.get(req.params.id)
  ${lines}
})`)
const REFUSED = 'if (!run) return res.sendStatus(404)'
const FOLLOWED = `res.type('text/event-stream'); run.on('piece', (piece) => res.write(\`data: \${JSON.stringify(piece)}\\n\\n\`))`

ruleTest(rule, {
  reports: [
    {
      name: 'a route that joins what runs already, by an id of the path',
      project: 'express5',
      code: resuming(`${REFUSED}\n  ${FOLLOWED}`),
      errors: [open('GET /runs/:id', 3, 5, 8)],
    },
    {
      name: 'a route that also joins runs that nobody has named',
      project: 'express5',
      options: { joins: false },
      code: resuming(FOLLOWED),
      errors: [open('GET /runs/:id', 3, 5, 8)],
    },
    {
      name: 'a route that looks something up and starts a request of its own',
      project: 'express5',
      options: { joins: false },
      code: resuming(
        `${REFUSED}\n  ${FOLLOWED}\n  const answer = await fetch(run.address)\n  for await (const piece of answer.body) res.write(piece)`,
      ),
      errors: [open('GET /runs/:id', 3, 5, 8)],
    },
    {
      name: 'a route that looks something up and streams something else',
      project: 'express5',
      options: { joins: false },
      code: resuming(`${REFUSED}\n  ${SSE}`),
      errors: [open('GET /runs/:id', 3, 5, 8)],
    },
    {
      name: 'a route that joins what the body names',
      project: 'express5',
      options: { joins: false },
      code: express(`app.post('/runs', async (req, res) => {
  const run = runs.get(req.body.id)
  ${REFUSED}
  ${FOLLOWED}
})`),
      errors: [open('POST /runs', 3, 5, 9)],
    },
    {
      name: 'a route on the app, nothing before it',
      project: 'express5',
      code: express(`app.post('/chat', (req, res) => { ${SSE} })`),
      errors: [open('POST /chat', 3, 5, 9)],
    },
    {
      name: 'a guard behind the route',
      project: 'express5',
      code: express(`app.post('/chat', (req, res) => { ${SSE} })
app.use((req, res, next) => { if (!req.user) return res.sendStatus(401); next() })`),
      errors: [open('POST /chat', 3, 5, 9)],
    },
    {
      name: 'a guard on another path',
      project: 'express5',
      code: express(`app.use('/admin', (req, res, next) => { if (!req.user) return res.sendStatus(401); next() })
app.post('/chat', (req, res) => { ${SSE} })`),
      errors: [open('POST /chat', 4, 5, 9)],
    },
    {
      name: 'middleware that guards nothing',
      project: 'express5',
      code: express(`app.use(express.json())
app.use((req, res, next) => { console.log(req.method); next() })
app.post('/chat', (req, res) => { ${SSE} })`),
      errors: [open('POST /chat', 5, 5, 9)],
    },
    {
      name: 'a limiter is no guard',
      project: 'express5',
      code: `import express from 'express'
import { rateLimit } from 'express-rate-limit'
const app = express()
app.use(rateLimit({ limit: 5 }))
app.post('/chat', (req, res) => { ${SSE} })
app.listen(3000)`,
      errors: [open('POST /chat', 5, 5, 9)],
    },
    {
      name: 'an optional look at the token',
      project: 'express5',
      code: `import express from 'express'
import { expressjwt } from 'express-jwt'
const app = express()
app.use(expressjwt({ secret: process.env.SECRET, algorithms: ['HS256'], credentialsRequired: false }))
app.post('/chat', (req, res) => { ${SSE} })
app.listen(3000)`,
      errors: [open('POST /chat', 5, 5, 9)],
    },
    {
      name: 'a middleware that only fills',
      project: 'express5',
      code: `import express from 'express'
import jwt from 'jsonwebtoken'
const app = express()
app.use((req, res, next) => {
  try { res.locals.user = jwt.verify(req.headers.authorization, process.env.SECRET) } catch {}
  next()
})
app.post('/chat', (req, res) => { ${SSE} })
app.listen(3000)`,
      errors: [open('POST /chat', 8, 5, 9)],
    },
    {
      name: 'the key of the upstream is sent',
      project: 'express5',
      code: express(`app.post('/chat', async (req, res) => {
  const upstream = await fetch('https://api.example.com', { headers: { Authorization: \`Bearer \${process.env.KEY}\` } })
  res.type('text/event-stream')
  for await (const chunk of upstream.body) res.write(chunk)
})`),
      errors: [open('POST /chat', 3, 5, 9)],
    },
    {
      name: 'the upstream says 401',
      project: 'express5',
      code: express(`app.post('/chat', async (req, res) => {
  const upstream = await fetch('https://api.example.com')
  if (upstream.status === 401) return res.status(401).end()
  res.type('text/event-stream')
  for await (const chunk of upstream.body) res.write(chunk)
})`),
      errors: [open('POST /chat', 3, 5, 9)],
    },
    {
      name: 'a key of this program is missing',
      project: 'next15',
      file: 'app/api/chat/route.ts',
      code: nextRoute(`if (!process.env.OPENAI_API_KEY) return new Response('No key', { status: 401 })`),
      errors: [open('POST /api/chat', 2, 23, 27)],
    },
    {
      name: 'a Next route with nothing',
      project: 'next15',
      file: 'app/api/chat/route.ts',
      code: nextRoute(''),
      errors: [open('POST /api/chat', 2, 23, 27)],
    },
    {
      name: 'a session of a conversation',
      project: 'next15',
      file: 'app/api/chat/[id]/route.ts',
      code: nextRoute(
        `const session = store.getSession(text)
  if (!session) return new Response('No such chat', { status: 404 })`,
        'const store = { getSession: (id: string) => new Map<string, object>().get(id) }',
      ),
      errors: [open('POST /api/chat/:id', 2, 23, 27)],
    },
    {
      name: 'a wrapper that only catches',
      project: 'next15',
      file: 'app/api/chat/route.ts',
      code: `const withErrors = (fn) => async (request) => { try { return await fn(request) } catch { return new Response('Oh', { status: 500 }) } }
export const POST = withErrors(async (request: Request) => {
  const { text } = await request.json()
  ${WEB}
})`,
      errors: [open('POST /api/chat', 2, 14, 18)],
    },
    {
      name: 'Hono, guard only under another path',
      project: 'hono',
      code: `import { Hono } from 'hono'
import { jwt } from 'hono/jwt'
import { streamSSE } from 'hono/streaming'
const app = new Hono()
app.use('/admin/*', jwt({ secret: 's' }))
app.post('/chat', (c) => streamSSE(c, async (stream) => { await stream.writeSSE({ data: 'hello' }) }))
export default app`,
      errors: [open('POST /chat', 6, 5, 9)],
    },
    {
      name: 'a worker',
      project: 'workers',
      code: `export default {
  async fetch(request: Request) {
    const text = await request.text()
    ${WEB}
  },
}`,
      errors: [open('this route', 2, 9, 14)],
    },
    {
      name: 'a helper of a dispatcher is one with it',
      project: 'node',
      code: `import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
createServer((req, res) => { if (req.url === '/chat') chat(req, res) }).listen(3000)
function chat(req: IncomingMessage, res: ServerResponse) {
  res.writeHead(200, { 'content-type': 'text/event-stream' })
  res.write(req.method + '')
}`,
      errors: [open('this route', 3, 1, 13)],
    },
    {
      name: 'an unknown list, when asked for',
      project: 'express5',
      options: { unknown: 'report' },
      code: `import { Router } from 'express'
export function routes(...guards) {
  const router = Router()
  router.post('/chat', ...guards, (req, res) => { ${SSE} })
  return router
}`,
      errors: [{ messageId: 'unknown', data: { route: 'POST /chat' }, line: 4, column: 10, endColumn: 14 }],
    },
    {
      name: 'a socket server that asks nobody, when asked for',
      project: 'socketio',
      options: { sockets: true },
      code: `import { Server } from 'socket.io'
const io = new Server(3000)
io.on('connection', (socket) => { socket.emit('hello', 1) })`,
      errors: [{ messageId: 'socket', line: 2, column: 12, endColumn: 15 }],
    },
  ],
  silent: [
    {
      name: 'an example',
      project: 'express5',
      file: 'examples/chat/server.ts',
      code: express(`app.post('/chat', (req, res) => { ${SSE} })`),
    },
    {
      name: 'a limit by address, for those whom nobody knows',
      project: 'express5',
      code: express(
        `app.post('/chat', async (req, res) => { if (!(await limiter.limit(req.headers['x-forwarded-for'])).success) return res.status(429).end(); ${SSE} })`,
      ),
    },
    {
      name: 'a route that joins what runs already, by an id that has to be known',
      project: 'express5',
      options: { joins: false },
      code: resuming(`${REFUSED}\n  ${FOLLOWED}`),
    },
    {
      name: 'the same in a route file',
      project: 'next15',
      options: { joins: false },
      file: 'app/api/runs/[id]/route.ts',
      code: `export const GET = async (request: Request, { params }: { params: Promise<{ id: string }> }) => {
  const { id } = await params
  const run = runs.find(id)
  if (!run) return Response.json({ message: 'none' }, { status: 404 })
  const { readable, writable } = new TransformStream()
  const writer = writable.getWriter()
  run.subscribe((piece: string) => { writer.write(encoded(piece)) })
  return new Response(readable, { headers: { 'content-type': 'text/event-stream' } })
}`,
    },
    { name: 'no stream', project: 'express5', code: express(`app.post('/chat', (req, res) => { res.json({}) })`) },
    {
      name: 'a guard in the list',
      project: 'express5',
      code: express(`function requireUser(req, res, next) { if (!req.session.user) return res.status(401).end(); next() }
app.post('/chat', requireUser, (req, res) => { ${SSE} })`),
    },
    {
      name: 'a guard in an array',
      project: 'express5',
      code: express(`const guards = [express.json(), (req, res, next) => (req.user ? next() : res.sendStatus(403))]
app.post('/chat', guards, (req, res) => { ${SSE} })`),
    },
    {
      name: 'a guard of the app',
      project: 'express5',
      code: express(`app.use((req, res, next) => { if (!req.user) return next(new Error('who?')); next() })
app.post('/chat', (req, res) => { ${SSE} })`),
    },
    {
      name: 'a guard of a library, under a prefix that covers the route',
      project: 'express5',
      code: `import express from 'express'
import { auth } from 'express-oauth2-jwt-bearer'
const app = express()
app.use('/api', auth())
app.post('/api/chat', (req, res) => { ${SSE} })
app.listen(3000)`,
    },
    {
      name: 'a router of which nothing is known',
      project: 'express5',
      code: `import { Router } from 'express'
export const router = Router()
router.post('/chat', (req, res) => { ${SSE} })`,
    },
    {
      name: 'a guard by the settings',
      project: 'express5',
      settings: { streaming: { guards: ['withTenant'] } },
      code: `import express from 'express'
import { withTenant } from './tenant'
const app = express()
app.post('/chat', withTenant, (req, res) => { ${SSE} })
app.listen(3000)`,
    },
    {
      name: 'public by the settings',
      project: 'express5',
      settings: { streaming: { publicRoutes: ['/demo/**'] } },
      code: express(`app.post('/demo/chat', (req, res) => { ${SSE} })`),
    },
    { name: 'a health check', project: 'express5', code: express(`app.get('/healthz', (req, res) => { ${SSE} })`) },
    {
      name: 'a server for this machine alone',
      project: 'express5',
      code: `import express from 'express'
const app = express()
app.post('/chat', (req, res) => { ${SSE} })
app.listen(3000, '127.0.0.1')`,
    },
    {
      name: 'a signature',
      project: 'express5',
      code: `import express from 'express'
import { createHmac, timingSafeEqual } from 'node:crypto'
const app = express()
app.post('/hook', (req, res) => {
  const mine = createHmac('sha256', process.env.SECRET).update(req.body).digest()
  if (!timingSafeEqual(mine, Buffer.from(req.get('x-signature'), 'hex'))) return res.sendStatus(400)
  ${SSE}
})
app.listen(3000)`,
    },
    {
      name: 'the session decides',
      project: 'next15',
      file: 'app/api/chat/route.ts',
      code: nextRoute(
        `const session = await getServerSession(options)
  if (!session) return new Response('Sign in', { status: 401 })`,
        `import { getServerSession } from 'next-auth'`,
      ),
    },
    {
      name: 'the user is passed on, and nobody knows what happens to it',
      project: 'next15',
      file: 'app/api/chat/route.ts',
      code: nextRoute(
        `const { userId } = await auth()
  record(userId)`,
        `import { auth } from '@clerk/nextjs/server'
import { record } from './record'`,
      ),
    },
    {
      name: 'auth.protect',
      project: 'next15',
      file: 'app/api/chat/route.ts',
      code: nextRoute('await auth.protect()', `import { auth } from '@clerk/nextjs/server'`),
    },
    {
      name: 'Supabase',
      project: 'next15',
      file: 'app/api/chat/route.ts',
      code: nextRoute(
        `const { data: { user } } = await createClient().auth.getUser()
  if (!user) redirect('/login')`,
        `import { redirect } from 'next/navigation'
import { createClient } from '@/supabase'`,
      ),
    },
    {
      name: 'a function that could not be found and says what it asks for',
      project: 'next15',
      file: 'app/api/chat/route.ts',
      code: nextRoute('const profile = await getServerProfile()', `import { getServerProfile } from '@/lib/server'`),
    },
    {
      name: 'Hono with bearerAuth',
      project: 'hono',
      code: `import { Hono } from 'hono'
import { bearerAuth } from 'hono/bearer-auth'
import { streamSSE } from 'hono/streaming'
const app = new Hono()
app.use('*', bearerAuth({ token: process.env.TOKEN }))
app.post('/chat', (c) => streamSSE(c, async (stream) => { await stream.writeSSE({ data: 'hello' }) }))
export default app`,
    },
    {
      name: 'Fastify, a hook behind the route counts',
      project: 'fastify5',
      code: `import Fastify from 'fastify'
const app = Fastify()
app.get('/chat', (request, reply) => { reply.raw.writeHead(200, { 'content-type': 'text/event-stream' }); reply.raw.write('hello') })
app.addHook('onRequest', async (request, reply) => { if (!request.headers.authorization) return reply.code(401).send() })
await app.listen({ port: 3000 })`,
    },
    {
      name: 'Koa with ctx.throw',
      project: 'koa',
      code: `import Koa from 'koa'
import Router from '@koa/router'
const app = new Koa()
const router = new Router()
router.get('/chat', (ctx) => { if (!ctx.state.user) ctx.throw(401); ctx.type = 'text/event-stream'; ctx.res.write('hello') })
app.use(router.routes())
app.listen(3000)`,
    },
    {
      name: 'another app answers',
      project: 'node',
      code: `import { createServer } from 'node:http'
import { app } from './app'
createServer(async (req, res) => {
  const request = new Request('http://localhost' + req.url)
  const response = await app.fetch(request)
  for await (const chunk of response.body) res.write(chunk)
}).listen(3000)`,
    },
    {
      name: 'sockets are left alone by default',
      project: 'socketio',
      code: `import { Server } from 'socket.io'
const io = new Server(3000)
io.on('connection', (socket) => { socket.emit('hello', 1) })`,
    },
    {
      name: 'a socket server with a middleware that refuses',
      project: 'socketio',
      options: { sockets: true },
      code: `import { Server } from 'socket.io'
import jwt from 'jsonwebtoken'
const io = new Server(3000)
io.use((socket, next) => { try { jwt.verify(socket.handshake.auth.token, process.env.SECRET); next() } catch (error) { next(error) } })
io.on('connection', (socket) => { socket.emit('hello', 1) })`,
    },
  ],
})
