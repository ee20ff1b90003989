import type { Node, Source } from '../source.ts'

/** A node and the file that it stands in. */
export interface Place {
  readonly source: Source
  readonly node: Node
}

/** A value found by following names: its expression, and what is read from it afterwards. */
export interface Definition extends Place {
  readonly path: readonly string[]
}

/** The other files of the project, as far as they can be read. Nothing here throws; what cannot be told is left out. */
export interface Codebase {
  /** The project's folder, with forward slashes; undefined when there is none. */
  readonly root: string | undefined
  /**
   * What a name or member means, through imports, re-exports and `require`. Undefined for packages, parameters and whatever
   * cannot be followed.
   * @param path what is read from the expression
   */
  definition(source: Source, expression: Node, path?: readonly string[]): Definition | undefined
  /** Whether a specifier names a file of the project that can be read. */
  resolves(source: Source, specifier: string): boolean
  /** The files that import a file, directly or through re-exports. */
  importersOf(source: Source): readonly Source[]
  /** The file of that absolute path; undefined when there is none. */
  file(path: string): Source | undefined
  /** The paths of the project's files that a test accepts. */
  paths(accepts: (path: string) => boolean): readonly string[]
  /** The project's files whose text holds one of the words. */
  mentioning(words: readonly string[]): readonly Source[]
  /** False when the other files cannot be read at all: then nothing about them is certain. */
  readonly isReadable: boolean
}

/** A stable name of a place: the same for two parses of one text. */
export function placeKey({ source, node }: Place): string {
  return `${source.path}:${node.range[0]}:${node.range[1]}`
}

/** `src/app.ts:31`: the place as a reader finds it, seen from the project's folder. Lines count from 1. */
export function placeText({ source, node }: Place, root: string | undefined): string {
  const prefix = root === undefined ? undefined : `${root}/`
  const path = prefix !== undefined && source.path.startsWith(prefix) ? source.path.slice(prefix.length) : source.path
  let line = 1
  for (let at = source.text.indexOf('\n'); at !== -1 && at < node.range[0]; at = source.text.indexOf('\n', at + 1))
    line++
  return `${path}:${line}`
}
