/** How a package.json lists a package. */
export type DependencyKind = 'dependencies' | 'devDependencies' | 'optionalDependencies' | 'peerDependencies'

/** In the order in which a package manager decides what gets installed. */
const DEPENDENCY_KINDS: readonly DependencyKind[] = [
  'dependencies',
  'optionalDependencies',
  'devDependencies',
  'peerDependencies',
]

/** Keys of a package.json that only tells Node how to load the files beside it, as in `src/esm/package.json`. */
const MARKER_KEYS = new Set([
  'type',
  'sideEffects',
  'main',
  'module',
  'browser',
  'types',
  'typings',
  'exports',
  'imports',
])

/** What the plugin reads of a package.json. */
export interface Manifest {
  readonly type: string | undefined
  readonly version: string | undefined
  readonly main: string | undefined
  readonly exports: unknown
  readonly packageManager: string | undefined
  /** `engines.node` as written. */
  readonly nodeRange: string | undefined
  readonly isWorkspaceRoot: boolean
  /** True when the file only marks how its folder is loaded and is no project of its own. */
  readonly isMarker: boolean
  /** Range and kind of a listed package; undefined when it is not listed. */
  listing(packageName: string): { readonly range: string; readonly kind: DependencyKind } | undefined
}

/** Reads a parsed package.json. Parts of a wrong type count as missing; undefined when it is no object at all. */
export function manifestOf(json: unknown): Manifest | undefined {
  if (!isRecord(json)) return undefined
  const { exports, engines } = json
  return {
    type: stringIn(json, 'type'),
    version: stringIn(json, 'version'),
    main: stringIn(json, 'main'),
    exports,
    packageManager: stringIn(json, 'packageManager'),
    nodeRange: isRecord(engines) ? stringIn(engines, 'node') : undefined,
    isWorkspaceRoot: Array.isArray(json['workspaces']) || isRecord(json['workspaces']),
    isMarker: Object.keys(json).length > 0 && Object.keys(json).every((key) => MARKER_KEYS.has(key)),
    listing(packageName) {
      for (const kind of DEPENDENCY_KINDS) {
        const listed = json[kind]
        if (!isRecord(listed) || !Object.hasOwn(listed, packageName)) continue
        const range = listed[packageName]
        return { range: typeof range === 'string' ? range : '', kind }
      }
      return undefined
    },
  }
}

/** True for JSON objects; false for arrays and null. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function stringIn(record: Record<string, unknown>, key: string): string | undefined {
  const value = record[key]
  return typeof value === 'string' ? value : undefined
}
