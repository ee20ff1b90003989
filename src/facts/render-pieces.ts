import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import type { ChunkRender } from './chunk-renders.ts'
import { collectWithin, isWithin } from './nodes.ts'
import { methodName } from './callee.ts'
import { unwrap } from './unwrap.ts'
import { variableOf } from './variables.ts'

/**
 * The one expression of a render that is the new piece of text: `chunk` of `setText((prev) => prev + chunk)`.
 * Undefined where there are several, and where anything else of the render exists only inside the loop.
 */
export function pieceOf(source: Source, { render, dependence, loop }: ChunkRender): Node | undefined {
  const { node } = render
  const pieces =
    render.kind === 'assignment' && render.node.operator === '+='
      ? [render.node.right]
      : collectWithin(source, node, isJoining).flatMap((it) => {
          const parts: readonly Node[] =
            it.type === 'BinaryExpression'
              ? [it.left, it.right]
              : it.type === 'TemplateLiteral'
                ? it.expressions
                : [it.right]
          return parts.filter((part) => dependence.isTextOfChunk(part))
        })
  const [piece, ...others] = pieces.length > 0 ? pieces : wholePieces(source, render.values, dependence)
  if (piece === undefined || others.length > 0) return undefined
  const isOwn = collectWithin(source, node, (it): it is TSESTree.Identifier => it.type === 'Identifier')
    .filter((it) => !isWithin(it, piece))
    .some((it) => {
      const declared = variableOf(source, it)?.identifiers ?? []
      return declared.some((at) => isWithin(at as Node, loop.node) && !isWithin(at as Node, node))
    })
  return isOwn ? undefined : piece
}

function wholePieces(source: Source, values: readonly Node[], dependence: ChunkRender['dependence']): Node[] {
  return values.flatMap((value): Node[] => {
    const node = unwrap(value)
    if (!dependence.depends(node)) return []
    if (node.type === 'ObjectExpression')
      return wholePieces(
        source,
        node.properties.flatMap((it) => (it.type === 'Property' ? [it.value as Node] : [it])),
        dependence,
      )
    if (node.type === 'CallExpression' && (methodName(node) === 'createTextNode' || node.callee.type === 'Identifier'))
      return wholePieces(source, node.arguments, dependence)
    return [node]
  })
}

function isJoining(
  node: Node,
): node is TSESTree.BinaryExpression | TSESTree.TemplateLiteral | TSESTree.AssignmentExpression {
  return (
    (node.type === 'BinaryExpression' && node.operator === '+') ||
    node.type === 'TemplateLiteral' ||
    (node.type === 'AssignmentExpression' && node.operator === '+=')
  )
}
