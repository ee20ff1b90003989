import type { Files } from './evidence.ts'
import { FRESH_MS, parseJson } from './evidence.ts'
import type { IgnoreFile } from './ignore-file.ts'
import { ignoreFile } from './ignore-file.ts'
import { manifestOf } from './manifest.ts'
import { ancestorsOf, join } from './posix-path.ts'

/** Files with code that facts can be read from; declarations say nothing that happens. */
const CODE = /\.(?:[cm]?[jt]sx?|vue|svelte)$/
/** Files of other tools in which a service can be asked something: load tests, scripts, pages. */
const TEXT = /(?:\.(?:html?|ya?ml|py|lua|scala|kt|java|sh|bash|jmx|http)|(?:^|\/)(?:Makefile|justfile))$/
const PAGE = /\.html?$/
const DECLARATION = /\.d(?:\.[^./]+)?\.[cm]?ts$/
const SKIPPED_FOLDERS = new Set(['node_modules', 'bower_components', 'jspm_packages'])
/** What builds leave beside a package.json. Deeper down such names can belong to routes. */
const BUILT_FOLDERS = new Set(['dist', 'build', 'out', 'coverage', 'tmp', 'temp'])
const CONFIG = /\/(?:package\.json|tsconfig\.json|jsconfig\.json|\.gitignore)$/
const SCOPE_FILES = new Set(['package.json', 'tsconfig.json', 'jsconfig.json'])

/** Larger files are bundles and data; nobody reads a guard out of them. Bytes. */
const MAX_FILE_BYTES = 1 << 20
/** A larger tree is no project (a home folder with a stray package.json); nothing is known about it. Files and folders. */
const MAX_ENTRIES = 100_000
/** How much text is kept for the next search; what is over is read again. UTF-16 units. */
const MAX_KEPT_TEXT = 100_000_000
/** A stamp this young may hide a second change within one tick of the file system's clock. Milliseconds. */
const UNSTABLE_MS = 50
/** The disk is asked again only when so many times the cost of asking has passed. */
const COST_SHARE = 20

interface Folder {
  readonly stamp: string
  readonly entries: readonly { readonly name: string; readonly isFolder: boolean }[]
}

/** One file of the project. */
export interface TreeFile {
  readonly path: string
  /** Changes whenever the file does. */
  readonly stamp: string
  /** The nearest folder above it with a package.json or a tsconfig.json: specifiers mean the same for all files of one. */
  readonly scope: string
  /** The nearest folder above it with a package.json. */
  readonly packageFolder: string
}

/** True for a page of HTML, which may hold scripts. */
export function isPage(path: string): boolean {
  return PAGE.test(path)
}

/** What stays of the files of a project between two questions: where they are, and what they say. No syntax trees. */
export class FileTree {
  readonly root: string
  readonly #files: Files
  readonly #now: () => number
  readonly #isWorkspace: boolean
  readonly #isOneRun: boolean
  readonly #folders = new Map<string, Folder>()
  readonly #ignoreFiles = new Map<string, { readonly stamp: string; readonly file: IgnoreFile }>()
  #found = new Map<string, TreeFile>()
  #foundTexts = new Map<string, TreeFile>()
  readonly #texts = new Map<string, { readonly stamp: string; readonly text: string }>()
  readonly #json = new Map<string, { readonly stamp: string; readonly value: unknown }>()
  #kept = 0
  #youngStamps = 0
  #stamps: ReadonlyMap<string, string> = new Map()
  #version = 0
  #freshUntil = -Infinity
  #isTooLarge = false

  /**
   * @param root with forward slashes
   * @param isWorkspace when false, folders with a package.json of their own are other projects
   * @param isOneRun when true, files are taken not to change while the process runs
   */
  constructor(root: string, isWorkspace: boolean, isOneRun: boolean, files: Files, now: () => number) {
    this.root = root
    this.#isWorkspace = isWorkspace
    this.#isOneRun = isOneRun
    this.#files = files
    this.#now = now
  }

  /** Goes up whenever a file or folder was found changed. */
  get version(): number {
    this.#refresh()
    return this.#version
  }

  /** False when the tree is too large to be a project. */
  get isKnown(): boolean {
    this.#refresh()
    return !this.#isTooLarge
  }

