import { closestMatch } from 'leven'

/** The name that somebody probably meant: the nearest of the known ones, when it is near; letter case does not count. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const lower = known.map((candidate) => candidate.toLowerCase())
  // A third of the letters wrong is a slip; more is another word.
  const maxDistance = Math.max(1, Math.ceil(name.length / 3))
  const found = closestMatch(name.toLowerCase(), lower, { maxDistance })
  return found === undefined ? undefined : known[lower.indexOf(found)]
}
