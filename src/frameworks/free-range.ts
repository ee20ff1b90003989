import type { Range } from '../source.ts'

/**
 * The place of a report that shares its line, not its range, with other reports.
 * @param name what all of them are about
 * @param taken the ranges of the others
 * @param wanted the place that says it best; not taken where it leaves the line of the name
 * @returns the wanted place, else the name with as much of what follows it as sets it apart
 */
export function freeRange(text: string, name: Range, taken: readonly Range[], wanted: Range | undefined): Range {
  const isTaken = ([start, end]: Range): boolean => taken.some((it) => it[0] === start && it[1] === end)
  if (wanted !== undefined && wanted[0] < wanted[1] && isOnOneLine(text, name, wanted) && !isTaken(wanted))
    return wanted
  let found = name
  while (isTaken(found) && found[1] < text.length) found = [found[0], wordEnd(text, found[1])]
  return isTaken(found) ? fromLineStart(text, found) : found
}

/** From the first character of a line that is no white space to the end of a range on it. */
export function fromLineStart(text: string, [start, end]: Range): Range {
  let at = start
  for (let i = start - 1; i >= 0 && !isLineBreak(text, i); i--) if (!/\s/.test(text.charAt(i))) at = i
  return [at, end]
}

function isOnOneLine(text: string, a: Range, b: Range): boolean {
  for (let at = Math.min(a[0], b[0]); at < Math.max(a[1], b[1]); at++) if (isLineBreak(text, at)) return false
  return true
}

function isLineBreak(text: string, at: number): boolean {
  return /[\n\r\u2028\u2029]/.test(text.charAt(at))
}

/** Where the word, or the single sign, ends that follows an offset. */
function wordEnd(text: string, offset: number): number {
  const next = /\s*(?:[\w$]+|\S|$)/y
  next.lastIndex = offset
  return next.test(text) ? next.lastIndex : text.length
}
