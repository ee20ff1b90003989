import type { Range, Source } from '../source.ts'
import type { Change } from './edit.ts'
import { fileStyle } from './file-style.ts'
import { lineEnd, lineStartsIn } from './lines.ts'
import { isFrozenLine } from './tokens.ts'

/**
 * Moves the lines that begin within a range one level to the right. Blank lines, and lines that begin inside a
 * template literal, a string or a comment that is not written with a star on each line, stay as they are.
 */
export function indentLines(source: Source, range: Range): Change[] {
  const { indent } = fileStyle(source)
  return movableLines(source, range).map((start) => ({ range: [start, start], text: indent }))
}

/** Moves the same lines one level to the left, where they have that much white space. */
export function outdentLines(source: Source, range: Range): Change[] {
  const { indent } = fileStyle(source)
  return movableLines(source, range)
    .filter((start) => source.text.startsWith(indent, start))
    .map((start) => ({ range: [start, start + indent.length], text: '' }))
}

/**
 * The text of a range as it reads at another indentation: lines that begin within it swap one leading white space for
 * the other, except those that `indentLines` leaves alone and those that are not indented so far.
 */
export function shiftedText(source: Source, [start, end]: Range, from: string, to: string): string {
  const { text } = source
  let shifted = ''
  let position = start
  for (const line of movableLines(source, [start, end])) {
    if (!text.startsWith(from, line)) continue
    shifted += text.slice(position, line) + to
    position = line + from.length
  }
  return shifted + text.slice(position, end)
}

function movableLines(source: Source, range: Range): number[] {
  const { text } = source
  return lineStartsIn(text, range).filter(
    (start) => text.slice(start, lineEnd(text, start)).trim() !== '' && !isFrozenLine(source, start),
  )
}
