import { nearestName } from './nearest-name.ts'

/** True for objects that are neither lists nor null. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What a value is, in a sentence: `a string`, `a list`, `null`, … */
export function kindOfValue(value: unknown): string {
  if (value === null) return 'null'
  if (value === undefined) return 'undefined'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

/** A sentence about a name that nobody knows, with the nearest known one, or with all of them when none is near. */
export function unknownName(what: string, name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known)
  const all = known.map((candidate) => `'${candidate}'`).join(', ')
  return `Unknown ${what}; ${nearest === undefined ? `known are ${all}.` : `did you mean '${nearest}'?`}`
}
