import { setTimeout } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serverInChild } from './child-process.ts'
import type { CodemodProject } from './codemod-run.ts'
import { codemodProjects, packageJson } from './codemod-run.ts'
import { connectEvents } from './event-source.ts'
import type { RedisServer } from './redis-server.ts'
import { hasRedis, startRedis } from './redis-server.ts'

const HEAD = `import express from 'express'

export const app = express()

app.post('/lobby', (req, res) => {
  say('lobby', req.query.text)
  res.sendStatus(204)
})
`
const BROADCAST = `${HEAD}
const clients = new Set()

app.get('/lobby', (req, res) => {
  res.writeHead(200, { 'Content-Type': 'text/event-stream' })
  res.write(': joined\\n\\n')
  clients.add(res)
  res.on('close', () => clients.delete(res))
})

function say(room, text) {
  for (const client of clients) client.write(\`data: \${text}\\n\\n\`)
}
`
const LOOK_UP = `${HEAD}
const listeners = new Map()

app.get('/lobby', (req, res) => {
  res.writeHead(200, { 'Content-Type': 'text/event-stream' })
  res.write(': joined\\n\\n')
  listeners.set('lobby', res)
  res.on('close', () => listeners.delete('lobby'))
})

const say = (name, text) => {
  const listener = listeners.get(name)
  if (listener !== undefined) listener.write(\`data: \${text}\\n\\n\`)
}
`
const ROOMS = `${HEAD}
const rooms = new Map()

app.get('/:room', (req, res) => {
  res.writeHead(200, { 'Content-Type': 'text/event-stream' })
  res.write(': joined\\n\\n')
  const room = rooms.get(req.params.room) ?? new Set()
  rooms.set(req.params.room, room)
  room.add(res)
  res.on('close', () => room.delete(res))
})

function say(name, text) {
  for (const member of rooms.get(name) ?? []) member.write(\`data: \${text}\\n\\n\`)
}
`
const EMITTER = `import { EventEmitter } from 'node:events'
${HEAD}
const events = new EventEmitter()

app.get('/:room', (req, res) => {
  res.writeHead(200, { 'Content-Type': 'text/event-stream' })
  res.write(': joined\\n\\n')
  const send = (text) => res.write(\`data: \${text}\\n\\n\`)
  events.on(req.params.room, send)
  res.on('close', () => events.off(req.params.room, send))
})

function say(room, text) {
  events.emit(room, text)
}
`
const MAIN = `import { app } from './app.js'

const server = app.listen(0, '127.0.0.1', () => process.send(server.address().port))
`

const projects = codemodProjects()

const files = (code: string, client: string) => ({
  'package.json': packageJson({ express: '^4.22.3', [client]: '*' }),
  'src/app.js': code,
  'src/main.js': MAIN,
})

/** How long two processes may take to subscribe. */
const LIMIT_MS = 30_000

interface Heard {
  readonly first: readonly string[]
  readonly second: readonly string[]
}

/**
 * Two processes with a client each. One word is said in the first, one in the second, and a last one in the first again.
 * @param awaited what the clients are waited for
 * @returns what they heard, in alphabetical order: what two processes say may come in any
 */
async function twoProcesses(
  project: CodemodProject,
  redis: RedisServer,
  awaited: Heard,
  isReady?: () => Promise<void>,
): Promise<Heard> {
  const main = project.path('src/main.js')
  const start = () => serverInChild(main, { REDIS_URL: redis.url })
  const started = await Promise.all([start(), start()])
  await using first = started[0]
  await using second = started[1]
  using ofFirst = await connectEvents(`${first.url}/lobby`)
  using ofSecond = await connectEvents(`${second.url}/lobby`)
  await isReady?.()
  for (const [server, text] of [
    [first, 'one'],
    [second, 'two'],
    [first, 'three'],
  ] as const)
    expect((await fetch(`${server.url}/lobby?text=${text}`, { method: 'POST' })).ok).toBe(true)
  await Promise.all([
    ...awaited.first.map((text) => ofFirst.until(text)),
    ...awaited.second.map((text) => ofSecond.until(text)),
  ])
  return { first: ofFirst.heard.toSorted(), second: ofSecond.heard.toSorted() }
}

describe.runIf(hasRedis)('two processes', () => {
  let redis: RedisServer
  let asking: Redis
  beforeAll(async () => {
    redis = await startRedis()
    asking = new Redis(redis.url)
  })
  afterAll(async () => {
    asking?.disconnect()
    await redis?.[Symbol.asyncDispose]()
  })

  describe.each([
    ['a broadcast', BROADCAST, 'say'],
    ['a listener that is looked up', LOOK_UP, 'say'],
    ['rooms', ROOMS, 'say'],
    ['an emitter', EMITTER, 'events'],
  ])('%s', (_name, code, channel) => {
    it('reaches the clients of its own process only, before', async () => {
      const each = { first: ['one', 'three'], second: ['two'] }
      expect(await twoProcesses(projects.before(files(code, 'redis')), redis, each)).toEqual(each)
    })

    it.each(['redis', 'ioredis'])('reaches the clients of both, each once, after with %s', async (client) => {
      const project = await projects.after('broker-fan-out', files(code, client))
      expect(project.read('src/app.js')).toContain(`from '${client}'`)
      const isReady = async () => {
        const tooLate = AbortSignal.timeout(LIMIT_MS)
        while (Number((await asking.pubsub('NUMSUB', channel))[1]) < 2) {
          tooLate.throwIfAborted()
          await setTimeout(5)
        }
      }
      const all = ['one', 'three', 'two']
      const both = { first: all, second: all }
      expect(await twoProcesses(project, redis, both, isReady)).toEqual(both)
    })
  })
})
