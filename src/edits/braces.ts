import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { isOneLine } from './block-gaps.ts'
import { endsSafely, guardsOf } from './asi.ts'
import type { CodeLines } from './code-lines.ts'
import { isEmptyCode, joinLines } from './code-lines.ts'
import type { Change } from './edit.ts'
import { fileStyle, semicolon } from './file-style.ts'
import { indentationAt, isFirstOnLine, lineBreaks } from './lines.ts'
import { indentLines } from './shift-lines.ts'
import { isBodyOf, startWithComments, statementEnd } from './statement-place.ts'
import { commentAfter, tokenAfter, tokenBefore, withTrailingComments } from './tokens.ts'

/** What is added to a body that gets braces. */
export interface Around {
  readonly before?: CodeLines
  readonly after?: CodeLines
}

/**
 * Puts braces around the one statement that is the body of `if`, `else` or a loop, with statements before and after it.
 * @returns undefined when the statement is no such body
 */
export function addBraces(source: Source, body: Node, { before = [], after = [] }: Around): Change[] | undefined {
  const { text } = source
  const owner = body.parent
  if (owner === undefined || owner === null || owner.type === 'LabeledStatement' || !isBodyOf(body, owner))
    return undefined
  const head = tokenBefore(source, body.range[0])
  if (head === undefined) return undefined
  const { lineEnding, indent } = fileStyle(source)
  const start = startWithComments(source, body)
  const base = indentationAt(text, head.range[0])
  const isOwnLine = lineBreaks(text, [head.range[1], start]) > 0
  const inner = isOwnLine && isFirstOnLine(text, start) ? indentationAt(text, start) : base + indent

  const end = withTrailingComments(source, statementEnd(source, body))
  const above = isEmptyCode(before) ? '' : joinLines(source, before, inner) + lineEnding + inner
  const { next: guard } = guardsOf(above, false, above === '' ? '' : text.slice(body.range[0], body.range[0] + 2))
  const joined = joinLines(source, after, inner)
  const below =
    joined === '' ? '' : lineEnding + inner + guardsOf(joined, !endsSafely(source, body), '').before + joined
  const closing = insertion(end, `${below}${lineEnding}${base}}`)
  if (isOwnLine)
    return [
      insertion(head.range[1], ' {'),
      ...(above === '' ? [] : [insertion(start, above)]),
      ...(guard === '' ? [] : [insertion(body.range[0], guard)]),
      closing,
    ]
  return [
    { range: [head.range[1], start], text: ` {${lineEnding}${inner}${above}` },
    ...(guard === '' ? [] : [insertion(body.range[0], guard)]),
    ...indentLines(source, [start, end]),
    closing,
  ]
}

/**
 * Turns an arrow function's expression body into a block that returns it.
 * @param options.returns false when nobody uses the value, so that it stays a plain statement
 * @returns undefined when the function has a block body already, or when its body cannot be a statement
 */
export function toBlockBody(
  source: Source,
  arrow: TSESTree.ArrowFunctionExpression,
  { before = [], returns = true }: { readonly before?: CodeLines; readonly returns?: boolean },
): Change[] | undefined {
  const edges = expressionBody(source, arrow)
  if (edges === undefined) return undefined
  const { lineEnding } = fileStyle(source)
  const { arrowEnd, gapEnd, start, end, base, inner, isOwnLine } = edges
  // As a statement these would be declarations.
  if (!returns && /^(?:function|class|let|async\s+function)\b/.test(source.text.slice(start, end))) return undefined
  const keyword = returns ? 'return ' : ''
  const first = isEmptyCode(before) ? '' : joinLines(source, before, inner) + lineEnding + inner
  const { next: guard } = guardsOf(first, false, returns || first === '' ? '' : source.text.slice(start, start + 2))
  const above = first + guard
  const closing = insertion(end, `${semicolon(source)}${lineEnding}${base}}`)
  if (isOwnLine) return [insertion(arrowEnd, ' {'), insertion(start, above + keyword), closing]
  return [
    { range: [arrowEnd, gapEnd], text: ` {${lineEnding}${inner}${above}${keyword}` },
    ...indentLines(source, [start, end]),
    closing,
  ]
}

/** Where the parts of an arrow function's expression body are. */
export interface ExpressionBody {
  /** Behind `=>`. */
  readonly arrowEnd: number
  /** Where comments or the body begin, on the line of the arrow. */
  readonly gapEnd: number
  /** Where the body begins, with its parentheses. */
  readonly start: number
  readonly end: number
  /** Indentation of the line on which the arrow stands, and of the statements of the block to be. */
  readonly base: string
  readonly inner: string
  /** True when the body begins on a line below the arrow. */
  readonly isOwnLine: boolean
}

/** The edges of an arrow function's expression body; undefined for a block. */
export function expressionBody(source: Source, arrow: TSESTree.ArrowFunctionExpression): ExpressionBody | undefined {
  if (arrow.body.type === 'BlockStatement') return undefined
  const { text } = source
  let token = tokenBefore(source, arrow.body.range[0])
  while (token !== undefined && token.value !== '=>') token = tokenBefore(source, token.range[0])
  if (token === undefined) return undefined
  const arrowEnd = token.range[1]
  const start = tokenAfter(source, arrowEnd)?.range[0] ?? arrow.body.range[0]
  const comment = commentAfter(source, arrowEnd)
  const gapEnd = comment !== undefined && comment.range[0] < start ? comment.range[0] : start
  const base = indentationAt(text, arrowEnd)
  const isOwnLine = !isOneLine(source, [arrowEnd, gapEnd]) || lineBreaks(text, [gapEnd, start]) > 0
  const inner = isOwnLine && isFirstOnLine(text, start) ? indentationAt(text, start) : base + fileStyle(source).indent
  return { arrowEnd, gapEnd, start, end: arrow.range[1], base, inner, isOwnLine }
}

function insertion(offset: number, text: string): Change {
  return { range: [offset, offset], text }
}
