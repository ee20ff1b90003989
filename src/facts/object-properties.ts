import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { originOf } from './origin.ts'
import { propertyName, unwrap } from './unwrap.ts'

/** The properties of an object literal by name, in order; undefined when spreads, computed names or accessors hide some. */
export function propertiesOf(object: TSESTree.ObjectExpression): ReadonlyMap<string, Node> | undefined {
  const properties = new Map<string, Node>()
  for (const property of object.properties) {
    if (property.type === 'SpreadElement' || property.kind !== 'init') return undefined
    const name = propertyName(property)
    if (name === undefined) return undefined
    properties.set(name, property.value as Node)
  }
  return properties
}

/** The object literal that an expression means, followed through a constant of this file. */
export function literalObject(source: Source, expression: Node): TSESTree.ObjectExpression | undefined {
  const origin = originOf(source, expression)
  if (origin.kind !== 'expression' || origin.path.length > 0) return undefined
  const object = unwrap(origin.node)
  return object.type === 'ObjectExpression' ? object : undefined
}
