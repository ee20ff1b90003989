import type { Look } from './evidence.ts'
import type { Manifest } from './manifest.ts'
import { manifestOf } from './manifest.ts'
import { join } from './posix-path.ts'

/** Files beside which the packages of a workspace live when package.json itself does not say so. */
const WORKSPACE_FILES = ['pnpm-workspace.yaml', 'lerna.json']

/** One package.json on the way from a file to the root of its repository. */
export interface Place {
  /** With forward slashes. */
  readonly folder: string
  /** Undefined when the file cannot be read or is no JSON object. */
  readonly manifest: Manifest | undefined
}

/** Which package.json files speak for the files of a folder. */
export interface Location {
  /** The project of the files first, then, when it is part of a workspace, those above up to the workspace's root. */
  readonly places: readonly Place[]
  /** True when the last of the places is the root of a workspace. */
  readonly isWorkspace: boolean
  /** The folder above that holds `.git`. */
  readonly repository: string | undefined
  /** The `type` of the nearest package.json of any kind, as Node reads it. */
  readonly moduleType: string | undefined
}

/** What a folder itself says about where projects begin and end. */
export interface FolderSigns {
  readonly folder: string
  /** Undefined when no package.json lies in it. */
  readonly place: Place | undefined
  readonly isWorkspaceRoot: boolean
  /** True when it holds `.git`. */
  readonly isRepository: boolean
}

/** Looks at one folder. @param folder absolute, with forward slashes */
export function folderSigns(folder: string, look: Look): FolderSigns {
  const file = join(folder, 'package.json')
  const place = look.kindOf(file) === 'file' ? { folder, manifest: manifestOf(look.json(file)) } : undefined
  const isWorkspaceRoot =
    place?.manifest?.isWorkspaceRoot === true ||
    WORKSPACE_FILES.some((name) => look.kindOf(join(folder, name)) !== undefined)
  return { folder, place, isWorkspaceRoot, isRepository: look.kindOf(join(folder, '.git')) !== undefined }
}

/**
 * Which projects a folder is in.
 * A package.json that only says how its folder is loaded (`{ "type": "module" }`) is no project, unless there is no other.
 * @param way from the folder itself up to the one that holds `.git`, or to the root of the disk
 */
export function locate(way: readonly FolderSigns[]): Location {
  const found: Place[] = []
  let end = 0
  for (const { place, isWorkspaceRoot } of way) {
    if (place !== undefined) found.push(place)
    if (isWorkspaceRoot && end === 0) end = found.length
  }
  const isProject = (place: Place): boolean => place.manifest?.isMarker !== true
  const first = Math.max(found.findIndex(isProject), 0)
  const places = found.slice(first, Math.max(end, first + 1)).filter((place, index) => index === 0 || isProject(place))
  const last = way.at(-1)
  const repository = last?.isRepository === true ? last.folder : undefined
  return { places, isWorkspace: end > first, repository, moduleType: found[0]?.manifest?.type }
}
