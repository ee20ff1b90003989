import type { Node, Source } from '../source.ts'
import { listedCollection } from './element-type.ts'
import { localClass } from './local-class.ts'
import type { ClassNode } from './local-class.ts'
import { enclosingClass, fieldValues } from './origin.ts'
import { elementRead } from './stored-values.ts'
import { propertyName, unwrap, unwrapAwait } from './unwrap.ts'
import { variableOf } from './variables.ts'

/** How many aliases, and collections in collections, are followed. */
const MAX_STEPS = 6

/**
 * What a module variable or a class field that an expression means is made by; undefined for what lives no longer than a
 * function, comes from elsewhere, or cannot be told. A collection that is read out of another one gives the outer one.
 */
export function heldValue(source: Source, expression: Node, steps = MAX_STEPS): Node | undefined {
  if (steps === 0) return undefined
  const node = listedCollection(source, unwrapAwait(expression))
  const outer = elementRead(source, node)
  if (outer !== undefined) return heldValue(source, outer.collection, steps - 1)
  if (node.type === 'Identifier') return ofVariable(source, node, steps)
  if (node.type !== 'MemberExpression') return undefined
  const name = propertyName(node)
  if (name === undefined) return undefined
  const owner = ownerOf(source, node.object)
  if (owner !== undefined) return made(fieldValues(source, owner, name)[0])
  const object = heldValue(source, node.object, steps - 1)
  if (object?.type !== 'ObjectExpression') return undefined
  for (const property of object.properties)
    if (property.type === 'Property' && propertyName(property) === name) return made(property.value as Node)
  return undefined
}

function ofVariable(source: Source, node: Node, steps: number): Node | undefined {
  const variable = variableOf(source, node)
  const declarator = variable?.defs[0]?.node as Node | undefined
  if (variable === undefined || declarator?.type !== 'VariableDeclarator' || declarator.init === null) return undefined
  if (declarator.id.type !== 'Identifier') return undefined
  const isModule = (variable.scope.block as Node).type === 'Program'
  return isModule ? made(declarator.init) : heldValue(source, declarator.init, steps - 1)
}

/** `this`, or the class itself for static fields. */
function ownerOf(source: Source, object: Node): ClassNode | undefined {
  const node = unwrap(object)
  if (node.type === 'ThisExpression') return enclosingClass(node)
  return node.type === 'Identifier' ? localClass(source, node) : undefined
}

/** `new Set()` of `globalThis.clients ?? new Set()` and of `(globalThis.clients ??= new Set())`. */
function made(value: Node | undefined): Node | undefined {
  if (value === undefined) return undefined
  const node = unwrap(value)
  if (node.type === 'LogicalExpression') return made(node.right)
  return node.type === 'AssignmentExpression' ? made(node.right) : node
}
