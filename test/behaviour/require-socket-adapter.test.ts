import { setTimeout } from 'node:timers/promises'
import { io } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import rule from '../../rules/scale/require-socket-adapter.ts'
import type { ServerProcess } from './child-process.ts'
import { serverInChild } from './child-process.ts'
import type { CodemodProject } from './codemod-run.ts'
import { codemodProjects, packageJson } from './codemod-run.ts'
import type { RedisServer } from './redis-server.ts'
import { hasRedis, startRedis } from './redis-server.ts'
import { remedied } from './remedy.ts'

const LOBBY = `import { Server } from 'socket.io'

export function attach(server) {
  const io = new Server(server)
  io.on('connection', (socket) => {
    socket.join('lobby')
    socket.on('say', (text) => io.to('lobby').emit('said', text))
  })
  return io
}
`
/** Answers how many processes know of each other. */
const MAIN = `import { createServer } from 'node:http'
import { attach } from './lobby.js'

const server = createServer(async (req, res) => {
  res.end(String(await io.serverCount?.() ?? 1))
})
const io = attach(server).of('/').adapter
server.listen(0, process.env.HOST, () => process.send(server.address().port))
`

const projects = codemodProjects()

const files = (code: string, client: string) => ({
  'package.json': packageJson({ 'socket.io': '^4.8.4', [client]: '*' }),
  'src/lobby.js': code,
  'src/main.js': MAIN,
})

interface Heard {
  readonly first: readonly string[]
  readonly second: readonly string[]
}

/** A client of a server, once it is in its room. */
async function connect({ url }: ServerProcess) {
  const heard: string[] = []
  const socket = io(url, { transports: ['websocket'], reconnection: false })
  socket.on('said', (text: string) => heard.push(text))
  await new Promise<void>((resolve, reject) => {
    socket.on('connect', () => resolve())
    socket.on('connect_error', reject)
  })
  return {
    heard,
    say: (text: string) => socket.emit('say', text),
    [Symbol.dispose]: () => socket.close(),
  }
}

const LIMIT_MS = 30_000

/**
 * Two processes with a client each. One word is said in the first, one in the second, and a last one in the first again.
 * @param awaited what the clients are waited for
 * @param servers how many processes are to know of each other before
 * @returns what they heard, in alphabetical order: what two processes say may come in any
 */
async function twoProcesses(
  project: CodemodProject,
  redis: RedisServer,
  awaited: Heard,
  servers: number,
): Promise<Heard> {
  const main = project.path('src/main.js')
  const env = { REDIS_URL: redis.url, HOST: '127.0.0.1' }
  const start = () => serverInChild(main, env)
  const started = await Promise.all([start(), start()])
  await using first = started[0]
  await using second = started[1]
  const signal = AbortSignal.timeout(LIMIT_MS)
  for (const { url } of [first, second])
    while (Number(await (await fetch(url, { signal })).text()) < servers) await setTimeout(5)
  using ofFirst = await connect(first)
  using ofSecond = await connect(second)
  ofFirst.say('one')
  ofSecond.say('two')
  ofFirst.say('three')
  const isThere = () =>
    awaited.first.every((text) => ofFirst.heard.includes(text)) &&
    awaited.second.every((text) => ofSecond.heard.includes(text))
  while (!isThere() && !signal.aborted) await setTimeout(5)
  return { first: ofFirst.heard.toSorted(), second: ofSecond.heard.toSorted() }
}

describe.runIf(hasRedis)('a room of two processes', () => {
  let redis: RedisServer
  beforeAll(async () => {
    redis = await startRedis()
  })
  afterAll(() => redis[Symbol.asyncDispose]())

  const all = ['one', 'three', 'two']

  it('is two rooms, before', async () => {
    const each = { first: ['one', 'three'], second: ['two'] }
    expect(await twoProcesses(projects.before(files(LOBBY, 'redis')), redis, each, 1)).toEqual(each)
  })

  it('is one room, after the suggestion', async () => {
    const after = remedied(LOBBY, 'adapter', { rule, name: 'require-socket-adapter', project: 'socketio' })
    expect(await twoProcesses(projects.before(files(after, 'redis')), redis, { first: all, second: all }, 2)).toEqual({
      first: all,
      second: all,
    })
  })

  it.each(['redis', 'ioredis'])('is one room, after the codemod with %s', async (client) => {
    const project = await projects.after('socket-adapter', files(LOBBY, client))
    expect(project.read('src/lobby.js')).toContain(`from '${client}'`)
    expect(await twoProcesses(project, redis, { first: all, second: all }, 2)).toEqual({ first: all, second: all })
  })
})
