import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url))
export const CHAT_APP = fileURLToPath(new URL('../../fixtures/apps/chat', import.meta.url))

/** How long one step may take on a slow and busy machine. */
const STEP_MS = 300_000

/** What a finished program said. */
export interface Finished {
  readonly code: number | null
  readonly output: string
}

/**
 * Runs a Node program to its end.
 * @param args the script and its arguments
 * @param cwd the folder to run in
 * @returns exit code (null: it took too long and was ended) with standard output and error in one text
 */
export async function runNode(args: readonly string[], cwd: string): Promise<Finished> {
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], timeout: STEP_MS })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, output }
}

/** A server of the sample application that listens on this machine only. */
export interface RunningServer {
  readonly url: string
  /** Ends the program and waits until it is gone. */
  stop(): Promise<void>
}

/**
 * Starts one of the sample's servers on a free port.
 * @param script path inside the folder; the server must print "… on port <number>" once it listens
 * @param env variables beside HOST and PORT
 * @param cwd the sample's folder, or that of a copy
 * @throws {Error} when it ends, or takes too long, before it listens
 */
export async function startServer(
  script: string,
  env: Readonly<Record<string, string>>,
  cwd = CHAT_APP,
): Promise<RunningServer> {
  const child = spawn(process.execPath, [script], {
    cwd,
    env: { ...process.env, ...env, HOST: '127.0.0.1', PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const tooLate = setTimeout(() => child.kill(), STEP_MS)
  let port: string | undefined
  for await (const line of createInterface({ input: child.stdout })) {
    port = / on port (\d+)$/.exec(line)?.[1]
    if (port !== undefined) break
  }
  clearTimeout(tooLate)
  if (port === undefined) throw new Error(`${script} ended before it listened`)
  child.stdout.resume()
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      child.kill()
      await exited
    },
  }
}
