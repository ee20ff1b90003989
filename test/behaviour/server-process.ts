import { fork } from 'node:child_process'
import { once } from 'node:events'
import { pathToFileURL } from 'node:url'
import type { ModuleFolder } from './module-folder.ts'

/** A server in a process of its own, whose memory can be asked for and which may die of what it is sent. */
export interface ServerProcess extends AsyncDisposable {
  readonly port: number
  /** What the process holds after its garbage is collected, in bytes: the heap and the buffers. */
  held(): Promise<number>
  /** The most memory that the process has had, in bytes. */
  peak(): Promise<number>
  /** How it ended, once it has. */
  readonly ended: Promise<{ readonly signal: string | null; readonly code: number | null; readonly stderr: string }>
}

/** Tells its port, and its memory whenever it is asked. */
const HOST = (module: string) => `import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
setFlagsFromString('--expose-gc')
const gc = runInNewContext('gc')
const { server } = await import(${JSON.stringify(pathToFileURL(module).href)})
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
process.on('message', () => {
  // What the first one frees is counted after the second.
  gc()
  gc()
  const { heapUsed, external } = process.memoryUsage()
  process.send({ held: heapUsed + external, peak: process.resourceUsage().maxRSS * 1024 })
})
process.on('disconnect', () => process.exit())
`

/**
 * Starts a server.
 * @param code a module that exports `server`, a server of Node that does not listen yet
 * @param args more arguments of Node: `--max-old-space-size=64`
 */
export async function serverProcess(
  modules: ModuleFolder,
  code: string,
  args: readonly string[] = [],
): Promise<ServerProcess> {
  const child = fork(modules.write(HOST(modules.write(code))), [], { execArgv: [...args], silent: true })
  let stderr = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const closed = once(child, 'close') as Promise<[number | null, string | null]>
  const ended = closed.then(([code, signal]) => ({ code, signal, stderr }))
  const told = async <Answer>(): Promise<Answer> => {
    const [answer] = (await Promise.race([
      once(child, 'message'),
      ended.then(() => Promise.reject(new Error(`The server has ended: ${stderr}`))),
    ])) as [Answer]
    return answer
  }
  const memory = async () => {
    const answer = told<{ held: number; peak: number }>()
    child.send('memory')
    return answer
  }
  const { port } = await told<{ port: number }>()
  return {
    port,
    ended,
    held: async () => (await memory()).held,
    peak: async () => (await memory()).peak,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
