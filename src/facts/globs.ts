import { createRequire } from 'node:module'
import type picomatch from 'picomatch'

const require = createRequire(import.meta.url)

const compiled = new WeakMap<readonly string[], (path: string) => boolean>()

/**
 * True when a path matches one of the globs and none of those that begin with `!`. A glob that ends with a slash stands
 * for everything below that folder, `./` at its start for nothing. Names that begin with a dot are matched like others.
 * @param path relative, with forward slashes
 */
export function matchesGlobs(globs: readonly string[], path: string): boolean {
  let matches = compiled.get(globs)
  if (matches === undefined) {
    matches = compile(globs)
    compiled.set(globs, matches)
  }
  return matches(path)
}

function compile(globs: readonly string[]): (path: string) => boolean {
  // Loaded here: only projects with globs in their settings need it.
  const match = require('picomatch') as typeof picomatch
  const options = { dot: true, windows: false }
  const parts = globs.map((glob) => ({ isNegated: glob.startsWith('!'), pattern: patternOf(glob) }))
  const patterns = (isNegated: boolean): string[] =>
    parts.filter((part) => part.isNegated === isNegated).map(({ pattern }) => pattern)
  const wanted = match(patterns(false), options)
  const unwanted = match(patterns(true), options)
  return (path) => wanted(path) && !unwanted(path)
}

function patternOf(glob: string): string {
  const plain = glob.replace(/^!/, '').replace(/^\.\//, '')
  return plain.endsWith('/') ? `${plain}**` : plain
}
