import type { Project } from '../project/project.ts'
import { relativeTo, segmentsOf } from '../project/posix-path.ts'
import type { Settings } from '../settings.ts'
import { isGenerated } from './generated-file.ts'
import { matchesGlobs } from './globs.ts'
import {
  MARKED_FILE,
  MARKED_FILE_BEFORE,
  MARKED_FOLDER,
  NAMED_FILE,
  NAMED_FOLDER,
  ROUTE_FILES,
  ROUTE_FOLDERS,
} from './test-paths.ts'

/** How many folders of a path count where there is no project: further up it is about the machine, not the code. */
const FOLDERS_WITHOUT_PROJECT = 2

/** Where a file is and what package.json and the settings say around it. */
export interface FilePlace {
  /** The physical path, with forward slashes. */
  readonly path: string
  readonly project: Project
  readonly settings: Settings
}

/**
 * True for files in which rules are silent: tests, mocks, stories, benchmarks and fixtures (unless the rule is about
 * those), declaration files, and files that say at their top that they are generated.
 */
export function isExemptFile(place: FilePlace & { readonly text: string }, includesTestFiles: boolean): boolean {
  if (isDeclarationFile(place.path)) return true
  if (!includesTestFiles && isTestFile(place)) return true
  return isGenerated(place.text)
}

/**
 * True for test, mock, story, benchmark and fixture files and what sets them up. Told by the path from the project's
 * root, so that a checkout in a folder named `test` is none; in a workspace from the workspace's root, so that a package
 * under its `test` or `e2e` folder is one. `settings.streaming.testFiles` replaces the built-in list.
 * Without a project (no package.json) the file's name and the two folders above it decide.
 */
export function isTestFile({ path, project, settings }: FilePlace): boolean {
  const inProject = project.root === undefined ? undefined : relativeTo(project.root, path)
  if (settings.testFiles !== undefined) return matchesGlobs(settings.testFiles, inProject ?? path.replace(/^\/+/, ''))
  if (inProject === undefined)
    return isTestPath(
      segmentsOf(path)
        .slice(-1 - FOLDERS_WITHOUT_PROJECT)
        .join('/'),
    )
  if (isTestPath(inProject)) return true
  const inWorkspace = project.workspaceRoot === undefined ? undefined : relativeTo(project.workspaceRoot, path)
  return inWorkspace !== undefined && inWorkspace !== inProject && isTestPath(inWorkspace)
}

/** True for `.d.ts` and its relatives. */
export function isDeclarationFile(path: string): boolean {
  return /\.d(?:\.[^./]+)?\.[cm]?ts$/.test(path)
}

function isTestPath(path: string): boolean {
  const nameAt = path.lastIndexOf('/') + 1
  const { folders, isMarked, isNamed } = foldersOf(path.slice(0, nameAt))
  if (isMarked) return true
  const file = path.slice(nameAt)
  const stem = file.replace(/\.[^.]+$/, '')
  if (MARKED_FILE.test(stem) || MARKED_FILE_BEFORE.test(stem)) return true
  const isNamedFile = NAMED_FILE.test(stem)
  if (!isNamed && !isNamedFile) return false
  const routerRoot = routerRootEnd(folders, file)
  if (isNamed && folders.slice(0, routerRoot).some((folder) => NAMED_FOLDER.test(folder))) return true
  return isNamedFile && routerRoot === undefined && !ROUTE_FOLDERS.has(folders.at(-1) ?? '')
}

interface PathFolders {
  readonly folders: readonly string[]
  /** One of them holds nothing but tests and the like. */
  readonly isMarked: boolean
  /** One of them has a name of such folders, which a route may have, too. */
  readonly isNamed: boolean
}

/** The files of a project lie in the same few folders. */
const known = new Map<string, PathFolders>()

function foldersOf(path: string): PathFolders {
  let found = known.get(path)
  if (found === undefined) {
    const folders = segmentsOf(path)
    found = {
      folders,
      isMarked: folders.some((folder) => MARKED_FOLDER.test(folder)),
      isNamed: folders.some((folder) => NAMED_FOLDER.test(folder)),
    }
    known.set(path, found)
  }
  return found
}

/** How many folders lead to the root of a file-based router, that root included; undefined for files that are no routes. */
function routerRootEnd(folders: readonly string[], file: string): number | undefined {
  for (const route of ROUTE_FILES) {
    if (!route.file.test(file)) continue
    for (let end = folders.length; end >= route.root.length; end--)
      if (route.root.every((name, index) => folders[end - route.root.length + index] === name)) return end
  }
  return undefined
}
