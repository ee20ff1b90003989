import { describe, expect, it } from 'vitest'
import { routePlaces } from '../../src/frameworks/route-places.ts'
import { firstHandler } from './describe-handlers.ts'

/** The texts of the places of the first route: name, call, path and handler. */
function places(code: string, path?: string): string[] {
  const { source, handler } = firstHandler(code, path)
  const { name, call, path: asked, handler: answer } = routePlaces(source, handler)
  return [name, call, asked, answer].map(([start, end]) => source.text.slice(start, end))
}

const EXPRESS = `import express from 'express'
const app = express()
`

describe('routePlaces', () => {
  it.each([
    {
      of: 'a function in its route',
      code: `${EXPRESS}app.get('/chat', requireUser, async (req, res) => { res.end() })`,
      found: ['get', 'app.get', '/chat', 'async (req, res) =>'],
    },
    {
      of: 'a function that its route names',
      code: `${EXPRESS}const chat = (req, res) => { res.end() }
app.get('/chat', chat)`,
      found: ['get', 'app.get', '/chat', 'chat'],
    },
    {
      of: 'a path that is a constant elsewhere',
      code: `${EXPRESS}app.get(PATHS.chat, (req, res) => { res.end() })`,
      found: ['get', 'app.get', 'PATHS.chat', '(req, res) =>'],
    },
    {
      of: 'a route over several lines',
      code: `${EXPRESS}app.get(
  '/chat',
  (req, res) => { res.end() },
)`,
      found: ['get', 'app.get', 'get(', "get(\n  '"],
    },
    {
      of: 'a call in a chain',
      code: `${EXPRESS}app
  .route('/chat')
  .get((req, res) => { res.end() })`,
      found: ['get', 'get(', 'get((req, res) =>', '(req, res) =>'],
    },
    {
      of: 'the object form of Fastify',
      code: `import fastify from 'fastify'
const app = fastify()
app.route({ method: 'GET', url: '/chat', handler: async (request, reply) => reply.send(body) })`,
      found: ['route', 'app.route', '/chat', 'async (request, reply) =>'],
    },
    {
      of: 'a method of Hono',
      code: `import { Hono } from 'hono'
const app = new Hono()
app.on('GET', '/chat', (c) => c.body(stream))`,
      found: ['on', 'app.on', '/chat', '(c) =>'],
    },
    {
      of: 'a server of Node',
      code: `import { createServer } from 'node:http'
createServer((req, res) => { res.end() })`,
      found: ['createServer', 'createServer(', 'createServer((req, res) =>', '(req, res) =>'],
    },
    {
      of: 'a decorator',
      code: `import { Controller, Sse } from '@nestjs/common'
@Controller()
class Chat {
  @Sse('chat')
  chat() { return tokens }
}`,
      found: ['Sse', '@Sse', 'chat', "@Sse('chat')"],
    },
    {
      of: 'a decorator without a path',
      code: `import { Controller, Sse } from '@nestjs/common'
@Controller()
class Chat {
  @Sse()
  chat() { return tokens }
}`,
      found: ['Sse', '@Sse', 'Sse(', '@Sse()'],
    },
    {
      of: 'an exported function',
      code: 'export async function POST(request: Request) { return new Response(body) }',
      path: 'app/api/chat/route.ts',
      found: [
        'POST',
        'export async function POST',
        'POST(request: Request)',
        'export async function POST(request: Request)',
      ],
    },
    {
      of: 'an exported constant',
      code: 'export const POST = async (request: Request) => new Response(body)',
      path: 'app/api/chat/route.ts',
      found: ['POST', 'export const POST', 'POST = async (request: Request) =>', 'async (request: Request) =>'],
    },
    {
      of: 'a function that is exported by its name alone',
      code: `async function chat(request: Request) { return new Response(body) }
export { chat as POST }`,
      path: 'app/api/chat/route.ts',
      found: ['POST', 'export { chat as POST', 'POST }', 'export { chat as POST }'],
    },
    {
      of: 'a default export',
      code: 'export default function handler(req, res) { res.end() }',
      path: 'pages/api/chat.ts',
      found: [
        'handler',
        'export default function handler',
        'handler(req, res)',
        'export default function handler(req, res)',
      ],
    },
    {
      of: 'a default export without a name',
      code: 'export default async (req, res) => { res.end() }',
      path: 'pages/api/chat.ts',
      found: ['export default', 'export default async', 'export default async (req, res) =>', 'async (req, res) =>'],
    },
    {
      of: 'a method of a worker',
      code: `export default {
  async fetch(request, env) { return new Response(body) },
}`,
      found: ['fetch', 'async fetch', 'fetch(request, env)', '(request, env)'],
    },
    {
      of: 'a property without its value',
      code: `async function fetch(request: Request) { return new Response(body) }
export default {
  fetch,
}
`,
      found: ['fetch', 'fetch,', 'fetch,\n}', 'fetch,\n}\n'],
    },
  ])('sets the places of $of apart', ({ code, path, found }) => {
    expect(places(code, path)).toEqual(found)
    expect(new Set(found).size).toBe(4)
  })
})
