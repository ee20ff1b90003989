import type { Node, Source } from '../source.ts'
import { continuesLine, endsSafely } from './asi.ts'
import type { Change } from './edit.ts'
import { isFirstOnLine, isLastOnLine, lineEnd, lineStart } from './lines.ts'
import {
  indexIn,
  listOf,
  startWithComments,
  statementEnd,
  statementEndWithComments,
  wholeStatement,
} from './statement-place.ts'
import { hasCommentInside } from './tokens.ts'

/**
 * Removes a statement; its lines go when nothing else is on them.
 * @returns undefined when a comment would be lost, or for the one statement of a body without braces
 */
export function removeStatement(source: Source, node: Node): Change[] | undefined {
  const statement = wholeStatement(node)
  const start = startWithComments(source, statement)
  const end = statementEndWithComments(source, statement)
  return hasCommentInside(source, [start, end]) ? undefined : takeOutStatement(source, statement)
}

/**
 * Removes a statement with the comments that belong to it, for an edit that puts both elsewhere.
 * @returns undefined for the one statement of a body without braces
 */
export function takeOutStatement(source: Source, node: Node): Change[] | undefined {
  const { text } = source
  const statement = wholeStatement(node)
  const list = listOf(statement)
  if (list === undefined) return undefined
  const index = indexIn(list, statement)
  if (index === -1) return undefined
  const start = startWithComments(source, statement)
  const end = statementEndWithComments(source, statement)
  const previous = list[index - 1]
  const following = list[index + 1]
  const isGuarded = statementEnd(source, statement) !== statement.range[1]
  // Without it the line before would go on with the line behind.
  const runsOn =
    previous !== undefined &&
    following !== undefined &&
    !isGuarded &&
    !endsSafely(source, previous) &&
    continuesLine(text.slice(following.range[0], following.range[0] + 2))
  if (runsOn) return [{ range: [start, end], text: ';' }]
  if (!isFirstOnLine(text, start) || !isLastOnLine(text, end)) {
    const next = /^[ \t]*/.exec(text.slice(end))?.[0].length ?? 0
    return [{ range: [start, end + next], text: '' }]
  }
  const first = lineStart(text, start)
  let last = lineEnd(text, end)
  last += breakLength(text, last)
  // A blank line that parted it from what follows has nothing to part when it came first.
  if (index === 0 && text.slice(last, lineEnd(text, last)).trim() === '' && last < text.length) {
    last = lineEnd(text, last)
    last += breakLength(text, last)
  }
  return [{ range: [first, last], text: '' }]
}

function breakLength(text: string, at: number): number {
  return text.startsWith('\r\n', at) ? 2 : at < text.length ? 1 : 0
}
