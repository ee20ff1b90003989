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
 */
export async function runInChild(path: string, args: readonly string[] = []): Promise<Ended> {
  const child = spawn(process.execPath, [...args, path], { stdio: ['ignore', 'pipe', 'pipe'], timeout: LIMIT_MS })
  const [stdout, stderr, [code]] = await Promise.all([
    child.stdout.setEncoding('utf8').toArray(),
    child.stderr.setEncoding('utf8').toArray(),
    once(child, 'close') as Promise<[number | null]>,
  ])
  return { code, stdout: stdout.join(''), stderr: stderr.join('') }
}
