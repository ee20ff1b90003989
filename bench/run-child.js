import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Runs a program of this folder in a process of its own and gives the JSON that it prints last. */
export async function runChild(program, args, options = {}) {
  const path = fileURLToPath(new URL(program, import.meta.url))
  const { stdout } = await run(process.execPath, [...(options.node ?? []), path, ...args], { maxBuffer: 1e8 })
  return JSON.parse(stdout.trimEnd().split('\n').at(-1))
}
