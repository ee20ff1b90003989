import type { RequestListener, Server } from 'node:http'
import { createServer } from 'node:http'
import { describe, expect, it } from 'vitest'
import rule from '../../rules/errors/require-response-check.ts'
import { onLoopback } from './loopback.ts'
import { moduleFolder } from './module-folder.ts'
import { remedied } from './remedy.ts'
import { webServer } from './web-server.ts'

const modules = moduleFolder()

const PAGE = '<!doctype html><title>Too many requests</title>'
const TEXT = 'the answer'

/** Answers with an error page, or with the text at `/good`. */
const upstream = () =>
  onLoopback(
    createServer((req, res) => {
      if (req.url === '/good') res.end(TEXT)
      else res.writeHead(429, { 'content-type': 'text/html' }).end(PAGE)
    }),
  )

const NAMED = `export async function read(url) {
  const response = await fetch(url)
  if (!response.body) throw new Error('no body')
  let text = ''
  for await (const piece of response.body.pipeThrough(new TextDecoderStream())) text += piece
  return text
}`
const DESTRUCTURED = `export async function read(url) {
  const { body } = await fetch(url)
  let text = ''
  for await (const piece of body.pipeThrough(new TextDecoderStream())) text += piece
  return text
}`
const NAMELESS = `export async function read(url) {
  let text = ''
  for await (const piece of (await fetch(url)).body.pipeThrough(new TextDecoderStream())) text += piece
  return text
}`
const ASSIGNED = `export async function read(url) {
  let response
  response = await fetch(url)
  let text = ''
  const sink = new WritableStream({ write: (piece) => { text += piece } })
  await response.body.pipeThrough(new TextDecoderStream()).pipeTo(sink)
  return text
}`
const THEN = `const open = (url) => fetch(url).then((response) => response.body.pipeThrough(new TextDecoderStream()))
export async function read(url) {
  let text = ''
  for await (const piece of await open(url)) text += piece
  return text
}`

describe.each([
  ['a response with a name', NAMED],
  ['a body with a name', DESTRUCTURED],
  ['no name at all', NAMELESS],
  ['a response that is assigned', ASSIGNED],
  ['a chain of then', THEN],
])('an error page: %s', (_name, code) => {
  const load = async (text: string) => (await modules.load<{ read: (url: string) => Promise<string> }>(text)).read
  const checked = () => remedied(code, 'guard', { rule, name: 'require-response-check' })

  it('is read as if it were the stream, before', async () => {
    await using server = await upstream()
    expect(await (await load(code))(`${server.url}/bad`)).toBe(PAGE)
  })

  it('is an error with its status, and the stream is read as before, after', async () => {
    await using server = await upstream()
    const read = await load(checked())
    await expect(read(`${server.url}/bad`)).rejects.toThrow('HTTP 429')
    expect(await read(`${server.url}/good`)).toBe(TEXT)
  })
})

const listening = (listener: RequestListener): Server => createServer(listener)
const EXPRESS = `import express from 'express'
export function serve(url) {
  const app = express()
  app.get('/', async (req, res) => {
    const upstream = await fetch(url)
    for await (const piece of upstream.body) res.write(piece)
    res.end()
  })
  return app
}`
const HTTP = `import { createServer } from 'node:http'
export const serve = (url) => createServer(async (req, res) => {
  const upstream = await fetch(url)
  for await (const piece of upstream.body) res.write(piece)
  res.end()
})`
const FASTIFY = `import { Readable } from 'node:stream'
import Fastify from 'fastify'
export async function serve(url) {
  const app = Fastify()
  app.get('/', async (request, reply) => {
    const upstream = await fetch(url)
    return reply.send(Readable.fromWeb(upstream.body))
  })
  await app.ready()
  return app.server
}`
const KOA = `import { Readable } from 'node:stream'
import Koa from 'koa'
export function serve(url) {
  const app = new Koa()
  app.use(async (ctx) => {
    const upstream = await fetch(url)
    ctx.body = Readable.fromWeb(upstream.body)
  })
  return app.callback()
}`
const HONO = `import { Hono } from 'hono'
export function serve(url) {
  const app = new Hono()
  app.get('/', async (c) => {
    const upstream = await fetch(url)
    return c.body(upstream.body)
  })
  return app.fetch
}`
const NEXT = `let upstreamUrl
export function serve(url) {
  upstreamUrl = url
  return GET
}
export async function GET(request) {
  const upstream = await fetch(upstreamUrl)
  return new Response(upstream.body)
}`
const web = (answer: (request: Request) => Promise<Response>) => webServer(answer)
const own = (server: Server | Promise<Server>) => server

describe.each([
  ['Express', EXPRESS, { project: 'express4' }, listening],
  ['node:http', HTTP, { project: 'node' }, own],
  ['Fastify', FASTIFY, { project: 'fastify5' }, own],
  ['Koa', KOA, { project: 'koa' }, listening],
  ['Hono', HONO, { project: 'hono' }, web],
  ['a route of Next', NEXT, { project: 'next15', file: 'app/api/page/route.js' }, web],
] as const)('an error page that a route passes on: %s', (_name, code, place, serverOf) => {
  async function answers(text: string, path: string) {
    await using server = await upstream()
    const { serve } = await modules.load<{ serve: (url: string) => never }>(text)
    await using app = await onLoopback(await serverOf(serve(server.url + path)))
    const response = await fetch(app.url)
    return { status: response.status, text: await response.text() }
  }
  const checked = () => remedied(code, 'guard', { rule, name: 'require-response-check', ...place })

  it('counts as an answer, before', async () => {
    expect(await answers(code, '/bad')).toEqual({ status: 200, text: PAGE })
  })

  it('is a bad gateway, and the stream is passed on as before, after', async () => {
    const { status, text } = await answers(checked(), '/bad')
    expect(status).toBe(502)
    expect(text).not.toContain(PAGE)
    expect(await answers(checked(), '/good')).toEqual({ status: 200, text: TEXT })
  })
})
