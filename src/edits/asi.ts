import type { Node, Source } from '../source.ts'
import { indexIn, lastPart, listOf } from './statement-place.ts'
import { tokenBefore } from './tokens.ts'

/**
 * True when code that begins so goes on with a line before it that no semicolon ends:
 * `(`, `[`, a template, a regular expression, `+`, `-` and other operators.
 */
export function continuesLine(code: string): boolean {
  return /^(?:[([`/+\-*.,<?%&|^=]|in\b|instanceof\b)/.test(code) && !/^(?:\/\/|\/\*|\+\+|--)/.test(code)
}

/** True when no code in the next line can become part of the statement. */
export function endsSafely(source: Source, statement: Node): boolean {
  if (tokenBefore(source, statement.range[1])?.value === ';') return true
  const last = lastPart(statement)
  switch (last.type) {
    case 'ExpressionStatement':
    case 'TSExportAssignment':
      return false
    case 'VariableDeclaration':
      return last.declarations.at(-1)?.init == null
    case 'ReturnStatement':
    case 'ThrowStatement':
      return last.argument == null
    case 'ExportDefaultDeclaration':
      return /Declaration$/.test(last.declaration.type)
    default:
      // Blocks end themselves; behind the others no operator is allowed, so the line break ends them.
      return true
  }
}

/** True when code can begin where the statement begins without becoming part of the line before. */
export function isAsiSafe(source: Source, statement: Node, code: string): boolean {
  if (!continuesLine(code)) return true
  const list = listOf(statement)
  const previous = list === undefined ? undefined : list[indexIn(list, statement) - 1]
  return previous === undefined || endsSafely(source, previous)
}

/**
 * The semicolons that keep inserted code from running into its neighbours.
 * @param isUnsafeBefore true when no semicolon ends what stands before it
 * @param next the first characters of what follows
 * @returns what goes in front of the code, and what goes in front of the following statement
 */
export function guardsOf(code: string, isUnsafeBefore: boolean, next: string): { before: string; next: string } {
  const isEnded =
    /[;{]\s*$/.test(code) ||
    (/^(?:if|for|while|try|switch|function|class|async\s+function)\b/.test(code) && /\}\s*$/.test(code))
  return {
    before: isUnsafeBefore && continuesLine(code) ? ';' : '',
    // TypeScript takes `(a)` and a brace in the next line for an arrow function that lacks its arrow.
    next: !isEnded && (continuesLine(next) || (next.startsWith('{') && /\)\s*$/.test(code))) ? ';' : '',
  }
}
