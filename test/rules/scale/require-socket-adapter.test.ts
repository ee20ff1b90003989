import rule from '../../../rules/scale/require-socket-adapter.ts'
import { ruleTest } from '../../rule-tester.ts'

const GATEWAY = `import { WebSocketGateway } from '@nestjs/websockets'

@WebSocketGateway({ cors: true })
export class ChatGateway {}`
const PLAIN_GATEWAY = `import { WebSocketGateway } from '@nestjs/websockets'

@WebSocketGateway()
export class ChatGateway {}`
const SERVER = `import { Server } from 'socket.io'
const io = new Server(httpServer)`

ruleTest(rule, {
  reports: [
    {
      name: 'a server with options',
      project: 'socketio',
      code: `import type { Server as HttpServer } from 'node:http'
import { Server } from 'socket.io'

export function attach(server: HttpServer): void {
  const io = new Server(server, { path: '/live' })
  io.on('connection', (socket) => socket.join('all'))
}`,
      errors: [
        {
          messageId: 'none',
          line: 5,
          column: 18,
          endColumn: 24,
          suggestions: [
            {
              messageId: 'adapter',
              data: { package: '@socket.io/redis-streams-adapter' },
              output: `import type { Server as HttpServer } from 'node:http'
import { Server } from 'socket.io'
import { createAdapter } from '@socket.io/redis-streams-adapter'
import { createClient } from 'redis'

export function attach(server: HttpServer): void {
  const redis = createClient({ url: process.env['REDIS_URL'] ?? 'redis://localhost:6379' })
  redis.on('error', (error) => console.error('Redis failed', error))
  redis.connect().catch((error) => console.error('Redis failed', error))
  const io = new Server(server, { path: '/live', adapter: createAdapter(redis) })
  io.on('connection', (socket) => socket.join('all'))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'without options, in an async function, where the project has ioredis',
      project: 'socketio-ioredis',
      code: `import { Server } from "socket.io";
export async function start(port: number) {
  return new Server(port);
}`,
      errors: [
        {
          messageId: 'none',
          line: 3,
          column: 14,
          endColumn: 20,
          suggestions: [
            {
              messageId: 'adapter',
              data: { package: '@socket.io/redis-streams-adapter' },
              output: `import { Server } from "socket.io";
import { createAdapter } from "@socket.io/redis-streams-adapter";
import { Redis } from "ioredis";
export async function start(port: number) {
  const redis = new Redis(process.env["REDIS_URL"] ?? "redis://localhost:6379");
  redis.on("error", (error) => console.error("Redis failed", error));
  return new Server(port, { adapter: createAdapter(redis) });
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'the adapter is a dependency and commented out; the sharded adapter is there already',
      project: 'socketio-commented',
      code: `import { Server } from 'socket.io'
export const start = async () => {
  const io = new Server({ cors: {} })
  return io
}`,
      errors: [
        {
          messageId: 'none',
          line: 3,
          column: 18,
          endColumn: 24,
          suggestions: [
            {
              messageId: 'adapter',
              data: { package: '@socket.io/redis-adapter' },
              output: `import { Server } from 'socket.io'
import { createShardedAdapter } from '@socket.io/redis-adapter'
import { createClient } from 'redis'
export const start = async () => {
  const redis = createClient({ url: process.env['REDIS_URL'] ?? 'redis://localhost:6379' })
  const subscriber = redis.duplicate()
  redis.on('error', (error) => console.error('Redis failed', error))
  await redis.connect()
  subscriber.on('error', (error) => console.error('Redis failed', error))
  await subscriber.connect()
  const io = new Server({ cors: {}, adapter: createShardedAdapter(redis, subscriber) })
  return io
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'CommonJS, the factory',
      project: 'socketio',
      file: 'src/server.cjs',
      code: `const http = require('http')
const server = http.createServer()
const io = require('socket.io')(server)`,
      errors: [
        {
          messageId: 'none',
          line: 3,
          column: 12,
          endColumn: 32,
          suggestions: [
            {
              messageId: 'adapter',
              data: { package: '@socket.io/redis-streams-adapter' },
              output: `const http = require('http')
const { createAdapter } = require('@socket.io/redis-streams-adapter')
const { createClient } = require('redis')
const server = http.createServer()
const redis = createClient({ url: process.env['REDIS_URL'] ?? 'redis://localhost:6379' })
redis.on('error', (error) => console.error('Redis failed', error))
redis.connect().catch((error) => console.error('Redis failed', error))
const io = require('socket.io')(server, { adapter: createAdapter(redis) })`,
            },
          ],
        },
      ],
    },
    {
      name: 'a class field takes no statement',
      project: 'socketio',
      code: `import { Server } from 'socket.io'
class Live { io = new Server({ path: '/live' }) }`,
      errors: [{ messageId: 'none', line: 2, column: 23, endColumn: 29 }],
    },
    {
      name: 'another application of the workspace has one of its own',
      project: 'socketio-workspace/packages/admin',
      code: 'import * as socketio from "socket.io"\nclass A { io = new socketio.Server() }',
      errors: [{ messageId: 'none', line: 2, column: 29, endColumn: 35 }],
    },
    {
      name: 'a gateway of Nest with its own server',
      project: 'nest-gateway',
      code: GATEWAY,
      errors: [{ messageId: 'gateway', line: 3, column: 2, endColumn: 34 }],
    },
    {
      name: 'a gateway whose adapter only sets CORS',
      project: 'nest-gateway-cors',
      code: PLAIN_GATEWAY,
      errors: [{ messageId: 'gateway', line: 3, column: 2, endColumn: 20 }],
    },
    {
      name: 'unknown options, when asked for',
      project: 'socketio',
      options: { unknown: 'report' },
      code: `import { Server } from 'socket.io'
export const make = (server, options) => new Server(server, options)`,
      errors: [{ messageId: 'unknown', line: 2, column: 46, endColumn: 52 }],
    },
    {
      name: 'a file that does not parse, when asked for',
      project: 'socketio-unreadable',
      options: { unknown: 'report' },
      code: SERVER,
      errors: [{ messageId: 'unknown', line: 2, column: 16, endColumn: 22 }],
    },
    {
      name: 'a gateway of a library, when asked for',
      project: 'nest-gateway-library',
      options: { unknown: 'report' },
      code: PLAIN_GATEWAY,
      errors: [{ messageId: 'unknown', line: 3, column: 2, endColumn: 20 }],
    },
  ],
  silent: [
    {
      name: 'an option',
      project: 'socketio',
      code: `import { Server } from 'socket.io'\nnew Server(server, { adapter: make() })`,
    },
    {
      name: 'an option in a constant',
      project: 'socketio',
      code: `import { Server } from 'socket.io'\nconst options = { adapter: make() }\nnew Server(server, options)`,
    },
    {
      name: 'a spread that may hold it',
      project: 'socketio',
      code: `import { Server } from 'socket.io'\nnew Server(server, { ...options })`,
    },
    {
      name: 'options of the caller',
      project: 'socketio',
      code: `import { Server, ServerOptions } from 'socket.io'\nexport const make = (o: ServerOptions) => new Server(o)`,
    },
    {
      name: 'options by name',
      project: 'socketio',
      code: `import { Server } from 'socket.io'\nexport const make = (options) => new Server(options)`,
    },
    {
      name: 'a call',
      project: 'socketio',
      code: `import { Server } from 'socket.io'\nconst io = new Server()\nif (env.REDIS) io.adapter(createAdapter(pub, sub))`,
    },
    {
      name: 'made here for another file',
      project: 'socketio',
      code: `import { Server } from 'socket.io'\nimport { createAdapter } from '@socket.io/postgres-adapter'\nexport const io = new Server()\nsetup(io, createAdapter)`,
    },
    {
      name: 'a cluster',
      project: 'socketio',
      code: `import { Server } from 'socket.io'\nimport { setupPrimary } from '@socket.io/cluster-adapter'\nsetupPrimary()\nnew Server()`,
    },
    { name: 'wired in another file', project: 'socketio-adapter', code: SERVER },
    {
      name: 'wired in another file, of the whole project',
      project: 'socketio-adapter',
      file: 'src/sockets.ts',
      code: `import { Server } from 'socket.io'\nexport const io = new Server({ path: '/live' })`,
    },
    { name: 'a shared package may wire it', project: 'socketio-shared/packages/api', code: SERVER },
    { name: 'a file that does not parse', project: 'socketio-unreadable', code: SERVER },
    { name: 'a server on loopback', project: 'socketio', code: `${SERVER}\nhttpServer.listen(3000, '127.0.0.1')` },
    {
      name: 'a server on loopback, by option and constant',
      project: 'socketio',
      code: `${SERVER}\nconst host = process.env.HOST ?? 'localhost'\nhttpServer.listen({ port: 3000, host })`,
    },
    {
      name: 'handed over by a file that listens on loopback',
      project: 'socketio-loopback',
      file: 'src/sockets.ts',
      code: SERVER,
    },
    { name: 'a desktop application', project: 'socketio-desktop', code: SERVER },
    { name: 'a plugin of a bundler', project: 'socketio', code: `import type { Plugin } from 'vite'\n${SERVER}` },
    { name: 'an emulator', project: 'socketio', file: 'src/emulator/server.ts', code: SERVER },
    { name: 'a test', project: 'socketio', file: 'test/server.ts', code: SERVER },
    { name: 'a gateway with Redis', project: 'nest-gateway-redis', code: GATEWAY },
    { name: 'a gateway with an adapter of a package', project: 'nest-gateway-foreign', code: GATEWAY },
    { name: 'a gateway of a library', project: 'nest-gateway-library', code: GATEWAY },
    { name: 'a gateway of ws', project: 'nest', code: GATEWAY },
    {
      name: 'another package of that name',
      project: 'socketio',
      code: `import { Server } from 'mock-socket'\nimport { io } from 'socket.io-client'\nnew Server('ws://localhost')`,
    },
    {
      name: 'a namespace or a type',
      project: 'socketio',
      code: `import type { Server } from 'socket.io'\nexport const of = (io: Server) => io.of('/x')`,
    },
  ],
})
