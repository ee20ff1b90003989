import type { Node, Source } from '../source.ts'
import { originOf } from './origin.ts'
import { unwrap } from './unwrap.ts'

/** How many constants are followed. */
const MAX_STEPS = 8

/** The text that an expression gives, as far as the file tells; `*` stands for every part that it does not. */
export function textPattern(source: Source, expression: Node, steps: number = MAX_STEPS): string {
  const node = unwrap(expression)
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' || typeof node.value === 'number' ? String(node.value) : '*'
    case 'TemplateLiteral':
      return node.quasis
        .map((quasi, index) => {
          const inner = node.expressions[index]
          return (quasi.value.cooked ?? '*') + (inner === undefined ? '' : textPattern(source, inner, steps))
        })
        .join('')
    case 'BinaryExpression':
      return node.operator === '+'
        ? textPattern(source, node.left, steps) + textPattern(source, node.right, steps)
        : '*'
    case 'LogicalExpression':
      // `process.env.URL ?? 'http://localhost:3000'`
      return node.operator === '&&' ? '*' : textPattern(source, node.right, steps)
    case 'Identifier':
    case 'MemberExpression': {
      const origin = steps === 0 ? undefined : originOf(source, node)
      if (origin?.kind !== 'expression' || origin.path.length > 0 || origin.node === node) return '*'
      return textPattern(source, origin.node, steps - 1)
    }
    default:
      return '*'
  }
}
