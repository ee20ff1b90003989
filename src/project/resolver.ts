import type { ResolverFactory } from 'oxc-resolver'
import { moduleKind } from '../facts/module-name.ts'
import type { FileTree, TreeFile } from './file-tree.ts'
import type { NativeModules } from './native-modules.ts'
import { isAbsolutePath, join, parentOf, relativeTo, segmentsOf, toPosixPath } from './posix-path.ts'

const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.vue', '.svelte']
/** What a specifier with the extension of the built file can mean before the build. */
const WRITTEN_FOR: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.js', '.jsx'],
  '.jsx': ['.tsx', '.jsx'],
  '.mjs': ['.mts', '.mjs'],
  '.cjs': ['.cts', '.cjs'],
}
const CONDITIONS = ['source', 'development', 'import', 'require', 'node', 'default']
/** Folders that builds write to, and what they are made from. */
const BUILT = /^(?:dist|build|lib|out|\.output)\/(?:(?:esm|cjs|src|types)\/)?/
/** What bundlers and frameworks are told to begin imports with, when no tsconfig says it. */
const USUAL_ALIASES: readonly (readonly [prefix: string, folders: readonly string[]])[] = [
  ['@/', ['src/', '', 'app/']],
  ['~/', ['src/', 'app/', '']],
  ['$lib/', ['src/lib/']],
  ['#/', ['src/', '']],
  ['src/', ['src/']],
]

/** Finds the file of a project that a specifier names. Remembers until it is told that the tree has changed. */
export class Resolver {
  readonly #tree: FileTree
  readonly #native: NativeModules
  readonly #known = new Map<string, string | null>()
  #withTsconfig: ResolverFactory | undefined
  #plain: ResolverFactory | undefined
  #packages: ReadonlyMap<string, string> | undefined
  #version = -1
  readonly #realRoot: string

  /** @param realRoot the tree's root without symbolic links: what a resolver answers with */
  constructor(tree: FileTree, native: NativeModules, realRoot: string) {
    this.#tree = tree
    this.#native = native
    this.#realRoot = realRoot
  }

