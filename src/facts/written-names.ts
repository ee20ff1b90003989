import type { Node } from '../source.ts'
import { unwrap } from './unwrap.ts'

/** The names that an expression is written with, outermost object first: `this.metrics.add` gives `metrics`, `add`. Calls in between count too. */
export function writtenNames(expression: Node): string[] {
  const names: string[] = []
  for (let current = unwrap(expression); ;) {
    switch (current.type) {
      case 'MemberExpression':
        if (current.property.type === 'Identifier' || current.property.type === 'PrivateIdentifier')
          names.unshift(current.property.name)
        current = unwrap(current.object)
        break
      case 'CallExpression':
        current = unwrap(current.callee)
        break
      case 'Identifier':
        return [current.name, ...names]
      default:
        return names
    }
  }
}
