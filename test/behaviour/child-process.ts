import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** How a child process ended. */
export interface Ended {
  /** Null when it was ended from outside: by a signal, or because it took too long. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** How long a child may take on a slow and busy machine. */
const LIMIT_MS = 60_000

/**
 * Runs a module in a process of its own, where an uncaught error ends that process and not the tests.
 * @param path of the module
 * @param args more arguments of Node, before the module: `--max-old-space-size=64`
 * @param given arguments of the module
 */
export async function runInChild(
  path: string,
  args: readonly string[] = [],
  given: readonly string[] = [],
): Promise<Ended> {
  const child = spawn(process.execPath, [...args, path, ...given], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LIMIT_MS,
  })
  const [stdout, stderr, [code]] = await Promise.all([
    child.stdout.setEncoding('utf8').toArray(),
    child.stderr.setEncoding('utf8').toArray(),
    once(child, 'close') as Promise<[number | null]>,
  ])
  return { code, stdout: stdout.join(''), stderr: stderr.join('') }
}

/** A server in a process of its own. */
export interface ServerProcess extends AsyncDisposable {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string
}

/**
 * Starts a module that listens on the loopback interface and tells its parent the port: `process.send(server.address().port)`.
 * @param path of the module
 * @param env what its environment has besides that of this process
 * @throws {Error} when it ends before it listens
 */
export async function serverInChild(path: string, env: Readonly<Record<string, string>> = {}): Promise<ServerProcess> {
  const child = spawn(process.execPath, [path], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, ...env },
    timeout: LIMIT_MS,
  })
  const ended = once(child, 'close')
  const stderr = child.stderr?.setEncoding('utf8').toArray() ?? Promise.resolve([])
  const port = await Promise.race([
    once(child, 'message').then(([message]) => message as number),
    ended.then(() => undefined),
  ])
  if (port === undefined) throw new Error(`The server ended before it listened: ${(await stderr).join('')}`)
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      child.kill()
      await ended
    },
  }
}
