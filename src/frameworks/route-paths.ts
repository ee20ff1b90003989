/** What a pattern says of a path. `maybe`: it cannot be told, or only for some values of the parameters. */
export type Covers = 'yes' | 'no' | 'maybe'

/** Two paths as one: `/api/` and `/chat` give `/api/chat`. Undefined when one of them is unknown. */
export function joinPaths(outer: string | undefined, inner: string | undefined): string | undefined {
  if (outer === undefined || inner === undefined) return undefined
  const segments = segmentsOf(`${outer}/${inner}`)
  return `/${segments.join('/')}`
}

/**
 * Whether every request for a route passes a middleware of this pattern.
 * @param pattern `/api`, `/api/*`, `*`, `:id`; undefined for a middleware without one, which covers everything
 * @param route the route's path in the same router; undefined when unknown
 * @param isPrefix true where a pattern covers what lies below it (`app.use` of Express), false where it must match whole
 */
export function coverage(pattern: string | undefined, route: string | undefined, isPrefix: boolean): Covers {
  if (pattern === undefined) return 'yes'
  const wanted = segmentsOf(pattern)
  if (wanted.length === 0) return isPrefix ? 'yes' : route === undefined ? 'maybe' : route === '/' ? 'yes' : 'no'
  if (wanted.length === 1 && isRest(wanted[0] as string)) return 'yes'
  if (route === undefined) return 'maybe'
  const given = segmentsOf(route)
  for (const [index, segment] of wanted.entries()) {
    if (isRest(segment) && index === wanted.length - 1) return 'yes'
    const actual = given[index]
    if (actual === undefined) return 'no'
    const match = matches(segment, actual)
    if (match !== 'yes') return match
  }
  return isPrefix || given.length === wanted.length ? 'yes' : 'no'
}

/** The segments of a path, without empty ones. */
export function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '')
}

/** The segments at the start of a pattern that stand for themselves alone, so that a path which it covers begins with them. */
export function literalStart(pattern: string): string[] {
  const segments = segmentsOf(pattern)
  const end = segments.findIndex((segment) => !isLiteral(segment))
  return end === -1 ? segments : segments.slice(0, end)
}

function isLiteral(segment: string): boolean {
  return /^[\w.-]+$/.test(segment)
}

function matches(pattern: string, actual: string): Covers {
  if (pattern === actual || pattern === '*' || /^:\w+$/.test(pattern)) return 'yes'
  if (isLiteral(pattern)) return isVariable(actual) && actual.includes('*') ? 'maybe' : 'no'
  return 'maybe'
}

function isVariable(segment: string): boolean {
  return segment.startsWith(':') || segment.includes('*')
}

/** `*`, `**`, `(.*)`, `*splat`, `{*splat}`, `:path*`: the rest of the path, whatever it is. */
function isRest(segment: string): boolean {
  return /^(?:\*{1,2}|\(\.\*\)|\{?\/?\*\w+\}?|:\w+(?:\(\.\*\))?\*?|:\w+\*)$/.test(segment) && !/^:\w+$/.test(segment)
}
