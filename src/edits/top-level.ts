import type { Node, Source } from '../source.ts'
import type { Change } from './edit.ts'
import { lineBreaks } from './lines.ts'
import { isScriptElement, startWithComments, wholeStatement } from './statement-place.ts'
import { insertStatementsBefore } from './statements.ts'
import { tokenBefore } from './tokens.ts'

/** The statement of the module in which a node stands. */
export function topStatement(node: Node): Node | undefined {
  for (let current = node; ; current = current.parent) {
    const { parent } = current
    if (parent === undefined || parent === null) return undefined
    if (parent.type === 'Program' || isScriptElement(parent)) return wholeStatement(current)
  }
}

/** Inserts declarations in front of a statement of the module, with blank lines around them. */
export function declareBefore(source: Source, top: Node, code: readonly string[]): Change[] | undefined {
  const start = startWithComments(source, top)
  const above = tokenBefore(source, start)
  const isParted = above === undefined || lineBreaks(source.text, [above.range[1], start]) > 1
  return insertStatementsBefore(source, top, [...(isParted ? [] : ['']), ...code, ''])
}
