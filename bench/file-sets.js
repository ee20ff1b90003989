import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const modules = fileURLToPath(new URL('../node_modules', import.meta.url))

/** Sources that packages ship, by what they are to us. */
export const SETS = {
  // Clients and servers of streams: the worst case for us.
  'stream-heavy': ['openai/src', 'ai/src', '@trpc/server/src', '@trpc/client/src'],
  // A validator and tables of tasks: nothing in them streams.
  'no streaming': ['zod/src', '@huggingface/tasks/src'],
}

/**
 * The TypeScript files of a set, sorted by path.
 * @param {keyof SETS} name
 * @returns {{ path: string, text: string }[]} absolute paths
 * @throws {Error} when a package of the set is not installed or ships no sources any more: the figures would be of other files
 */
export function filesOf(name) {
  return SETS[name].flatMap((folder) => {
    const root = join(modules, folder)
    const paths = readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((it) => it.isFile() && /(?<!\.d)\.[cm]?ts$/.test(it.name))
      .map((it) => join(it.parentPath, it.name))
      .sort()
    if (paths.length === 0) throw new Error(`${folder} ships no TypeScript sources any more: choose another package`)
    return paths.map((path) => ({ path, text: readFileSync(path, 'utf8') }))
  })
}
