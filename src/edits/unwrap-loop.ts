import type { HandParser } from '../facts/hand-parsers.ts'
import type { Source } from '../source.ts'
import { joinLines } from './code-lines.ts'
import { CutOut } from './cut-out.ts'
import type { Change } from './edit.ts'
import { insertBefore } from './edit.ts'
import { fileStyle } from './file-style.ts'
import { indentationAt } from './lines.ts'
import { startWithComments, statementEndWithComments } from './statement-place.ts'
import { hasCommentInside } from './tokens.ts'

/** The body of the loop over lines stands in the loop over events. */
export function unwrapLoop(
  source: Source,
  inner: HandParser['inner'],
  before: readonly string[],
  cuts: CutOut,
  changes: Change[],
): boolean {
  const { body } = inner
  const base = indentationAt(source.text, inner.range[0])
  const { lineEnding } = fileStyle(source)
  const head = before.length === 0 ? '' : joinLines(source, before, base) + lineEnding + base
  if (body.type !== 'BlockStatement') {
    cuts.cut([inner.range[0], body.range[0]])
    if (head !== '') changes.push(insertBefore(inner, head))
    return !hasCommentInside(source, [inner.range[0], body.range[0]])
  }
  const first = body.body[0]
  const last = body.body.at(-1)
  if (first === undefined || last === undefined) return false
  const start = startWithComments(source, first)
  const end = statementEndWithComments(source, last)
  cuts.cut([inner.range[0], start])
  cuts.cut([end, inner.range[1]])
  cuts.outdent([start, end])
  if (head !== '') changes.push(insertBefore(inner, head))
  return true
}
