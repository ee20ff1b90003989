import type { TSESTree } from '@typescript-eslint/utils'
import { propertyName } from '../facts/unwrap.ts'
import type { Node, Source } from '../source.ts'
import { joinLines } from './code-lines.ts'
import type { Change } from './edit.ts'
import { fileStyle } from './file-style.ts'
import { indentationAt } from './lines.ts'
import { listOf } from './statement-place.ts'
import { hasCommentInside } from './tokens.ts'

/** A statement's new text; in braces where it is the body of an `if` or a loop, so that an `else` keeps its `if`. */
export function replaced(source: Source, statement: Node, code: readonly string[]): Change {
  const { lineEnding, indent } = fileStyle(source)
  const base = indentationAt(source.text, statement.range[0])
  if (listOf(statement) !== undefined) return { range: statement.range, text: joinLines(source, code, base) }
  const inner = base + indent
  const text = `{${lineEnding}${inner}${joinLines(source, code, inner)}${lineEnding}${base}}`
  return { range: statement.range, text }
}

/** The statement that is the write and nothing else. */
export function statementOfWrite(
  source: Source,
  call: TSESTree.CallExpression,
): TSESTree.ExpressionStatement | undefined {
  let outer: Node = call
  if (outer.parent?.type === 'AwaitExpression') outer = outer.parent
  const statement = outer.parent
  if (statement?.type !== 'ExpressionStatement') return undefined
  const isBare = !hasCommentInside(source, [statement.range[0], call.range[0]])
  return isBare && !hasCommentInside(source, [call.range[1], statement.range[1]]) ? statement : undefined
}

/** A name or a chain of properties: what may be written twice. */
export function isPlain(stream: Node): boolean {
  if (stream.type === 'TSNonNullExpression') return isPlain(stream.expression)
  if (stream.type === 'MemberExpression')
    return !stream.optional && propertyName(stream) !== undefined && isPlain(stream.object)
  return stream.type === 'Identifier' || stream.type === 'ThisExpression'
}
