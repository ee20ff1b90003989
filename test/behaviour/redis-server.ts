import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const LIMIT_MS = 30_000

/** True when there is a Redis to start. In CI it is always true, so that nothing is skipped there without being noticed. */
export const hasRedis = process.env['CI'] !== undefined || spawnSync('redis-server', ['--version']).status === 0
if (!hasRedis)
  process.stderr.write(
    'There is no redis-server on this machine: what needs it is skipped. On Debian: apt-get install redis-server\n',
  )

/** A Redis of the test's own. */
export interface RedisServer extends AsyncDisposable {
  /** `redis://127.0.0.1:<port>` */
  readonly url: string
}

/**
 * Starts a Redis that keeps nothing, on a free port of the loopback interface.
 * @throws {Error} when there is none, or when it does not take connections in time
 */
export async function startRedis(): Promise<RedisServer> {
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'streaming-redis-'))
  const settings = { port, bind: '127.0.0.1', dir: folder, save: '', appendonly: 'no', daemonize: 'no' }
  const child = spawn(
    'redis-server',
    Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  await once(child, 'spawn').catch((cause: unknown) => {
    rmSync(folder, { recursive: true, force: true })
    throw new Error('There is no redis-server to start; .ci/run installs it', { cause })
  })
  const ended = once(child, 'exit')
  const tooLate = setTimeout(() => child.kill(), LIMIT_MS)
  let isReady = false
  let printed = ''
  for await (const text of child.stdout.setEncoding('utf8') as AsyncIterable<string>) {
    printed += text
    isReady = /ready to accept connections/i.test(printed)
    if (isReady) break
  }
  clearTimeout(tooLate)
  if (!isReady) throw new Error(`redis-server ended before it was ready: ${printed}`)
  return {
    url: `redis://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      child.kill()
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const closed = once(server, 'close')
  server.close()
  await closed
  return port
}
