import type { Source } from '../source.ts'
import type { FileTree, TreeFile } from './file-tree.ts'
import type { NativeModules } from './native-modules.ts'
import { parseFile } from './parse-file.ts'

type Program = Source['ast']

/** As long as anything holds a node of a file, its source is found again; nothing else keeps it. */
const sources = new WeakMap<Program, Source>()

interface Parsed {
  readonly stamp: string
  /** Undefined: the file does not parse. */
  readonly ast: WeakRef<Program> | undefined
}

/** The parsed files of a tree. Syntax trees are held weakly: they go when memory is needed, and are made again. */
export class ParsedFiles {
  readonly #tree: FileTree
  readonly #native: NativeModules
  readonly #parsed = new Map<string, Parsed>()

  constructor(tree: FileTree, native: NativeModules) {
    this.#tree = tree
    this.#native = native
  }

  /** The file as a source; undefined when it does not parse. */
  source(file: TreeFile): Source | undefined {
    const known = this.#parsed.get(file.path)
    if (known?.stamp === file.stamp) {
      if (known.ast === undefined) return undefined
      const ast = known.ast.deref()
      const source = ast === undefined ? undefined : sources.get(ast)
      if (source !== undefined) return source
    }
    const source = parseFile(file.path, this.#tree.textOf(file), this.#native)
    if (source !== undefined) sources.set(source.ast, source)
    this.#parsed.set(file.path, {
      stamp: file.stamp,
      ast: source === undefined ? undefined : new WeakRef(source.ast),
    })
    return source
  }
}
