import { realpathSync } from 'node:fs'
import { isTestFile } from '../facts/exempt-file.ts'
import type { Settings } from '../settings.ts'
import type { Source } from '../source.ts'
import type { Files } from './evidence.ts'
import { DISK } from './evidence.ts'
import type { TreeFile } from './file-tree.ts'
import { FileTree } from './file-tree.ts'
import { ImportGraph } from './import-graph.ts'
import type { NativeModules } from './native-modules.ts'
import { nativeModules } from './native-modules.ts'
import { isOneRun } from './one-run.ts'
import { ParsedFiles } from './parsed-files.ts'
import { relativeTo, toPosixPath } from './posix-path.ts'
import type { Project } from './project.ts'
import { NO_PROJECT } from './project.ts'
import { Resolver } from './resolver.ts'
import { specifiersIn } from './specifiers.ts'

/** What a question about other files begins with: what a rule's `find` is given has it. */
export interface IndexAsk {
  /** The linted file. It counts as it is in the editor, other files as they are on disk. */
  readonly source: Source
  readonly project: Project
  readonly settings: Settings
}

/** Files that a search found. */
export interface FoundSources {
  readonly sources: readonly Source[]
  /** Paths of files that the search found and nobody can read: what they say is unknown. */
  readonly unreadable: readonly string[]
}

/** A file that a search found, unparsed. */
export interface FoundText {
  readonly path: string
  readonly text: string
}

/**
 * What the other files of a project say: those of the workspace when the linted file belongs to one. Dependencies,
 * builds, declarations, test files and what `.gitignore` leaves out are not part of it.
 */
export interface ProjectIndex {
  /** The folder that is searched, with forward slashes. */
  readonly root: string
  /**
   * The files whose text holds at least one term of every group, parsed.
   * @param groups as the `terms` of rules
   */
  sourcesWith(groups: readonly (readonly string[])[]): FoundSources
  /** The same among all files, test files and those of other languages included: paths and texts. */
  textsWith(groups: readonly (readonly string[])[]): readonly FoundText[]
  /** The file at a path; undefined when it is not part of the project, or does not parse. */
  sourceAt(path: string): Source | undefined
  /** True when the path is a file of the project, whether or not it parses. */
  has(path: string): boolean
  /** The folders that hold a package.json. */
  readonly packageFolders: ReadonlySet<string>
  /** Every file of the project, test files included, that a test of its path accepts. Paths, unparsed. */
  pathsWhere(accepts: (path: string) => boolean): readonly string[]
  /** The JSON value of a file of the project, such as a package.json; undefined when there is none. */
  json(path: string): unknown
  /** The folder with the package.json that speaks for a file of the project. */
  packageFolderOf(path: string): string | undefined
  /** The file that an import in a source means; undefined for packages and for what cannot be found. */
  resolve(source: Source, specifier: string): string | undefined
  /** The files that may import the file at a path, parsed: each has its path where the name of a module can stand. */
  importersOf(path: string): FoundSources
  /**
   * An answer that is drawn from this index and remembered until a file of the project changes.
   * @param name what is asked, one name for one question
   * @param find gives plain data: paths, ranges, texts; a syntax tree in it would stay in memory
   * @param concerns whether the text of a file can change the answer: where the linted file is changed and not saved, and neither
   *   text does, what is remembered for all holds. By default every text does.
   */
  remember<T>(name: string, find: () => T, concerns?: (text: string) => boolean): T
}

/** A project's files and who names whom, without syntax trees. */
export interface ProjectFiles {
  readonly tree: FileTree
  readonly graph: ImportGraph
}

/** How an index looks at the world; tests answer from memory. */
export interface IndexHost {
  readonly files: Files
  /** A clock in milliseconds. */
  readonly now: () => number
  readonly native: () => NativeModules | undefined
  readonly isOneRun: boolean
  /** A folder's path without symbolic links. */
  readonly realPath: (path: string) => string
}

const REAL_HOST: IndexHost = {
  files: DISK,
  now: () => performance.now(),
  native: nativeModules,
  isOneRun: isOneRun(),
  realPath(path) {
    try {
      return toPosixPath(realpathSync.native(path))
    } catch {
      return path
    }
  },
}

/** Makes a `projectIndex` that looks at the world through a host. */
export function projectIndexes(host: IndexHost): (ask: IndexAsk) => ProjectIndex | undefined {
  return indexes(new SharedIndexes(host))
}

