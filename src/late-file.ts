import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/**
 * A file of the published plugin that is loaded when it is first asked for. Only the bundle has such files (build/).
 * @param file its name, beside the entry
 * @returns gives what the file exports
 */
export function lateFile<T>(file: string): () => T {
  let loaded: T | undefined
  return () => (loaded ??= require(file) as T)
}
