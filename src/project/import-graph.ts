import type { FileTree, TreeFile } from './file-tree.ts'
import type { Resolver } from './resolver.ts'
import { specifiersIn } from './specifiers.ts'

/** Which files of a tree may import which, told by their texts: candidates, to be parsed by whoever asks. */
export class ImportGraph {
  readonly #tree: FileTree
  readonly #resolver: Resolver
  readonly #specifiers = new Map<string, { readonly stamp: string; readonly specifiers: ReadonlySet<string> }>()
  #importers: ReadonlyMap<string, readonly TreeFile[]> = new Map()
  #version = -1

  constructor(tree: FileTree, resolver: Resolver) {
    this.#tree = tree
    this.#resolver = resolver
  }

  /** The files whose text names a module that is the file at this path. */
  importersOf(path: string): readonly TreeFile[] {
    const { version } = this.#tree
    if (version !== this.#version) {
      this.#version = version
      this.#importers = this.#build()
    }
    return this.#importers.get(path) ?? []
  }

  /** The files that a file's text names as modules. */
  importsOf(file: TreeFile): ReadonlySet<string> {
    const found = new Set<string>()
    for (const specifier of this.specifiersOf(file)) {
      const target = this.#resolver.resolve(file.path, specifier)
      if (target !== undefined && target !== file.path) found.add(target)
    }
    return found
  }

  #build(): Map<string, TreeFile[]> {
    const importers = new Map<string, TreeFile[]>()
    for (const file of this.#tree.files.values())
      for (const target of this.importsOf(file)) {
        const known = importers.get(target)
        if (known === undefined) importers.set(target, [file])
        else known.push(file)
      }
    return importers
  }

  /** Everything in a file's text that can be the name of a module. */
  specifiersOf(file: TreeFile): ReadonlySet<string> {
    const known = this.#specifiers.get(file.path)
    if (known?.stamp === file.stamp) return known.specifiers
    const specifiers = specifiersIn(this.#tree.textOf(file))
    this.#specifiers.set(file.path, { stamp: file.stamp, specifiers })
    return specifiers
  }
}
