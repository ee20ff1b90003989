import { segmentsOf } from './posix-path.ts'

/** A path that a text mentions: its segments, `*` for one that can be anything. */
export type PathPattern = readonly string[]

/** What a text mentions, as the path of an address or as an address's own path, which others may go below. */
export interface MentionedPath {
  readonly path: PathPattern
  readonly isBase: boolean
}

/** A path that can be any. */
const ANY: PathPattern = ['**']

/**
 * The path in a text that is an address (`http://localhost:3000/api/chat?x=1`), a path behind something unknown, or a path
 * of its own. Undefined for anything else.
 * @param text `*` stands for what is not known of it
 */
export function mentionedPath(text: string): MentionedPath | undefined {
  const bare = text.trim().replace(/[?#].*$/s, '')
  const address = /^(?:[a-z][a-z0-9+.-]*|\*):\/\/([^/]*)(\/.*)?$/i.exec(bare)
  const path = address === null ? /^\*?(\/(?!\/).*)$/.exec(bare)?.[1] : (address[2] ?? '')
  if (path === undefined || /[\s<>|\\^]/.test(path)) return undefined
  const isBase = address !== null
  const pattern = patternOf(path)
  const isAny = pattern.length === 0 ? address?.[1]?.endsWith('*') === true : pattern.every((it) => it === '*')
  return { path: isAny ? ANY : pattern, isBase }
}

/** True for a mention that says nothing of its path. */
export function isAnyPath(path: PathPattern): boolean {
  return path[0] === '**'
}

/** The segments of a path; parameters in any notation are `*`, the rest of a path is `**`. */
export function patternOf(path: string): PathPattern {
  return segmentsOf(path).map((segment) => {
    if (/^(?:\*\*|\{?\*\w+\}?|:\w+\*|:\w+\(\.\*\)\*?|\(\.\*\)|\[\[?\.{3}\w+\]?\])$/.test(segment)) return '**'
    return /[*:{[<$(]/.test(segment) ? '*' : segment
  })
}

/**
 * True when a mentioned path is, or can be, one of a route's.
 * @param isWhole false when what stands before the route's path is not known: then it may stand at the end
 */
export function isMentionOf(route: PathPattern, mention: PathPattern, isWhole: boolean): boolean {
  const rest = route.indexOf('**')
  const fixed = rest === -1 ? route : route.slice(0, rest)
  if (isWhole) return fits(fixed, mention, rest === -1)
  return mention.some((_, start) => fits(fixed, mention.slice(start), rest === -1)) || fixed.length === 0
}

function fits(route: PathPattern, mention: PathPattern, isAll: boolean): boolean {
  if (isAll ? route.length !== mention.length : route.length > mention.length) return false
  return route.every((segment, index) => segment === mention[index] || segment === '*' || mention[index] === '*')
}
