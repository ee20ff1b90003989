import type { Node, Range, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { lineBreaks } from './lines.ts'

/** A token or a comment, whatever the parser calls its type. */
export interface Token {
  readonly type: string
  readonly value: string
  readonly range: Range
}

const tokens = perSource((source) => sorted((source.ast.tokens ?? []) as readonly Token[]))
const comments = perSource((source) => sorted((source.ast.comments ?? []) as readonly Token[]))

/** The last token that ends at or before an offset. */
export function tokenBefore(source: Source, offset: number): Token | undefined {
  return lastEndingBy(tokens(source), offset)
}

/** The first token that starts at or behind an offset. */
export function tokenAfter(source: Source, offset: number): Token | undefined {
  const all = tokens(source)
  return all[firstStartingFrom(all, offset)]
}

/** The last comment that ends at or before an offset. */
export function commentBefore(source: Source, offset: number): Token | undefined {
  return lastEndingBy(comments(source), offset)
}

/** The first comment that starts at or behind an offset. */
export function commentAfter(source: Source, offset: number): Token | undefined {
  const all = comments(source)
  return all[firstStartingFrom(all, offset)]
}

/** The comments that lie wholly within a range, in document order. */
export function commentsIn(source: Source, [start, end]: Range): Token[] {
  const all = comments(source)
  const found: Token[] = []
  for (let i = firstStartingFrom(all, start); i < all.length; i++) {
    const comment = all[i] as Token
    if (comment.range[1] > end) break
    found.push(comment)
  }
  return found
}

/** True when a node or range holds a comment, so that replacing it as a whole would lose one. */
export function hasCommentInside(source: Source, target: Node | Range): boolean {
  const [start, end] = 'type' in target ? target.range : target
  const next = commentAfter(source, start)
  return next !== undefined && next.range[1] <= end
}

/** The file's text of a node or range. */
export function textOf(source: Source, target: Node | Range): string {
  const [start, end] = 'type' in target ? target.range : target
  return source.text.slice(start, end)
}

/**
 * The end of what is written behind an offset on its line: comments that close the line are taken along,
 * a comment before more code is not.
 */
export function withTrailingComments(source: Source, offset: number): number {
  let end = offset
  for (;;) {
    const comment = commentAfter(source, end)
    if (comment === undefined || !isBlankLineRest(source.text, end, comment.range[0])) break
    end = comment.range[1]
  }
  const next = tokenAfter(source, end)
  const isLast = next === undefined || lineBreaks(source.text, [end, next.range[0]]) > 0
  return isLast ? end : offset
}

/**
 * Tokens and comments that hold line breaks whose following white space must stay as it is: template literals,
 * strings, and comments other than those whose lines all begin with `*`.
 */
const frozen = perSource((source): readonly Token[] => {
  const literals = tokens(source).filter(
    ({ range }) => MAY_HOLD_BREAKS.has(source.text.charAt(range[0])) && isMultiLine(source, range),
  )
  const remarks = comments(source).filter(
    (comment) => isMultiLine(source, comment.range) && !hasStarLines(comment.value),
  )
  return sorted([...literals, ...remarks])
})

/** True when a line that begins at the offset begins inside a literal or comment that white space in front would change. */
export function isFrozenLine(source: Source, offset: number): boolean {
  const all = frozen(source)
  const token = all[firstStartingFrom(all, offset) - 1]
  return token !== undefined && token.range[1] > offset
}

/** The first characters of strings, of template literals, and of their parts behind a value. */
const MAY_HOLD_BREAKS = new Set(['"', "'", '`', '}'])

function isMultiLine(source: Source, range: Range): boolean {
  return lineBreaks(source.text, range) > 0
}

function hasStarLines(comment: string): boolean {
  const [, ...rest] = comment.split(/\r\n|[\n\r\u2028\u2029]/)
  return rest.every((line, index) => /^\s*\*/.test(line) || (index === rest.length - 1 && line.trim() === ''))
}

function isBlankLineRest(text: string, from: number, to: number): boolean {
  return text.slice(from, to).trim() === '' && lineBreaks(text, [from, to]) === 0
}

/** Parsers list tokens in order, but a component's script elements may come in another. */
function sorted(list: readonly Token[]): readonly Token[] {
  const isSorted = list.every((token, i) => i === 0 || (list[i - 1] as Token).range[0] <= token.range[0])
  return isSorted ? list : [...list].sort((a, b) => a.range[0] - b.range[0])
}

/** Index of the first entry that starts at or behind the offset; the length when there is none. */
function firstStartingFrom(list: readonly Token[], offset: number): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((list[middle] as Token).range[0] < offset) low = middle + 1
    else high = middle
  }
  return low
}

function lastEndingBy(list: readonly Token[], offset: number): Token | undefined {
  let index = firstStartingFrom(list, offset) - 1
  while (index >= 0 && (list[index] as Token).range[1] > offset) index--
  return list[index]
}
