import type { Node, Range, Source } from '../source.ts'
import { fileStyle } from './file-style.ts'
import type { Change } from './edit.ts'
import { indentationAt, isFirstOnLine, lineBreaks } from './lines.ts'
import { indexIn, listOf, startWithComments } from './statement-place.ts'
import { commentBefore, tokenAfter, tokenBefore } from './tokens.ts'

/** A block with braces and what stands between them. */
export interface Block {
  /** Behind the opening brace. */
  readonly open: number
  /** Before the closing brace. */
  readonly close: number
  readonly statements: readonly Node[]
}

/** The braces around a statement list; undefined for a program, a `<script>` and a `case`. */
export function blockOf(source: Source, owner: Node): Block | undefined {
  switch (owner.type) {
    case 'BlockStatement':
    case 'TSModuleBlock':
      return { open: owner.range[0] + 1, close: owner.range[1] - 1, statements: owner.body }
    case 'StaticBlock': {
      const brace = tokenAfter(source, owner.range[0] + 'static'.length)
      return brace === undefined
        ? undefined
        : { open: brace.range[1], close: owner.range[1] - 1, statements: owner.body }
    }
    default:
      return undefined
  }
}

/** The white space behind the opening brace, when the first statement stands on the brace's line. */
export function openingGap(source: Source, block: Block): Range | undefined {
  const first = block.statements[0]
  if (first === undefined) return undefined
  const gap: Range = [block.open, startWithComments(source, first)]
  return isOneLine(source, gap) ? gap : undefined
}

/** The white space before the closing brace, when the last statement or comment stands on the brace's line. */
export function closingGap(source: Source, block: Block): Range | undefined {
  const from = Math.max(
    tokenBefore(source, block.close)?.range[1] ?? 0,
    commentBefore(source, block.close)?.range[1] ?? 0,
  )
  const gap: Range = [Math.max(from, block.open), block.close]
  return isOneLine(source, gap) ? gap : undefined
}

/** True when a range is white space within one line. */
export function isOneLine(source: Source, gap: Range): boolean {
  return lineBreaks(source.text, gap) === 0 && source.text.slice(gap[0], gap[1]).trim() === ''
}

/** The indentation of a statement, or the one it would have if it began on a line of its own. */
export function indentationOf(source: Source, statement: Node): string {
  const { text } = source
  const list = listOf(statement)
  for (let i = list === undefined ? -1 : indexIn(list, statement); list !== undefined && i >= 0; i--) {
    const start = startWithComments(source, list[i] as Node)
    if (isFirstOnLine(text, start)) return indentationAt(text, start)
  }
  const owner = statement.parent as Node
  if (owner.type === 'Program' || owner.type.startsWith('Svelte')) return indentationAt(text, statement.range[0])
  return indentationAt(text, owner.range[0]) + fileStyle(source).indent
}

/**
 * Changes that put the braces of a one-line block on lines of their own.
 * @param taken gaps that another change fills already
 */
export function openUp(source: Source, block: Block, inner: string, taken: readonly Range[]): Change[] {
  const { lineEnding } = fileStyle(source)
  const base = indentationAt(source.text, block.open)
  const opening = openingGap(source, block)
  const closing = closingGap(source, block)
  const isTaken = (gap: Range) => taken.some((it) => it[0] === gap[0] && it[1] === gap[1])
  return [
    ...(opening === undefined || isTaken(opening) ? [] : [{ range: opening, text: lineEnding + inner }]),
    ...(closing === undefined || isTaken(closing) ? [] : [{ range: closing, text: lineEnding + base }]),
  ]
}
