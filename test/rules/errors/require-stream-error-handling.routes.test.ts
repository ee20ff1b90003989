import rule from '../../../rules/errors/require-stream-error-handling.ts'
import { ruleTest } from '../../rule-tester.ts'

ruleTest(rule, {
  reports: [
    {
      name: 'a catch that lets departures pass and throws the rest',
      project: 'express4',
      code: `import express from 'express'
const app = express()
app.get('/proxy', async (req, res, next) => {
  const gone = new AbortController()
  res.on('close', () => gone.abort())
  try {
    const upstream = await fetch(url, { signal: gone.signal })
    for await (const chunk of upstream.body) res.write(chunk)
    res.end()
  } catch (error) {
    if (gone.signal.aborted) return
    throw error
  }
})`,
      errors: [
        {
          messageId: 'route',
          data: { taker: 'Express 4' },
          line: 8,
          column: 5,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'wrapBody',
              data: { way: 'ends the response' },
              output: `import express from 'express'
const app = express()
app.get('/proxy', async (req, res, next) => {
  const gone = new AbortController()
  res.on('close', () => gone.abort())
  try {
    const upstream = await fetch(url, { signal: gone.signal })
    for await (const chunk of upstream.body) res.write(chunk)
    res.end()
  } catch (error) {
    if (gone.signal.aborted) return
    if (res.headersSent) res.destroy(error as Error)
    else next(error)
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'Express 4',
      file: 'src/file.js',
      project: 'express4',
      code: `import express from 'express'
const app = express()
app.get('/chat', async (req, res) => {
  for await (const text of open()) res.write(text)
  res.end()
})
export default app`,
      errors: [
        {
          messageId: 'route',
          data: { taker: 'Express 4' },
          line: 4,
          column: 3,
          endColumn: 12,
          suggestions: [
            {
              messageId: 'wrapBody',
              data: { way: 'ends the response' },
              output: `import express from 'express'
const app = express()
app.get('/chat', async (req, res) => {
  try {
    for await (const text of open()) res.write(text)
    res.end()
  } catch (error) {
    if (res.headersSent) res.destroy(error)
    else res.writeHead(500).end()
  }
})
export default app`,
            },
          ],
        },
      ],
    },
    {
      name: 'Express 4 in CommonJS',
      file: 'src/file.cjs',
      project: 'express4',
      code: `const express = require('express')
const app = express()
app.get('/chat', async (req, res, next) => {
  for await (const text of open()) res.write(text)
})
module.exports = app`,
      errors: [
        {
          messageId: 'route',
          data: { taker: 'Express 4' },
          line: 4,
          column: 3,
          endColumn: 12,
          suggestions: [
            {
              messageId: 'wrapBody',
              data: { way: 'ends the response' },
              output: `const express = require('express')
const app = express()
app.get('/chat', async (req, res, next) => {
  try {
    for await (const text of open()) res.write(text)
  } catch (error) {
    if (res.headersSent) res.destroy(error)
    else next(error)
  }
})
module.exports = app`,
            },
          ],
        },
      ],
    },
    {
      name: 'Express 4: a router, next, types',
      project: 'express4',
      code: `import { Router, type NextFunction, type Request, type Response } from 'express'
import OpenAI from 'openai'
const openai = new OpenAI()
export const router = Router()
router.post('/chat', async (req: Request, res: Response, next: NextFunction) => {
  const stream = await openai.chat.completions.create({ model: 'm', messages: req.body.messages, stream: true })
  for await (const part of stream) {
    res.write(part.choices[0]?.delta?.content ?? '')
  }
  res.end()
})`,
      errors: [
        {
          messageId: 'route',
          data: { taker: 'Express 4' },
          line: 7,
          column: 3,
          endColumn: 12,
          suggestions: [
            {
              messageId: 'wrapBody',
              data: { way: 'ends the response' },
              output: `import { Router, type NextFunction, type Request, type Response } from 'express'
import OpenAI from 'openai'
const openai = new OpenAI()
export const router = Router()
router.post('/chat', async (req: Request, res: Response, next: NextFunction) => {
  try {
    const stream = await openai.chat.completions.create({ model: 'm', messages: req.body.messages, stream: true })
    for await (const part of stream) {
      res.write(part.choices[0]?.delta?.content ?? '')
    }
    res.end()
  } catch (error) {
    if (res.headersSent) res.destroy(error as Error)
    else next(error)
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'Express 4: a controller',
      project: 'express4',
      code: `import { Router, type Request, type Response } from 'express'
export class ChatController {
  router = Router()
  constructor() {
    this.router.get('/chat', this.chat.bind(this))
  }
  async chat(req: Request, res: Response) {
    const reader = (await fetch('https://example.com')).body!.getReader()
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      res.write(value)
    }
    res.end()
  }
}`,
      errors: [
        {
          messageId: 'route',
          data: { taker: 'Express 4' },
          line: 10,
          column: 44,
          endColumn: 48,
          suggestions: [
            {
              messageId: 'wrapBody',
              data: { way: 'ends the response' },
              output: `import { Router, type Request, type Response } from 'express'
export class ChatController {
  router = Router()
  constructor() {
    this.router.get('/chat', this.chat.bind(this))
  }
  async chat(req: Request, res: Response) {
    try {
      const reader = (await fetch('https://example.com')).body!.getReader()
      for (;;) {
        const { done, value } = await reader.read()
        if (done) break
        res.write(value)
      }
      res.end()
    } catch (error) {
      if (res.headersSent) res.destroy(error as Error)
      else res.writeHead(500).end()
    }
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'Express 4: a handler that gives back the promise of a helper',
      file: 'src/file.js',
      project: 'express4',
      code: `import express from 'express'
const app = express()
app.get('/chat', (req, res) => chat(res))
async function chat(res) {
  for await (const text of open()) res.write(text)
}`,
      errors: [
        {
          messageId: 'route',
          data: { taker: 'Express 4' },
          line: 3,
          column: 32,
          endColumn: 36,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'ends the response' },
              output: `import express from 'express'
const app = express()
app.get('/chat', (req, res) => chat(res).catch((error) => {
  if (res.headersSent) res.destroy(error)
  else res.writeHead(500).end()
}))
async function chat(res) {
  for await (const text of open()) res.write(text)
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'Express 4: a promise that the handler drops',
      file: 'src/file.js',
      project: 'express4',
      code: `import express from 'express'
const app = express()
app.get('/chat', (req, res, next) => {
  ;(async () => {
    for await (const text of open()) res.write(text)
  })()
})
export default app`,
      errors: [
        {
          messageId: 'iife',
          line: 5,
          column: 5,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'ends the response' },
              output: `import express from 'express'
const app = express()
app.get('/chat', (req, res, next) => {
  ;(async () => {
    for await (const text of open()) res.write(text)
  })().catch((error) => {
    if (res.headersSent) res.destroy(error)
    else next(error)
  })
})
export default app`,
            },
          ],
        },
      ],
    },
    {
      name: 'Express 5 does not see what the handler drops either',
      file: 'src/file.js',
      project: 'express5',
      code: `import express from 'express'
const app = express()
app.get('/chat', (req, res) => {
  chat(res)
})
async function chat(res) {
  for await (const text of open()) res.write(text)
}`,
      errors: [
        {
          messageId: 'call',
          data: { name: 'chat' },
          line: 4,
          column: 3,
          endColumn: 7,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'ends the response' },
              output: `import express from 'express'
const app = express()
app.get('/chat', (req, res) => {
  chat(res).catch((error) => {
    if (res.headersSent) res.destroy(error)
    else res.writeHead(500).end()
  })
})
async function chat(res) {
  for await (const text of open()) res.write(text)
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a server of node:http',
      file: 'src/file.js',
      code: `import http from 'node:http'
http.createServer(async (req, res) => {
  for await (const chunk of req) res.write(chunk)
  res.end()
})`,
      errors: [
        {
          messageId: 'route',
          data: { taker: '`node:http`' },
          line: 3,
          column: 3,
          endColumn: 12,
          suggestions: [
            {
              messageId: 'wrapBody',
              data: { way: 'ends the response' },
              output: `import http from 'node:http'
http.createServer(async (req, res) => {
  try {
    for await (const chunk of req) res.write(chunk)
    res.end()
  } catch (error) {
    if (res.headersSent) res.destroy(error)
    else res.writeHead(500).end()
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'connections of ws',
      code: `import { WebSocketServer } from 'ws'
const wss = new WebSocketServer({ port: 8080 })
wss.on('connection', async (socket) => {
  for await (const line of tail()) socket.send(line)
})`,
      errors: [
        {
          messageId: 'route',
          data: { taker: '`ws`' },
          line: 4,
          column: 3,
          endColumn: 12,
          suggestions: [
            {
              messageId: 'wrapBody',
              data: { way: 'logs it and closes the socket' },
              output: `import { WebSocketServer } from 'ws'
const wss = new WebSocketServer({ port: 8080 })
wss.on('connection', async (socket) => {
  try {
    for await (const line of tail()) socket.send(line)
  } catch (error) {
    console.error('Stream failed', error)
    socket.close(1011)
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'one message of a socket.io connection',
      project: 'socketio',
      code: `import { Server } from 'socket.io'
const io = new Server(3000)
io.on('connection', (socket) => {
  socket.on('ask', async (question) => {
    for await (const token of answer(question)) socket.emit('token', token)
  })
})`,
      errors: [
        {
          messageId: 'callback',
          data: { taker: 'the emitter' },
          line: 5,
          column: 5,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'wrapBody',
              data: { way: 'logs it' },
              output: `import { Server } from 'socket.io'
const io = new Server(3000)
io.on('connection', (socket) => {
  socket.on('ask', async (question) => {
    try {
      for await (const token of answer(question)) socket.emit('token', token)
    } catch (error) {
      console.error('Stream failed', error)
    }
  })
})`,
            },
          ],
        },
      ],
    },
  ],
  silent: [
    {
      name: 'Express 4 with next',
      file: 'src/file.js',
      project: 'express4',
      code: `import express from 'express'
const app = express()
app.get('/chat', async (req, res, next) => {
  try {
    for await (const text of open()) res.write(text)
  } catch (error) {
    next(error)
  }
})
app.get('/chat', (req, res, next) => {
  chat(res).catch(next)
})
async function chat(res) {
  for await (const text of open()) res.write(text)
}`,
    },
    {
      name: 'Express 4 with a wrapper',
      file: 'src/file.js',
      project: 'express4',
      code: `import express from 'express'
import asyncHandler from 'express-async-handler'
const app = express()
app.get('/chat', asyncHandler(async (req, res) => {
  for await (const text of open()) res.write(text)
}))`,
    },
    {
      name: 'Express 4 with express-async-errors',
      file: 'src/file.js',
      project: 'express4',
      code: `import express from 'express'
import 'express-async-errors'
const app = express()
app.get('/chat', async (req, res) => {
  for await (const text of open()) res.write(text)
})`,
    },
    {
      name: 'Express 4: a wrapper of the project',
      file: 'src/file.js',
      project: 'express4',
      code: `import express from 'express'
import { guardedRoute } from './guarded-route'
const app = express()
app.get('/chat', guardedRoute(async (req, res) => {
  for await (const text of open()) res.write(text)
}))`,
    },
    {
      name: 'Express 4: registered in another file, where it may be wrapped',
      project: 'express4',
      code: `import type { Request, Response } from 'express'
export async function chat(req: Request, res: Response) {
  for await (const text of open()) res.write(text)
}`,
    },
    {
      name: 'Express 5',
      file: 'src/file.js',
      project: 'express5',
      code: `import express from 'express'
const app = express()
app.get('/chat', async (req, res) => {
  for await (const text of open()) res.write(text)
})`,
    },
    {
      name: 'Express of an unknown version',
      file: 'src/file.js',
      project: 'express-unknown',
      code: `import express from 'express'
const app = express()
app.get('/chat', async (req, res) => {
  for await (const text of open()) res.write(text)
})`,
    },
    {
      name: 'Fastify',
      file: 'src/file.js',
      project: 'fastify5',
      code: `import fastify from 'fastify'
const app = fastify()
app.get('/chat', async (request, reply) => {
  for await (const text of open()) reply.raw.write(text)
})`,
    },
    {
      name: 'Koa',
      file: 'src/file.js',
      project: 'koa',
      code: `import Koa from 'koa'
const app = new Koa()
app.use(async (ctx) => {
  for await (const text of open()) ctx.res.write(text)
})`,
    },
    {
      name: 'Hono',
      file: 'src/file.js',
      project: 'hono',
      code: `import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
const app = new Hono()
app.get('/all', async (c) => {
  let all = ''
  for await (const text of open()) all += text
  return c.text(all)
})
app.get('/chat', (c) => streamSSE(c, async (stream) => {
  for await (const data of open()) await stream.writeSSE({ data })
}))`,
    },
    {
      name: 'Nest',
      project: 'nest',
      code: `import { Controller, Get, Res } from '@nestjs/common'
import type { Response } from 'express'
@Controller()
export class ChatController {
  @Get('chat')
  async chat(@Res() res: Response) {
    for await (const text of open()) res.write(text)
    res.end()
  }
}`,
    },
    {
      name: 'Next',
      file: 'src/app/api/chat/route.ts',
      project: 'next15',
      code: `export async function POST(request: Request) {
  let all = ''
  for await (const chunk of request.body!) all += chunk
  return Response.json({ all })
}`,
    },
  ],
})
