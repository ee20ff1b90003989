import type { Source } from '../source.ts'
import { packageOf } from './module-name.ts'

/** True when a module belongs to one of the packages, of which `@scope/*` names all of a scope. */
export function isOneOf(packages: readonly string[], module: string): boolean {
  const name = packageOf(module)
  if (name === undefined) return false
  return packages.some((it) => it === name || (it.endsWith('/*') && name.startsWith(it.slice(0, -1))))
}

/** True for packages that the settings add to the table of model SDKs. */
export function isUsersModelPackage(source: Source, module: string): boolean {
  return source.modelPackages !== undefined && isOneOf(source.modelPackages, module)
}
