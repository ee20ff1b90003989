import type { Server } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import rule from '../../rules/errors/no-dead-close-listener.ts'
import { onLoopback } from './loopback.ts'
import { moduleFolder } from './module-folder.ts'
import { ask } from './raw-client.ts'
import { remedied } from './remedy.ts'
import { until } from './until.ts'

const modules = moduleFolder()

/** What the handlers under test tell. */
class Seen {
  /** How often the listener has run. */
  left = 0
  /** How often the handler's timer has run. */
  ticks = 0
  /** Ends the answer. */
  end = () => {}
  readonly leave = () => {
    this.left++
  }
}

const express = (handler: string) => `import { createServer } from 'node:http'
import express from 'express'
export function serve(seen) {
  const app = express()
  app.use(express.json())
  app.post('/', ${handler})
  return createServer(app)
}`
const AT_ONCE = express(`(req, res) => {
    seen.end = () => res.end()
    res.write('joined ' + req.body.room)
    req.on('close', () => {
      seen.leave()
    })
  }`)
const EXPRESSION = express(`(req, res) => {
    seen.end = () => res.end()
    res.write('joined ' + req.body.room)
    req.on('close', () => seen.leave())
  }`)
const NAMED = express(`(req, res) => {
    seen.end = () => res.end()
    res.write('joined ' + req.body.room)
    req.on('close', seen.leave)
  }`)
const AFTER_AWAIT = express(`async (req, res) => {
    const room = await Promise.resolve(req.body.room)
    await new Promise((resolve) => setTimeout(resolve, 20))
    seen.end = () => res.end()
    req.on('close', () => {
      seen.leave()
    })
    res.write('joined ' + room)
  }`)
const CLEAN_UP = express(`async (req, res) => {
    const room = await Promise.resolve(req.body.room)
    await new Promise((resolve) => setTimeout(resolve, 20))
    const timer = setInterval(() => {
      seen.ticks++
      res.write(room)
    }, 2)
    timer.unref()
    req.on('close', () => clearInterval(timer))
    res.write('joined ' + room)
  }`)
const FASTIFY = `import Fastify from 'fastify'
export async function serve(seen) {
  const app = Fastify()
  app.post('/', (request, reply) => {
    reply.hijack()
    seen.end = () => reply.raw.end()
    reply.raw.write('joined ' + request.body.room)
    request.raw.on('close', () => {
      seen.leave()
    })
  })
  await app.ready()
  return app.server
}`

const EXAMPLES = [
  ['a block', AT_ONCE, 'express4'],
  ['an expression', EXPRESSION, 'express4'],
  ['a function by name', NAMED, 'express4'],
  ['behind an await', AFTER_AWAIT, 'express4'],
  ['Fastify', FASTIFY, 'fastify5'],
] as const

const heard = (code: string, project: string) =>
  remedied(code, 'response', { rule, name: 'no-dead-close-listener', project })

async function served(code: string, seen: Seen) {
  const { serve } = await modules.load<{ serve: (seen: Seen) => Server | Promise<Server> }>(code)
  return onLoopback(await serve(seen))
}

/** Long after Node would have told. */
const A_WHILE_MS = 200

describe.each([AT_ONCE, FASTIFY])('a listener that is added at once', (code) => {
  it('runs while the client is there, before', async () => {
    const seen = new Seen()
    await using server = await served(code, seen)
    const client = await ask(server.port, { room: 'one' })
    await until('the listener runs', () => seen.left === 1)
    expect(client.destroyed).toBe(false)
    client.destroy()
    await setTimeout(A_WHILE_MS)
    expect(seen.left).toBe(1)
  })
})

it('a listener that is added behind an await never runs, before', async () => {
  const seen = new Seen()
  await using server = await served(AFTER_AWAIT, seen)
  const client = await ask(server.port, { room: 'one' })
  client.destroy()
  await setTimeout(A_WHILE_MS)
  expect(seen.left).toBe(0)
})

describe.each(EXAMPLES)('a listener of the response: %s', (_name, code, project) => {
  it('runs once when the client leaves, and not sooner', async () => {
    const seen = new Seen()
    await using server = await served(heard(code, project), seen)
    const client = await ask(server.port, { room: 'one' })
    await setTimeout(A_WHILE_MS)
    expect(seen.left).toBe(0)
    client.destroy()
    await until('the listener runs', () => seen.left === 1)
    await setTimeout(A_WHILE_MS / 4)
    expect(seen.left).toBe(1)
  })

  it('does not take a normal end for a client that leaves', async () => {
    const seen = new Seen()
    await using server = await served(heard(code, project), seen)
    const client = await ask(server.port, { room: 'one' })
    seen.end()
    await setTimeout(A_WHILE_MS / 4)
    client.destroy()
    await setTimeout(A_WHILE_MS / 4)
    expect(seen.left).toBe(0)
  })
})

describe('a timer', () => {
  it('ticks on for a client that has left, before', async () => {
    const seen = new Seen()
    await using server = await served(CLEAN_UP, seen)
    const client = await ask(server.port, { room: 'one' })
    client.destroy()
    await setTimeout(A_WHILE_MS)
    const { ticks } = seen
    await until('it ticks twenty times more', () => seen.ticks > ticks + 20)
  })

  it('stops with the client, after', async () => {
    const seen = new Seen()
    await using server = await served(heard(CLEAN_UP, 'express4'), seen)
    const client = await ask(server.port, { room: 'one' })
    await until('it ticks', () => seen.ticks > 0)
    client.destroy()
    await setTimeout(A_WHILE_MS)
    const { ticks } = seen
    await setTimeout(A_WHILE_MS / 4)
    expect(seen.ticks).toBe(ticks)
  })
})
