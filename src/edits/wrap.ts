import type { Node, Source } from '../source.ts'
import type { FunctionNode } from '../facts/nodes.ts'
import { blockOf, openUp, openingGap } from './block-gaps.ts'
import { expressionBody } from './braces.ts'
import type { Change } from './edit.ts'
import { fileStyle, semicolon } from './file-style.ts'
import { indentationAt } from './lines.ts'
import { indentLines } from './shift-lines.ts'
import {
  indexIn,
  isBodyOf,
  listOf,
  startWithComments,
  statementEndWithComments,
  wholeStatement,
} from './statement-place.ts'
import type { Handlers } from './try-text.ts'
import { handlersText } from './try-text.ts'
import { canMoveIntoBlock } from './wrap-safety.ts'

/**
 * Wraps a run of neighbouring statements in `try { … }` with a `catch`, a `finally` or both. A label comes along.
 * @param run the statements, in order; one is enough, also when it is the un-braced body of `if` or a loop
 * @returns undefined when that would break the code: a name declared in the run is used outside it, the run holds an
 * import, an export, a directive, `super()` or a `using` that would end too early, or the statements are no neighbours
 */
export function wrapInTry(source: Source, run: readonly Node[], handlers: Handlers): Change[] | undefined {
  const { text } = source
  const statements = run.map(wholeStatement)
  const [first] = statements
  const last = statements.at(-1)
  if (first === undefined || last === undefined || !areNeighbours(statements)) return undefined
  if (!canMoveIntoBlock(source, statements)) return undefined
  const { lineEnding, indent } = fileStyle(source)
  const start = startWithComments(source, first)
  const end = statementEndWithComments(source, last)
  const owner = first.parent as Node
  const block = blockOf(source, owner)
  const opening = block === undefined ? undefined : openingGap(source, block)
  const opensLine = opening !== undefined && opening[1] === start
  const base = opensLine ? indentationAt(text, start) + indent : indentationAt(text, start)
  const clauses = handlersText(source, handlers, base)
  if (clauses === undefined) return undefined
  const lines = indentLines(source, [start, end])
  return [
    {
      range: opensLine ? opening : [start, start],
      text: `${opensLine ? lineEnding + base : ''}try {${lineEnding}${base}${indent}`,
    },
    // What began on the brace's line moves by two levels: into the block's own lines, and into `try`.
    ...lines,
    ...(opensLine ? lines : []),
    { range: [end, end], text: `${lineEnding}${base}}${clauses}` },
    ...(block !== undefined && opensLine ? openUp(source, block, base, [opening]) : []),
  ]
}

/**
 * Wraps the whole body of a function in `try`, directives left in front. An expression body becomes a block first.
 * @returns undefined when the body is empty or cannot be wrapped
 */
export function wrapFunctionBody(source: Source, fn: FunctionNode, handlers: Handlers): Change[] | undefined {
  if (fn.body.type === 'BlockStatement') {
    const run = fn.body.body.filter((it) => !(it.type === 'ExpressionStatement' && it.directive != null))
    return wrapInTry(source, run, handlers)
  }
  if (fn.type !== 'ArrowFunctionExpression') return undefined
  const edges = expressionBody(source, fn)
  if (edges === undefined) return undefined
  const { lineEnding, indent } = fileStyle(source)
  const { arrowEnd, gapEnd, start, end, base, isOwnLine } = edges
  const inner = base + indent
  const clauses = handlersText(source, handlers, inner)
  if (clauses === undefined) return undefined
  const opening = ` {${lineEnding}${inner}try {`
  const closing: Change = {
    range: [end, end],
    text: `${semicolon(source)}${lineEnding}${inner}}${clauses}${lineEnding}${base}}`,
  }
  const lines = indentLines(source, [arrowEnd, end])
  if (isOwnLine)
    return [
      { range: [arrowEnd, arrowEnd], text: opening },
      ...lines,
      { range: [start, start], text: 'return ' },
      closing,
    ]
  return [
    { range: [arrowEnd, gapEnd], text: `${opening}${lineEnding}${inner}${indent}return ` },
    ...lines,
    ...lines,
    closing,
  ]
}

function areNeighbours(statements: readonly Node[]): boolean {
  const first = statements[0] as Node
  const list = listOf(first)
  if (list === undefined) {
    const { parent } = first
    return statements.length === 1 && parent !== undefined && parent !== null && isBodyOf(first, parent)
  }
  const index = indexIn(list, first)
  return index !== -1 && statements.every((statement, i) => list[index + i] === statement)
}
