import type { TSESTree } from '@typescript-eslint/utils'
import type { Source } from '../source.ts'
import { appendToBlock, prependToBlock } from './blocks.ts'
import type { CodeLines } from './code-lines.ts'
import type { Change } from './edit.ts'
import { fileStyle } from './file-style.ts'
import { indentationAt, lineBreaks } from './lines.ts'
import type { CatchHandler } from './try-text.ts'
import { catchText, finallyText } from './try-text.ts'

/**
 * Has a `try` statement run code in its `finally`: in a new clause, or in the one that is there.
 * @param at where in a `finally` that is there
 * @returns undefined when it would never run there (the block ends with return or throw)
 */
export function addFinally(
  source: Source,
  statement: TSESTree.TryStatement,
  code: CodeLines,
  at: 'start' | 'end' = 'end',
): Change[] | undefined {
  const { finalizer } = statement
  if (finalizer !== null)
    return at === 'start' ? prependToBlock(source, finalizer, code) : appendToBlock(source, finalizer, code)
  return [clauseAt(source, statement, statement.range[1], (base) => finallyText(source, code, base))]
}

/** Gives a `try` statement a `catch` clause; undefined when it has one. */
export function addCatch(
  source: Source,
  statement: TSESTree.TryStatement,
  handler: CatchHandler,
): Change[] | undefined {
  if (statement.handler !== null) return undefined
  return [clauseAt(source, statement, statement.block.range[1], (base) => catchText(source, handler, base))]
}

/** Has the `catch` clause of a `try` statement run code as well; undefined when it has none or leaves before the code. */
export function addToCatch(
  source: Source,
  statement: TSESTree.TryStatement,
  code: CodeLines,
  at: 'start' | 'end' = 'start',
): Change[] | undefined {
  const body = statement.handler?.body
  if (body === undefined) return undefined
  return at === 'start' ? prependToBlock(source, body, code) : appendToBlock(source, body, code)
}

/** A clause behind a closing brace, on the brace's line unless the statement's other clause begins its own line. */
function clauseAt(
  source: Source,
  statement: TSESTree.TryStatement,
  offset: number,
  text: (base: string) => string,
): Change {
  const base = indentationAt(source.text, statement.range[0])
  const other = statement.handler ?? statement.finalizer
  const isOwnLine = other !== null && lineBreaks(source.text, [statement.block.range[1], other.range[0]]) > 0
  const clause = text(base)
  return {
    range: [offset, offset],
    text: isOwnLine ? fileStyle(source).lineEnding + base + clause.trimStart() : clause,
  }
}