  /** The project's files by path: no dependencies, builds, declarations, nor what `.gitignore` leaves out. */
  get files(): ReadonlyMap<string, TreeFile> {
    this.#refresh()
    return this.#found
  }

  /** Scripts and configurations of other languages and tools, by path. */
  get texts(): ReadonlyMap<string, TreeFile> {
    this.#refresh()
    return this.#foundTexts
  }

  /** The folders of the tree that hold a package.json. */
  get packageFolders(): ReadonlySet<string> {
    return new Set([...this.files.values()].map(({ packageFolder }) => packageFolder))
  }

  /** The text of a file of the tree, without a byte-order mark; empty when it cannot be read. */
  textOf(file: TreeFile): string {
    const known = this.#texts.get(file.path)
    if (known?.stamp === file.stamp) return known.text
    const text = (this.#files.read(file.path) ?? '').replace(/^\uFEFF/, '')
    this.#kept -= known?.text.length ?? 0
    this.#texts.delete(file.path)
    if (this.#kept + text.length <= MAX_KEPT_TEXT) {
      this.#texts.set(file.path, { stamp: file.stamp, text })
      this.#kept += text.length
    }
    return text
  }

  /** The files that say how the project is built and ignored, with their texts. */
  configTexts(): readonly (readonly [path: string, text: string])[] {
    this.#refresh()
    return [...this.#stamps.keys()]
      .filter((path) => CONFIG.test(path))
      .map((path) => [path, this.#files.read(path) ?? ''] as const)
  }

  /** The parsed JSON of a package.json and the like; undefined when there is none. */
  json(path: string): unknown {
    const stats = this.#files.stat(path)
    if (stats === undefined || stats.isFolder) return undefined
    const stamp = this.#stampOf(stats)
    const known = this.#json.get(path)
    if (known?.stamp === stamp) return known.value
    const value = parseJson(this.#files.read(path))
    this.#json.set(path, { stamp, value })
    return value
  }

  #refresh(): void {
    const start = this.#now()
    if (start < this.#freshUntil) return
    const walk = new Walk()
    const hasGit = (folder: string): boolean => this.#files.stat(join(folder, '.git')) !== undefined
    const above = hasGit(this.root) ? [] : ancestorsOf(this.root)
    const top = above.findIndex(hasGit)
    const outer = above
      .slice(0, top + 1)
      .reverse()
      .flatMap((folder) => this.#ignoreFileIn(folder, walk) ?? [])
    this.#walk(this.root, { ignoring: outer, scope: this.root, packageFolder: this.root, isRoot: true }, walk)
    for (const folder of this.#folders.keys()) if (!walk.folders.has(folder)) this.#folders.delete(folder)
    for (const path of this.#texts.keys()) if (!walk.files.has(path) && !walk.texts.has(path)) this.#forget(path)
    if (hasChanged(this.#stamps, walk.stamps)) {
      this.#stamps = walk.stamps
      this.#found = walk.files
      this.#foundTexts = walk.texts
      this.#version++
    }
    this.#isTooLarge = walk.isTooLarge
    const end = this.#now()
    this.#freshUntil = this.#isOneRun ? Infinity : end + Math.max(FRESH_MS, COST_SHARE * (end - start))
  }

  #walk(folder: string, above: Above, walk: Walk): void {
    const listed = this.#listed(folder)
    if (listed === undefined || walk.isTooLarge) return
    walk.folders.add(folder)
    walk.stamps.set(folder, listed.stamp)
    walk.isTooLarge = walk.folders.size + walk.files.size > MAX_ENTRIES
    const here = this.#at(folder, listed, above, walk)
    if (here === undefined) return
    for (const { name, isFolder } of listed.entries) {
      const isCode = CODE.test(name) && !DECLARATION.test(name)
      if (isFolder ? isSkipped(name, folder === here.packageFolder) : !isCode && !TEXT.test(name)) continue
      const path = join(folder, name)
      if (isIgnored(here.ignoring, path, isFolder)) continue
      if (isFolder) {
        this.#walk(path, { ...here, isRoot: false }, walk)
        continue
      }
      const stats = this.#files.stat(path)
      if (stats === undefined || stats.isFolder || stats.size > MAX_FILE_BYTES) continue
      const stamp = this.#stampOf(stats)
      walk.stamps.set(path, stamp)
      const kept = isCode ? walk.files : walk.texts
      kept.set(path, { path, stamp, scope: here.scope, packageFolder: here.packageFolder })
    }
  }

  /** What holds for the files of a folder; undefined when it is another project's. */
  #at(folder: string, { entries }: Folder, above: Above, walk: Walk): Above | undefined {
    const names = new Set(entries.filter(({ isFolder }) => !isFolder).map(({ name }) => name))
    const own = names.has('.gitignore') ? this.#ignoreFileIn(folder, walk) : undefined
    const ignoring = own === undefined ? above.ignoring : [...above.ignoring, own]
    for (const name of SCOPE_FILES)
      if (names.has(name)) {
        const stats = this.#files.stat(join(folder, name))
        if (stats !== undefined) walk.stamps.set(join(folder, name), this.#stampOf(stats))
      }
    const hasPackage = names.has('package.json') && !this.#isMarker(folder)
    if (hasPackage && !above.isRoot && !this.#isWorkspace) return undefined
    const isScope = [...SCOPE_FILES].some((name) => names.has(name))
    return {
      ignoring,
      scope: isScope ? folder : above.scope,
      packageFolder: hasPackage ? folder : above.packageFolder,
      isRoot: above.isRoot,
    }
  }

  #isMarker(folder: string): boolean {
    return manifestOf(this.json(join(folder, 'package.json')))?.isMarker === true
  }

  #listed(folder: string): Folder | undefined {
    const stats = this.#files.stat(folder)
    if (stats?.isFolder !== true) return undefined
    const stamp = this.#stampOf(stats)
    const known = this.#folders.get(folder)
    if (known?.stamp === stamp) return known
    const entries = this.#files.list(folder)
    if (entries === undefined) return undefined
    const listed = { stamp, entries }
    this.#folders.set(folder, listed)
    return listed
  }

  #ignoreFileIn(folder: string, walk: Walk): IgnoreFile | undefined {
    const path = join(folder, '.gitignore')
    const stats = this.#files.stat(path)
    if (stats === undefined || stats.isFolder) return undefined
    const stamp = this.#stampOf(stats)
    walk.stamps.set(path, stamp)
    const known = this.#ignoreFiles.get(path)
    if (known?.stamp === stamp) return known.file
    const file = ignoreFile(folder, this.#files.read(path) ?? '')
    this.#ignoreFiles.set(path, { stamp, file })
    return file
  }

  /** Of what has only just changed no two stamps are equal: it may change again without getting another time. */
  #stampOf({ mtimeMs, size }: { readonly mtimeMs: number; readonly size: number }): string {
    const isYoung = Math.abs(Date.now() - mtimeMs) < UNSTABLE_MS
    return isYoung ? `${mtimeMs} ${size} ${this.#youngStamps++}` : `${mtimeMs} ${size}`
  }

  #forget(path: string): void {
    this.#kept -= this.#texts.get(path)?.text.length ?? 0
    this.#texts.delete(path)
  }
}

/** What a folder has from those above it. */
interface Above {
  readonly ignoring: readonly IgnoreFile[]
  readonly scope: string
  readonly packageFolder: string
  readonly isRoot: boolean
}

/** One look at the whole tree. */
class Walk {
  readonly files = new Map<string, TreeFile>()
  readonly texts = new Map<string, TreeFile>()
  readonly folders = new Set<string>()
  readonly stamps = new Map<string, string>()
  isTooLarge = false
}

function hasChanged(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): boolean {
  if (before.size !== after.size) return true
  for (const [path, stamp] of after) if (before.get(path) !== stamp) return true
  return false
}

function isSkipped(name: string, isInPackageFolder: boolean): boolean {
  return name.startsWith('.') || SKIPPED_FOLDERS.has(name) || (isInPackageFolder && BUILT_FOLDERS.has(name))
}

/** The nearest ignore file that says anything decides. */
function isIgnored(files: readonly IgnoreFile[], path: string, isFolder: boolean): boolean {
  for (let i = files.length - 1; i >= 0; i--) {
    const said = files[i]?.ignores(path, isFolder)
    if (said !== undefined) return said
  }
  return false
}
