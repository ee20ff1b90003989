import type { Purpose } from './libraries/catalogue.ts'
import { READERS } from './settings-readers.ts'
import { isPlainObject, kindOfValue, unknownName } from './settings-values.ts'

/** What a user may say in `settings.streaming`; the same names serve every rule. Every key may be left out. */
export interface Settings {
  /** `safe` (default): `--fix` applies only what keeps behaviour. `suggested`: the first suggestion of a report is its fix. */
  readonly fix: 'safe' | 'suggested'
  /** The library to insert, by purpose (`cache`, `throttle`, …), by package name. Default: what the project has. */
  readonly libraries: Readonly<Partial<Record<Purpose, string>>>
  /** Globs, from the project's root, of files that are tests; they replace the built-in list. Default: that list. */
  readonly testFiles: readonly string[] | undefined
  /** Names of the project's own functions, middleware, decorators and classes that let only known users through. Default: none. */
  readonly guards: readonly string[]
  /** The same for those that limit how often something is done, whether requests or calls. Default: none. */
  readonly limiters: readonly string[]
  /** Names of functions that log, and of objects whose methods (`error`, `warn`, …) log. Default: none. */
  readonly loggers: readonly string[]
  /** Names of functions that return, or are, a throttled or debounced function. Default: none. */
  readonly throttles: readonly string[]
  /** Names of functions that catch what the async handler that they are given rejects with. Default: none. */
  readonly errorWrappers: readonly string[]
  /** Paths of routes that are public on purpose; `*` stands for one segment, `**` for any number. Default: none. */
  readonly publicRoutes: readonly string[]
  /** Packages whose calls count as model calls, beside the built-in table; `@scope/*` for all of a scope. Default: none. */
  readonly modelPackages: readonly string[]
  /** Beginnings of addresses (`wss://api.example.com/v1/`) whose provider demands the key in the URL. Default: none. */
  readonly providerUrls: readonly string[]
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
  providerUrls: [],
  fingerprint: undefined,
}

/** Settings as read: always usable, with a sentence about the first thing that is wrong with them. */
export interface ReadSettings {
  readonly settings: Settings
  readonly problem: string | undefined
}

const ALL_DEFAULT: ReadSettings = { settings: DEFAULT_SETTINGS, problem: undefined }

const readOnce = new WeakMap<object, ReadSettings>()

/**
 * Reads `settings.streaming` out of all settings of a file, once per object.
 * Never throws: a key that is unknown or has a wrong value is left out, the others stay in force.
 */
export function readSettings(all: Readonly<Record<string, unknown>> | undefined): ReadSettings {
  const given = all?.['streaming']
  if (given === undefined) return ALL_DEFAULT
  if (!isPlainObject(given))
    return {
      settings: DEFAULT_SETTINGS,
      problem: `Setting 'streaming' must be an object, but is ${kindOfValue(given)}.`,
    }
  let known = readOnce.get(given)
  if (known === undefined) {
    known = read(given)
    readOnce.set(given, known)
  }
  return known
}

function read(given: Readonly<Record<string, unknown>>): ReadSettings {
  const problems: string[] = []
  const settings: Record<string, unknown> = { ...DEFAULT_SETTINGS }
  for (const [key, value] of Object.entries(given)) {
    if (!Object.hasOwn(READERS, key))
      problems.push(unknownName(`setting 'streaming.${key}'`, key, Object.keys(READERS)))
    else if (value !== undefined) {
      const understood = READERS[key as keyof Settings](value, `streaming.${key}`, problems)
      if (understood !== undefined) settings[key] = understood
    }
  }
  return { settings: settings as unknown as Settings, problem: summary(problems) }
}

function summary(problems: readonly string[]): string | undefined {
  const [first, ...rest] = problems
  if (first === undefined || rest.length === 0) return first
  return `${first} (${rest.length} more ${rest.length === 1 ? 'problem' : 'problems'} in these settings.)`
}
