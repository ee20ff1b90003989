import type { Node, Source } from '../source.ts'
import type { Change } from './edit.ts'
import { fileStyle } from './file-style.ts'
import { indentationAt, isFirstOnLine, lineBreaks } from './lines.ts'
import { commentBefore, tokenBefore, withTrailingComments } from './tokens.ts'
import { startOfComments } from './statement-place.ts'

/** A list parted by commas: properties, arguments, import specifiers. */
export interface CommaList {
  /** Behind the opening bracket. */
  readonly open: number
  /** Before the closing bracket. */
  readonly close: number
  readonly items: readonly Node[]
  /** True when one space stands inside the brackets of a one-line list. */
  readonly isSpaced: boolean
}

/** What to put in: a text, or how the text reads at the indentation of its line. */
export type Item = string | ((indentation: string) => string)

/** Adds items at the end of a list, in its layout: on one line or one per line, with or without a trailing comma. */
export function appendToList(source: Source, list: CommaList, items: readonly Item[]): Change[] {
  const { text } = source
  const last = list.items.at(-1)
  if (items.length === 0) return []
  if (last === undefined) return fillEmptyList(source, list, items)
  const { lineEnding } = fileStyle(source)
  const beforeClose = tokenBefore(source, list.close)
  const comma = beforeClose?.value === ',' && beforeClose.range[0] >= last.range[1] ? beforeClose : undefined
  const itemEnd = tokenBefore(source, comma?.range[0] ?? list.close)?.range[1] ?? last.range[1]
  const end = comma?.range[1] ?? itemEnd
  if (lineBreaks(text, [end, list.close]) === 0) {
    const line = indentationAt(text, list.close)
    const added = items.map((item) => textAt(item, line)).join(', ')
    if (comma === undefined) return [{ range: [end, end], text: `, ${added}` }]
    return [{ range: [end, end], text: ` ${added},` }]
  }
  const indentation = itemIndentation(source, list, last)
  const added = items.map((item) => lineEnding + indentation + textAt(item, indentation)).join(',')
  const lineEnd = withTrailingComments(source, end)
  if (comma !== undefined) return [{ range: [lineEnd, lineEnd], text: `${added},` }]
  if (lineEnd === end) return [{ range: [end, end], text: `,${added}` }]
  return [
    { range: [end, end], text: ',' },
    { range: [lineEnd, lineEnd], text: added },
  ]
}

/** Adds items in front of the item with the index, above the comments that belong to it. */
export function insertIntoList(source: Source, list: CommaList, index: number, items: readonly Item[]): Change[] {
  const { text } = source
  const item = list.items[index]
  if (item === undefined) return appendToList(source, list, items)
  if (items.length === 0) return []
  const previous = list.items[index - 1]
  const after = previous === undefined ? list.open : previous.range[1]
  const { lineEnding } = fileStyle(source)
  const start = Math.max(startOfComments(source, startOfItem(source, item, after)), after)
  const indentation = indentationAt(text, start)
  const texts = items.map((it) => textAt(it, indentation))
  const isOwnLine = isFirstOnLine(text, start)
  const joint = isOwnLine ? `,${lineEnding}${indentation}` : ', '
  return [{ range: [start, start], text: texts.map((it) => it + joint).join('') }]
}

function fillEmptyList(source: Source, list: CommaList, items: readonly Item[]): Change[] {
  const { text } = source
  const { lineEnding, indent } = fileStyle(source)
  const base = indentationAt(text, list.open)
  const comment = commentBefore(source, list.close)
  const space = list.isSpaced ? ' ' : ''
  if (comment === undefined || comment.range[0] < list.open) {
    const added = items.map((item) => textAt(item, base)).join(', ')
    return [{ range: [list.open, list.close], text: space + added + space }]
  }
  const end = comment.range[1]
  if (lineBreaks(text, [list.open, list.close]) === 0) {
    const added = items.map((item) => textAt(item, base)).join(', ')
    return [{ range: [end, list.close], text: ` ${added}${space}` }]
  }
  const isOwnLine = isFirstOnLine(text, comment.range[0])
  const indentation = isOwnLine ? indentationAt(text, comment.range[0]) : base + indent
  const added = items.map((item) => lineEnding + indentation + textAt(item, indentation)).join(',')
  const closes = lineBreaks(text, [end, list.close]) === 0
  return [{ range: [end, closes ? list.close : end], text: added + (closes ? lineEnding + base : '') }]
}

function itemIndentation(source: Source, list: CommaList, last: Node): string {
  const { text } = source
  if (lineBreaks(text, [list.open, last.range[0]]) === 0)
    return indentationAt(text, list.open) + fileStyle(source).indent
  return indentationAt(text, last.range[0])
}

/** Where an item begins, with parentheses around it. */
function startOfItem(source: Source, item: Node, after: number): number {
  let start = item.range[0]
  let token = tokenBefore(source, start)
  while (token?.value === '(' && token.range[0] >= after) {
    start = token.range[0]
    token = tokenBefore(source, start)
  }
  return start
}

function textAt(item: Item, indentation: string): string {
  return typeof item === 'string' ? item : item(indentation)
}
