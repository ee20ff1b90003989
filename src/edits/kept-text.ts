import type { TSESTree } from '@typescript-eslint/utils'
import type { HandParser } from '../facts/hand-parsers.ts'
import type { Source } from '../source.ts'
import { joinLines } from './code-lines.ts'
import { CutOut } from './cut-out.ts'
import type { Change } from './edit.ts'
import { replace } from './edit.ts'
import { indentationAt } from './lines.ts'
import { insertStatementsBefore } from './statements.ts'
import { hasCommentInside } from './tokens.ts'

/** The declaration of what was kept gives way to other declarations. */
export function replaceDeclarator(
  source: Source,
  declarator: TSESTree.VariableDeclarator,
  code: readonly string[],
  cuts: CutOut,
  changes: Change[],
): boolean {
  const statement = declarator.parent
  if (hasCommentInside(source, declarator)) return false
  const inserted = code.length === 0 ? [] : insertStatementsBefore(source, statement, code)
  if (inserted === undefined) return false
  if (statement.declarations.length > 1) {
    cutDeclarator(declarator, cuts)
    changes.push(...inserted)
    return true
  }
  if (code.length === 0) {
    cuts.cut(statement.range)
    return true
  }
  const text = joinLines(source, code, indentationAt(source.text, statement.range[0]))
  changes.push(replace(statement, text))
  return true
}

/** One of several declarations of a statement. */
export function cutDeclarator(declarator: TSESTree.VariableDeclarator, cuts: CutOut): void {
  const { declarations } = declarator.parent
  const index = declarations.indexOf(declarator as never)
  const next = declarations[index + 1]
  const previous = declarations[index - 1]
  if (next !== undefined) cuts.cut([declarator.range[0], next.range[0]])
  else if (previous !== undefined) cuts.cut([previous.range[1], declarator.range[1]])
}

/** The statement that keeps the rest goes, and what a `while` loop declares for itself. */
export function cutCarry({ carry, own }: HandParser, cuts: CutOut): void {
  if (carry !== undefined) cuts.cut(carry.range)
  for (const statement of own) cuts.cut(statement.range)
}
