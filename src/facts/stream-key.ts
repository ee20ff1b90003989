import type { Node, Source } from '../source.ts'
import { enclosingClass, originOf } from './origin.ts'
import { elementRead } from './stored-values.ts'
import { propertyName, unwrap } from './unwrap.ts'
import { variableOf } from './variables.ts'

/** One text for all expressions of a file that mean the same stream, or a stream of the same collection; undefined where nobody can tell. */
export function streamKey(source: Source, expression: Node): string | undefined {
  const read = elementRead(source, expression)
  if (read !== undefined) {
    const collection = elementRead(source, read.collection)?.collection ?? read.collection
    const key = placeKey(source, collection)
    return key === undefined ? undefined : `${key}[]`
  }
  const origin = originOf(source, expression)
  if (origin.kind === 'parameter') return [`p${origin.fn.range[0]}`, origin.index, ...origin.path].join('.')
  if (origin.kind === 'expression' && origin.node.type !== 'ThisExpression')
    return [`e${origin.node.range[0]}`, ...origin.path].join('.')
  return placeKey(source, expression)
}

function placeKey(source: Source, expression: Node): string | undefined {
  const node = unwrap(expression)
  switch (node.type) {
    case 'Identifier': {
      const declared = variableOf(source, node)?.identifiers[0]
      return declared === undefined ? undefined : `v${declared.range[0]}`
    }
    case 'ThisExpression': {
      const owner = enclosingClass(node)
      return owner === undefined ? undefined : `c${owner.range[0]}`
    }
    case 'MemberExpression': {
      const object = placeKey(source, node.object)
      const name = propertyName(node)
      return object === undefined || name === undefined ? undefined : `${object}.${name}`
    }
    default:
      return undefined
  }
}
