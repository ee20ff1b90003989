import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/**
 * A file of the published plugin that is loaded when it is first asked for. Only the bundle has such files (build/).
 * @param file its name, beside the entry
 * @returns gives what the file exports; throws an Error in a Node that is too old to load it then and there
 */
export function lateFile<T>(file: string): () => T {
  let loaded: T | undefined
  // An editor may come with a Node older than ours, in which a module cannot be required: there it is loaded ahead.
  if (!process.features.require_module)
    void import(file).then((exported: T) => {
      loaded = exported
    })
  return () => (loaded ??= required<T>(file))
}

function required<T>(file: string): T {
  try {
    return require(file) as T
  } catch (error) {
    if (process.features.require_module) throw error
    const needs = 'eslint-plugin-streaming needs a newer Node'
    throw new Error(`${needs} than ${process.version}: see "engines" in its package.json`, { cause: error })
  }
}
