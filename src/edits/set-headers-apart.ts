import type { TSESTree } from '@typescript-eslint/utils'
import { receiverOf } from '../facts/callee.ts'
import { unwrap } from '../facts/unwrap.ts'
import type { Source } from '../source.ts'
import { codeFor } from './code-lines.ts'
import type { Edit } from './edit.ts'
import { statementOf } from './statement-place.ts'
import { insertStatementsAfter } from './statements.ts'
import { hasCommentInside, textOf } from './tokens.ts'

/** `setHeader(name, value, name, value)` as one call for each pair; undefined where the call is no statement or the pairs do not work out. */
export function setHeadersApart(source: Source, call: TSESTree.CallExpression): Edit | undefined {
  const statement = statementOf(call)
  const receiver = receiverOf(call)
  const given = call.arguments
  if (receiver === undefined || statement?.type !== 'ExpressionStatement' || unwrap(statement.expression) !== call)
    return undefined
  if (given.length % 2 === 1 || given.some((it) => it.type === 'SpreadElement') || hasCommentInside(source, call))
    return undefined
  const second = given[1]
  const last = given.at(-1)
  if (second === undefined || last === undefined) return undefined
  const lines = given
    .slice(2)
    .flatMap((name, i, rest) =>
      i % 2 === 1
        ? []
        : codeFor(
            source,
          )`${textOf(source, receiver)}.setHeader(${textOf(source, name)}, ${textOf(source, rest[i + 1]!)});`,
    )
  const added = insertStatementsAfter(source, statement, lines)
  if (added === undefined) return undefined
  return { changes: [{ range: [second.range[1], last.range[1]], text: '' }, ...added] }
}
