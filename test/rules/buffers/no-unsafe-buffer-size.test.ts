import rule from '../../../rules/buffers/no-unsafe-buffer-size.ts'
import { ruleTest } from '../../rule-tester.ts'

ruleTest(rule, {
  reports: [
    {
      name: 'a body parser of Express with a large string',
      code: `import express from 'express'
const app = express()
app.use(express.json({ limit: '1gb' }))`,
      errors: [
        {
          messageId: 'tooLarge',
          data: { name: 'limit', holds: "a request's body", size: '1 GiB' },
          line: 3,
          column: 24,
          endColumn: 36,
          suggestions: [
            {
              messageId: 'useDefault',
              data: { value: "'100kb'" },
              output: `import express from 'express'
const app = express()
app.use(express.json({ limit: '100kb' }))`,
            },
          ],
        },
      ],
    },
    {
      name: 'the parser imported by name, urlencoded',
      code: `import { json, urlencoded } from 'express'
app.use(json({ limit: '100MB', strict: true }))
app.use(urlencoded({ extended: true, limit: 200 * 1024 * 1024 }))`,
      errors: [
        {
          messageId: 'tooLarge',
          data: { name: 'limit', holds: "a request's body", size: '100 MiB' },
          line: 2,
          column: 16,
          endColumn: 30,
          suggestions: [
            {
              messageId: 'useDefault',
              data: { value: "'100kb'" },
              output: `import { json, urlencoded } from 'express'
app.use(json({ limit: '100kb', strict: true }))
app.use(urlencoded({ extended: true, limit: 200 * 1024 * 1024 }))`,
            },
          ],
        },
        {
          messageId: 'tooLarge',
          data: { name: 'limit', holds: "a request's body", size: '200 MiB' },
          line: 3,
          column: 38,
          endColumn: 62,
          suggestions: [
            {
              messageId: 'useDefault',
              data: { value: "'100kb'" },
              output: `import { json, urlencoded } from 'express'
app.use(json({ limit: '100MB', strict: true }))
app.use(urlencoded({ extended: true, limit: '100kb' }))`,
            },
          ],
        },
      ],
    },
    {
      name: 'body-parser, required',
      code: `const bodyParser = require('body-parser')
app.use(bodyParser.raw({ type: '*/*', limit: Infinity }))`,
      errors: [
        {
          messageId: 'unlimited',
          data: { name: 'limit', holds: "a request's body" },
          line: 2,
          column: 39,
          endColumn: 54,
          suggestions: [
            {
              messageId: 'useDefault',
              data: { value: "'100kb'" },
              output: `const bodyParser = require('body-parser')
app.use(bodyParser.raw({ type: '*/*', limit: '100kb' }))`,
            },
          ],
        },
      ],
    },
    {
      name: 'text bodies, double quotes',
      code: `import bodyParser from "body-parser";
app.use(bodyParser.text({ limit: "500 mb" }));`,
      errors: [
        {
          messageId: 'tooLarge',
          data: { name: 'limit', holds: "a request's body", size: '500 MiB' },
          line: 2,
          column: 27,
          endColumn: 42,
          suggestions: [
            {
              messageId: 'useDefault',
              data: { value: '"100kb"' },
              output: `import bodyParser from "body-parser";
app.use(bodyParser.text({ limit: "100kb" }));`,
            },
          ],
        },
      ],
    },
    {
      name: 'options in a constant',
      code: `import express from 'express'
const options = { limit: '2gb' }
app.use(express.json(options))`,
      errors: [
        {
          messageId: 'tooLarge',
          data: { name: 'limit', holds: "a request's body", size: '2 GiB' },
          line: 2,
          column: 19,
          endColumn: 31,
          suggestions: [
            {
              messageId: 'useDefault',
              data: { value: "'100kb'" },
              output: `import express from 'express'
const options = { limit: '100kb' }
app.use(express.json(options))`,
            },
          ],
        },
      ],
    },
    {
      name: 'a size in a constant',
      code: `import express from 'express'
const MEGABYTE = 1024 * 1024
const LIMIT = 512 * MEGABYTE
app.use(express.raw({ limit: LIMIT }))`,
      errors: [
        {
          messageId: 'tooLarge',
          data: { name: 'limit', holds: "a request's body", size: '512 MiB' },
          line: 4,
          column: 23,
          endColumn: 35,
          suggestions: [
            {
              messageId: 'useDefault',
              data: { value: "'100kb'" },
              output: `import express from 'express'
const MEGABYTE = 1024 * 1024
const LIMIT = 512 * MEGABYTE
app.use(express.raw({ limit: '100kb' }))`,
            },
          ],
        },
      ],
    },
    {
      name: 'the package bytes',
      code: `import express from 'express'
import bytes from 'bytes'
app.use(express.raw({ limit: bytes('1gb') }))`,
      errors: [
        {
          messageId: 'tooLarge',
          data: { name: 'limit', holds: "a request's body", size: '1 GiB' },
          line: 3,
          column: 23,
          endColumn: 42,
          suggestions: [
            {
              messageId: 'useDefault',
              data: { value: "'100kb'" },
              output: `import express from 'express'
import bytes from 'bytes'
app.use(express.raw({ limit: '100kb' }))`,
            },
          ],
        },
      ],
    },
    {
      name: 'a negative limit',
      code: `import express from 'express'
app.use(express.json({ limit: -1 }))`,
      errors: [
        {
          messageId: 'refused',
          data: { name: 'limit' },
          line: 2,
          column: 24,
          endColumn: 33,
          suggestions: [
            {
              messageId: 'useDefault',
              data: { value: "'100kb'" },
              output: `import express from 'express'
app.use(express.json({ limit: '100kb' }))`,
            },
          ],
        },
      ],
    },
    {
      name: 'raw-body',
      code: `import getRawBody from 'raw-body'
export const read = (req) => getRawBody(req, { limit: Number.POSITIVE_INFINITY })`,
      errors: [
        {
          messageId: 'unlimited',
          data: { name: 'limit', holds: 'a body' },
          line: 2,
          column: 48,
          endColumn: 79,
          suggestions: [
            {
              messageId: 'bound',
              data: { value: "'1mb'" },
              output: `import getRawBody from 'raw-body'
export const read = (req) => getRawBody(req, { limit: '1mb' })`,
            },
          ],
        },
      ],
    },
    {
      name: 'micro',
      code: `import { json } from 'micro'
export default async (req) => json(req, { limit: '1gb' })`,
      errors: [
        {
          messageId: 'tooLarge',
          data: { name: 'limit', holds: "a request's body", size: '1 GiB' },
          line: 2,
          column: 43,
          endColumn: 55,
          suggestions: [
            {
              messageId: 'useDefault',
              data: { value: "'1mb'" },
              output: `import { json } from 'micro'
export default async (req) => json(req, { limit: '1mb' })`,
            },
          ],
        },
      ],
    },
    {
      name: 'an option of several lines',
      code: `import express from 'express'
app.use(express.json({
  limit:
    '1gb',
}))`,
      errors: [
        {
          messageId: 'tooLarge',
          data: { name: 'limit', holds: "a request's body", size: '1 GiB' },
          line: 3,
          column: 3,
          endColumn: 8,
          suggestions: [
            {
              messageId: 'useDefault',
              data: { value: "'100kb'" },
              output: `import express from 'express'
app.use(express.json({
  limit:
    '100kb',
}))`,
            },
          ],
        },
      ],
    },
    {
      name: 'a shorthand property',
      code: `import express from 'express'
const limit = '1gb'
app.use(express.json({ limit }))`,
      errors: [
        {
          messageId: 'tooLarge',
          data: { name: 'limit', holds: "a request's body", size: '1 GiB' },
          line: 3,
          column: 24,
          endColumn: 29,
          suggestions: [
            {
              messageId: 'useDefault',
              data: { value: "'100kb'" },
              output: `import express from 'express'
const limit = '1gb'
app.use(express.json({ limit: '100kb' }))`,
            },
          ],
        },
      ],
    },
    {
      name: 'a comment inside the size stays, so nothing is offered',
      code: `import express from 'express'
app.use(express.json({ limit: 500 * /* MiB */ 1024 * 1024 }))`,
      errors: [
        {
          messageId: 'tooLarge',
          data: { name: 'limit', holds: "a request's body", size: '500 MiB' },
          line: 2,
          column: 24,
          endColumn: 58,
        },
      ],
    },
    {
      name: 'Fastify, switched off',
      code: `import Fastify from 'fastify'
const app = Fastify({ bodyLimit: Number.MAX_SAFE_INTEGER })`,
      errors: [
        {
          messageId: 'unlimited',
          data: { name: 'bodyLimit', holds: "a request's body" },
          line: 2,
          column: 23,
          endColumn: 57,
          suggestions: [
            {
              messageId: 'useDefault',
              data: { value: '1024 * 1024' },
              output: `import Fastify from 'fastify'
const app = Fastify({ bodyLimit: 1024 * 1024 })`,
            },
          ],
        },
      ],
    },
    {
      name: 'Fastify takes no Infinity and no 0',
      code: `import { fastify } from 'fastify'
const app = fastify({ bodyLimit: Infinity })
app.post('/upload', { bodyLimit: -1 }, handler)`,
      errors: [
        {
          messageId: 'refused',
          data: { name: 'bodyLimit' },
          line: 2,
          column: 23,
          endColumn: 42,
          suggestions: [
            {
              messageId: 'useDefault',
              data: { value: '1024 * 1024' },
              output: `import { fastify } from 'fastify'
const app = fastify({ bodyLimit: 1024 * 1024 })
app.post('/upload', { bodyLimit: -1 }, handler)`,
            },
          ],
        },
        {
          messageId: 'refused',
          data: { name: 'bodyLimit' },
          line: 3,
          column: 23,
          endColumn: 36,
          suggestions: [
            {
              messageId: 'useDefault',
              data: { value: '1024 * 1024' },
              output: `import { fastify } from 'fastify'
const app = fastify({ bodyLimit: Infinity })
app.post('/upload', { bodyLimit: 1024 * 1024 }, handler)`,
            },
          ],
        },
      ],
    },
    {
      name: 'a route of Fastify',
      project: 'fastify5',
      code: `import type { FastifyInstance } from 'fastify'
export async function routes(app: FastifyInstance) {
  app.post('/upload', { bodyLimit: 1024 ** 3 }, handler)
  app.route({ method: 'POST', url: '/all', bodyLimit: 1 << 30, handler })
}`,
      errors: [
        {
          messageId: 'tooLarge',
          data: { name: 'bodyLimit', holds: "a request's body", size: '1 GiB' },
          line: 3,
          column: 25,
          endColumn: 45,
          suggestions: [
            {
              messageId: 'useDefault',
              data: { value: '1024 * 1024' },
              output: `import type { FastifyInstance } from 'fastify'
export async function routes(app: FastifyInstance) {
  app.post('/upload', { bodyLimit: 1024 * 1024 }, handler)
  app.route({ method: 'POST', url: '/all', bodyLimit: 1 << 30, handler })
}`,
            },
          ],
        },
        {
          messageId: 'tooLarge',
          data: { name: 'bodyLimit', holds: "a request's body", size: '1 GiB' },
          line: 4,
          column: 44,
          endColumn: 62,
          suggestions: [
            {
              messageId: 'useDefault',
              data: { value: '1024 * 1024' },
              output: `import type { FastifyInstance } from 'fastify'
export async function routes(app: FastifyInstance) {
  app.post('/upload', { bodyLimit: 1024 ** 3 }, handler)
  app.route({ method: 'POST', url: '/all', bodyLimit: 1024 * 1024, handler })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'Nest on Fastify',
      code: `import { FastifyAdapter } from '@nestjs/platform-fastify'
const adapter = new FastifyAdapter({ bodyLimit: 500_000_000 })`,
      errors: [
        {
          messageId: 'tooLarge',
          data: { name: 'bodyLimit', holds: "a request's body", size: '476.8 MiB' },
          line: 2,
          column: 38,
          endColumn: 60,
          suggestions: [
            {
              messageId: 'useDefault',
              data: { value: '1024 * 1024' },
              output: `import { FastifyAdapter } from '@nestjs/platform-fastify'
const adapter = new FastifyAdapter({ bodyLimit: 1024 * 1024 })`,
            },
          ],
        },
      ],
    },
    {
      name: `Hono's middleware`,
      code: `import { bodyLimit } from 'hono/body-limit'
app.use(bodyLimit({ maxSize: 5 * 1024 * 1024 * 1024 }))`,
      errors: [
        {
          messageId: 'tooLarge',
          data: { name: 'maxSize', holds: "a request's body", size: '5 GiB' },
          line: 2,
          column: 21,
          endColumn: 52,
          suggestions: [
            {
              messageId: 'useDefault',
              data: { value: '100 * 1024' },
              output: `import { bodyLimit } from 'hono/body-limit'
app.use(bodyLimit({ maxSize: 100 * 1024 }))`,
            },
          ],
        },
      ],
    },
    {
      name: 'a ws server without maxPayload',
      code: `import { WebSocketServer } from 'ws'
const wss = new WebSocketServer({ port: 8080 })`,
      errors: [
        {
          messageId: 'missing',
          line: 2,
          column: 17,
          endColumn: 32,
          suggestions: [
            {
              messageId: 'bound',
              data: { value: '1024 * 1024' },
              output: `import { WebSocketServer } from 'ws'
const wss = new WebSocketServer({ port: 8080, maxPayload: 1024 * 1024 })`,
            },
          ],
        },
      ],
    },
    {
      name: 'the same by its other names',
      code: `import WebSocket, { Server } from 'ws'
const one = new WebSocket.Server({ noServer: true })
const two = new Server({ server })`,
      errors: [
        {
          messageId: 'missing',
          line: 2,
          column: 27,
          endColumn: 33,
          suggestions: [
            {
              messageId: 'bound',
              data: { value: '1024 * 1024' },
              output: `import WebSocket, { Server } from 'ws'
const one = new WebSocket.Server({ noServer: true, maxPayload: 1024 * 1024 })
const two = new Server({ server })`,
            },
          ],
        },
        {
          messageId: 'missing',
          line: 3,
          column: 17,
          endColumn: 23,
          suggestions: [
            {
              messageId: 'bound',
              data: { value: '1024 * 1024' },
              output: `import WebSocket, { Server } from 'ws'
const one = new WebSocket.Server({ noServer: true })
const two = new Server({ server, maxPayload: 1024 * 1024 })`,
            },
          ],
        },
      ],
    },
    {
      name: 'required, options in a constant',
      code: `const WebSocket = require('ws')
const options = { noServer: true }
const wss = new WebSocket.Server(options)`,
      errors: [
        {
          messageId: 'missing',
          line: 3,
          column: 27,
          endColumn: 33,
          suggestions: [
            {
              messageId: 'bound',
              data: { value: '1024 * 1024' },
              output: `const WebSocket = require('ws')
const options = { noServer: true, maxPayload: 1024 * 1024 }
const wss = new WebSocket.Server(options)`,
            },
          ],
        },
      ],
    },
    {
      name: 'maxPayload 0 is no limit',
      code: `import { WebSocketServer } from 'ws'
const wss = new WebSocketServer({ port: 8080, maxPayload: 0 })`,
      errors: [
        {
          messageId: 'unlimited',
          data: { name: 'maxPayload', holds: 'a message' },
          line: 2,
          column: 47,
          endColumn: 60,
          suggestions: [
            {
              messageId: 'bound',
              data: { value: '1024 * 1024' },
              output: `import { WebSocketServer } from 'ws'
const wss = new WebSocketServer({ port: 8080, maxPayload: 1024 * 1024 })`,
            },
          ],
        },
      ],
    },
    {
      name: 'maxPayload -1 and Infinity are none either',
      code: `import { WebSocketServer } from 'ws'
new WebSocketServer({ port: 1, maxPayload: -1 })
new WebSocketServer({ port: 2, maxPayload: Infinity })
new WebSocketServer({ port: 3, maxPayload: 1024 * 1024 * 1024 })`,
      errors: [
        {
          messageId: 'unlimited',
          data: { name: 'maxPayload', holds: 'a message' },
          line: 2,
          column: 32,
          endColumn: 46,
          suggestions: [
            {
              messageId: 'bound',
              data: { value: '1024 * 1024' },
              output: `import { WebSocketServer } from 'ws'
new WebSocketServer({ port: 1, maxPayload: 1024 * 1024 })
new WebSocketServer({ port: 2, maxPayload: Infinity })
new WebSocketServer({ port: 3, maxPayload: 1024 * 1024 * 1024 })`,
            },
          ],
        },
        {
          messageId: 'unlimited',
          data: { name: 'maxPayload', holds: 'a message' },
          line: 3,
          column: 32,
          endColumn: 52,
          suggestions: [
            {
              messageId: 'bound',
              data: { value: '1024 * 1024' },
              output: `import { WebSocketServer } from 'ws'
new WebSocketServer({ port: 1, maxPayload: -1 })
new WebSocketServer({ port: 2, maxPayload: 1024 * 1024 })
new WebSocketServer({ port: 3, maxPayload: 1024 * 1024 * 1024 })`,
            },
          ],
        },
        {
          messageId: 'tooLarge',
          data: { name: 'maxPayload', holds: 'a message', size: '1 GiB' },
          line: 4,
          column: 32,
          endColumn: 62,
          suggestions: [
            {
              messageId: 'bound',
              data: { value: '1024 * 1024' },
              output: `import { WebSocketServer } from 'ws'
new WebSocketServer({ port: 1, maxPayload: -1 })
new WebSocketServer({ port: 2, maxPayload: Infinity })
new WebSocketServer({ port: 3, maxPayload: 1024 * 1024 })`,
            },
          ],
        },
      ],
    },
    {
      name: 'a client of ws',
      code: `import WebSocket from 'ws'
const socket = new WebSocket(url, { maxPayload: 512 * 1024 * 1024 })`,
      errors: [
        {
          messageId: 'tooLarge',
          data: { name: 'maxPayload', holds: 'a message', size: '512 MiB' },
          line: 2,
          column: 37,
          endColumn: 66,
          suggestions: [
            {
              messageId: 'bound',
              data: { value: '1024 * 1024' },
              output: `import WebSocket from 'ws'
const socket = new WebSocket(url, { maxPayload: 1024 * 1024 })`,
            },
          ],
        },
      ],
    },
    {
      name: 'the plugin of Fastify',
      code: `import Fastify from 'fastify'
import websocket from '@fastify/websocket'
const app = Fastify()
app.register(websocket, { options: { maxPayload: 0 } })`,
      errors: [
        {
          messageId: 'unlimited',
          data: { name: 'maxPayload', holds: 'a message' },
          line: 4,
          column: 38,
          endColumn: 51,
          suggestions: [
            {
              messageId: 'bound',
              data: { value: '1024 * 1024' },
              output: `import Fastify from 'fastify'
import websocket from '@fastify/websocket'
const app = Fastify()
app.register(websocket, { options: { maxPayload: 1024 * 1024 } })`,
            },
          ],
        },
      ],
    },
    {
      name: 'socket.io',
      code: `import { Server } from 'socket.io'
const io = new Server(server, { path: '/live', maxHttpBufferSize: 1e9 })`,
      errors: [
        {
          messageId: 'tooLarge',
          data: { name: 'maxHttpBufferSize', holds: 'a message', size: '953.7 MiB' },
          line: 2,
          column: 48,
          endColumn: 70,
          suggestions: [
            {
              messageId: 'useDefault',
              data: { value: '1_000_000' },
              output: `import { Server } from 'socket.io'
const io = new Server(server, { path: '/live', maxHttpBufferSize: 1_000_000 })`,
            },
          ],
        },
      ],
    },
    {
      name: 'a gateway of Nest',
      code: `import { WebSocketGateway } from '@nestjs/websockets'
@WebSocketGateway(80, { maxHttpBufferSize: 0 })
export class ChatGateway {}`,
      errors: [
        {
          messageId: 'unlimited',
          data: { name: 'maxHttpBufferSize', holds: 'a message' },
          line: 2,
          column: 25,
          endColumn: 45,
          suggestions: [
            {
              messageId: 'useDefault',
              data: { value: '1_000_000' },
              output: `import { WebSocketGateway } from '@nestjs/websockets'
@WebSocketGateway(80, { maxHttpBufferSize: 1_000_000 })
export class ChatGateway {}`,
            },
          ],
        },
      ],
    },
    {
      name: 'an adapter that passes the option on',
      code: `import { IoAdapter } from '@nestjs/platform-socket.io'
export class Adapter extends IoAdapter {
  createIOServer(port, options) {
    return super.createIOServer(port, { ...options, maxHttpBufferSize: Infinity })
  }
}`,
      errors: [
        {
          messageId: 'unlimited',
          data: { name: 'maxHttpBufferSize', holds: 'a message' },
          line: 4,
          column: 53,
          endColumn: 80,
          suggestions: [
            {
              messageId: 'useDefault',
              data: { value: '1_000_000' },
              output: `import { IoAdapter } from '@nestjs/platform-socket.io'
export class Adapter extends IoAdapter {
  createIOServer(port, options) {
    return super.createIOServer(port, { ...options, maxHttpBufferSize: 1_000_000 })
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'the output of a command',
      code: `import { exec, execFile } from 'node:child_process'
execFile('git', ['log'], { maxBuffer: Infinity }, done)
exec('git log', { maxBuffer: 1024 ** 3 })`,
      errors: [
        {
          messageId: 'unlimited',
          data: { name: 'maxBuffer', holds: "a command's output" },
          line: 2,
          column: 28,
          endColumn: 47,
          suggestions: [
            {
              messageId: 'useDefault',
              data: { value: '1024 * 1024' },
              output: `import { exec, execFile } from 'node:child_process'
execFile('git', ['log'], { maxBuffer: 1024 * 1024 }, done)
exec('git log', { maxBuffer: 1024 ** 3 })`,
            },
          ],
        },
        {
          messageId: 'tooLarge',
          data: { name: 'maxBuffer', holds: "a command's output", size: '1 GiB' },
          line: 3,
          column: 19,
          endColumn: 39,
          suggestions: [
            {
              messageId: 'useDefault',
              data: { value: '1024 * 1024' },
              output: `import { exec, execFile } from 'node:child_process'
execFile('git', ['log'], { maxBuffer: Infinity }, done)
exec('git log', { maxBuffer: 1024 * 1024 })`,
            },
          ],
        },
      ],
    },
    {
      name: 'promisified',
      code: `import { promisify } from 'node:util'
import { exec } from 'node:child_process'
const run = promisify(exec)
export const log = () => run('git log', { cwd, maxBuffer: Number.MAX_SAFE_INTEGER })`,
      errors: [
        {
          messageId: 'unlimited',
          data: { name: 'maxBuffer', holds: "a command's output" },
          line: 4,
          column: 48,
          endColumn: 82,
          suggestions: [
            {
              messageId: 'useDefault',
              data: { value: '1024 * 1024' },
              output: `import { promisify } from 'node:util'
import { exec } from 'node:child_process'
const run = promisify(exec)
export const log = () => run('git log', { cwd, maxBuffer: 1024 * 1024 })`,
            },
          ],
        },
      ],
    },
    {
      name: 'execa and get-stream',
      code: `import { execa } from 'execa'
import getStream from 'get-stream'
await execa('git', ['log'], { maxBuffer: Infinity })
await getStream(body, { maxBuffer: Infinity })`,
      errors: [
        {
          messageId: 'unlimited',
          data: { name: 'maxBuffer', holds: "a command's output" },
          line: 3,
          column: 31,
          endColumn: 50,
          suggestions: [
            {
              messageId: 'bound',
              data: { value: '1024 * 1024' },
              output: `import { execa } from 'execa'
import getStream from 'get-stream'
await execa('git', ['log'], { maxBuffer: 1024 * 1024 })
await getStream(body, { maxBuffer: Infinity })`,
            },
          ],
        },
        {
          messageId: 'unlimited',
          data: { name: 'maxBuffer', holds: 'a stream' },
          line: 4,
          column: 25,
          endColumn: 44,
          suggestions: [
            {
              messageId: 'bound',
              data: { value: '1024 * 1024' },
              output: `import { execa } from 'execa'
import getStream from 'get-stream'
await execa('git', ['log'], { maxBuffer: Infinity })
await getStream(body, { maxBuffer: 1024 * 1024 })`,
            },
          ],
        },
      ],
    },
    {
      name: 'axios',
      code: `import axios from 'axios'
await axios.post(url, form, { maxContentLength: Infinity, maxBodyLength: Infinity })`,
      errors: [
        {
          messageId: 'unlimited',
          data: { name: 'maxContentLength', holds: "a response's body" },
          line: 2,
          column: 31,
          endColumn: 57,
          suggestions: [
            {
              messageId: 'bound',
              data: { value: '10 * 1024 * 1024' },
              output: `import axios from 'axios'
await axios.post(url, form, { maxContentLength: 10 * 1024 * 1024, maxBodyLength: Infinity })`,
            },
          ],
        },
        {
          messageId: 'unlimited',
          data: { name: 'maxBodyLength', holds: "a request's body" },
          line: 2,
          column: 59,
          endColumn: 82,
          suggestions: [
            {
              messageId: 'bound',
              data: { value: '10 * 1024 * 1024' },
              output: `import axios from 'axios'
await axios.post(url, form, { maxContentLength: Infinity, maxBodyLength: 10 * 1024 * 1024 })`,
            },
          ],
        },
      ],
    },
    {
      name: 'axios, -1',
      code: `import axios from 'axios'
await axios.get(url, { maxContentLength: -1 })
await axios({ url, maxContentLength: -1 })`,
      errors: [
        {
          messageId: 'unlimited',
          data: { name: 'maxContentLength', holds: "a response's body" },
          line: 2,
          column: 24,
          endColumn: 44,
          suggestions: [
            {
              messageId: 'bound',
              data: { value: '10 * 1024 * 1024' },
              output: `import axios from 'axios'
await axios.get(url, { maxContentLength: 10 * 1024 * 1024 })
await axios({ url, maxContentLength: -1 })`,
            },
          ],
        },
        {
          messageId: 'unlimited',
          data: { name: 'maxContentLength', holds: "a response's body" },
          line: 3,
          column: 20,
          endColumn: 40,
          suggestions: [
            {
              messageId: 'bound',
              data: { value: '10 * 1024 * 1024' },
              output: `import axios from 'axios'
await axios.get(url, { maxContentLength: -1 })
await axios({ url, maxContentLength: 10 * 1024 * 1024 })`,
            },
          ],
        },
      ],
    },
    {
      name: 'an instance of axios and its defaults',
      code: `import axios from 'axios'
const api = axios.create({ baseURL, maxBodyLength: Number.POSITIVE_INFINITY })
api.defaults.maxContentLength = Infinity
axios.defaults.maxBodyLength = -1`,
      errors: [
        {
          messageId: 'unlimited',
          data: { name: 'maxBodyLength', holds: "a request's body" },
          line: 2,
          column: 37,
          endColumn: 76,
          suggestions: [
            {
              messageId: 'bound',
              data: { value: '10 * 1024 * 1024' },
              output: `import axios from 'axios'
const api = axios.create({ baseURL, maxBodyLength: 10 * 1024 * 1024 })
api.defaults.maxContentLength = Infinity
axios.defaults.maxBodyLength = -1`,
            },
          ],
        },
        {
          messageId: 'unlimited',
          data: { name: 'maxContentLength', holds: "a response's body" },
          line: 3,
          column: 1,
          endColumn: 30,
          suggestions: [
            {
              messageId: 'bound',
              data: { value: '10 * 1024 * 1024' },
              output: `import axios from 'axios'
const api = axios.create({ baseURL, maxBodyLength: Number.POSITIVE_INFINITY })
api.defaults.maxContentLength = 10 * 1024 * 1024
axios.defaults.maxBodyLength = -1`,
            },
          ],
        },
        {
          messageId: 'unlimited',
          data: { name: 'maxBodyLength', holds: "a request's body" },
          line: 4,
          column: 1,
          endColumn: 29,
          suggestions: [
            {
              messageId: 'bound',
              data: { value: '10 * 1024 * 1024' },
              output: `import axios from 'axios'
const api = axios.create({ baseURL, maxBodyLength: Number.POSITIVE_INFINITY })
api.defaults.maxContentLength = Infinity
axios.defaults.maxBodyLength = 10 * 1024 * 1024`,
            },
          ],
        },
      ],
    },
    {
      name: 'a configuration for axios',
      code: `import axios, { type AxiosRequestConfig } from 'axios'
export const config: AxiosRequestConfig = { maxContentLength: Infinity }
export const other = { headers: {}, maxBodyLength: Infinity }`,
      errors: [
        {
          messageId: 'unlimited',
          data: { name: 'maxContentLength', holds: "a response's body" },
          line: 2,
          column: 45,
          endColumn: 71,
          suggestions: [
            {
              messageId: 'bound',
              data: { value: '10 * 1024 * 1024' },
              output: `import axios, { type AxiosRequestConfig } from 'axios'
export const config: AxiosRequestConfig = { maxContentLength: 10 * 1024 * 1024 }
export const other = { headers: {}, maxBodyLength: Infinity }`,
            },
          ],
        },
        {
          messageId: 'unlimited',
          data: { name: 'maxBodyLength', holds: "a request's body" },
          line: 3,
          column: 37,
          endColumn: 60,
          suggestions: [
            {
              messageId: 'bound',
              data: { value: '10 * 1024 * 1024' },
              output: `import axios, { type AxiosRequestConfig } from 'axios'
export const config: AxiosRequestConfig = { maxContentLength: Infinity }
export const other = { headers: {}, maxBodyLength: 10 * 1024 * 1024 }`,
            },
          ],
        },
      ],
    },
    {
      name: 'a configuration with both limits of axios',
      code: `export function configure() {
  return { maxBodyLength: Infinity, maxContentLength: Infinity }
}`,
      errors: [
        {
          messageId: 'unlimited',
          data: { name: 'maxBodyLength', holds: "a request's body" },
          line: 2,
          column: 12,
          endColumn: 35,
          suggestions: [
            {
              messageId: 'bound',
              data: { value: '10 * 1024 * 1024' },
              output: `export function configure() {
  return { maxBodyLength: 10 * 1024 * 1024, maxContentLength: Infinity }
}`,
            },
          ],
        },
        {
          messageId: 'unlimited',
          data: { name: 'maxContentLength', holds: "a response's body" },
          line: 2,
          column: 37,
          endColumn: 63,
          suggestions: [
            {
              messageId: 'bound',
              data: { value: '10 * 1024 * 1024' },
              output: `export function configure() {
  return { maxBodyLength: Infinity, maxContentLength: 10 * 1024 * 1024 }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'file streams',
      code: `import { createReadStream, createWriteStream } from 'node:fs'
createReadStream(path, { highWaterMark: 512 * 1024 * 1024 })
createWriteStream(path, { highWaterMark: 16 })`,
      errors: [
        {
          messageId: 'largeMark',
          data: { name: 'highWaterMark', size: '512 MiB' },
          line: 2,
          column: 26,
          endColumn: 58,
          suggestions: [
            {
              messageId: 'useDefault',
              data: { value: '64 * 1024' },
              output: `import { createReadStream, createWriteStream } from 'node:fs'
createReadStream(path, { highWaterMark: 64 * 1024 })
createWriteStream(path, { highWaterMark: 16 })`,
            },
          ],
        },
        {
          messageId: 'smallMark',
          data: { name: 'highWaterMark', size: '16 bytes' },
          line: 3,
          column: 27,
          endColumn: 44,
          suggestions: [
            {
              messageId: 'useDefault',
              data: { value: '64 * 1024' },
              output: `import { createReadStream, createWriteStream } from 'node:fs'
createReadStream(path, { highWaterMark: 512 * 1024 * 1024 })
createWriteStream(path, { highWaterMark: 64 * 1024 })`,
            },
          ],
        },
      ],
    },
    {
      name: '0 and Infinity',
      code: `import fs from 'fs'
fs.createReadStream(path, { highWaterMark: 0 })
fs.createReadStream(path, { highWaterMark: Infinity })
fs.createReadStream(path, { highWaterMark: -1 })`,
      errors: [
        {
          messageId: 'smallMark',
          data: { name: 'highWaterMark', size: '0 bytes' },
          line: 2,
          column: 29,
          endColumn: 45,
          suggestions: [
            {
              messageId: 'useDefault',
              data: { value: '64 * 1024' },
              output: `import fs from 'fs'
fs.createReadStream(path, { highWaterMark: 64 * 1024 })
fs.createReadStream(path, { highWaterMark: Infinity })
fs.createReadStream(path, { highWaterMark: -1 })`,
            },
          ],
        },
        {
          messageId: 'unlimited',
          data: { name: 'highWaterMark', holds: 'a file' },
          line: 3,
          column: 29,
          endColumn: 52,
          suggestions: [
            {
              messageId: 'useDefault',
              data: { value: '64 * 1024' },
              output: `import fs from 'fs'
fs.createReadStream(path, { highWaterMark: 0 })
fs.createReadStream(path, { highWaterMark: 64 * 1024 })
fs.createReadStream(path, { highWaterMark: -1 })`,
            },
          ],
        },
        {
          messageId: 'refused',
          data: { name: 'highWaterMark' },
          line: 4,
          column: 29,
          endColumn: 46,
          suggestions: [
            {
              messageId: 'useDefault',
              data: { value: '64 * 1024' },
              output: `import fs from 'fs'
fs.createReadStream(path, { highWaterMark: 0 })
fs.createReadStream(path, { highWaterMark: Infinity })
fs.createReadStream(path, { highWaterMark: 64 * 1024 })`,
            },
          ],
        },
      ],
    },
    {
      name: 'a store that makes file streams',
      code: 'export const upload = (file) => file.createWriteStream({ highWaterMark: 1 })',
      errors: [
        {
          messageId: 'smallMark',
          data: { name: 'highWaterMark', size: '1 byte' },
          line: 1,
          column: 58,
          endColumn: 74,
          suggestions: [
            {
              messageId: 'useDefault',
              data: { value: '64 * 1024' },
              output: 'export const upload = (file) => file.createWriteStream({ highWaterMark: 64 * 1024 })',
            },
          ],
        },
      ],
    },
    {
      name: 'streams of Node',
      code: `import { PassThrough, Transform } from 'node:stream'
const through = new PassThrough({ highWaterMark: 64 * 1024 * 1024 })
const upper = new Transform({ highWaterMark: 1, transform })`,
      errors: [
        {
          messageId: 'largeMark',
          data: { name: 'highWaterMark', size: '64 MiB' },
          line: 2,
          column: 35,
          endColumn: 66,
          suggestions: [
            {
              messageId: 'useDefault',
              data: { value: '16 * 1024' },
              output: `import { PassThrough, Transform } from 'node:stream'
const through = new PassThrough({ highWaterMark: 16 * 1024 })
const upper = new Transform({ highWaterMark: 1, transform })`,
            },
          ],
        },
        {
          messageId: 'smallMark',
          data: { name: 'highWaterMark', size: '1 byte' },
          line: 3,
          column: 31,
          endColumn: 47,
          suggestions: [
            {
              messageId: 'useDefault',
              data: { value: '16 * 1024' },
              output: `import { PassThrough, Transform } from 'node:stream'
const through = new PassThrough({ highWaterMark: 64 * 1024 * 1024 })
const upper = new Transform({ highWaterMark: 16 * 1024, transform })`,
            },
          ],
        },
      ],
    },
    {
      name: 'a class that is a stream',
      code: `import { Transform } from 'node:stream'
class Upper extends Transform {
  constructor() {
    super({ highWaterMark: 2 ** 30 })
  }
}`,
      errors: [
        {
          messageId: 'largeMark',
          data: { name: 'highWaterMark', size: '1 GiB' },
          line: 4,
          column: 13,
          endColumn: 35,
          suggestions: [
            {
              messageId: 'useDefault',
              data: { value: '16 * 1024' },
              output: `import { Transform } from 'node:stream'
class Upper extends Transform {
  constructor() {
    super({ highWaterMark: 16 * 1024 })
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a class that is a stream, crumbs',
      code: `import { Readable } from 'node:stream'
class Numbers extends Readable {
  constructor() {
    super({ highWaterMark: 4 })
  }
}`,
      errors: [
        {
          messageId: 'smallMark',
          data: { name: 'highWaterMark', size: '4 bytes' },
          line: 4,
          column: 13,
          endColumn: 29,
          suggestions: [
            {
              messageId: 'useDefault',
              data: { value: '16 * 1024' },
              output: `import { Readable } from 'node:stream'
class Numbers extends Readable {
  constructor() {
    super({ highWaterMark: 16 * 1024 })
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'servers and compressors',
      code: `import { createServer } from 'node:http'
import { createGzip } from 'node:zlib'
createServer({ highWaterMark: 1e9 }, handler)
createGzip({ highWaterMark: 100 })`,
      errors: [
        {
          messageId: 'largeMark',
          data: { name: 'highWaterMark', size: '953.7 MiB' },
          line: 3,
          column: 16,
          endColumn: 34,
          suggestions: [
            {
              messageId: 'useDefault',
              data: { value: '16 * 1024' },
              output: `import { createServer } from 'node:http'
import { createGzip } from 'node:zlib'
createServer({ highWaterMark: 16 * 1024 }, handler)
createGzip({ highWaterMark: 100 })`,
            },
          ],
        },
        {
          messageId: 'smallMark',
          data: { name: 'highWaterMark', size: '100 bytes' },
          line: 4,
          column: 14,
          endColumn: 32,
          suggestions: [
            {
              messageId: 'useDefault',
              data: { value: '16 * 1024' },
              output: `import { createServer } from 'node:http'
import { createGzip } from 'node:zlib'
createServer({ highWaterMark: 1e9 }, handler)
createGzip({ highWaterMark: 16 * 1024 })`,
            },
          ],
        },
      ],
    },
    {
      name: 'a byte strategy',
      code: `new ReadableStream(source, new ByteLengthQueuingStrategy({ highWaterMark: Infinity }))
new ReadableStream(source, new ByteLengthQueuingStrategy({ highWaterMark: 1024 ** 3 }))`,
      errors: [
        {
          messageId: 'unlimited',
          data: { name: 'highWaterMark', holds: 'a stream' },
          line: 1,
          column: 60,
          endColumn: 83,
          suggestions: [
            {
              messageId: 'useDefault',
              data: { value: '16 * 1024' },
              output: `new ReadableStream(source, new ByteLengthQueuingStrategy({ highWaterMark: 16 * 1024 }))
new ReadableStream(source, new ByteLengthQueuingStrategy({ highWaterMark: 1024 ** 3 }))`,
            },
          ],
        },
        {
          messageId: 'largeMark',
          data: { name: 'highWaterMark', size: '1 GiB' },
          line: 2,
          column: 60,
          endColumn: 84,
          suggestions: [
            {
              messageId: 'useDefault',
              data: { value: '16 * 1024' },
              output: `new ReadableStream(source, new ByteLengthQueuingStrategy({ highWaterMark: Infinity }))
new ReadableStream(source, new ByteLengthQueuingStrategy({ highWaterMark: 16 * 1024 }))`,
            },
          ],
        },
      ],
    },
    {
      name: 'option min',
      options: { min: 16384 },
      code: `import { createReadStream } from 'node:fs'
createReadStream(path, { highWaterMark: 8 * 1024 })`,
      errors: [
        {
          messageId: 'smallMark',
          data: { name: 'highWaterMark', size: '8 KiB' },
          line: 2,
          column: 26,
          endColumn: 49,
          suggestions: [
            {
              messageId: 'useDefault',
              data: { value: '64 * 1024' },
              output: `import { createReadStream } from 'node:fs'
createReadStream(path, { highWaterMark: 64 * 1024 })`,
            },
          ],
        },
      ],
    },
    {
      name: 'option maxHighWaterMark',
      options: { maxHighWaterMark: 524288 },
      code: `import { createReadStream } from 'node:fs'
createReadStream(path, { highWaterMark: 1024 * 1024 })`,
      errors: [
        {
          messageId: 'largeMark',
          data: { name: 'highWaterMark', size: '1 MiB' },
          line: 2,
          column: 26,
          endColumn: 52,
          suggestions: [
            {
              messageId: 'useDefault',
              data: { value: '64 * 1024' },
              output: `import { createReadStream } from 'node:fs'
createReadStream(path, { highWaterMark: 64 * 1024 })`,
            },
          ],
        },
      ],
    },
    {
      name: 'option max',
      options: { max: 1048576 },
      code: `import express from 'express'
app.use(express.json({ limit: '10mb' }))`,
      errors: [
        {
          messageId: 'tooLarge',
          data: { name: 'limit', holds: "a request's body", size: '10 MiB' },
          line: 2,
          column: 24,
          endColumn: 37,
          suggestions: [
            {
              messageId: 'useDefault',
              data: { value: "'100kb'" },
              output: `import express from 'express'
app.use(express.json({ limit: '100kb' }))`,
            },
          ],
        },
      ],
    },
    {
      name: 'option max below the default, so nothing is offered',
      options: { max: 1024 },
      code: `import express from 'express'
app.use(express.json({ limit: '10mb' }))`,
      errors: [
        {
          messageId: 'tooLarge',
          data: { name: 'limit', holds: "a request's body", size: '10 MiB' },
          line: 2,
          column: 24,
          endColumn: 37,
        },
      ],
    },
  ],
  silent: [
    `import express from 'express'
app.use(express.json())
app.use(express.json({ limit: '1mb' }))
app.use(express.json({ limit: '64mb' }))
app.use(express.json({ limit: 50 * 1024 * 1024 }))`,
    {
      name: '0 turns away every body: it is a bound',
      code: `import express from 'express'
app.use(express.json({ limit: 0 }))`,
    },
    {
      name: 'a unit that the package does not know: 1 byte',
      code: `import express from 'express'
app.use(express.json({ limit: '1g' }))`,
    },
    {
      name: 'a text that the package cannot read',
      code: `import express from 'express'
app.use(express.json({ limit: 'none' }))`,
    },
    {
      name: 'a limit of rows',
      code: `await db.users.findMany({ limit: 1e9 })
const { rows } = await query({ limit: Infinity, offset: 0 })
router.get('/', list({ limit: -1 }))`,
    },
    {
      name: 'a limit of rows beside a body parser',
      code: `import express from 'express'
app.use(express.json())
app.get('/users', (req) => find({ limit: Infinity }))`,
    },
    {
      name: 'uploads of multer have their own rules',
      code: `import multer from 'multer'
import express from 'express'
multer({ limits: { fileSize: Infinity } })`,
    },
    {
      name: 'sizes that nobody can tell',
      code: `import express from 'express'
app.use(express.json({ limit: process.env.LIMIT }))
app.use(express.json({ limit: process.env.LIMIT ?? '1gb' }))
app.use(express.json({ limit: large ? '1gb' : '1mb' }))
app.use(express.json({ limit: config.limit }))
app.use(express.json({ limit: Number(process.env.LIMIT) * 1024 }))`,
    },
    {
      name: 'options that are spread, imported or handed in',
      code: `import express from 'express'
import { WebSocketServer } from 'ws'
import { options } from './options'
app.use(express.json(options))
new WebSocketServer(options)
new WebSocketServer({ ...options, port: 1 })
export const make = (given) => new WebSocketServer(given)`,
    },
    {
      name: 'options that are completed later',
      code: `import { WebSocketServer } from 'ws'
const options = { port: 1 }
options.maxPayload = 1024
new WebSocketServer(options)`,
    },
    {
      name: 'a ws server with a bound',
      code: `import { WebSocketServer } from 'ws'
new WebSocketServer({ port: 1, maxPayload: 64 * 1024 })
new WebSocketServer({ port: 1, maxPayload })
new WebSocketServer({ port: 1, maxPayload: config.limit })`,
    },
    {
      name: 'clients of ws, and other servers of that name',
      code: `import WebSocket from 'ws'
import { WebSocketServer } from './server'
import { Server } from 'socket.io'
new WebSocket(url)
new WebSocketServer({ port: 1 })
new Server({ port: 1 })`,
    },
    `import Fastify from 'fastify'
const app = Fastify({ bodyLimit: 10 * 1024 * 1024 })
app.post('/x', { bodyLimit: 1024 }, handler)`,
    {
      name: 'a bodyLimit of something else',
      code: `const view = render({ bodyLimit: Infinity })
export const preview = { bodyLimit: 1e12 }`,
    },
    {
      name: 'a maxBuffer of something else',
      code: `const log = new RingLog({ maxBuffer: Infinity })
import { exec } from './exec'
exec('x', { maxBuffer: Infinity })`,
    },
    `import { exec } from 'node:child_process'
exec('git log', { maxBuffer: 10 * 1024 * 1024 }, done)
exec('git log', { maxBuffer: 64 * 1024 * 1024 }, done)`,
    {
      name: 'a content length in characters',
      code: `export const schema = { maxContentLength: 500 }
let maxContentLength = 0
truncate(text, { maxContentLength: Infinity })
export const route = { corsStrategy: 'all', maxContentLength: 1024 * 32 }`,
    },
    `import axios from 'axios'
axios.get(url, { maxContentLength: 1024 * 1024, maxBodyLength: 1024 })
axios.get(url, { timeout: 1000 })
axios.defaults.timeout = Infinity`,
    {
      name: 'axios has no bound by default either',
      options: { defaults: false },
      code: `import axios from 'axios'
axios.post(url, form, { maxBodyLength: Infinity, maxContentLength: -1 })
export const settings = { headers, maxBodyLength: Number.POSITIVE_INFINITY }`,
    },
    {
      name: 'a command that the whole process waits for',
      options: { synchronous: false },
      code: `import { execFileSync, spawnSync } from 'node:child_process'
execFileSync(process.execPath, ['list.js'], { maxBuffer: 1 << 28 })
spawnSync('git', ['log'], { maxBuffer: 1024 ** 3 })`,
    },
    {
      name: 'a plugin of a development server',
      code: `import { WebSocketServer } from 'ws'
import type { Plugin } from 'vite'
export const chat = (): Plugin => ({
  name: 'chat',
  configureServer(server) {
    const sockets = new WebSocketServer({ noServer: true })
    server.httpServer?.on('upgrade', (req, socket, head) => sockets.handleUpgrade(req, socket, head, greet))
  },
})`,
    },
    {
      name: 'a server for this machine alone',
      code: `import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'
const server = createServer(handle)
const sockets = new WebSocketServer({ server })
server.listen(4000, '127.0.0.1')`,
    },
    `import { Server } from 'socket.io'
new Server(server, { maxHttpBufferSize: 1e7 })
new Server(server)`,
    {
      name: 'object mode counts items',
      code: `import { Transform, Readable } from 'node:stream'
new Transform({ objectMode: true, highWaterMark: 1, transform })
new Transform({ readableObjectMode: true, highWaterMark: 16, transform })
new Transform({ ...options, highWaterMark: 16 })
Readable.from(rows, { highWaterMark: 1 })`,
    },
    {
      name: 'a class in object mode',
      code: `import { Transform } from 'node:stream'
class Rows extends Transform {
  constructor() {
    super({ objectMode: true, highWaterMark: 4 })
  }
}
new Rows({ highWaterMark: 2 })`,
    },
    {
      name: 'a proxy that keeps nothing itself',
      code: `import { Duplex } from 'node:stream'
class Proxy extends Duplex {
  constructor() {
    super({ autoDestroy: false, highWaterMark: 0 })
  }
}`,
    },
    {
      name: 'WHATWG streams count chunks',
      code: `new ReadableStream({ pull }, { highWaterMark: 0 })
new ReadableStream({ pull }, { highWaterMark: 1 })
new WritableStream(sink, { highWaterMark: 32 })
new TransformStream(transformer, { highWaterMark: 1 }, { highWaterMark: 0 })
new ReadableStream(source, new CountQueuingStrategy({ highWaterMark: 10 }))
new ReadableStream(source, new ByteLengthQueuingStrategy({ highWaterMark: 0 }))
new ReadableStream(source, new ByteLengthQueuingStrategy({ highWaterMark: 256 }))`,
    },
    {
      name: 'events and lines are items',
      code: `import { on } from 'node:events'
for await (const [line] of on(source, 'line', { highWaterMark: 64 })) use(line)`,
    },
    {
      name: 'a mark of something else',
      code: `await drained(socket, { highWaterMark: 10 })
export const queue = new Queue({ highWaterMark: Infinity })`,
    },
    `import { createReadStream } from 'node:fs'
import { PassThrough } from 'node:stream'
createReadStream(path, { highWaterMark: 1024 })
createReadStream(path, { highWaterMark: 16 * 1024 * 1024 })
new PassThrough({ highWaterMark: 256 * 1024 })
new PassThrough()`,
    {
      name: 'a local ByteLengthQueuingStrategy',
      code: `class ByteLengthQueuingStrategy {}
new ByteLengthQueuingStrategy({ highWaterMark: Infinity })`,
    },
    {
      name: 'a test',
      file: 'test/server.test.ts',
      code: `import { WebSocketServer } from 'ws'
new WebSocketServer({ port: 0 })`,
    },
    {
      name: 'options',
      options: { min: 1, max: 1099511627776, maxHighWaterMark: 1099511627776 },
      code: `import express from 'express'
import { createReadStream } from 'node:fs'
app.use(express.json({ limit: '1gb' }))
createReadStream(path, { highWaterMark: 16 })
createReadStream(path, { highWaterMark: 2 ** 30 })`,
    },
  ],
})
