import { createRequire } from 'node:module'
import type * as Semver from 'semver'

const require = createRequire(import.meta.url)
let loaded: typeof Semver | undefined

/** Loaded when the first version is compared: most runs never do. */
function semver(): typeof Semver {
  loaded ??= require('semver') as typeof Semver
  return loaded
}

/** Ranges that other tools resolve; what they stand for is not written here. */
const OPAQUE = /^(?:catalog|workspace|file|link|portal|patch|git\S*|https?|github|gitlab|bitbucket|jsr):/

/**
 * The major version that a range of package.json allows, when it allows exactly one.
 * Undefined for `*`, `latest`, `catalog:`, `workspace:`, addresses, and ranges of several majors.
 */
export function majorOfRange(range: string, packageName: string): number | undefined {
  const plain = plainRange(range, packageName)
  if (plain === undefined) return undefined
  const { major: majorOf, minVersion, subset, valid } = semver()
  if (valid(plain) !== null) return majorOf(plain)
  const lowest = minVersion(plain)
  if (lowest === null) return undefined
  const { major } = lowest
  return subset(plain, `>=${major}.0.0-0 <${major + 1}.0.0`) ? major : undefined
}

/** Whether a range of package.json allows a version; undefined when the range does not say. */
export function allows(range: string, version: string, packageName: string): boolean | undefined {
  const plain = plainRange(range, packageName)
  if (plain === undefined || semver().valid(version) === null) return undefined
  return semver().satisfies(version, plain, { includePrerelease: true })
}

/** True when everything that `inner` allows is allowed by `outer` too; false for anything that is no range. */
export function isSubrange(inner: string, outer: string): boolean {
  const { subset, validRange } = semver()
  return validRange(inner) !== null && validRange(outer) !== null && subset(inner, outer)
}

/** The range without an alias of the same package; undefined when it is no range of versions. */
function plainRange(range: string, packageName: string): string | undefined {
  const text = range.trim()
  const alias = /^npm:(@?[^@]+)(?:@(.*))?$/.exec(text)
  if (alias !== null) {
    const [, name, rest] = alias
    return name === packageName && rest !== undefined ? plainRange(rest, packageName) : undefined
  }
  if (text === '' || OPAQUE.test(text)) return undefined
  return semver().validRange(text) === null ? undefined : text
}
