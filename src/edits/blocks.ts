import type { TSESTree } from '@typescript-eslint/utils'
import type { Source } from '../source.ts'
import { blockOf, closingGap, isOneLine } from './block-gaps.ts'
import type { CodeLines } from './code-lines.ts'
import { isEmptyCode, joinLines } from './code-lines.ts'
import type { Change } from './edit.ts'
import { fileStyle } from './file-style.ts'
import { indentationAt, isLastOnLine } from './lines.ts'
import { insertStatementsAfter, insertStatementsBefore } from './statements.ts'
import { commentBefore, withTrailingComments } from './tokens.ts'

type BlockNode = TSESTree.BlockStatement | TSESTree.StaticBlock

/**
 * Inserts statements at the start of a block, behind directives.
 * @returns undefined when the node's braces cannot be found
 */
export function prependToBlock(source: Source, block: BlockNode, code: CodeLines): Change[] | undefined {
  if (isEmptyCode(code)) return []
  const first = block.body.find((it) => !isDirective(it))
  if (first !== undefined) return insertStatementsBefore(source, first, code)
  const directive = block.body.at(-1)
  return directive === undefined ? fillEmptyBlock(source, block, code) : insertStatementsAfter(source, directive, code)
}

/**
 * Inserts statements at the end of a block, above comments that close it.
 * @returns undefined when the block's last statement leaves it, so that they would never run
 */
export function appendToBlock(source: Source, block: BlockNode, code: CodeLines): Change[] | undefined {
  if (isEmptyCode(code)) return []
  const last = block.body.at(-1)
  return last === undefined ? fillEmptyBlock(source, block, code) : insertStatementsAfter(source, last, code)
}

/** Fills a block that holds nothing but comments: the code comes behind them. */
function fillEmptyBlock(source: Source, node: BlockNode, code: CodeLines): Change[] | undefined {
  const { text } = source
  const block = blockOf(source, node)
  if (block === undefined) return undefined
  const { lineEnding, indent } = fileStyle(source)
  const base = indentationAt(text, node.range[0])
  const comment = commentBefore(source, block.close)
  if (comment === undefined || comment.range[0] < block.open) {
    const inner = base + indent
    return [
      {
        range: [block.open, block.close],
        text: `${lineEnding}${inner}${joinLines(source, code, inner)}${lineEnding}${base}`,
      },
    ]
  }
  const inner = isOneLine(source, [block.open, comment.range[0]])
    ? base + indent
    : indentationAt(text, comment.range[0])
  const body = lineEnding + inner + joinLines(source, code, inner)
  const closing = closingGap(source, block)
  if (closing !== undefined) return [{ range: closing, text: body + lineEnding + base }]
  const end = isLastOnLine(text, comment.range[1]) ? comment.range[1] : withTrailingComments(source, comment.range[1])
  return [{ range: [end, end], text: body }]
}

function isDirective(statement: TSESTree.Statement): boolean {
  return statement.type === 'ExpressionStatement' && statement.directive != null
}
