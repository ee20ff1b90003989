import type { Files } from './evidence.ts'
import { Answers, DISK, DiskView } from './evidence.ts'
import { hasCommonJsBuild, installedManifest, majorOfVersion } from './installed.ts'
import type { FolderSigns, Location } from './location.ts'
import { folderSigns, locate } from './location.ts'
import type { DependencyKind, Manifest } from './manifest.ts'
import { ancestorsOf, isAbsolutePath, join, parentOf, toPosixPath } from './posix-path.ts'
import { majorOfRange } from './semver-range.ts'

export type PackageManager = 'npm' | 'pnpm' | 'yarn' | 'bun'

/** What the package.json files around a file say. Every answer is computed when asked, and none throws. */
export interface Project {
  /** The folder of the nearest package.json above the file, with forward slashes; undefined when there is none. */
  readonly root: string | undefined
  /** The outermost folder of the workspace that the project belongs to; undefined when it belongs to none. */
  readonly workspaceRoot: string | undefined
  /** The folder of the repository, which holds `.git`; undefined when the project lies in none. */
  readonly repository: string | undefined
  /** False when there is no package.json or it cannot be read: then `has` saying no means nothing. */
  readonly isKnown: boolean
  /** True when the nearest package.json says `"type": "module"`. */
  readonly isModule: boolean
  /** The Node versions that package.json promises to run on (`engines.node`), as written. */
  readonly nodeRange: string | undefined
  /** Told by the `packageManager` field, else by the lock file, else npm. */
  readonly packageManager: PackageManager
  /**
   * True when the project's package.json, or one above it in the same workspace, lists the package as a dependency of
   * any kind. False where there is no package.json.
   */
  has(packageName: string): boolean
  /** The same for packages that are there in production too: no development and no optional dependencies. */
  ships(packageName: string): boolean
  /** True when the project's own package.json lists the package; what the rest of the workspace has does not count. */
  lists(packageName: string): boolean
  /**
   * The major version: of the package installed in `node_modules` walking up, else of the range in package.json when
   * it allows exactly one major. Undefined: unknown.
   */
  major(packageName: string): number | undefined
  /** True when CommonJS code can load the installed package; undefined when it is not installed. */
  hasCommonJsBuild(packageName: string): boolean | undefined
}

const SHIPPED: ReadonlySet<DependencyKind> = new Set<DependencyKind>(['dependencies', 'peerDependencies'])

const LOCK_FILES: readonly (readonly [file: string, manager: PackageManager])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['package-lock.json', 'npm'],
]

/** The project of no file at all: nothing is known. */
export const NO_PROJECT: Project = {
  root: undefined,
  workspaceRoot: undefined,
  repository: undefined,
  isKnown: false,
  isModule: false,
  nodeRange: undefined,
  packageManager: 'npm',
  has: () => false,
  ships: () => false,
  lists: () => false,
  major: () => undefined,
  hasCommonJsBuild: () => undefined,
}

/**
 * Makes a `projectOf` that asks these files. One project object serves all files of a folder until a package.json on
 * the way changes, appears or goes; changes are seen after at most 500 ms.
 * @param now a clock in milliseconds
 */
export function projectsOf(files: Files = DISK, now?: () => number): (path: string) => Project {
  const view = new DiskView(files, now)
  const folders = new Answers(view)
  const projects = new Map<string, KnownProject>()
  return (path) => {
    const posixPath = toPosixPath(path)
    const folder = isAbsolutePath(posixPath) ? parentOf(posixPath) : undefined
    if (folder === undefined) return NO_PROJECT
    const known = projects.get(folder)
    if (known !== undefined && view.now < known.freshUntil) return known.project
    const way = wayUp(folders, posixPath)
    const freshUntil = Math.min(...way.map((it) => folders.freshUntil(it.folder)))
    if (known !== undefined && isSameWay(known.way, way)) {
      known.freshUntil = freshUntil
      return known.project
    }
    const location = locate(way)
    const project = location.places.length === 0 ? NO_PROJECT : new LocatedProject(location, new Answers(view))
    projects.set(folder, { project, way, freshUntil })
    return project
  }
}

