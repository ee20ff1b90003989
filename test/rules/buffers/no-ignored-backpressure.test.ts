import rule from '../../../rules/buffers/no-ignored-backpressure.ts'
import { ruleTest } from '../../rule-tester.ts'

ruleTest(rule, {
  reports: [
    {
      name: 'rows in a for await, Express',
      project: 'express5',
      code: `import { Router } from 'express'
import { rows } from './db'

export const router = Router()
router.get('/export', async (req, res) => {
  res.type('application/x-ndjson')
  for await (const row of rows()) {
    res.write(\`\${JSON.stringify(row)}\\n\`)
  }
  res.end()
})`,
      errors: [
        {
          messageId: 'ignored',
          data: { write: 'res.write' },
          line: 8,
          column: 9,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'awaitDrain',
              output: `import { Router } from 'express'
import { rows } from './db'

export const router = Router()
router.get('/export', async (req, res) => {
  res.type('application/x-ndjson')
  for await (const row of rows()) {
    if (!res.write(\`\${JSON.stringify(row)}\\n\`) && !res.destroyed) {
      await new Promise<void>((resolve) => {
        const goOn = () => {
          draining.off('drain', goOn)
          res.off('close', goOn)
          resolve()
        }
        // What drains is a compressor in front of the response, where there is one.
        const draining = res.on('drain', goOn)
        res.on('close', goOn)
      })
    }
  }
  res.end()
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'a loop that only copies',
      project: 'node',
      code: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  for await (const chunk of source()) {
    res.write(chunk)
  }
  res.end()
})`,
      errors: [
        {
          messageId: 'ignored',
          data: { write: 'res.write' },
          line: 5,
          column: 9,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'usePipeline',
              output: `import { createServer } from 'node:http'
import { pipeline } from 'node:stream/promises'

createServer(async (req, res) => {
  await pipeline(source(), res).catch((error) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') console.error('Stream failed', error)
  })
})`,
            },
            {
              messageId: 'awaitDrain',
              output: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  for await (const chunk of source()) {
    if (!res.write(chunk) && !res.destroyed) {
      await new Promise<void>((resolve) => {
        const goOn = () => {
          draining.off('drain', goOn)
          res.off('close', goOn)
          resolve()
        }
        // What drains is a compressor in front of the response, where there is one.
        const draining = res.on('drain', goOn)
        res.on('close', goOn)
      })
    }
  }
  res.end()
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'a loop that only copies into a file',
      project: 'node',
      code: `import { createWriteStream } from 'node:fs';

export async function save(source: AsyncIterable<Buffer>, path: string): Promise<void> {
  const out = createWriteStream(path);
  for await (const chunk of source) out.write(chunk);
  out.end();
}`,
      errors: [
        {
          messageId: 'ignored',
          data: { write: 'out.write' },
          line: 5,
          column: 41,
          endColumn: 46,
          suggestions: [
            {
              messageId: 'usePipeline',
              output: `import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

export async function save(source: AsyncIterable<Buffer>, path: string): Promise<void> {
  const out = createWriteStream(path);
  await pipeline(source, out);
}`,
            },
            {
              messageId: 'awaitDrain',
              output: `import { createWriteStream } from 'node:fs';
import { once } from 'node:events';

export async function save(source: AsyncIterable<Buffer>, path: string): Promise<void> {
  const out = createWriteStream(path);
  for await (const chunk of source) {
    if (!out.write(chunk) && !out.destroyed) {
      const waiting = new AbortController();
      await Promise.race([
        once(out, 'drain', { signal: waiting.signal }),
        once(out, 'close', { signal: waiting.signal }),
      ]).finally(() => waiting.abort());
    }
  }
  out.end();
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a reader loop',
      project: 'node',
      code: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  const reader = (await fetch(url)).body!.getReader()
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    res.write(value) // raw
  }
  res.end()
})`,
      errors: [
        {
          messageId: 'ignored',
          data: { write: 'res.write' },
          line: 8,
          column: 9,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'awaitDrain',
              output: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  const reader = (await fetch(url)).body!.getReader()
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    if (!res.write(value) && !res.destroyed) {
      await new Promise<void>((resolve) => {
        const goOn = () => {
          draining.off('drain', goOn)
          res.off('close', goOn)
          resolve()
        }
        // What drains is a compressor in front of the response, where there is one.
        const draining = res.on('drain', goOn)
        res.on('close', goOn)
      })
    } // raw
  }
  res.end()
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'several writes for each row: the last one tells',
      project: 'node',
      code: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  for await (const row of rows()) {
    res.write('event: row\\n')
    res.write(\`data: \${JSON.stringify(row)}\\n\\n\`)
  }
  res.end()
})`,
      errors: [
        {
          messageId: 'ignored',
          data: { write: 'res.write' },
          line: 5,
          column: 9,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'awaitDrain',
              output: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  for await (const row of rows()) {
    res.write('event: row\\n')
    if (!res.write(\`data: \${JSON.stringify(row)}\\n\\n\`) && !res.destroyed) {
      await new Promise<void>((resolve) => {
        const goOn = () => {
          draining.off('drain', goOn)
          res.off('close', goOn)
          resolve()
        }
        // What drains is a compressor in front of the response, where there is one.
        const draining = res.on('drain', goOn)
        res.on('close', goOn)
      })
    }
  }
  res.end()
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'writes in several branches',
      project: 'node',
      code: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  for await (const row of rows()) {
    if (row.isText) res.write(row.text)
    else res.write(JSON.stringify(row))
  }
  res.end()
})`,
      errors: [
        {
          messageId: 'ignored',
          data: { write: 'res.write' },
          line: 5,
          column: 25,
          endColumn: 30,
          suggestions: [
            {
              messageId: 'awaitDrain',
              output: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  for await (const row of rows()) {
    if (row.isText) {
      if (!res.write(row.text) && !res.destroyed) {
        await new Promise<void>((resolve) => {
          const goOn = () => {
            draining.off('drain', goOn)
            res.off('close', goOn)
            resolve()
          }
          // What drains is a compressor in front of the response, where there is one.
          const draining = res.on('drain', goOn)
          res.on('close', goOn)
        })
      }
    }
    else {
      if (!res.write(JSON.stringify(row)) && !res.destroyed) {
        await new Promise<void>((resolve) => {
          const goOn = () => {
            draining.off('drain', goOn)
            res.off('close', goOn)
            resolve()
          }
          // What drains is a compressor in front of the response, where there is one.
          const draining = res.on('drain', goOn)
          res.on('close', goOn)
        })
      }
    }
  }
  res.end()
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'await before a write that gives no promise',
      project: 'node',
      code: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  for await (const row of rows()) {
    await res.write(row.text)
  }
})`,
      errors: [
        {
          messageId: 'ignored',
          data: { write: 'res.write' },
          line: 5,
          column: 15,
          endColumn: 20,
          suggestions: [
            {
              messageId: 'awaitDrain',
              output: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  for await (const row of rows()) {
    if (!res.write(row.text) && !res.destroyed) {
      await new Promise<void>((resolve) => {
        const goOn = () => {
          draining.off('drain', goOn)
          res.off('close', goOn)
          resolve()
        }
        // What drains is a compressor in front of the response, where there is one.
        const draining = res.on('drain', goOn)
        res.on('close', goOn)
      })
    }
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'any other loop',
      project: 'node',
      code: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  for (let i = 0; i < 1_000_000; i++) {
    res.write(\`line \${i}\\n\`)
  }
  res.end()
})`,
      errors: [
        {
          messageId: 'ignored',
          data: { write: 'res.write' },
          line: 5,
          column: 9,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'awaitDrain',
              output: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  for (let i = 0; i < 1_000_000; i++) {
    if (!res.write(\`line \${i}\\n\`) && !res.destroyed) {
      await new Promise<void>((resolve) => {
        const goOn = () => {
          draining.off('drain', goOn)
          res.off('close', goOn)
          resolve()
        }
        // What drains is a compressor in front of the response, where there is one.
        const draining = res.on('drain', goOn)
        res.on('close', goOn)
      })
    }
  }
  res.end()
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'a data listener',
      project: 'node',
      code: `import { createServer } from 'node:http'
import { createReadStream } from 'node:fs'

createServer((req, res) => {
  const file = createReadStream('big.csv')
  file.on('data', (chunk) => {
    res.write(chunk)
  })
  file.on('end', () => res.end())
})`,
      errors: [{ messageId: 'ignored', data: { write: 'res.write' }, line: 7, column: 9, endColumn: 14 }],
    },
    {
      name: 'a timer',
      project: 'fastify5',
      code: `import Fastify from 'fastify'

const app = Fastify()
app.get('/prices', (request, reply) => {
  reply.hijack()
  const timer = setInterval(() => reply.raw.write(\`data: \${JSON.stringify(prices())}\\n\\n\`), 1000)
  reply.raw.on('close', () => clearInterval(timer))
})`,
      errors: [{ messageId: 'ignored', data: { write: 'reply.raw.write' }, line: 6, column: 45, endColumn: 50 }],
    },
    {
      name: 'a broadcast over typed responses',
      project: 'express5',
      code: `import type { Response } from 'express'

const members = new Map<string, Set<Response>>()

export function broadcast(id: string, text: string): void {
  for (const member of members.get(id) ?? []) {
    member.write(\`data: \${text}\\n\\n\`)
  }
}`,
      errors: [
        {
          messageId: 'broadcast',
          data: { write: 'member.write' },
          line: 7,
          column: 12,
          endColumn: 17,
          suggestions: [
            {
              messageId: 'dropSlow',
              output: `import type { Response } from 'express'

const members = new Map<string, Set<Response>>()

// A client for which more bytes wait has stopped reading; its connection is ended.
const MAX_WAITING_BYTES = 1_000_000

export function broadcast(id: string, text: string): void {
  for (const member of members.get(id) ?? []) {
    if (member.writableLength > MAX_WAITING_BYTES) member.destroy()
    else member.write(\`data: \${text}\\n\\n\`)
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a broadcast in the body of an if, to two lists',
      project: 'express5',
      code: `import type { Response } from 'express';
import type { Socket } from 'node:net';
const members = new Set<Response>();
const sockets = new Map<number, { socket: Socket }>();
/** Tells everybody. */
export function broadcast(text: string, room: string): void {
  for (const member of members) {
    // Only members of the room.
    if (member.locals.room === room) member.write(text); // one frame
    else skip(member);
  }
  for (const { socket } of sockets.values()) socket.write(text);
}`,
      errors: [
        {
          messageId: 'broadcast',
          data: { write: 'member.write' },
          line: 9,
          column: 45,
          endColumn: 50,
          suggestions: [
            {
              messageId: 'dropSlow',
              output: `import type { Response } from 'express';
import type { Socket } from 'node:net';
const members = new Set<Response>();
const sockets = new Map<number, { socket: Socket }>();

// A client for which more bytes wait has stopped reading; its connection is ended.
const MAX_WAITING_BYTES = 1_000_000;

/** Tells everybody. */
export function broadcast(text: string, room: string): void {
  for (const member of members) {
    // Only members of the room.
    if (member.locals.room === room) {
      if (member.writableLength > MAX_WAITING_BYTES) member.destroy();
      else member.write(text);
    } // one frame
    else skip(member);
  }
  for (const { socket } of sockets.values()) socket.write(text);
}`,
            },
          ],
        },
        {
          messageId: 'broadcast',
          data: { write: 'socket.write' },
          line: 12,
          column: 53,
          endColumn: 58,
          suggestions: [
            {
              messageId: 'dropSlow',
              output: `import type { Response } from 'express';
import type { Socket } from 'node:net';
const members = new Set<Response>();
const sockets = new Map<number, { socket: Socket }>();

// A client for which more bytes wait has stopped reading; its connection is ended.
const MAX_WAITING_BYTES2 = 1_000_000;

/** Tells everybody. */
export function broadcast(text: string, room: string): void {
  for (const member of members) {
    // Only members of the room.
    if (member.locals.room === room) member.write(text); // one frame
    else skip(member);
  }
  for (const { socket } of sockets.values()) {
    if (socket.writableLength > MAX_WAITING_BYTES2) socket.destroy();
    else socket.write(text);
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a broadcast over what a route has stored',
      file: 'src/events.js',
      project: 'express5',
      code: `import express from 'express'

const clients = []
express().get('/events', (req, res) => {
  clients.push({ id: req.query.id, res })
})
export function broadcast(text) {
  clients.forEach((client) => client.res.write(text))
}`,
      errors: [
        {
          messageId: 'broadcast',
          data: { write: 'client.res.write' },
          line: 8,
          column: 42,
          endColumn: 47,
          suggestions: [
            {
              messageId: 'dropSlow',
              output: `import express from 'express'

const clients = []
express().get('/events', (req, res) => {
  clients.push({ id: req.query.id, res })
})

// A client for which more bytes wait has stopped reading; its connection is ended.
const MAX_WAITING_BYTES = 1_000_000

export function broadcast(text) {
  clients.forEach((client) => {
    if (client.res.writableLength > MAX_WAITING_BYTES) {
      client.res.destroy()
      return
    }
    client.res.write(text)
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a connection that is looked up',
      project: 'express5',
      code: `import type { Response } from 'express'

export class Streamer {
  private clients: Record<string, { response: Response }> = {}
  token(id: string, data: string) {
    const client = this.clients[id]
    if (client) client.response.write('data: ' + data)
  }
  image(id: string, data: string) {
    this.clients[id]?.response.write('data: ' + data)
  }
}`,
      errors: [
        { messageId: 'broadcast', data: { write: 'client.response.write' }, line: 7, column: 33, endColumn: 38 },
      ],
    },
    {
      name: 'the sink of a WritableStream',
      project: 'node',
      code: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  await body.pipeTo(new WritableStream({
    write(chunk) {
      res.write(chunk)
      res.flush?.()
    },
    close() {
      res.end()
    },
  }))
})`,
      errors: [
        {
          messageId: 'ignored',
          data: { write: 'res.write' },
          line: 6,
          column: 11,
          endColumn: 16,
          suggestions: [
            {
              messageId: 'awaitDrain',
              output: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  await body.pipeTo(new WritableStream({
    async write(chunk) {
      if (!res.write(chunk) && !res.destroyed) {
        await new Promise<void>((resolve) => {
          const goOn = () => {
            draining.off('drain', goOn)
            res.off('close', goOn)
            resolve()
          }
          // What drains is a compressor in front of the response, where there is one.
          const draining = res.on('drain', goOn)
          res.on('close', goOn)
        })
      }
      res.flush?.()
    },
    close() {
      res.end()
    },
  }))
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'an arrow that gives the result to nobody',
      project: 'node',
      code: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  const send = (data: unknown) => res.write(\`data: \${JSON.stringify(data)}\\n\\n\`)
  for await (const row of rows()) send(row)
  res.end()
})`,
      errors: [{ messageId: 'ignored', data: { write: 'res.write' }, line: 4, column: 39, endColumn: 44 }],
    },
    {
      name: 'a helper that is given the response',
      project: 'node',
      code: `import type { ServerResponse } from 'node:http'

function frame(res: ServerResponse, data: string): void {
  res.write(data)
}
export async function all(res: ServerResponse): Promise<void> {
  for await (const row of rows()) frame(res, row)
}`,
      errors: [{ messageId: 'ignored', data: { write: 'res.write' }, line: 4, column: 7, endColumn: 12 }],
    },
    {
      name: 'an async helper for which its callers wait',
      project: 'node',
      code: `import type { ServerResponse } from 'node:http'

async function frame(res: ServerResponse, data: string): Promise<void> {
  res.write(data)
}
export async function all(res: ServerResponse): Promise<void> {
  for await (const row of rows()) await frame(res, row)
}`,
      errors: [
        {
          messageId: 'ignored',
          data: { write: 'res.write' },
          line: 4,
          column: 7,
          endColumn: 12,
          suggestions: [
            {
              messageId: 'awaitDrain',
              output: `import type { ServerResponse } from 'node:http'

async function frame(res: ServerResponse, data: string): Promise<void> {
  if (!res.write(data) && !res.destroyed) {
    await new Promise<void>((resolve) => {
      const goOn = () => {
        draining.off('drain', goOn)
        res.off('close', goOn)
        resolve()
      }
      // What drains is a compressor in front of the response, where there is one.
      const draining = res.on('drain', goOn)
      res.on('close', goOn)
    })
  }
}
export async function all(res: ServerResponse): Promise<void> {
  for await (const row of rows()) await frame(res, row)
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'Koa',
      project: 'koa',
      code: `import Koa from 'koa'

new Koa().use(async (ctx) => {
  ctx.respond = false
  for await (const row of rows()) {
    ctx.res.write(row)
  }
})`,
      errors: [
        {
          messageId: 'ignored',
          data: { write: 'ctx.res.write' },
          line: 6,
          column: 13,
          endColumn: 18,
          suggestions: [
            {
              messageId: 'awaitDrain',
              output: `import Koa from 'koa'

new Koa().use(async (ctx) => {
  ctx.respond = false
  for await (const row of rows()) {
    if (!ctx.res.write(row) && !ctx.res.destroyed) {
      await new Promise<void>((resolve) => {
        const goOn = () => {
          draining.off('drain', goOn)
          ctx.res.off('close', goOn)
          resolve()
        }
        // What drains is a compressor in front of the response, where there is one.
        const draining = ctx.res.on('drain', goOn)
        ctx.res.on('close', goOn)
      })
    }
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'Next pages',
      file: 'pages/api/rows.ts',
      project: 'next14',
      code: `import type { NextApiRequest, NextApiResponse } from 'next'

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  for await (const row of rows()) {
    res.write(row)
  }
  res.end()
}`,
      errors: [
        {
          messageId: 'ignored',
          data: { write: 'res.write' },
          line: 5,
          column: 9,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'usePipeline',
              output: `import type { NextApiRequest, NextApiResponse } from 'next'
import { pipeline } from 'node:stream/promises'

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  await pipeline(rows(), res).catch((error) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  })
}`,
            },
            {
              messageId: 'awaitDrain',
              output: `import type { NextApiRequest, NextApiResponse } from 'next'

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  for await (const row of rows()) {
    if (!res.write(row) && !res.destroyed) {
      await new Promise<void>((resolve) => {
        const goOn = () => {
          draining.off('drain', goOn)
          res.off('close', goOn)
          resolve()
        }
        // What drains is a compressor in front of the response, where there is one.
        const draining = res.on('drain', goOn)
        res.on('close', goOn)
      })
    }
  }
  res.end()
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a socket',
      project: 'node',
      code: `import { createServer } from 'node:net'

createServer(async (socket) => {
  for await (const line of tail()) {
    socket.write(line)
  }
})`,
      errors: [
        {
          messageId: 'ignored',
          data: { write: 'socket.write' },
          line: 5,
          column: 12,
          endColumn: 17,
          suggestions: [
            {
              messageId: 'awaitDrain',
              output: `import { createServer } from 'node:net'
import { once } from 'node:events'

createServer(async (socket) => {
  for await (const line of tail()) {
    if (!socket.write(line) && !socket.destroyed) {
      const waiting = new AbortController()
      await Promise.race([
        once(socket, 'drain', { signal: waiting.signal }),
        once(socket, 'close', { signal: waiting.signal }),
      ]).finally(() => waiting.abort())
    }
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'an echo server',
      project: 'node',
      code: `import { createServer } from 'node:net'

createServer((socket) => {
  socket.on('data', (data) => socket.write(data))
})`,
      errors: [{ messageId: 'ignored', data: { write: 'socket.write' }, line: 4, column: 38, endColumn: 43 }],
    },
    {
      name: 'a gRPC call',
      project: 'node',
      code: `import type { ServerWritableStream } from '@grpc/grpc-js'

export async function list(call: ServerWritableStream<Query, Row>) {
  for await (const row of rows(call.request)) {
    call.write(row)
  }
  call.end()
}`,
      errors: [
        {
          messageId: 'ignored',
          data: { write: 'call.write' },
          line: 5,
          column: 10,
          endColumn: 15,
          suggestions: [
            {
              messageId: 'usePipeline',
              output: `import type { ServerWritableStream } from '@grpc/grpc-js'
import { pipeline } from 'node:stream/promises'

export async function list(call: ServerWritableStream<Query, Row>) {
  await pipeline(rows(call.request), call)
}`,
            },
            {
              messageId: 'awaitDrain',
              output: `import type { ServerWritableStream } from '@grpc/grpc-js'
import { once } from 'node:events'

export async function list(call: ServerWritableStream<Query, Row>) {
  for await (const row of rows(call.request)) {
    if (!call.write(row) && !call.destroyed) {
      const waiting = new AbortController()
      await Promise.race([
        once(call, 'drain', { signal: waiting.signal }),
        once(call, 'close', { signal: waiting.signal }),
      ]).finally(() => waiting.abort())
    }
  }
  call.end()
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'the input of a child',
      project: 'node',
      code: `import { spawn } from 'node:child_process'

export async function feed(frames: AsyncIterable<Buffer>) {
  const child = spawn('ffmpeg', ['-i', '-', 'out.mp4'])
  for await (const frame of frames) {
    child.stdin.write(frame)
  }
  child.stdin.end()
}`,
      errors: [
        {
          messageId: 'ignored',
          data: { write: 'child.stdin.write' },
          line: 6,
          column: 17,
          endColumn: 22,
          suggestions: [
            {
              messageId: 'usePipeline',
              output: `import { spawn } from 'node:child_process'
import { pipeline } from 'node:stream/promises'

export async function feed(frames: AsyncIterable<Buffer>) {
  const child = spawn('ffmpeg', ['-i', '-', 'out.mp4'])
  await pipeline(frames, child.stdin)
}`,
            },
            {
              messageId: 'awaitDrain',
              output: `import { spawn } from 'node:child_process'
import { once } from 'node:events'

export async function feed(frames: AsyncIterable<Buffer>) {
  const child = spawn('ffmpeg', ['-i', '-', 'out.mp4'])
  for await (const frame of frames) {
    if (!child.stdin.write(frame) && !child.stdin.destroyed) {
      const waiting = new AbortController()
      await Promise.race([
        once(child.stdin, 'drain', { signal: waiting.signal }),
        once(child.stdin, 'close', { signal: waiting.signal }),
      ]).finally(() => waiting.abort())
    }
  }
  child.stdin.end()
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a compressor',
      project: 'node',
      code: `import { createGzip } from 'node:zlib'

export async function pack(rows: AsyncIterable<string>) {
  const gzip = createGzip()
  gzip.pipe(destination)
  for await (const row of rows) {
    gzip.write(row + '\\n')
  }
  gzip.end()
}`,
      errors: [
        {
          messageId: 'ignored',
          data: { write: 'gzip.write' },
          line: 7,
          column: 10,
          endColumn: 15,
          suggestions: [
            {
              messageId: 'awaitDrain',
              output: `import { createGzip } from 'node:zlib'
import { once } from 'node:events'

export async function pack(rows: AsyncIterable<string>) {
  const gzip = createGzip()
  gzip.pipe(destination)
  for await (const row of rows) {
    if (!gzip.write(row + '\\n') && !gzip.destroyed) {
      const waiting = new AbortController()
      await Promise.race([
        once(gzip, 'drain', { signal: waiting.signal }),
        once(gzip, 'close', { signal: waiting.signal }),
      ]).finally(() => waiting.abort())
    }
  }
  gzip.end()
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a WHATWG writer',
      project: 'plain',
      code: `export async function copy(rows: AsyncIterable<string>, writable: WritableStream<string>) {
  const writer = writable.getWriter()
  for await (const row of rows) {
    writer.write(row)
  }
  await writer.close()
}`,
      errors: [
        {
          messageId: 'unawaited',
          data: { write: 'writer.write' },
          line: 4,
          column: 12,
          endColumn: 17,
          suggestions: [
            {
              messageId: 'addAwait',
              output: `export async function copy(rows: AsyncIterable<string>, writable: WritableStream<string>) {
  const writer = writable.getWriter()
  for await (const row of rows) {
    await writer.write(row)
  }
  await writer.close()
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a WHATWG writer, void',
      project: 'plain',
      code: `export async function copy(rows: AsyncIterable<string>, writable: WritableStream<string>) {
  const writer = writable.getWriter();
  for await (const row of rows) void writer.write(row);
}`,
      errors: [
        {
          messageId: 'unawaited',
          data: { write: 'writer.write' },
          line: 3,
          column: 45,
          endColumn: 50,
          suggestions: [
            {
              messageId: 'addAwait',
              output: `export async function copy(rows: AsyncIterable<string>, writable: WritableStream<string>) {
  const writer = writable.getWriter();
  for await (const row of rows) await writer.write(row);
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a WHATWG writer in a callback',
      project: 'plain',
      code: `export function answer(session: Session): Response {
  const stream = new TransformStream()
  const writer = stream.writable.getWriter()
  session.subscribe((event, data) => {
    writer.write(data)
  })
  return new Response(stream.readable)
}`,
      errors: [{ messageId: 'unawaited', data: { write: 'writer.write' }, line: 5, column: 12, endColumn: 17 }],
    },
    {
      name: 'Hono',
      project: 'hono',
      code: `import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'

const app = new Hono()
app.get('/events', (c) =>
  streamSSE(c, async (stream) => {
    for await (const row of rows()) {
      stream.writeSSE({ data: JSON.stringify(row) })
    }
  }),
)`,
      errors: [
        {
          messageId: 'unawaitedHono',
          data: { write: 'stream.writeSSE' },
          line: 8,
          column: 14,
          endColumn: 22,
          suggestions: [
            {
              messageId: 'addAwait',
              output: `import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'

const app = new Hono()
app.get('/events', (c) =>
  streamSSE(c, async (stream) => {
    for await (const row of rows()) {
      await stream.writeSSE({ data: JSON.stringify(row) })
    }
  }),
)`,
            },
          ],
        },
      ],
    },
    {
      name: 'Hono, in a callback',
      project: 'hono',
      code: `import { Hono } from 'hono'
import { stream } from 'hono/streaming'

const app = new Hono()
app.get('/events', (c) =>
  stream(c, async (out) => {
    bus.on('row', (row) => void out.write(row))
    await closed
  }),
)`,
      errors: [{ messageId: 'unawaitedHono', data: { write: 'out.write' }, line: 7, column: 37, endColumn: 42 }],
    },
    {
      name: 'push in a loop',
      project: 'node',
      code: `import { Readable } from 'node:stream'

export async function toStream(rows: AsyncIterable<string>) {
  const stream = new Readable({ read() {} })
  for await (const row of rows) stream.push(row)
  stream.push(null)
}`,
      errors: [{ messageId: 'ignored', data: { write: 'stream.push' }, line: 5, column: 40, endColumn: 44 }],
    },
    {
      name: 'push in a listener of a class',
      project: 'node',
      code: `import { Readable } from 'node:stream'

export class Rows extends Readable {
  _read() {
    this.query.on('row', (row) => this.push(row))
  }
}`,
      errors: [{ messageId: 'ignored', data: { write: 'this.push' }, line: 5, column: 40, endColumn: 44 }],
    },
    {
      name: 'waiting for drain alone',
      project: 'node',
      code: `import { createServer } from 'node:http'
import { once } from 'node:events'
createServer(async (req, res) => {
  for await (const row of rows()) {
    if (!res.write(row)) await once(res, 'drain')
  }
  res.end()
})`,
      errors: [
        {
          messageId: 'drainOnly',
          line: 5,
          column: 32,
          endColumn: 36,
          suggestions: [
            {
              messageId: 'awaitClose',
              output: `import { createServer } from 'node:http'
createServer(async (req, res) => {
  for await (const row of rows()) {
    if (!res.write(row)) {
      if (!res.destroyed) {
        await new Promise<void>((resolve) => {
          const goOn = () => {
            draining.off('drain', goOn)
            res.off('close', goOn)
            resolve()
          }
          // What drains is a compressor in front of the response, where there is one.
          const draining = res.on('drain', goOn)
          res.on('close', goOn)
        })
      }
    }
  }
  res.end()
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'waiting for drain alone, by hand',
      project: 'node',
      code: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  for await (const row of rows()) {
    if (!res.write(row)) {
      await new Promise<void>((resolve) => res.once('drain', resolve));
    }
  }
})`,
      errors: [
        {
          messageId: 'drainOnly',
          line: 6,
          column: 48,
          endColumn: 52,
          suggestions: [
            {
              messageId: 'awaitClose',
              output: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  for await (const row of rows()) {
    if (!res.write(row)) {
      if (!res.destroyed) {
        await new Promise<void>((resolveWait) => {
          const goOn = () => {
            draining.off('drain', goOn)
            res.off('close', goOn)
            resolveWait()
          }
          // What drains is a compressor in front of the response, where there is one.
          const draining = res.on('drain', goOn)
          res.on('close', goOn)
        })
      }
    }
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'waiting for drain alone, in a helper',
      project: 'node',
      code: `import type { Socket } from 'node:net'

function drained(socket: Socket) {
  return new Promise<void>((resolve) => socket.once('drain', () => resolve()))
}
export async function send(socket: Socket, rows: AsyncIterable<string>) {
  for await (const row of rows) if (!socket.write(row)) await drained(socket)
}`,
      errors: [{ messageId: 'drainOnly', line: 4, column: 48, endColumn: 52 }],
    },
    {
      name: 'tokens, when asked for',
      project: 'openai',
      options: { checkTokenStreams: true },
      code: `import { createServer } from 'node:http'
import OpenAI from 'openai'

const openai = new OpenAI()
createServer(async (req, res) => {
  const stream = await openai.chat.completions.create({ model: 'gpt', messages: [], stream: true })
  for await (const chunk of stream) {
    res.write(chunk.choices[0]?.delta.content ?? '')
  }
  res.end()
})`,
      errors: [
        {
          messageId: 'ignored',
          data: { write: 'res.write' },
          line: 8,
          column: 9,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'awaitDrain',
              output: `import { createServer } from 'node:http'
import OpenAI from 'openai'

const openai = new OpenAI()
createServer(async (req, res) => {
  const stream = await openai.chat.completions.create({ model: 'gpt', messages: [], stream: true })
  for await (const chunk of stream) {
    if (!res.write(chunk.choices[0]?.delta.content ?? '') && !res.destroyed) {
      await new Promise<void>((resolve) => {
        const goOn = () => {
          draining.off('drain', goOn)
          res.off('close', goOn)
          resolve()
        }
        // What drains is a compressor in front of the response, where there is one.
        const draining = res.on('drain', goOn)
        res.on('close', goOn)
      })
    }
  }
  res.end()
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'CommonJS with semicolons and double quotes',
      file: 'src/export.js',
      project: 'commonjs',
      code: `const { createServer } = require("node:http");

createServer(async (req, res) => {
  for await (const row of rows()) {
    res.write(row.text);
  }
  res.end("done");
});`,
      errors: [
        {
          messageId: 'ignored',
          data: { write: 'res.write' },
          line: 5,
          column: 9,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'awaitDrain',
              output: `const { createServer } = require("node:http");

createServer(async (req, res) => {
  for await (const row of rows()) {
    if (!res.write(row.text) && !res.destroyed) {
      await new Promise((resolve) => {
        const goOn = () => {
          draining.off("drain", goOn);
          res.off("close", goOn);
          resolve();
        };
        // What drains is a compressor in front of the response, where there is one.
        const draining = res.on("drain", goOn);
        res.on("close", goOn);
      });
    }
  }
  res.end("done");
});`,
            },
          ],
        },
      ],
    },
    {
      name: 'an else keeps its if',
      project: 'node',
      code: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  for await (const row of rows()) {
    if (row.a)
      if (row.b) res.write(row.b)
      else skip(row)
  }
})`,
      errors: [
        {
          messageId: 'ignored',
          data: { write: 'res.write' },
          line: 6,
          column: 22,
          endColumn: 27,
          suggestions: [
            {
              messageId: 'awaitDrain',
              output: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  for await (const row of rows()) {
    if (row.a)
      if (row.b) {
        if (!res.write(row.b) && !res.destroyed) {
          await new Promise<void>((resolve) => {
            const goOn = () => {
              draining.off('drain', goOn)
              res.off('close', goOn)
              resolve()
            }
            // What drains is a compressor in front of the response, where there is one.
            const draining = res.on('drain', goOn)
            res.on('close', goOn)
          })
        }
      }
      else skip(row)
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'a response by what Express gives it',
      file: 'src/files.js',
      project: 'node',
      code: `export function send(res, stream) {
  res.status(206)
  res.header('Accept-Ranges', 'bytes')
  stream.on('data', (part) => { res.write(part) })
  stream.on('end', () => res.end())
}`,
      errors: [{ messageId: 'ignored', data: { write: 'res.write' }, line: 4, column: 37, endColumn: 42 }],
    },
    {
      name: 'a callback that is told of chunks',
      project: 'node',
      code: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  await speak(text, (format) => { res.write(format) }, (chunk: Buffer) => { res.write(chunk) })
})`,
      errors: [{ messageId: 'ignored', data: { write: 'res.write' }, line: 4, column: 81, endColumn: 86 }],
    },
    {
      name: 'a consumer of events, and a function among the subscribers',
      project: 'hono',
      code: `import { streamSSE } from 'hono/streaming'
export const events = (c, session) => streamSSE(c, async (stream) => {
  session.setEventConsumer((event) => { void stream.writeSSE({ event: event.type, data: event.data }) })
  await gone
})
export const changes = (c, serverSubscribers) => streamSSE(c, async (stream) => {
  const send = (data: string): void => { void stream.writeSSE({ event: 'change', data }) }
  serverSubscribers.add(send)
  await gone
})`,
      errors: [
        { messageId: 'unawaitedHono', data: { write: 'stream.writeSSE' }, line: 3, column: 53, endColumn: 61 },
        { messageId: 'unawaitedHono', data: { write: 'stream.writeSSE' }, line: 7, column: 54, endColumn: 62 },
      ],
    },
  ],
  silent: [
    {
      name: 'the end of a Readable',
      code: `import { Readable } from 'node:stream'
export class Rows extends Readable {
  _read() {
    this.source.on('end', () => {
      this.push(null)
    })
  }
}`,
    },
    {
      name: 'frames that say how far the work is, and its end',
      code: `import express from 'express'
const app = express()
app.post('/pull', async (req, res) => {
  const upstream = await fetch(url)
  for await (const chunk of upstream.body) {
    const state = parse(chunk)
    if (state.isDone) res.write(\`data: \${JSON.stringify({ type: 'success', percentage: 100 })}\\n\\n\`)
    else res.write(\`data: \${JSON.stringify({ type: 'progress', percentage: state.part })}\\n\\n\`)
  }
  res.end()
})`,
    },
    {
      name: 'the pieces of a model, asked through TanStack AI',
      code: `import { chat } from '@tanstack/ai'
import { createServer } from 'node:http'
createServer(async (req, res) => {
  for await (const piece of chat({ adapter, messages })) res.write(JSON.stringify(piece))
  res.end()
})`,
    },
    {
      name: 'an encoded heartbeat of an imported name',
      code: `import { KEEPALIVE_FRAME } from './frames'
export function keepAlive(writer: WritableStreamDefaultWriter<Uint8Array>, encoder: TextEncoder) {
  const handle = setInterval(() => { writer.write(encoder.encode(KEEPALIVE_FRAME)).catch(() => clearInterval(handle)) }, 25_000)
}`,
    },
    {
      name: 'an encoded comment in a constant',
      code: `const FRAME = ': \\n\\n'
export function keepAlive(writer: WritableStreamDefaultWriter<Uint8Array>, encoder: TextEncoder) {
  setInterval(() => { writer.write(encoder.encode(FRAME)).catch(() => {}) }, 25_000)
}`,
    },
    {
      name: 'lines that are added to a file',
      project: 'node',
      code: `import fs from 'node:fs'
const timeline = fs.createWriteStream(path, { flags: 'a' })
function record(event: string): void { timeline.write(\`\${JSON.stringify({ event })}\\n\`) }
function say(event: string): void { timeline.write(event + '\\n') }
socket.on('message', (event) => { record(event); say(event) })`,
    },
    {
      name: 'what somebody types',
      code: `import { Terminal } from '@xterm/xterm'
import type { ITerminal } from './terminal'
export function attach(terminal: ITerminal, input: WritableStreamDefaultWriter<string>) {
  terminal.onData((data) => { input.write(data) })
}
export function open(input: WritableStreamDefaultWriter<string>) {
  const screen = new Terminal()
  screen.onData((data) => { input.write(data) })
}`,
    },
    {
      name: 'pieces that are asked for the choices of a model',
      project: 'node',
      code: `import { createServer } from 'node:http'
createServer(async (req, res) => {
  for await (const part of agent.run(messages)) if ('choices' in part) res.write(JSON.stringify(part))
})`,
    },
    {
      name: 'a callback that runs once',
      project: 'node',
      code: `import { createServer } from 'node:http'
createServer((req, res) => {
  load().then((chunk) => { res.write(chunk) })
  client.setErrorHandler((error) => { res.write(error) })
})`,
    },
    {
      name: 'something that has a status and is written to, but is no response',
      code: `export function report(job) { job.status('running'); for (const line of lines()) job.write(line) }`,
    },
    {
      name: 'single frames',
      project: 'node',
      code: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  res.write('first')
  for await (const row of rows()) use(row)
  res.write('data: [DONE]\\n\\n')
  res.end()
})`,
    },
    {
      name: 'a last frame inside the loop',
      project: 'node',
      code: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  for await (const row of rows()) {
    if (row.isLast) {
      res.write('data: [DONE]\\n\\n')
      break
    }
  }
})`,
    },
    {
      name: 'an error frame',
      project: 'node',
      code: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  try {
    for await (const row of rows()) use(row)
  } catch (error) {
    res.write('event: error\\n\\n')
  }
})`,
    },
    {
      name: 'a listener for the end',
      project: 'node',
      code: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  source.on('end', () => { res.write('bye') })
  source.once('data', () => { res.write('first') })
})`,
    },
    {
      name: 'a literal list',
      project: 'node',
      code: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  for (const part of ['<html>', '<body>']) res.write(part)
})`,
    },
    {
      name: 'a literal list in a constant',
      project: 'node',
      code: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  const PARTS = ['a', 'b']
  PARTS.forEach((part) => res.write(part))
})`,
    },
    {
      name: 'a few times',
      project: 'node',
      code: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  for (let i = 0; i < 3; i++) res.write('.')
})`,
    },
    {
      name: 'a heartbeat',
      project: 'node',
      code: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  const timer = setInterval(() => res.write(': ping\\n\\n'), 15000)
})`,
    },
    {
      name: 'a heartbeat as an event',
      project: 'node',
      code: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  setInterval(() => { res.write(\`event: heartbeat\\ndata: \${Date.now()}\\n\\n\`) }, 15000)
})`,
    },
    {
      name: 'a heartbeat in a constant',
      project: 'node',
      code: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  const HEARTBEAT = ':\\n\\n'
  setInterval(() => { res.write(HEARTBEAT) }, 15000)
})`,
    },
    {
      name: 'a heartbeat in an object',
      project: 'node',
      code: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  setInterval(() => res.write(JSON.stringify({ type: 'ping' })), 15000)
})`,
    },
    {
      name: 'a heartbeat to all',
      project: 'express5',
      code: `import type { Response } from 'express'
const clients = new Set<Response>()
setInterval(() => { for (const client of clients) client.write(':keepalive\\n\\n') }, 15000)`,
    },
    {
      name: 'looked at',
      project: 'node',
      code: `import { createServer } from 'node:http'
import { once } from 'node:events'
createServer(async (req, res) => {
  for await (const row of rows()) {
    if (!res.write(row)) await Promise.race([once(res, 'drain'), closed])
  }
})`,
    },
    {
      name: 'looked at later',
      project: 'node',
      code: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  for await (const row of rows()) {
    const ok = res.write(row)
    if (!ok && !res.destroyed) await drainOrClose(res)
  }
})`,
    },
    {
      name: 'compared with false',
      project: 'node',
      code: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  for await (const row of rows()) if (res.write(row) === false) await wait(res)
})`,
    },
    {
      name: 'callers of a helper look',
      project: 'node',
      code: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  const send = (data: string) => res.write(data)
  for await (const row of rows()) if (!send(row)) await wait(res)
})`,
    },
    {
      name: 'an awaited callback',
      project: 'node',
      code: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  for await (const row of rows()) await new Promise<void>((resolve) => res.write(row, () => resolve()))
})`,
    },
    {
      name: 'a callback behind an encoding',
      project: 'node',
      code: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  for await (const row of rows()) await new Promise((resolve) => res.write(row, 'utf8', resolve))
})`,
    },
    {
      name: 'writableNeedDrain first',
      project: 'node',
      code: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  for await (const row of rows()) {
    if (res.writableNeedDrain) await wait(res)
    res.write(row)
  }
})`,
    },
    {
      name: 'writableLength first',
      project: 'node',
      code: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  source.on('data', (chunk) => {
    if (res.writableLength > LIMIT) return res.destroy()
    res.write(chunk)
  })
})`,
    },
    {
      name: 'drain or close',
      project: 'node',
      code: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  for await (const row of rows()) {
    if (!res.write(row)) await new Promise<void>((resolve) => { res.once('drain', resolve); res.once('close', resolve) })
  }
})`,
    },
    {
      name: 'drain with a signal',
      project: 'node',
      code: `import { createServer } from 'node:http'
import { once } from 'node:events'
createServer(async (req, res) => {
  for await (const row of rows()) if (!res.write(row)) await once(res, 'drain', { signal })
})`,
    },
    {
      name: 'pause and resume',
      project: 'node',
      code: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  source.on('data', (chunk) => {
    if (!res.write(chunk)) {
      source.pause()
      res.once('drain', () => source.resume())
    }
  })
})`,
    },
    {
      name: 'drain of a file, which no client leaves',
      project: 'node',
      code: `import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
const out = createWriteStream('a')
for await (const row of rows()) if (!out.write(row)) await once(out, 'drain')`,
    },
    { name: 'stdout', code: 'export {}\nfor await (const row of rows()) process.stdout.write(row)' },
    {
      name: 'a hash',
      project: 'node',
      code: `import { createHash } from 'node:crypto'
const hash = createHash('sha256')
for await (const chunk of source()) hash.write(chunk)`,
    },
    {
      name: 'ws.send',
      project: 'node',
      code: `import { WebSocketServer } from 'ws'
new WebSocketServer({ port: 1 }).on('connection', async (ws) => { for await (const row of rows()) ws.send(row) })`,
    },
    {
      name: 'a spinner',
      code: `export const spinner = ora()
for await (const row of rows()) spinner.write(row)`,
    },
    {
      name: 'a log file',
      project: 'node',
      code: `import { createWriteStream } from 'node:fs'
const out = createWriteStream('app.log', { flags: 'a' })
bus.on('line', (line) => { out.write(line) })`,
    },
    {
      name: 'a log file by name',
      project: 'node',
      code: `import { createWriteStream } from 'node:fs'
const logStream = createWriteStream(path)
bus.on('line', (line) => { logStream.write(line) })`,
    },
    {
      name: 'a stream for each item',
      project: 'node',
      code: `import { createWriteStream } from 'node:fs'
for (const file of files) {
  const out = createWriteStream(file.path)
  out.write(file.head)
  out.end(file.body)
}`,
    },
    {
      name: 'the writer of the AI SDK',
      project: 'openai',
      code: `import { createUIMessageStream } from 'ai'
createUIMessageStream({ execute: async ({ writer }) => { for await (const part of parts()) writer.write(part) } })`,
    },
    {
      name: 'a data stream',
      code: 'export async function run(dataStream) { for await (const part of parts()) dataStream.write(part) }',
    },
    {
      name: 'an unknown stream',
      code: 'export async function run(out, rows) { for (const row of rows) out.write(row) }',
    },
    {
      name: 'a writable that nobody can tell',
      project: 'node',
      code: `import type { Writable } from 'node:stream'
export function print(out: Writable, rows: string[]) { for (const row of rows) out.write(row) }`,
    },
    {
      name: 'an awaited WHATWG writer',
      code: `const writer = writable.getWriter()
for await (const row of rows()) await writer.write(row)`,
    },
    {
      name: 'await writer.ready',
      code: `const writer = writable.getWriter()
for await (const row of rows()) {
  await writer.ready
  writer.write(row).catch(() => {})
}`,
    },
    {
      name: 'desiredSize of a writer',
      code: `const writer = writable.getWriter()
bus.on('row', (row) => { if (writer.desiredSize > 0) writer.write(row) })`,
    },
    {
      name: 'promises that are kept',
      code: `const writer = writable.getWriter()
const all = []
for (const row of rows) all.push(writer.write(row))
await Promise.all(all)`,
    },
    {
      name: 'a single web frame',
      code: `const writer = writable.getWriter()
writer.write(first)
writer.close()`,
    },
    {
      name: 'awaited Hono',
      project: 'hono',
      code: `import { streamSSE } from 'hono/streaming'
app.get('/', (c) => streamSSE(c, async (stream) => { while (!stream.aborted) { await stream.writeSSE({ data: next() }); await stream.sleep(1000) } }))`,
    },
    {
      name: 'a Hono heartbeat',
      project: 'hono',
      code: `import { streamSSE } from 'hono/streaming'
app.get('/', (c) => streamSSE(c, async (stream) => { setInterval(() => { void stream.writeSSE({ event: 'ping', data: '' }) }, 1000); await done }))`,
    },
    {
      name: 'push of a list',
      code: `export const list = []
for await (const row of rows()) list.push(row)`,
    },
    {
      name: 'push inside a Transform',
      project: 'node',
      code: `import { Transform } from 'node:stream'
class Split extends Transform {
  _transform(chunk, encoding, done) { for (const line of String(chunk).split('\\n')) this.push(line); done() }
}
export const t = new Transform({ transform(chunk, encoding, done) { for (const byte of chunk) this.push(byte); done() } })`,
    },
    {
      name: 'push once for each read',
      project: 'node',
      code: `import { Readable } from 'node:stream'
export const r = new Readable({ read() { this.push(next()) } })`,
    },
    {
      name: 'push of a page for each read',
      project: 'node',
      code: `import { Readable } from 'node:stream'
class Pages extends Readable {
  async _read() { for (const row of await this.page()) this.push(row) }
}`,
    },
    {
      name: 'push that stops',
      project: 'node',
      code: `import { Readable } from 'node:stream'
class Lines extends Readable {
  _read() { while (true) { if (!this.push(this.next())) break } }
}`,
    },
    {
      name: 'tokens of an SDK',
      project: 'openai',
      code: `import { createServer } from 'node:http'
import OpenAI from 'openai'
const openai = new OpenAI()
createServer(async (req, res) => {
  const stream = await openai.chat.completions.create({ model: 'gpt', messages: [], stream: true })
  for await (const chunk of stream) res.write(chunk.choices[0]?.delta.content ?? '')
  res.end()
})`,
    },
    {
      name: 'tokens of a fetch',
      project: 'node',
      code: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  const upstream = await fetch(url, { method: 'POST', body: JSON.stringify({ model, messages, stream: true }) })
  for await (const chunk of upstream.body) res.write(chunk)
  res.end()
})`,
    },
    {
      name: 'tokens through a helper',
      project: 'node',
      code: `import { createServer } from 'node:http'
import { streamText } from 'ai'
createServer(async (req, res) => {
  async function* text() { for await (const part of streamText({ model, prompt }).textStream) yield part }
  for await (const part of text()) res.write(part)
})`,
    },
    {
      name: 'a callback for tokens',
      project: 'node',
      code: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  await run({ onToken: (token) => { res.write(token) } })
})`,
    },
    {
      name: 'the lines of a head',
      project: 'node',
      code: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  for (const [name, value] of Object.entries(upstream.headers)) res.write(name + value)
})`,
    },
    {
      name: 'a dialogue on a socket',
      project: 'node',
      code: `import net from 'node:net'
const socket = net.connect(25, host)
socket.on('data', (data) => { if (String(data).startsWith('220')) socket.write('EHLO me\\r\\n') })`,
    },
    {
      name: 'the answer to an upgrade',
      code: `server.on('upgrade', (req, socket) => { socket.write('HTTP/1.1 101 Switching Protocols\\r\\n\\r\\n') })`,
    },
    {
      name: 'the last frame of every connection',
      project: 'express5',
      code: `import type { Response } from 'express'
const clients = new Set<Response>()
export function stop() { for (const client of clients) { client.write('event: bye\\n\\n'); client.end() } }`,
    },
    {
      name: 'clients that are dropped when they fall behind',
      project: 'express5',
      code: `import type { Response } from 'express'
const clients = new Set<Response>()
export function send(frame: string) {
  for (const client of clients) {
    if (client.writableNeedDrain) client.destroy()
    else client.write(frame)
  }
}`,
    },
    {
      name: 'a test',
      file: 'test/server.test.ts',
      project: 'node',
      code: `import { createServer } from 'node:http'

createServer(async (req, res) => {
  for await (const row of rows()) res.write(row)
})`,
    },
  ],
})