function indexes(shared: SharedIndexes): (ask: IndexAsk) => ProjectIndex | undefined {
  // A file's project may be asked about, and the repository around it.
  const bound = new WeakMap<Source['ast'], BoundIndex[]>()
  return ({ source, project, settings }) => {
    const index = shared.of(project)
    if (index === undefined) return undefined
    let ofFile = bound.get(source.ast)
    if (ofFile === undefined) bound.set(source.ast, (ofFile = []))
    const known = ofFile.find((it) => it.serves(index, settings))
    if (known !== undefined) return known
    const made = new BoundIndex(index, source, settings)
    ofFile.push(made)
    return made
  }
}

/** The shared parts of every project that was asked about. */
class SharedIndexes {
  readonly #host: IndexHost
  readonly #byRoot = new Map<string, SharedIndex>()

  constructor(host: IndexHost) {
    this.#host = host
  }

  of(project: Project): SharedIndex | undefined {
    const root = project.workspaceRoot ?? project.root
    const native = root === undefined ? undefined : this.#host.native()
    if (root === undefined || native === undefined) return undefined
    const isWorkspace = project.workspaceRoot !== undefined
    const key = `${isWorkspace} ${root}`
    let index = this.#byRoot.get(key)
    if (index === undefined) {
      index = new SharedIndex(root, isWorkspace, this.#host, native)
      this.#byRoot.set(key, index)
    }
    return index.tree.isKnown ? index : undefined
  }
}

/** What all files of a project share. */
class SharedIndex implements ProjectFiles {
  readonly tree: FileTree
  readonly parsed: ParsedFiles
  readonly resolver: Resolver
  readonly graph: ImportGraph
  readonly #workspaceRoot: string | undefined
  readonly #answers = new WeakMap<Settings, { version: number; readonly byName: Map<string, { value: unknown }> }>()
  readonly #testFiles = new WeakMap<Settings, Map<string, boolean>>()

  constructor(root: string, isWorkspace: boolean, host: IndexHost, native: NativeModules) {
    this.tree = new FileTree(root, isWorkspace, host.isOneRun, host.files, host.now)
    this.parsed = new ParsedFiles(this.tree, native)
    this.resolver = new Resolver(this.tree, native, host.realPath(root))
    this.graph = new ImportGraph(this.tree, this.resolver)
    this.#workspaceRoot = isWorkspace ? root : undefined
  }

  isTest(file: Pick<TreeFile, 'path' | 'packageFolder'>, settings: Settings): boolean {
    let known = this.#testFiles.get(settings)
    if (known === undefined) this.#testFiles.set(settings, (known = new Map<string, boolean>()))
    let isTest = known.get(file.path)
    if (isTest === undefined) {
      const project = { ...NO_PROJECT, root: file.packageFolder, workspaceRoot: this.#workspaceRoot }
      isTest = isTestFile({ path: file.path, project, settings })
      known.set(file.path, isTest)
    }
    return isTest
  }

  /** The answers that hold for the tree as it is now. */
  answers(settings: Settings): Map<string, { value: unknown }> {
    const { version } = this.tree
    const known = this.#answers.get(settings)
    if (known?.version === version) return known.byName
    const made = { version, byName: new Map<string, { value: unknown }>() }
    this.#answers.set(settings, made)
    return made.byName
  }
}

function holds(text: string, groups: readonly (readonly string[])[]): boolean {
  return groups.every((group) => group.some((term) => text.includes(term)))
}

/** The shared index as seen from one linted file, whose text may not be saved yet. */
class BoundIndex implements ProjectIndex {
  readonly #shared: SharedIndex
  readonly #linted: Source
  readonly #settings: Settings
  #ownAnswers: { version: number; readonly byName: Map<string, { value: unknown }> } | undefined

  constructor(shared: SharedIndex, linted: Source, settings: Settings) {
    this.#shared = shared
    this.#linted = linted
    this.#settings = settings
  }

  serves(shared: SharedIndex, settings: Settings): boolean {
    return shared === this.#shared && settings === this.#settings
  }

  get root(): string {
    return this.#shared.tree.root
  }

  textsWith(groups: readonly (readonly string[])[]): readonly FoundText[] {
    const { tree } = this.#shared
    return [...tree.files.values(), ...tree.texts.values()]
      .map((file) => ({ path: file.path, text: tree.textOf(file) }))
      .filter(({ text }) => holds(text, groups))
  }