interface KnownProject {
  readonly project: Project
  /** What the project was told by. */
  readonly way: readonly FolderSigns[]
  /** Before this, none of the folders would be looked at again. */
  freshUntil: number
}

/** What the folders above a file say, up to its repository; the same objects as long as the disk says the same. */
function wayUp(folders: Answers, path: string): FolderSigns[] {
  const way: FolderSigns[] = []
  for (const folder of ancestorsOf(path)) {
    const signs = folders.answer(folder, (look) => folderSigns(folder, look))
    way.push(signs)
    if (signs.isRepository) break
  }
  return way
}

function isSameWay(a: readonly FolderSigns[], b: readonly FolderSigns[]): boolean {
  return a.length === b.length && a.every((signs, index) => signs === b[index])
}

/**
 * The project that a file belongs to.
 * @param path the physical path of the file (not that of a block in it); anything but an absolute path has no project
 */
export const projectOf: (path: string) => Project = projectsOf()

class LocatedProject implements Project {
  readonly #location: Location
  readonly #answers: Answers

  constructor(location: Location, answers: Answers) {
    this.#location = location
    this.#answers = answers
  }

  get root(): string | undefined {
    return this.#location.places[0]?.folder
  }

  get workspaceRoot(): string | undefined {
    return this.#location.isWorkspace ? this.#location.places.at(-1)?.folder : undefined
  }

  get repository(): string | undefined {
    return this.#location.repository
  }

  get isKnown(): boolean {
    return this.#location.places[0]?.manifest !== undefined
  }

  get isModule(): boolean {
    return this.#location.moduleType === 'module'
  }

  get nodeRange(): string | undefined {
    return this.#first((manifest) => manifest.nodeRange)
  }

  get packageManager(): PackageManager {
    const named = this.#first((manifest) => manifest.packageManager)?.split('@')[0]
    if (named === 'npm' || named === 'pnpm' || named === 'yarn' || named === 'bun') return named
    return this.#answers.answer('package manager', (look) => {
      for (const { folder } of this.#location.places)
        for (const [file, manager] of LOCK_FILES) if (look.kindOf(join(folder, file)) !== undefined) return manager
      return 'npm'
    })
  }

  has(packageName: string): boolean {
    return this.#listing(packageName) !== undefined
  }

  ships(packageName: string): boolean {
    return this.#location.places.some(({ manifest }) => {
      const listing = manifest?.listing(packageName)
      return listing !== undefined && SHIPPED.has(listing.kind)
    })
  }

  lists(packageName: string): boolean {
    return this.#location.places[0]?.manifest?.listing(packageName) !== undefined
  }

  major(packageName: string): number | undefined {
    if (!this.isKnown) return undefined
    const range = this.#listing(packageName)?.range
    const version = this.#installed(packageName)?.version
    if (version !== undefined) return majorOfVersion(version)
    return range === undefined ? undefined : majorOfRange(range, packageName)
  }

  hasCommonJsBuild(packageName: string): boolean | undefined {
    const manifest = this.#installed(packageName)
    return manifest === undefined ? undefined : hasCommonJsBuild(manifest)
  }

  #installed(packageName: string): Manifest | undefined {
    const range = this.#listing(packageName)?.range
    return this.#answers.answer(`installed ${packageName}`, (look) =>
      installedManifest(packageName, this.#location.places, look, range),
    )
  }

  #listing(packageName: string): { readonly range: string } | undefined {
    return this.#first((manifest) => manifest.listing(packageName))
  }

  #first<T>(read: (manifest: Manifest) => T | undefined): T | undefined {
    for (const { manifest } of this.#location.places) {
      const value = manifest === undefined ? undefined : read(manifest)
      if (value !== undefined) return value
    }
    return undefined
  }
}
