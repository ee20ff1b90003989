import type { Range } from '../source.ts'

/** Where the line of an offset begins. */
export function lineStart(text: string, offset: number): number {
  let start = offset
  while (start > 0 && !isLineEnd(text, start - 1)) start--
  return start === 0 && text.startsWith('\uFEFF') && offset > 0 ? 1 : start
}

/** Where the line of an offset ends, its line break left out. */
export function lineEnd(text: string, offset: number): number {
  let end = offset
  while (end < text.length && !isLineEnd(text, end)) end++
  return end
}

/** The white space at the start of an offset's line. */
export function indentationAt(text: string, offset: number): string {
  const start = lineStart(text, offset)
  let end = start
  while (end < text.length && isSpace(text, end)) end++
  return text.slice(start, end)
}

/** True when nothing but white space stands before the offset on its line. */
export function isFirstOnLine(text: string, offset: number): boolean {
  return isBlank(text, [lineStart(text, offset), offset])
}

/** True when nothing but white space stands behind the offset on its line. */
export function isLastOnLine(text: string, offset: number): boolean {
  return isBlank(text, [offset, lineEnd(text, offset)])
}

/** True when a range holds nothing but spaces, tabs and line breaks. */
export function isBlank(text: string, [start, end]: Range): boolean {
  for (let at = start; at < end; at++) if (!isSpace(text, at) && !isLineEnd(text, at)) return false
  return true
}

/** How many line breaks a range holds; CRLF counts once. */
export function lineBreaks(text: string, [start, end]: Range): number {
  let count = 0
  for (let at = start; at < end; at++)
    if (isLineEnd(text, at) && !(text[at] === '\r' && text[at + 1] === '\n' && at + 1 < end)) count++
  return count
}

/** The offsets at which lines begin within a range, its own start left out. */
export function lineStartsIn(text: string, [start, end]: Range): number[] {
  const starts: number[] = []
  for (let at = start; at < end; at++) {
    if (!isLineEnd(text, at) || (text[at] === '\r' && text[at + 1] === '\n')) continue
    if (at + 1 < end) starts.push(at + 1)
  }
  return starts
}

function isLineEnd(text: string, at: number): boolean {
  const char = text[at]
  return char === '\n' || char === '\r' || char === '\u2028' || char === '\u2029'
}

function isSpace(text: string, at: number): boolean {
  const char = text[at]
  return char === ' ' || char === '\t' || char === '\f' || char === '\v' || char === '\u00A0' || char === '\uFEFF'
}
