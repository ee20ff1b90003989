/** What a user may say in `settings.streaming`; the same names serve every rule. */
export interface Settings {
  /** `safe`: `--fix` applies only what keeps behaviour. `suggested`: the first suggestion of a report is its fix. */
  readonly fix: 'safe' | 'suggested'
  /** The library to insert, by purpose (`cache`, `throttle`, …), by package name. */
  readonly libraries: Readonly<Record<string, string>>
  /** Globs, from the project's root, of files that are tests; they replace the built-in list. */
  readonly testFiles: readonly string[] | undefined
  /** Names of the project's own functions and middleware. */
  readonly guards: readonly string[]
  readonly limiters: readonly string[]
  readonly loggers: readonly string[]
  readonly throttles: readonly string[]
  /** Wrappers that catch what an async handler rejects with. */
  readonly errorWrappers: readonly string[]
  /** Paths of routes that are public on purpose; `*` stands for one segment, `**` for any number. */
  readonly publicRoutes: readonly string[]
  /** Packages whose calls count as model calls, beside the built-in table. */
  readonly modelPackages: readonly string[]
  /** Set by `streaming.project()`; only there so that ESLint's cache key changes with the project. */
  readonly fingerprint: string | undefined
}

export const DEFAULT_SETTINGS: Settings = {
  fix: 'safe',
  libraries: {},
  testFiles: undefined,
  guards: [],
  limiters: [],
  loggers: [],
  throttles: [],
  errorWrappers: [],
  publicRoutes: [],
  modelPackages: [],
  fingerprint: undefined,
}

/** Settings as read: always usable, with a sentence about the first thing that is wrong with them. */
export interface ReadSettings {
  readonly settings: Settings
  readonly problem: string | undefined
}

/** STUB until src/settings is whole. */
export function readSettings(all: Readonly<Record<string, unknown>>): ReadSettings {
  const given = all['streaming'] as Partial<Settings> | undefined
  return { settings: { ...DEFAULT_SETTINGS, ...given }, problem: undefined }
}
