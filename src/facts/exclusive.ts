import type { Node, Source } from '../source.ts'
import { alwaysLeaves } from './leaving.ts'
import { isFunction, isWithin } from './nodes.ts'

/** True when one run of a function never reaches both nodes: opposite branches, or a branch that leaves and what is behind it. */
export function areExclusive(source: Source, a: Node, b: Node): boolean {
  return isLeftBefore(source, a, b) || isLeftBefore(source, b, a)
}

/** Whether the first lies in a branch that does not go on to the second. */
function isLeftBefore(source: Source, first: Node, second: Node): boolean {
  for (
    let node: Node = first, { parent } = first;
    parent !== undefined && parent !== null && !isFunction(node);
    node = parent, { parent } = node
  ) {
    if (parent.type === 'ConditionalExpression' && parent.consequent === node && isWithin(second, parent.alternate))
      return true
    if (parent.type === 'IfStatement' && parent.test !== node) {
      if (parent.consequent === node && parent.alternate !== null && isWithin(second, parent.alternate)) return true
      const isBehind = second.range[0] >= parent.range[1] && isWithin(second, parent.parent)
      if (isBehind && alwaysLeaves(source, node)) return true
    }
  }
  return false
}