  /**
   * The file that an import in a file means: one of the tree, or one outside that is no dependency.
   * Undefined for packages, built-in modules, and what cannot be found.
   * @param from the importing file, with forward slashes
   */
  resolve(from: string, specifier: string): string | undefined {
    const folder = parentOf(from)
    if (folder === undefined) return undefined
    this.#forgetIfChanged()
    const bare = specifier.replace(/[?#].*$/, '') || specifier
    const isRelative = /^\.{1,2}(?:\/|$)/.test(bare)
    if (isRelative) {
      const inTree = this.#fileAt(normalized(`${folder}/${bare}`))
      if (inTree !== undefined) return inTree
    } else if (moduleKind(bare) === 'builtin' || moduleKind(bare) === 'other') return undefined
    const scope = isRelative ? folder : (this.#tree.files.get(from)?.scope ?? folder)
    const key = `${scope}\n${bare}`
    let found = this.#known.get(key)
    if (found === undefined) {
      found = this.#search(from, bare, isRelative) ?? null
      this.#known.set(key, found)
    }
    return found ?? undefined
  }

  #forgetIfChanged(): void {
    const { version } = this.#tree
    if (version === this.#version) return
    this.#version = version
    this.#known.clear()
    this.#packages = undefined
    this.#withTsconfig?.clearCache()
    this.#plain?.clearCache()
  }

  #search(from: string, specifier: string, isRelative: boolean): string | undefined {
    const resolved = this.#bundlers(from, specifier)
    if (resolved !== undefined && !resolved.includes('/node_modules/')) {
      const file = this.#tree.files.has(resolved) ? resolved : this.#sourceOf(resolved)
      if (file !== undefined) return file
      if (relativeTo(this.#tree.root, resolved) === undefined) return resolved
    }
    if (isRelative) return undefined
    return this.#inWorkspace(specifier) ?? (resolved === undefined ? this.#byUsualAlias(from, specifier) : undefined)
  }

  /** What the resolver of bundlers says, with the paths of the tsconfig around the file, or without when that is broken. */
  #bundlers(from: string, specifier: string): string | undefined {
    const options = {
      extensions: EXTENSIONS,
      extensionAlias: Object.fromEntries(Object.entries(WRITTEN_FOR).map(([built, written]) => [built, [...written]])),
      conditionNames: CONDITIONS,
      mainFields: ['source', 'module', 'main'],
      nodePath: false,
    }
    this.#withTsconfig ??= new this.#native.resolver.ResolverFactory({ ...options, tsconfig: 'auto' })
    this.#plain ??= new this.#native.resolver.ResolverFactory(options)
    const path =
      this.#withTsconfig.resolveFileSync(from, specifier).path ??
      this.#plain.sync(parentOf(from) ?? from, specifier).path
    if (path === undefined) return undefined
    const posix = toPosixPath(path)
    const inside = relativeTo(this.#realRoot, posix)
    return inside === undefined ? posix : join(this.#tree.root, inside)
  }

  /** `packages/auth/src/index.ts` for `packages/auth/dist/index.js`, which a build makes of it. */
  #sourceOf(built: string): string | undefined {
    const folder = [...this.#tree.packageFolders]
      .filter((it) => relativeTo(it, built) !== undefined)
      .sort((a, b) => b.length - a.length)[0]
    const inside = folder === undefined ? undefined : relativeTo(folder, built)
    if (folder === undefined || inside === undefined) return undefined
    const rest = inside.replace(BUILT, '').replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '')
    return this.#firstOf(folder, [`src/${rest}`, rest])
  }

  /** A package of the workspace that is not installed: by the name in its package.json. */
  #inWorkspace(specifier: string): string | undefined {
    this.#packages ??= this.#packageNames()
    const segments = specifier.split('/')
    const length = specifier.startsWith('@') ? 2 : 1
    const folder = this.#packages.get(segments.slice(0, length).join('/'))
    if (folder === undefined) return undefined
    const rest = segments.slice(length).join('/')
    if (rest !== '') return this.#firstOf(folder, [`src/${rest}`, rest, `src/${rest}/index`])
    const { main, module } = (this.#tree.json(join(folder, 'package.json')) ?? {}) as {
      main?: unknown
      module?: unknown
    }
    for (const entry of [module, main]) {
      if (typeof entry !== 'string') continue
      const path = normalized(join(folder, entry))
      const file = this.#fileAt(path) ?? this.#sourceOf(path)
      if (file !== undefined) return file
    }
    return this.#firstOf(folder, ['src/index', 'index', 'src/main'])
  }

  #packageNames(): Map<string, string> {
    const names = new Map<string, string>()
    for (const folder of this.#tree.packageFolders) {
      const { name } = (this.#tree.json(join(folder, 'package.json')) ?? {}) as { name?: unknown }
      if (typeof name === 'string') names.set(name, folder)
    }
    return names
  }

  #byUsualAlias(from: string, specifier: string): string | undefined {
    const file: TreeFile | undefined = this.#tree.files.get(from)
    if (file === undefined) return undefined
    for (const [prefix, folders] of USUAL_ALIASES)
      if (specifier.startsWith(prefix)) {
        const rest = specifier.slice(prefix.length)
        const found = this.#firstOf(
          file.packageFolder,
          folders.map((folder) => folder + rest),
        )
        if (found !== undefined) return found
      }
    return undefined
  }

  #firstOf(folder: string, names: readonly string[]): string | undefined {
    for (const name of names) {
      const found = this.#fileAt(normalized(join(folder, name)))
      if (found !== undefined) return found
    }
    return undefined
  }

  /** The file of the tree at a path as imports write it: without an extension, with that of the build, or a folder's index. */
  #fileAt(path: string): string | undefined {
    const { files } = this.#tree
    const dot = path.lastIndexOf('.')
    const extension = dot > path.lastIndexOf('/') ? path.slice(dot) : ''
    for (const written of WRITTEN_FOR[extension] ?? []) {
      const candidate = path.slice(0, dot) + written
      if (files.has(candidate)) return candidate
    }
    if (files.has(path)) return path
    for (const end of EXTENSIONS) if (files.has(path + end)) return path + end
    for (const end of EXTENSIONS) if (files.has(`${path}/index${end}`)) return `${path}/index${end}`
    return undefined
  }
}

/** The path without `.`, `..` and empty segments. */
function normalized(path: string): string {
  const start = path.startsWith('//') ? '//' : path.startsWith('/') ? '/' : ''
  const kept: string[] = []
  for (const segment of segmentsOf(path)) {
    if (segment === '..') kept.pop()
    else if (segment !== '.') kept.push(segment)
  }
  const result = start + kept.join('/')
  return isAbsolutePath(result) ? result : path
}
