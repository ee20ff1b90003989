import { createRequire } from 'node:module'
import type picomatch from 'picomatch'
import { relativeTo } from './posix-path.ts'

const require = createRequire(import.meta.url)

/** One line of an ignore file. */
interface Pattern {
  readonly isNegated: boolean
  readonly foldersOnly: boolean
  /** Matches a path as seen from the folder of the ignore file. */
  readonly matches: (path: string) => boolean
}

/** What one ignore file says about a path; undefined: nothing. */
export interface IgnoreFile {
  ignores(path: string, isFolder: boolean): boolean | undefined
}

/**
 * Reads a `.gitignore`: the last line that matches decides, `!` takes a path back in, a slash at the end means folders
 * only, one before the end ties the pattern to the file's own folder.
 * @param folder where the file lies
 */
export function ignoreFile(folder: string, text: string): IgnoreFile {
  const patterns = text.split(/\r?\n/).flatMap(patternOf)
  return {
    ignores(path, isFolder) {
      const inside = relativeTo(folder, path)
      if (inside === undefined) return undefined
      const last = patterns.findLast((it) => (isFolder || !it.foldersOnly) && it.matches(inside))
      return last === undefined ? undefined : !last.isNegated
    },
  }
}

function patternOf(line: string): Pattern[] {
  const text = line.replace(/(?<!\\)\s+$/, '')
  if (text === '' || text.startsWith('#')) return []
  const isNegated = text.startsWith('!')
  const body = text.slice(isNegated ? 1 : 0)
  const foldersOnly = body.endsWith('/')
  const bare = foldersOnly ? body.slice(0, -1) : body
  const isAnchored = bare.includes('/')
  const glob = bare.replace(/^\//, '')
  if (glob === '') return []
  // Most lines are plain names; they need no pattern.
  if (!isAnchored && /^[\w.@-]+$/.test(glob))
    return [{ isNegated, foldersOnly, matches: (path) => path === glob || path.endsWith(`/${glob}`) }]
  const match = (require('picomatch') as typeof picomatch)(isAnchored ? glob : `**/${glob}`, {
    dot: true,
    windows: false,
    noextglob: true,
    nobrace: true,
  })
  return [{ isNegated, foldersOnly, matches: (path) => match(path) }]
}
