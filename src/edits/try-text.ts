import type { Source } from '../source.ts'
import type { CodeLines } from './code-lines.ts'
import { isEmptyCode, joinLines } from './code-lines.ts'
import { fileStyle } from './file-style.ts'

/** What a `catch` clause does. */
export interface CatchHandler {
  /** The caught value's name; without it the clause has no parameter. */
  readonly param?: string
  readonly code: CodeLines
}

/** The clauses behind a `try` block; at least one. */
export interface Handlers {
  readonly catch?: CatchHandler
  readonly finally?: CodeLines
}

/**
 * The text of the clauses as it stands behind the closing brace of a `try` block.
 * @returns undefined when there is no clause, which is no valid `try`
 */
export function handlersText(source: Source, handlers: Handlers, base: string): string | undefined {
  const { catch: handler, finally: finalizer } = handlers
  if (handler === undefined && finalizer === undefined) return undefined
  return (
    (handler === undefined ? '' : catchText(source, handler, base)) +
    (finalizer === undefined ? '' : finallyText(source, finalizer, base))
  )
}

/** ` catch (error) { … }` at an indentation. */
export function catchText(source: Source, { param, code }: CatchHandler, base: string): string {
  return ` catch ${param === undefined ? '' : `(${param}) `}${blockText(source, code, base)}`
}

/** ` finally { … }` at an indentation. */
export function finallyText(source: Source, code: CodeLines, base: string): string {
  return ` finally ${blockText(source, code, base)}`
}

/** A block of statements whose closing brace has the indentation. */
function blockText(source: Source, code: CodeLines, base: string): string {
  if (isEmptyCode(code)) return '{}'
  const { lineEnding, indent } = fileStyle(source)
  const inner = base + indent
  return `{${lineEnding}${inner}${joinLines(source, code, inner)}${lineEnding}${base}}`
}
