import rule from '../../../rules/errors/require-stream-error-handling.ts'
import { ruleTest } from '../../rule-tester.ts'

ruleTest(rule, {
  reports: [
    {
      name: 'a file without listener for error',
      code: `import fs from 'node:fs'
export function count(path: string) {
  fs.createReadStream(path).on('data', take)
}`,
      errors: [
        {
          messageId: 'crash',
          line: 3,
          column: 29,
          endColumn: 31,
          suggestions: [
            {
              messageId: 'listen',
              data: { way: 'logs it' },
              output: `import fs from 'node:fs'
export function count(path: string) {
  fs.createReadStream(path).on('error', (error) => console.error('Stream failed', error)).on('data', take)
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'under another name, in a promise, over several lines',
      code: `import { createReadStream } from 'node:fs'
export function count(path: string) {
  return new Promise((resolve, reject) => {
    const file = createReadStream(path)
    file
      .on('data', take)
      .on('end', resolve)
  })
}`,
      errors: [
        {
          messageId: 'crash',
          line: 6,
          column: 8,
          endColumn: 10,
          suggestions: [
            {
              messageId: 'listen',
              data: { way: 'rejects the promise that is made here' },
              output: `import { createReadStream } from 'node:fs'
export function count(path: string) {
  return new Promise((resolve, reject) => {
    const file = createReadStream(path)
    file
      .on('error', reject)
      .on('data', take)
      .on('end', resolve)
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a stream that is handed in',
      code: `import type { Readable } from 'node:stream'
export function collect(stream: Readable) {
  const chunks: Buffer[] = []
  stream.on('data', (chunk) => chunks.push(chunk))
  stream.on('end', () => show(Buffer.concat(chunks)))
}`,
      errors: [
        {
          messageId: 'crash',
          line: 4,
          column: 10,
          endColumn: 12,
          suggestions: [
            {
              messageId: 'listen',
              data: { way: 'logs it' },
              output: `import type { Readable } from 'node:stream'
export function collect(stream: Readable) {
  const chunks: Buffer[] = []
  stream.on('error', (error) => console.error('Stream failed', error)).on('data', (chunk) => chunks.push(chunk))
  stream.on('end', () => show(Buffer.concat(chunks)))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a value that is used as a stream is',
      file: 'src/file.js',
      code: `export function collect(stream) {
  return new Promise((resolve, reject) => {
    let all = ''
    stream.on('data', (chunk) => (all += chunk))
    stream.on('end', () => resolve(all))
  })
}`,
      errors: [
        {
          messageId: 'crash',
          line: 4,
          column: 12,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'listen',
              data: { way: 'rejects the promise that is made here' },
              output: `export function collect(stream) {
  return new Promise((resolve, reject) => {
    let all = ''
    stream.on('error', reject).on('data', (chunk) => (all += chunk))
    stream.on('end', () => resolve(all))
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'the answer to a request',
      code: `import https from 'node:https'
export function load(url: string) {
  https.get(url, (response) => {
    response.on('data', take)
    response.on('end', done)
  })
}`,
      errors: [
        {
          messageId: 'stall',
          line: 4,
          column: 14,
          endColumn: 16,
          suggestions: [
            {
              messageId: 'listen',
              data: { way: 'logs it' },
              output: `import https from 'node:https'
export function load(url: string) {
  https.get(url, (response) => {
    response.on('error', (error) => console.error('Stream failed', error)).on('data', take)
    response.on('end', done)
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a request that listens for its own errors only',
      code: `import http from 'node:http'
export function load(options: object) {
  const request = http.request(options, (response) => {
    response.setEncoding('utf8')
    response.on('data', take)
  })
  request.on('error', report)
  request.end()
}`,
      errors: [
        {
          messageId: 'stall',
          line: 5,
          column: 14,
          endColumn: 16,
          suggestions: [
            {
              messageId: 'listen',
              data: { way: 'logs it' },
              output: `import http from 'node:http'
export function load(options: object) {
  const request = http.request(options, (response) => {
    response.setEncoding('utf8')
    response.on('error', (error) => console.error('Stream failed', error)).on('data', take)
  })
  request.on('error', report)
  request.end()
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a request of one of two modules',
      code: `import http from 'node:http'
import https from 'node:https'
export function load(url: URL) {
  return new Promise((resolve, reject) => {
    const client = url.protocol === 'http:' ? http : https
    const request = client.request(url, (answer) => {
      const pieces: Buffer[] = []
      answer.on('data', (piece) => pieces.push(piece))
      answer.on('end', () => resolve(Buffer.concat(pieces)))
    })
    request.on('error', reject)
    request.end()
  })
}`,
      errors: [
        {
          messageId: 'stall',
          line: 8,
          column: 14,
          endColumn: 16,
          suggestions: [
            {
              messageId: 'listen',
              data: { way: 'rejects the promise that is made here' },
              output: `import http from 'node:http'
import https from 'node:https'
export function load(url: URL) {
  return new Promise((resolve, reject) => {
    const client = url.protocol === 'http:' ? http : https
    const request = client.request(url, (answer) => {
      const pieces: Buffer[] = []
      answer.on('error', reject).on('data', (piece) => pieces.push(piece))
      answer.on('end', () => resolve(Buffer.concat(pieces)))
    })
    request.on('error', reject)
    request.end()
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'sockets and compressors',
      file: 'src/file.js',
      code: `import fs from 'node:fs'
import net from 'node:net'
import zlib from 'node:zlib'
net.createServer((socket) => {
  socket.on('data', take)
})
export function unzip() {
  const unzipped = zlib.createGunzip()
  unzipped.on('data', take)
  return new Promise((resolve) => unzipped.on('end', resolve))
}`,
      errors: [
        {
          messageId: 'crash',
          line: 5,
          column: 10,
          endColumn: 12,
          suggestions: [
            {
              messageId: 'listen',
              data: { way: 'logs it' },
              output: `import fs from 'node:fs'
import net from 'node:net'
import zlib from 'node:zlib'
net.createServer((socket) => {
  socket.on('error', (error) => console.error('Stream failed', error)).on('data', take)
})
export function unzip() {
  const unzipped = zlib.createGunzip()
  unzipped.on('data', take)
  return new Promise((resolve) => unzipped.on('end', resolve))
}`,
            },
          ],
        },
        {
          messageId: 'crash',
          line: 9,
          column: 12,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'listen',
              data: { way: 'logs it' },
              output: `import fs from 'node:fs'
import net from 'node:net'
import zlib from 'node:zlib'
net.createServer((socket) => {
  socket.on('data', take)
})
export function unzip() {
  const unzipped = zlib.createGunzip()
  unzipped.on('error', (error) => console.error('Stream failed', error)).on('data', take)
  return new Promise((resolve) => unzipped.on('end', resolve))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a body that axios streams',
      code: `import axios from 'axios'
export async function load(url: string) {
  const { data } = await axios.get(url, { responseType: 'stream' })
  data.on('data', take)
}`,
      errors: [
        {
          messageId: 'crash',
          line: 4,
          column: 8,
          endColumn: 10,
          suggestions: [
            {
              messageId: 'listen',
              data: { way: 'logs it' },
              output: `import axios from 'axios'
export async function load(url: string) {
  const { data } = await axios.get(url, { responseType: 'stream' })
  data.on('error', (error) => console.error('Stream failed', error)).on('data', take)
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'bodies that axios, node-fetch, got and an assertion name as Node streams',
      code: `import axios from 'axios'
import fetch from 'node-fetch'
import got from 'got'
import type { Readable } from 'node:stream'
export async function load(s3: { send(command: object): Promise<{ Body: unknown }> }, command: object) {
  const posted = await axios.post('https://example.com', {}, { responseType: 'stream' })
  posted.data.on('data', take)
  const fetched = await fetch('https://example.com')
  fetched.body.on('data', take)
  got.stream('https://example.com').on('data', take)
  const { Body } = await s3.send(command)
  ;(Body as Readable).on('data', take)
}`,
      errors: [
        {
          messageId: 'crash',
          line: 7,
          column: 15,
          endColumn: 17,
          suggestions: [
            {
              messageId: 'listen',
              data: { way: 'logs it' },
              output: `import axios from 'axios'
import fetch from 'node-fetch'
import got from 'got'
import type { Readable } from 'node:stream'
export async function load(s3: { send(command: object): Promise<{ Body: unknown }> }, command: object) {
  const posted = await axios.post('https://example.com', {}, { responseType: 'stream' })
  posted.data.on('error', (error) => console.error('Stream failed', error)).on('data', take)
  const fetched = await fetch('https://example.com')
  fetched.body.on('data', take)
  got.stream('https://example.com').on('data', take)
  const { Body } = await s3.send(command)
  ;(Body as Readable).on('data', take)
}`,
            },
          ],
        },
        {
          messageId: 'crash',
          line: 9,
          column: 16,
          endColumn: 18,
          suggestions: [
            {
              messageId: 'listen',
              data: { way: 'logs it' },
              output: `import axios from 'axios'
import fetch from 'node-fetch'
import got from 'got'
import type { Readable } from 'node:stream'
export async function load(s3: { send(command: object): Promise<{ Body: unknown }> }, command: object) {
  const posted = await axios.post('https://example.com', {}, { responseType: 'stream' })
  posted.data.on('data', take)
  const fetched = await fetch('https://example.com')
  fetched.body.on('error', (error) => console.error('Stream failed', error)).on('data', take)
  got.stream('https://example.com').on('data', take)
  const { Body } = await s3.send(command)
  ;(Body as Readable).on('data', take)
}`,
            },
          ],
        },
        {
          messageId: 'crash',
          line: 10,
          column: 37,
          endColumn: 39,
          suggestions: [
            {
              messageId: 'listen',
              data: { way: 'logs it' },
              output: `import axios from 'axios'
import fetch from 'node-fetch'
import got from 'got'
import type { Readable } from 'node:stream'
export async function load(s3: { send(command: object): Promise<{ Body: unknown }> }, command: object) {
  const posted = await axios.post('https://example.com', {}, { responseType: 'stream' })
  posted.data.on('data', take)
  const fetched = await fetch('https://example.com')
  fetched.body.on('data', take)
  got.stream('https://example.com').on('error', (error) => console.error('Stream failed', error)).on('data', take)
  const { Body } = await s3.send(command)
  ;(Body as Readable).on('data', take)
}`,
            },
          ],
        },
        {
          messageId: 'crash',
          line: 12,
          column: 23,
          endColumn: 25,
          suggestions: [
            {
              messageId: 'listen',
              data: { way: 'logs it' },
              output: `import axios from 'axios'
import fetch from 'node-fetch'
import got from 'got'
import type { Readable } from 'node:stream'
export async function load(s3: { send(command: object): Promise<{ Body: unknown }> }, command: object) {
  const posted = await axios.post('https://example.com', {}, { responseType: 'stream' })
  posted.data.on('data', take)
  const fetched = await fetch('https://example.com')
  fetched.body.on('data', take)
  got.stream('https://example.com').on('data', take)
  const { Body } = await s3.send(command)
  ;(Body as Readable).on('error', (error) => console.error('Stream failed', error)).on('data', take)
}`,
            },
          ],
        },
      ],
    },
  ],
  silent: [
    {
      name: "a server's own request",
      file: 'src/file.js',
      code: `import http from 'node:http'
http.createServer((req, res) => {
  let body = ''
  req.on('data', (chunk) => (body += chunk))
  req.on('end', () => res.end(body))
})
export function read(req) {
  req.on('data', take)
  req.on('end', done)
}
export function readAny(req) {
  const source = req.rawBody ?? req
  source.on('data', take)
  source.on('end', done)
}`,
    },
    {
      name: 'a request by its type',
      code: `import type { IncomingMessage } from 'node:http'
export function read(incoming: IncomingMessage) {
  incoming.on('data', take)
  incoming.on('end', done)
}`,
    },
    {
      name: 'Node streams that somebody listens to',
      file: 'src/file.js',
      code: `import fs from 'node:fs'
import { finished, pipeline } from 'node:stream'
const EVENTS = { data: 'data', failure: 'error' }
export function start(path, out) {
  fs.createReadStream(path).on('data', take).on('error', report)
  const before = fs.createReadStream(path)
  before.once('error', report)
  before.on('data', take)
  const constants = fs.createReadStream(path)
  constants.on(EVENTS.data, take)
  constants.on(EVENTS.failure, report)
  const piped = fs.createReadStream(path)
  piped.on('data', count)
  pipeline(piped, out, done)
  const watched = fs.createReadStream(path)
  watched.on('data', count)
  finished(watched, done)
  const helped = fs.createReadStream(path)
  helped.on('data', count)
  listen(helped)
}
function listen(stream) {
  stream.addListener('error', report)
}`,
    },
    {
      name: 'a stream that others get, who may listen',
      code: `import fs from 'node:fs'
import { watch } from './watch'
export function start(path: string) {
  const file = fs.createReadStream(path)
  file.on('data', count)
  return file
}
export function start2(path: string) {
  const file = fs.createReadStream(path)
  file.on('data', count)
  watch(file)
}`,
    },
    {
      name: 'output of children and of this process',
      file: 'src/file.js',
      code: `import { spawn, exec } from 'node:child_process'
export function start() {
  const child = spawn('ls')
  child.stdout.on('data', take)
  child.stderr.on('data', take)
  exec('ls').stdout.on('data', take)
  process.stdin.on('data', take)
  process.stdin.on('end', done)
}
export function read(stdout) {
  stdout.on('data', take)
  stdout.on('end', done)
}`,
    },
    {
      name: 'emitters that are no streams',
      file: 'src/file.js',
      code: `import { EventEmitter } from 'node:events'
class Parser extends EventEmitter {}
const parser = new Parser()
parser.on('data', take)
parser.on('end', done)
export function start(socket, events) {
  socket.on('message', take)
  events.on('data', take)
}`,
    },
    {
      name: 'a pipe is reported by no-unhandled-pipe',
      code: `import fs from 'node:fs'
export function copy(path: string, out: NodeJS.WritableStream) {
  const file = fs.createReadStream(path)
  file.on('data', count)
  file.pipe(out)
}`,
    },
  ],
})
