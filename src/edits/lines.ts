import type { Range } from '../source.ts'

const LINE_ENDS = /\r\n|[\n\r\u2028\u2029]/g
/** Its own expression: `matchAll` begins where the last search with the same one ended. */
const NEXT_LINE_END = /[\n\r\u2028\u2029]/g
const OTHER_LINE_END = /[\r\u2028\u2029](?=[^\r\u2028\u2029]*$)/
/** White space that is no line break, as far as anybody indents with it. */
const SPACES = /[ \t\f\v\u00A0\uFEFF]*/y
const BLANK = /^[ \t\f\v\u00A0\uFEFF\n\r\u2028\u2029]*$/

/** Where the line of an offset begins. */
export function lineStart(text: string, offset: number): number {
  const start = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1
  const other = OTHER_LINE_END.exec(text.slice(start, offset))
  if (other !== null) return start + other.index + 1
  return start === 0 && text.startsWith('\uFEFF') && offset > 0 ? 1 : start
}

/** Where the line of an offset ends, its line break left out. */
export function lineEnd(text: string, offset: number): number {
  NEXT_LINE_END.lastIndex = offset
  return NEXT_LINE_END.exec(text)?.index ?? text.length
}

/** The white space at the start of an offset's line. */
export function indentationAt(text: string, offset: number): string {
  SPACES.lastIndex = lineStart(text, offset)
  return SPACES.exec(text)?.[0] ?? ''
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
  return BLANK.test(text.slice(start, end))
}

/** How many line breaks a range holds; CRLF counts once. */
export function lineBreaks(text: string, [start, end]: Range): number {
  return text.slice(start, end).match(LINE_ENDS)?.length ?? 0
}

/** The offsets at which lines begin within a range, its own start left out. */
export function lineStartsIn(text: string, [start, end]: Range): number[] {
  const starts: number[] = []
  for (const { index, 0: line } of text.slice(start, end).matchAll(LINE_ENDS)) {
    const next = start + index + line.length
    if (next < end) starts.push(next)
  }
  return starts
}
