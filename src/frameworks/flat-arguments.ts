import { originOf } from '../facts/origin.ts'
import { unwrap } from '../facts/unwrap.ts'
import type { Node, Source } from '../source.ts'

/** The arguments of a call, arrays and spreads of known arrays taken apart. */
export function flatArguments(source: Source, given: readonly Node[]): Node[] {
  return given.flatMap((argument): Node[] => {
    const inner = argument.type === 'SpreadElement' ? argument.argument : argument
    const node = unwrap(inner)
    if (node.type === 'ArrayExpression')
      return flatArguments(
        source,
        node.elements.filter((it) => it !== null),
      )
    if (node.type === 'Identifier') {
      const origin = originOf(source, node)
      const value = origin.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : undefined
      if (value?.type === 'ArrayExpression') return flatArguments(source, [value])
    }
    return [node]
  })
}
