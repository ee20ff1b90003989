import type { Node, Source } from '../source.ts'
import { isWithin } from './nodes.ts'
import type { StreamLoop } from './stream-loop.ts'
import { propertyName, unwrapAwait } from './unwrap.ts'
import { variableOf, writesOf } from './variables.ts'

/** True when an expression is the chunk just read, whole: through aliases, assertions and `value ?? fallback`. */
export function isChunk(source: Source, loop: StreamLoop, expression: Node): boolean {
  return isChunkWithin(source, loop, expression, 6)
}

function isChunkWithin(source: Source, loop: StreamLoop, expression: Node, steps: number): boolean {
  if (steps === 0) return false
  const node = unwrapAwait(expression)
  switch (node.type) {
    case 'Identifier': {
      const variable = variableOf(source, node)
      if (variable === undefined) return false
      if (loop.chunks.includes(variable)) return true
      const definition = variable.defs[0]
      const declarator = definition?.node as Node | undefined
      return (
        declarator?.type === 'VariableDeclarator' &&
        declarator.id.type === 'Identifier' &&
        declarator.init !== null &&
        writesOf(variable).length === 1 &&
        isWithin(declarator, loop.node) &&
        isChunkWithin(source, loop, declarator.init, steps - 1)
      )
    }
    case 'MemberExpression': {
      if (propertyName(node) !== 'value') return false
      const object = unwrapAwait(node.object)
      if (object.type === 'CallExpression') return loop.reads.includes(object)
      const variable = object.type === 'Identifier' ? variableOf(source, object) : undefined
      return variable !== undefined && loop.results.includes(variable)
    }
    case 'LogicalExpression':
      return node.operator !== '&&' && isChunkWithin(source, loop, node.left, steps - 1)
    default:
      return false
  }
}
