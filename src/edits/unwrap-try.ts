import type { TSESTree } from '@typescript-eslint/utils'
import type { Source } from '../source.ts'
import type { Change } from './edit.ts'
import { outdentLines } from './shift-lines.ts'
import { listOf, startWithComments, statementEndWithComments } from './statement-place.ts'
import { hasCommentInside } from './tokens.ts'

/**
 * Takes a `try` statement's braces and its `catch` clause away from around what it runs, one level to the left.
 * @param changes what the same edit does to the code inside; those to code that goes are left out
 * @param isGone statements at the end of the block that go as well
 * @returns the changes together; undefined where nothing would be left, a comment would be lost, or a name declared inside
 * could meet another outside
 */
export function unwrapTry(
  source: Source,
  statement: TSESTree.TryStatement,
  changes: readonly Change[],
  isGone: (inner: TSESTree.Statement) => boolean,
): Change[] | undefined {
  const { body } = statement.block
  const [first] = body
  const last = body.findLast((it) => !isGone(it))
  if (first === undefined || last === undefined || statement.finalizer !== null) return undefined
  const declares = body.some((it) => it.type.endsWith('Declaration'))
  if (listOf(statement) === undefined || (declares && listOf(statement)?.length !== 1)) return undefined
  const start = startWithComments(source, first)
  const end = statementEndWithComments(source, last)
  if (hasCommentInside(source, [statement.range[0], start])) return undefined
  if (hasCommentInside(source, [end, statement.range[1]])) return undefined
  const kept = changes.filter(({ range }) => range[0] < end)
  const moved = outdentLines(source, [start, end]).filter(
    (move) => !kept.some(({ range }) => range[0] < move.range[1] && range[1] > move.range[0]),
  )
  return [
    { range: [statement.range[0], start], text: '' },
    ...kept,
    ...moved,
    { range: [end, statement.range[1]], text: '' },
  ]
}
