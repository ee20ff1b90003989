import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ESLint } from 'eslint'
import { gte } from 'semver'
import { UsageError } from './usage-error.ts'

/** The oldest ESLint whose flat config this plugin is written for. */
const OLDEST = '9.22.0'

/** The first ESLint whose `ESLint` class can heed bulk suppressions (`applySuppressions`); older ones refuse the option. */
const SUPPRESSING = '10.1.0'

/** The classes of the ESLint that the project has installed. */
export interface OwnEslint {
  readonly ESLint: typeof ESLint
}

/**
 * The ESLint that a folder's own scripts would run.
 * @param cwd absolute path
 * @throws {UsageError} when there is none, or one that is too old
 */
export async function ownEslint(cwd: string): Promise<OwnEslint> {
  let path: string
  try {
    path = createRequire(join(cwd, 'package.json')).resolve('eslint')
  } catch {
    throw new UsageError(`There is no ESLint in ${cwd}. Install it: npm install --save-dev eslint`)
  }
  const loaded = (await import(pathToFileURL(path).href)) as { default?: OwnEslint } & OwnEslint
  const classes = loaded.ESLint === undefined ? loaded.default : loaded
  const version = classes?.ESLint.version
  if (classes === undefined || version === undefined || !gte(version, OLDEST))
    throw new UsageError(`ESLint ${version ?? ''} of this project is too old. Version ${OLDEST} or newer is needed.`)
  return classes
}

/** Whether an ESLint can heed bulk suppressions when it is not started by its own command. */
export function canSuppress({ ESLint }: OwnEslint): boolean {
  return gte(ESLint.version, SUPPRESSING)
}
