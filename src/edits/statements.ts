import type { Node, Range, Source } from '../source.ts'
import { endsSafely, guardsOf } from './asi.ts'
import { blockOf, closingGap, indentationOf, isOneLine, openUp } from './block-gaps.ts'
import { addBraces } from './braces.ts'
import type { CodeLines } from './code-lines.ts'
import { joinLines } from './code-lines.ts'
import type { Change } from './edit.ts'
import { fileStyle } from './file-style.ts'
import { indentationAt, isFirstOnLine, isLastOnLine } from './lines.ts'
import { indexIn, listOf, startWithComments, statementEnd, wholeStatement } from './statement-place.ts'
import { tokenAfter, tokenBefore, withTrailingComments } from './tokens.ts'

/**
 * Inserts statements in front of a statement, above the comments that belong to it. The un-braced body of `if`, `else`
 * or a loop gets braces; labels and `export` stay with their statement.
 * @returns undefined when the node is no statement
 */
export function insertStatementsBefore(source: Source, node: Node, code: CodeLines): Change[] | undefined {
  const { text } = source
  const statement = wholeStatement(node)
  const list = listOf(statement)
  if (list === undefined) return addBraces(source, statement, { before: code })
  const index = indexIn(list, statement)
  if (index === -1) return undefined
  const previous = list[index - 1]
  const inner = indentationOf(source, statement)
  const { lineEnding } = fileStyle(source)

  const guard = guardingSemicolon(source, statement, previous)
  const start = guard ?? startWithComments(source, statement)
  const isUnsafe = previous !== undefined && (guard !== undefined || !endsSafely(source, previous))
  const next = guard === undefined ? text.slice(statement.range[0], statement.range[0] + 2) : ''
  const body = joinLines(source, code, inner)
  const guards = guardsOf(body, isUnsafe, next)
  const inserted = guards.before + body + lineEnding + inner
  // Comments of the statement stand between the inserted code and its first token.
  const guardChanges = guardOf(statement, guards.next)
  if (isFirstOnLine(text, start)) return [{ range: [start, start], text: inserted }, ...guardChanges]

  const before = tokenBefore(source, start)
  const gap: Range = [before?.range[1] ?? start, start]
  const range: Range = isOneLine(source, gap) ? gap : [start, start]
  const block = blockOf(source, statement.parent as Node)
  const change = { range, text: lineEnding + inner + inserted }
  return [change, ...guardChanges, ...(block === undefined ? [] : openUp(source, block, inner, [range]))]
}

/**
 * Inserts statements behind a statement and the comments that close its line. An un-braced body gets braces.
 * @returns undefined when the node is no statement, or when it leaves its list so that what follows would never run
 */
export function insertStatementsAfter(source: Source, node: Node, code: CodeLines): Change[] | undefined {
  const { text } = source
  const statement = wholeStatement(node)
  if (leaves(statement)) return undefined
  const list = listOf(statement)
  if (list === undefined) return addBraces(source, statement, { after: code })
  const index = indexIn(list, statement)
  if (index === -1) return undefined
  const following = list[index + 1]
  const inner = indentationOf(source, statement)
  const { lineEnding } = fileStyle(source)

  const end = statementEnd(source, statement)
  const isGuarded = end !== statement.range[1]
  const last = withTrailingComments(source, end)
  const next = following === undefined || isGuarded ? '' : text.slice(following.range[0], following.range[0] + 2)
  const joined = joinLines(source, code, inner)
  const guards = guardsOf(joined, isGuarded || !endsSafely(source, statement), next)
  const body = guards.before + joined
  const guardChanges = following === undefined ? [] : guardOf(following, guards.next)
  const block = blockOf(source, statement.parent as Node)
  if (isLastOnLine(text, last) || tokenAfter(source, last) === undefined) {
    const changes: Change[] = [{ range: [last, last], text: lineEnding + inner + body }, ...guardChanges]
    return block === undefined ? changes : [...changes, ...openUp(source, block, inner, [])]
  }
  const closing = block !== undefined && following === undefined ? closingGap(source, block) : undefined
  const gap: Range = closing ?? [end, following === undefined ? end : startWithComments(source, following)]
  const range: Range = isOneLine(source, gap) ? gap : [end, end]
  const base = block !== undefined && closing !== undefined ? indentationAt(text, block.open) : inner
  const change = { range, text: lineEnding + inner + body + lineEnding + base }
  return [change, ...guardChanges, ...(block === undefined ? [] : openUp(source, block, inner, [range]))]
}

/** True for a statement behind which nothing runs. */
function leaves(statement: Node): boolean {
  switch (statement.type) {
    case 'ReturnStatement':
    case 'ThrowStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
      return true
    default:
      return false
  }
}

/** A semicolon in front of a statement that would go on with the line above it. */
function guardOf(statement: Node, guard: string): Change[] {
  const [start] = statement.range
  return guard === '' ? [] : [{ range: [start, start], text: guard }]
}

/** The start of a semicolon that stands in front of the statement to part it from the line before. */
function guardingSemicolon(source: Source, statement: Node, previous: Node | undefined): number | undefined {
  const before = tokenBefore(source, statement.range[0])
  if (previous === undefined || before?.value !== ';' || before.range[1] !== previous.range[1]) return undefined
  if (!isFirstOnLine(source.text, before.range[0]) || !isOneLine(source, [before.range[1], statement.range[0]]))
    return undefined
  const isOfPrevious = statementEnd(source, previous) <= before.range[0]
  return isOfPrevious || previous.type === 'EmptyStatement' ? before.range[0] : undefined
}
