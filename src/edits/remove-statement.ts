import type { Node, Range, Source } from '../source.ts'
import type { Change } from './edit.ts'
import { replace } from './edit.ts'
import { isFirstOnLine, isLastOnLine, lineEnd, lineStart } from './lines.ts'
import { statementEnd } from './statement-place.ts'
import { commentAfter, commentBefore, hasCommentInside, tokenAfter } from './tokens.ts'

/** Removes a statement with its line, or with the space behind it; undefined when a comment speaks of it. */
export function removeStatement(source: Source, statement: Node): Change[] | undefined {
  const { text } = source
  const start = statement.range[0]
  const end = statementEnd(source, statement)
  const before = commentBefore(source, start)
  const after = commentAfter(source, end)
  if (hasCommentInside(source, statement)) return undefined
  if (before !== undefined && text.slice(before.range[1], start).trim() === '') return undefined
  if (after !== undefined && text.slice(end, after.range[0]).trim() === '' && after.range[0] <= lineEnd(text, end))
    return undefined
  return [replace(rangeToRemove(source, start, end), '')]
}

function rangeToRemove(source: Source, start: number, end: number): Range {
  const { text } = source
  if (isFirstOnLine(text, start) && isLastOnLine(text, end)) {
    const line = lineEnd(text, end)
    const next = text.startsWith('\r\n', line) ? line + 2 : Math.min(line + 1, text.length)
    return [lineStart(text, start), next]
  }
  const next = tokenAfter(source, end)
  return [start, next === undefined || next.value === '}' ? end : next.range[0]]
}
