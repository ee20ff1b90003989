import type { Look } from './evidence.ts'
import type { Manifest } from './manifest.ts'
import { isRecord, manifestOf } from './manifest.ts'
import { ancestorsOf, join } from './posix-path.ts'
import type { Place } from './location.ts'
import { allows } from './semver-range.ts'

/**
 * The package.json of an installed package, found as Node finds it: in the `node_modules` of the project's folder, then
 * of each folder above. Undefined when it is not installed.
 *
 * What lies above the project counts with care. A package that no package.json of the project lists is only looked for
 * inside the workspace (further up it belongs to somebody else), and one whose version the project's range excludes is
 * passed over: the project's own copy is just not installed.
 */
export function installedManifest(
  packageName: string,
  places: readonly Place[],
  look: Look,
  range: string | undefined,
): Manifest | undefined {
  const [project] = places
  if (project === undefined) return undefined
  const folders =
    range === undefined ? places.map((place) => place.folder) : [project.folder, ...ancestorsOf(project.folder)]
  for (const folder of new Set(folders)) {
    const manifest = manifestOf(look.json(join(folder, `node_modules/${packageName}/package.json`)))
    if (manifest?.version === undefined) continue
    const isOwn = folder === project.folder
    if (!isOwn && range !== undefined && allows(range, manifest.version, packageName) === false) continue
    return manifest
  }
  return undefined
}

/** The major of a full version; undefined for anything else. */
export function majorOfVersion(version: string): number | undefined {
  const digits = /^v?(\d+)\.\d+\.\d+/.exec(version)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/**
 * True when CommonJS code can load the package on every Node version: it is written in CommonJS, or has a build for it.
 * Node 20.19 and later also load most ES modules by `require`, older compilers and bundles do not.
 */
export function hasCommonJsBuild(manifest: Manifest): boolean {
  if (hasCondition(manifest.exports, 'require')) return true
  if (manifest.type === 'module')
    return manifest.main?.endsWith('.cjs') === true || targets(manifest.exports).some((file) => file.endsWith('.cjs'))
  if (manifest.exports === undefined || manifest.exports === null) return manifest.main?.endsWith('.mjs') !== true
  return targets(manifest.exports).some((file) => /\.c?js(?:on)?$/.test(file))
}

function hasCondition(exports: unknown, name: string): boolean {
  if (Array.isArray(exports)) return exports.some((item) => hasCondition(item, name))
  if (!isRecord(exports)) return false
  return Object.entries(exports).some(([key, value]) => key === name || hasCondition(value, name))
}

/** The files that `exports` names, apart from those that only `import` or only type checkers get. */
function targets(exports: unknown): string[] {
  if (typeof exports === 'string') return [exports]
  if (Array.isArray(exports)) return exports.flatMap(targets)
  if (!isRecord(exports)) return []
  return Object.entries(exports).flatMap(([key, value]) =>
    key === 'import' || key === 'module' || key === 'types' || key === './package.json' ? [] : targets(value),
  )
}
