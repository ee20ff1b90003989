import type { Look } from './evidence.ts'
import type { Manifest } from './manifest.ts'
import { manifestOf } from './manifest.ts'
import { ancestorsOf, join } from './posix-path.ts'

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

/**
 * Climbs from a file to the folder that holds `.git`, or to the root of the disk.
 * A package.json that only says how its folder is loaded (`{ "type": "module" }`) is no project, unless there is no other.
 * @param path absolute, with forward slashes
 */
export function locate(path: string, look: Look): Location {
  const found: Place[] = []
  let end = 0
  let repository: string | undefined
  for (const folder of ancestorsOf(path)) {
    const file = join(folder, 'package.json')
    if (look.kindOf(file) === 'file') found.push({ folder, manifest: manifestOf(look.json(file)) })
    const isWorkspaceRoot =
      (found.at(-1)?.folder === folder && found.at(-1)?.manifest?.isWorkspaceRoot === true) ||
      WORKSPACE_FILES.some((name) => look.kindOf(join(folder, name)) !== undefined)
    if (isWorkspaceRoot && end === 0) end = found.length
    if (look.kindOf(join(folder, '.git')) === undefined) continue
    repository = folder
    break
  }
  const isProject = (place: Place): boolean => place.manifest?.isMarker !== true
  const first = Math.max(found.findIndex(isProject), 0)
  const places = found.slice(first, Math.max(end, first + 1)).filter((place, index) => index === 0 || isProject(place))
  return { places, isWorkspace: end > first, repository, moduleType: found[0]?.manifest?.type }
}
