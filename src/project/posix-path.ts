import { posix, win32 } from 'node:path'

/**
 * Paths inside the plugin have forward slashes on every system: `C:/repo/src/a.ts`, `//server/share/a.ts`, `/repo/a.ts`.
 * These functions take such paths and do no input or output.
 */

/** The path with forward slashes. */
export function toPosixPath(path: string): string {
  return path.replaceAll('\\', '/')
}

/** True for paths that begin at a root, a drive or a share; false for `<input>`, `a.ts` and the like. */
export function isAbsolutePath(path: string): boolean {
  return path.startsWith('/') || /^[a-z]:\//i.test(path)
}

/** The folder that holds the file or folder; undefined for a root and for relative paths. */
export function parentOf(path: string): string | undefined {
  if (!isAbsolutePath(path)) return undefined
  const parent = flavourOf(path).dirname(path)
  return parent === path ? undefined : parent
}

/** The folders above a path, nearest first. */
export function ancestorsOf(path: string): string[] {
  const found: string[] = []
  for (let folder = parentOf(path); folder !== undefined; folder = parentOf(folder)) found.push(folder)
  return found
}

/** `folder` and `name` as one path. */
export function join(folder: string, name: string): string {
  return folder.endsWith('/') ? folder + name : `${folder}/${name}`
}

/** The path as seen from the folder, without a leading slash; undefined when it is not below the folder. */
export function relativeTo(folder: string, path: string): string | undefined {
  const prefix = folder.endsWith('/') ? folder : `${folder}/`
  return path.startsWith(prefix) && path.length > prefix.length ? path.slice(prefix.length) : undefined
}

/** The segments of a path, without empty ones. */
export function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '')
}

// `//server/share` is a root only to the Windows rules, which keep forward slashes as they are.
function flavourOf(path: string): typeof posix {
  if (path.startsWith('/') && !path.startsWith('//')) return posix
  return /^(?:[a-z]:\/|\/\/)/i.test(path) ? win32 : posix
}