  sourcesWith(groups: readonly (readonly string[])[]): FoundSources {
    const { tree } = this.#shared
    const others = [...tree.files.values()].filter((file) => this.#isOther(file) && holds(tree.textOf(file), groups))
    return this.#read(others, this.#isLintedOwn && holds(this.#linted.text, groups))
  }

  get packageFolders(): ReadonlySet<string> {
    return this.#shared.tree.packageFolders
  }

  sourceAt(path: string): Source | undefined {
    if (path === this.#linted.path) return this.#linted
    const file = this.#shared.tree.files.get(path)
    return file === undefined ? undefined : this.#shared.parsed.source(file)
  }

  has(path: string): boolean {
    return path === this.#linted.path || this.#shared.tree.files.has(path)
  }

  pathsWhere(accepts: (path: string) => boolean): readonly string[] {
    return [...this.#shared.tree.files.keys()].filter(accepts)
  }

  packageFolderOf(path: string): string | undefined {
    const { files, texts } = this.#shared.tree
    return (files.get(path) ?? texts.get(path))?.packageFolder
  }

  json(path: string): unknown {
    return this.#shared.tree.json(path)
  }

  resolve(source: Source, specifier: string): string | undefined {
    return this.#shared.resolver.resolve(source.path, specifier)
  }

  importersOf(path: string): FoundSources {
    const { graph, resolver } = this.#shared
    const others = graph.importersOf(path).filter((file) => this.#isOther(file))
    const { text, path: from } = this.#linted
    const withLinted =
      this.#isLintedOwn &&
      from !== path &&
      [...specifiersIn(text)].some((specifier) => resolver.resolve(from, specifier) === path)
    return this.#read(others, withLinted)
  }

  remember<T>(name: string, find: () => T, concerns: (text: string) => boolean = () => true): T {
    const isShared = this.#isSaved || !this.#texts.some(concerns)
    const answers = isShared ? this.#shared.answers(this.#settings) : this.#answersOfBuffer()
    let known = answers.get(name)
    if (known === undefined) {
      known = { value: find() }
      answers.set(name, known)
    }
    return known.value as T
  }

  /** True for files that are searched beside the linted one. */
  #isOther(file: TreeFile): boolean {
    return file.path !== this.#linted.path && !this.#shared.isTest(file, this.#settings)
  }

  /** True when the linted file is searched too; it may be new, and not on disk yet. */
  get #isLintedOwn(): boolean {
    const { path } = this.#linted
    const packageFolder = this.#shared.tree.files.get(path)?.packageFolder ?? this.root
    return relativeTo(this.root, path) !== undefined && !this.#shared.isTest({ path, packageFolder }, this.#settings)
  }

  /** True when the linted text is the one on disk, so that others may have what is drawn from it. */
  get #isSaved(): boolean {
    const { tree } = this.#shared
    const file = tree.files.get(this.#linted.path)
    return file === undefined || tree.textOf(file) === this.#linted.text
  }

  /** What the linted file says, in the editor and on disk. */
  get #texts(): readonly string[] {
    const { tree } = this.#shared
    const file = tree.files.get(this.#linted.path)
    return file === undefined ? [this.#linted.text] : [this.#linted.text, tree.textOf(file)]
  }

  #answersOfBuffer(): Map<string, { value: unknown }> {
    const { version } = this.#shared.tree
    if (this.#ownAnswers?.version !== version) this.#ownAnswers = { version, byName: new Map() }
    return this.#ownAnswers.byName
  }

  #read(files: readonly TreeFile[], withLinted: boolean): FoundSources {
    const sources: Source[] = withLinted ? [this.#linted] : []
    const unreadable: string[] = []
    for (const file of files) {
      const source = this.#shared.parsed.source(file)
      if (source === undefined) unreadable.push(file.path)
      else sources.push(source)
    }
    return { sources, unreadable }
  }
}

const real = new SharedIndexes(REAL_HOST)

/**
 * The index of the project that the linted file belongs to. Made, and its native modules loaded, by the first question.
 * Undefined when there is no project, it is too large to be one, or a native module is missing: then everything about
 * other files is unknown.
 */
export const projectIndex: (ask: IndexAsk) => ProjectIndex | undefined = indexes(real)

/** What stays of a project between two questions, shared with the rules; undefined as for `projectIndex`. */
export function projectFiles(project: Project): ProjectFiles | undefined {
  return real.of(project)
}
