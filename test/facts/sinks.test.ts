import { describe, expect, it } from 'vitest'
import { writeCalls } from '../../src/facts/write-calls.ts'
import { repetitionOf } from '../../src/facts/write-repetition.ts'
import { parseSource } from '../parse-source.ts'

/** One line per write of the code: kind of sink, `stored` where it is one of many, what becomes of the result, what repeats it. */
function describeWrites(code: string, path?: string): string[] {
  const source = parseSource(code, path)
  return writeCalls(source).map(({ call, stream, sink, result }) =>
    [sink.kind, sink.isStored ? 'stored' : undefined, result, repetitionOf(source, call, stream)?.kind ?? 'once']
      .filter((it) => it !== undefined)
      .join(' '),
  )
}

describe('writeCalls', () => {
  it.each<[string, ...string[]]>([
    // responses
    [
      `import express from 'express'
      express().get('/a', async (req, res) => { for await (const row of rows()) res.write(row); res.end() })`,
      'response dropped loop',
    ],
    [
      `import http from 'node:http'; http.createServer((req, res) => { res.write('a'); res.end('b') })`,
      'response dropped once',
    ],
    [
      `import Fastify from 'fastify'
      const app = Fastify()
      app.get('/a', (request, reply) => { bus.on('tick', (t) => { reply.raw.write(t) }) })`,
      'response dropped listener',
    ],
    [
      `import Koa from 'koa'
      new Koa().use(async (ctx) => { setInterval(() => ctx.res.write('x'), 10) })`,
      'response dropped timer',
    ],
    [
      `import type { Response } from 'express'
      export function send(res: Response, rows: string[]) { rows.forEach((row) => res.write(row)) }`,
      'response dropped callback',
    ],
    [
      `import type { ServerResponse } from 'node:http'
      function frame(res: ServerResponse, data: string) { res.write(data) }
      export async function all(res: ServerResponse) { for await (const x of xs()) frame(res, x) }`,
      'response dropped loop',
    ],
    [
      `import type { ServerResponse } from 'node:http'
      function frame(res: ServerResponse, data: string) { res.write(data) }
      export function all(res: ServerResponse) { frame(res, 'only') }`,
      'response dropped once',
    ],
    [`function f(res, rows) { res.writeHead(200); for (const row of rows) res.write(row) }`, 'response dropped loop'],
    [`function f(res, rows) { for (const row of rows) res.write(row) }`],
    // what becomes of the result
    [
      `function f(res, rows) { res.writeHead(200); const send = (x) => res.write(x); for (const row of rows) send(row) }`,
      'response dropped loop',
    ],
    [
      `function f(res, rows) { res.writeHead(200); const send = (x) => res.write(x); for (const row of rows) if (!send(row)) wait() }`,
      'response used loop',
    ],
    [
      `function f(res, rows) { res.writeHead(200); const send = (x) => { return res.write(x) }; for (const row of rows) send(row) }`,
      'response dropped loop',
    ],
    [`export function f(res, x) { res.writeHead(200); return res.write(x) }`, 'response unknown once'],
    [
      `function f(res, rows) { res.writeHead(200); for (const row of rows) { const ok = res.write(row); if (!ok) wait() } }`,
      'response used loop',
    ],
    [
      `function f(res, rows) { res.writeHead(200); for (const row of rows) { const ok = res.write(row) } }`,
      'response dropped loop',
    ],
    [
      `async function f(res, rows) { res.writeHead(200); for (const row of rows) await res.write(row) }`,
      'response dropped loop',
    ],
    [
      `async function f(res, rows) { res.writeHead(200); for (const row of rows) await new Promise((r) => res.write(row, r)) }`,
      'response used loop',
    ],
    [
      `function f(res, rows) { res.writeHead(200); for (const row of rows) open && res.write(row, 'utf8') }`,
      'response dropped loop',
    ],
    // sockets, gRPC, files, children, compressors
    [
      `import net from 'node:net'; net.createServer((socket) => { socket.on('data', (d) => socket.write(d)) })`,
      'socket dropped listener',
    ],
    [
      `import net from 'node:net'; const server = net.createServer(); server.on('connection', (s) => { s.write('hi') })`,
      'socket dropped once',
    ],
    [
      `import type { Socket } from 'node:net'; export function f(s: Socket, xs: string[]) { for (const x of xs) s.write(x) }`,
      'socket dropped loop',
    ],
    [`server.on('upgrade', (req, socket) => { socket.write('HTTP/1.1 101') })`, 'socket dropped once'],
    [
      `import * as grpc from '@grpc/grpc-js'
      export function list(call: grpc.ServerWritableStream<A, B>) { for (const x of xs) call.write(x); call.end() }`,
      'grpc dropped loop',
    ],
    [
      `const grpc = require('@grpc/grpc-js')
      function list(call) { for (const x of xs) call.write(x); call.end() }
      new grpc.Server().addService(svc, { list })`,
      'grpc dropped loop',
    ],
    [
      `import { createWriteStream } from 'node:fs'; const out = createWriteStream('a'); for await (const x of xs) out.write(x)`,
      'file dropped loop',
    ],
    [
      `import fs from 'node:fs'; for (const f of files) { const out = fs.createWriteStream(f); out.write('x') }`,
      'file dropped once',
    ],
    [
      `import { spawn } from 'node:child_process'; const c = spawn('gzip'); for await (const x of xs) c.stdin.write(x)`,
      'child-process dropped loop',
    ],
    [
      `import type { ChildProcess } from 'child_process'; export function f(c: ChildProcess) { for (const x of xs) c.stdin!.write(x) }`,
      'child-process dropped loop',
    ],
    [
      `import { createGzip } from 'node:zlib'; const gz = createGzip(); src.on('data', (d) => { gz.write(d) })`,
      'compressor dropped listener',
    ],
    [`import { createHash } from 'node:crypto'; const h = createHash('md5'); for await (const x of xs) h.write(x)`],
    [`for (const x of xs) process.stdout.write(x)`],
    // promises
    [
      `const w = new TransformStream().writable.getWriter(); for await (const x of xs) w.write(x)`,
      'web-writer dropped loop',
    ],
    [
      `const w = new TransformStream().writable.getWriter(); for await (const x of xs) await w.write(x)`,
      'web-writer used loop',
    ],
    [`const w = ts.writable.getWriter(); bus.subscribe((e) => { w.write(e) })`, 'web-writer dropped callback'],
    [`const w = ts.writable.getWriter(); bus.on('x', (e) => { void w.write(e) })`, 'web-writer dropped listener'],
    [`const w = ts.writable.getWriter(); run({ onToken: (e) => w.write(e) })`, 'web-writer unknown callback'],
    [`const w = ts.writable.getWriter(); for (const x of xs) w.write(x).catch(() => {})`, 'web-writer dropped loop'],
    [`const w = ts.writable.getWriter(); for (const x of xs) ws.push(w.write(x))`, 'web-writer used loop'],
    [
      `const pump = () => r.read().then(({ value }) => w.write(value).then(pump)); const w = ts.writable.getWriter()`,
      'web-writer used loop',
    ],
    [
      `import { streamSSE } from 'hono/streaming'
      app.get('/', (c) => streamSSE(c, async (stream) => { while (true) { stream.writeSSE({ data }); await stream.sleep(9) } }))`,
      'hono dropped loop',
    ],
    [
      `import { stream } from 'hono/streaming'
      app.get('/', (c) => stream(c, async (s) => { for await (const x of xs) await s.write(x) }))`,
      'hono used loop',
    ],
    // readables
    [
      `import { Readable } from 'node:stream'; const r = new Readable({ read() {} }); for (const x of xs) r.push(x)`,
      'readable dropped loop',
    ],
    [
      `import { Readable } from 'node:stream'
      class Rows extends Readable { _read() { this.push(next()) } start() { this.db.on('row', (x) => this.push(x)) } }`,
      'readable dropped once',
      'readable dropped listener',
    ],
    [
      `import { Transform } from 'node:stream'; class T extends Transform { _transform(c) { for (const x of c) this.push(x) } }`,
    ],
    [`const list = []; for (const x of xs) list.push(x)`],
    // broadcasts
    [
      `import type { Response } from 'express'
      const rooms = new Map<string, Set<Response>>()
      export function cast(id: string, text: string) { const room = rooms.get(id); if (!room) return; for (const m of room) m.write(text) }`,
      'response stored dropped broadcast',
    ],
    [
      `import express from 'express'
      const clients = []
      express().get('/e', (req, res) => { clients.push({ id: 1, res }) })
      function cast(text) { clients.forEach((c) => c.res.write(text)) }`,
      'response stored dropped broadcast',
    ],
    [
      `import type { Response } from 'express'
      export class Hub {
        private clients: Record<string, { response: Response }> = {}
        add(id: string, response: Response) { this.clients[id] = { response } }
        tell(id: string, text: string) { const c = this.clients[id]; if (c) c.response.write(text) }
        hello(id: string) { this.clients[id]?.response.write('hello') }
        stop(id: string, text: string) { const c = this.clients[id]; c.response.write(text); c.response.end() }
      }`,
      'response stored dropped broadcast',
      'response stored dropped once',
      'response stored dropped once',
    ],
    [
      `import type { Response } from 'express'
      const all = new Map<string, Response>()
      export const cast = (text: string) => { for (const [, res] of all) res.write(text) }`,
      'response stored dropped broadcast',
    ],
    [
      `import type { Response } from 'express'
      const all = new Set<Response>()
      export const stop = () => { for (const res of all) { res.write('bye'); res.end() } }`,
      'response stored dropped once',
    ],
    [
      `import { WebSocketServer } from 'ws'
      const all = new Set()
      new WebSocketServer({ port: 1 }).on('connection', (ws) => { all.add(ws) })
      export const cast = (text) => { for (const ws of all) ws.send(text) }`,
      'websocket stored dropped broadcast',
    ],
    // single frames
    [
      `function f(res, xs) { res.writeHead(200); for (const x of xs) { if (x.last) { res.write('[DONE]'); return } } }`,
      'response dropped once',
    ],
    [
      `function f(res, xs) { res.writeHead(200); for (const x of xs) { if (x.last) { res.write('[DONE]'); break } } }`,
      'response dropped once',
    ],
    [
      `function f(res, src) { res.writeHead(200); src.on('end', () => res.write('done')); src.on('error', (e) => { res.write(e) }) }`,
      'response dropped once',
      'response dropped once',
    ],
    [`function f(res) { res.writeHead(200); for (const x of ['a', 'b']) res.write(x) }`, 'response dropped once'],
    [`function f(res) { res.writeHead(200); for (let i = 0; i < 3; i++) res.write('x') }`, 'response dropped once'],
    [`function f(res) { res.writeHead(200); for (let i = 0; i < 1e6; i++) res.write('x') }`, 'response dropped loop'],
    [
      `import net from 'net'; function f(s: net.Socket, headers) { for (const [k, v] of Object.entries(headers)) s.write(k + v) }`,
      'socket dropped once',
    ],
    [
      `function f(res) { res.writeHead(200); setTimeout(() => res.write('x'), 5); load().then(() => { res.write('y') }) }`,
      'response dropped once',
      'response dropped once',
    ],
    [
      `function f(res) { res.writeHead(200); tick(); function tick() { res.write('x'); setTimeout(tick, 5) } }`,
      'response dropped loop',
    ],
    [
      `function f(res, body) { res.writeHead(200); return body.pipeTo(new WritableStream({ write(c) { res.write(c) } })) }`,
      'response dropped sink',
    ],
  ])('%s', (code, ...expected) => {
    expect(describeWrites(code)).toEqual(expected)
  })
})
