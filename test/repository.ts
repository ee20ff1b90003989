import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The root of the repository, with forward slashes and one at its end. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url)).replaceAll('\\', '/')

/**
 * The files under a folder of the repository, sorted.
 * @param folder from the root, such as `src`
 * @param extension with its dot
 * @returns paths from the root, with forward slashes
 */
export function filesUnder(folder: string, extension: string): string[] {
  return readdirSync(ROOT + folder, { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith(extension))
    .sort()
}
