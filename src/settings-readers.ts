import type { Purpose } from './libraries/catalogue.ts'
import { packagesFor, PURPOSES } from './libraries/catalogue.ts'
import { nearestName } from './nearest-name.ts'
import type { Settings } from './settings.ts'
import { isPlainObject, kindOfValue, unknownName } from './settings-values.ts'

/**
 * Turns what was given for a key into its value, or into undefined when nothing of it can be used.
 * @param path the key in full, for the sentences that are added to `problems`
 */
type Reader<T> = (value: unknown, path: string, problems: string[]) => T | undefined

/** How each key is read; also the list of all keys. */
export const READERS: { readonly [Key in keyof Settings]-?: Reader<Exclude<Settings[Key], undefined>> } = {
  fix: choice(['safe', 'suggested']),
  libraries,
  // A backslash before a letter is a Windows path; before a bracket or star it escapes it.
  testFiles: strings((glob) =>
    /^!?(?:\/|[a-z]:|\.\.\/)|\\[\w.]/i.test(glob) ? "a glob from the project's root, with forward slashes" : undefined,
  ),
  guards: strings(),
  limiters: strings(),
  loggers: strings(),
  throttles: strings(),
  errorWrappers: strings(),
  publicRoutes: strings((route) => (route.startsWith('/') ? undefined : "a path that begins with '/'")),
  modelPackages: strings((name) =>
    /^(?:@[\w.~-]+\/)?(?:[\w.~-]+|\*)$/.test(name) && name !== '*'
      ? undefined
      : "a package, such as 'openai' or '@scope/*'",
  ),
  providerUrls: strings((url) =>
    /^[a-z][a-z\d+.-]*:\/\//i.test(url) ? undefined : "an address that begins like 'wss://' or 'https://'",
  ),
  fingerprint: (value, path, problems) => {
    if (typeof value === 'string') return value
    problems.push(mustBe(path, 'a string', kindOfValue(value)))
    return undefined
  },
}

function choice<T extends string>(values: readonly T[]): Reader<T> {
  return (value, path, problems) => {
    const found = values.find((candidate) => candidate === value)
    if (found !== undefined) return found
    const nearest = typeof value === 'string' ? nearestName(value, values) : undefined
    problems.push(
      nearest === undefined
        ? mustBe(path, values.map((candidate) => `'${candidate}'`).join(' or '), shown(value))
        : `Unknown value '${String(value)}' of setting '${path}'; did you mean '${nearest}'?`,
    )
    return undefined
  }
}

/** @param wrong says what an item should have been; undefined when it is right */
function strings(wrong: (item: string) => string | undefined = () => undefined): Reader<readonly string[]> {
  return (value, path, problems) => {
    if (!Array.isArray(value)) {
      problems.push(mustBe(path, 'a list of strings', kindOfValue(value)))
      return undefined
    }
    const items: readonly unknown[] = value
    return items.filter((item, index): item is string => {
      const expected = typeof item !== 'string' || item.trim() === '' ? 'a string that is not empty' : wrong(item)
      if (expected !== undefined) problems.push(mustBe(`${path}[${index}]`, expected, shown(item)))
      return expected === undefined
    })
  }
}

function libraries(value: unknown, path: string, problems: string[]): Settings['libraries'] | undefined {
  if (!isPlainObject(value)) {
    problems.push(mustBe(path, 'an object of package names by purpose', kindOfValue(value)))
    return undefined
  }
  const chosen: Partial<Record<Purpose, string>> = {}
  for (const [key, library] of Object.entries(value)) {
    const purpose = PURPOSES.find((candidate) => candidate === key)
    if (purpose === undefined) {
      problems.push(unknownName(`setting '${path}.${key}'`, key, PURPOSES))
      continue
    }
    if (library === undefined) continue
    const packages = packagesFor(purpose)
    if (typeof library !== 'string') problems.push(mustBe(`${path}.${purpose}`, 'a package name', kindOfValue(library)))
    else if (packages.includes(library)) chosen[purpose] = library
    else problems.push(unknownName(`library '${library}' of setting '${path}.${purpose}'`, library, packages))
  }
  return chosen
}

function mustBe(path: string, expected: string, actual: string): string {
  return `Setting '${path}' must be ${expected}, but is ${actual}.`
}

function shown(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : kindOfValue(value)
}
