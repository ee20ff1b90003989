import { nodesOf } from '../facts/nodes.ts'
import { unwrap } from '../facts/unwrap.ts'
import { definitionOf } from '../project/definition.ts'
import type { IndexAsk, ProjectIndex } from '../project/project-index.ts'
import { projectIndex } from '../project/project-index.ts'
import type { Node, Source } from '../source.ts'
import type { Codebase, Definition } from './codebase.ts'

/** How many files are looked at for one that imports another. */
const MAX_IMPORTERS = 200

/** An index as it is seen from one linted file is asked by several rules, which want the same importers. */
const codebases = new WeakMap<ProjectIndex, Codebase>()

/** The project around the linted file. Where its other files cannot be read, nothing but the linted file is known. */
export function codebaseOf(ask: IndexAsk): Codebase {
  const index = projectIndex(ask)
  if (index === undefined) return new SingleFile(ask)
  let known = codebases.get(index)
  if (known === undefined) {
    known = new IndexedCodebase(index, ask)
    codebases.set(index, known)
  }
  return known
}

class IndexedCodebase implements Codebase {
  readonly isReadable = true
  readonly root: string | undefined
  readonly #index: ProjectIndex
  readonly #importers = new Map<string, readonly Source[]>()

  constructor(index: ProjectIndex, { project }: IndexAsk) {
    this.#index = index
    this.root = project.root ?? index.root
  }

  definition(source: Source, expression: Node, path: readonly string[] = []): Definition | undefined {
    const found = definitionOf(this.#index, source, expression, path)
    if (found?.origin.kind !== 'expression') return undefined
    return { source: found.source, node: unwrap(found.origin.node), path: found.origin.path }
  }

  resolves(source: Source, specifier: string): boolean {
    return this.#index.resolve(source, specifier) !== undefined
  }

  importersOf(source: Source): readonly Source[] {
    let known = this.#importers.get(source.path)
    if (known === undefined) {
      known = this.#allImporters(source)
      this.#importers.set(source.path, known)
    }
    return known
  }

  file(path: string): Source | undefined {
    return this.#index.sourceAt(path)
  }

  paths(accepts: (path: string) => boolean): readonly string[] {
    return this.#index.pathsWhere(accepts)
  }

  mentioning(words: readonly string[]): readonly Source[] {
    return this.#index.sourcesWith([words]).sources
  }

  #allImporters(source: Source): readonly Source[] {
    const found = new Map<string, Source>()
    const open = [source.path]
    for (let path = open.pop(); path !== undefined && found.size < MAX_IMPORTERS; path = open.pop())
      for (const importer of this.#index.importersOf(path).sources) {
        if (importer.path === source.path || found.has(importer.path)) continue
        found.set(importer.path, importer)
        if (this.#passesOn(importer, path)) open.push(importer.path)
      }
    return [...found.values()]
  }

  /** True when a file exports again what it has from another. */
  #passesOn(importer: Source, path: string): boolean {
    for (const { source } of [
      ...nodesOf(importer, 'ExportAllDeclaration'),
      ...nodesOf(importer, 'ExportNamedDeclaration'),
    ])
      if (source !== null && this.#index.resolve(importer, source.value) === path) return true
    if (/\/index\.[cm]?[jt]sx?$/.test(importer.path)) return true
    return (
      nodesOf(importer, 'ExportDefaultDeclaration', 'TSExportAssignment').length > 0 &&
      nodesOf(importer, 'ObjectExpression').some(
        ({ parent }) => parent.type === 'ExportDefaultDeclaration' || parent.type === 'TSExportAssignment',
      )
    )
  }
}

class SingleFile implements Codebase {
  readonly isReadable = false
  readonly root: string | undefined

  constructor({ project }: IndexAsk) {
    this.root = project.root
  }

  definition(): undefined {
    return undefined
  }

  resolves(): boolean {
    return false
  }

  importersOf(): readonly Source[] {
    return []
  }

  file(): undefined {
    return undefined
  }

  paths(): readonly string[] {
    return []
  }

  mentioning(): readonly Source[] {
    return []
  }
}
