import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { methodName, receiverOf } from './callee.ts'
import type { ElementRead } from './element-type.ts'
import { itemOf, listedCollection, VALUE_METHODS } from './element-type.ts'
import { fieldReads } from './field-reads.ts'
import { enclosingClass, fieldValues, originsOf } from './origin.ts'
import { propertyName, unwrap, unwrapAwait, wrapped } from './unwrap.ts'
import { readsOf, variableOf } from './variables.ts'

/** Methods that put a value into a collection, and the index of the value among their arguments. */
const ADDING: Readonly<Record<string, number>> = { push: 0, unshift: 0, add: 0, set: 1 }
/** How many aliases, and collections in collections, are followed. */
const MAX_STEPS = 6

/** A value that was put into a collection, as far as a read of the collection goes into it. */
export interface StoredValue {
  readonly value: Node
  /** What is read from the value afterwards: `['res']` when `{ id, res }` was stored and `item.res` is asked about. */
  readonly path: readonly string[]
}

/**
 * The collection that an expression's value is read out of: the item of a loop or an item callback over it, `get(key)`,
 * `collection[key]`; also a property of such an item. Undefined for what is no such read.
 */
export function elementRead(source: Source, expression: Node): ElementRead | undefined {
  return elementReadOf(source, expression, [], MAX_STEPS)
}

function elementReadOf(
  source: Source,
  expression: Node,
  path: readonly string[],
  steps: number,
): ElementRead | undefined {
  if (steps === 0) return undefined
  const node = unwrapAwait(expression)
  switch (node.type) {
    case 'MemberExpression': {
      const name = propertyName(node)
      const object = unwrap(node.object)
      if (name === undefined) return { collection: listedCollection(source, object), path }
      return object.type === 'ThisExpression' ? undefined : elementReadOf(source, object, [name, ...path], steps)
    }
    case 'CallExpression': {
      const receiver = VALUE_METHODS.has(methodName(node) ?? '') ? receiverOf(node) : undefined
      return receiver === undefined ? undefined : { collection: listedCollection(source, receiver), path }
    }
    case 'LogicalExpression':
      return elementReadOf(source, node.left, path, steps - 1)
    case 'Identifier': {
      const definition = variableOf(source, node)?.defs[0]
      const declared = definition?.name as Node | undefined
      if (declared === undefined) return undefined
      const item = itemOf(declared)
      if (item !== undefined) {
        const [first, ...rest] = item.path
        // The value of a pair of key and value.
        const own = first === '1' ? rest : item.path
        return first === '0'
          ? undefined
          : { collection: listedCollection(source, item.collection), path: [...own, ...path] }
      }
      const declarator = definition?.node as Node
      if (declarator.type !== 'VariableDeclarator' || declarator.init === null) return undefined
      const inPattern = declarator.id === declared ? [] : destructuredPath(declarator.id, declared)
      return inPattern === undefined
        ? undefined
        : elementReadOf(source, declarator.init, [...inPattern, ...path], steps - 1)
    }
    default:
      return undefined
  }
}

/** `['res']` for the `res` of `const { res } = clients.get(id)`. */
function destructuredPath(pattern: Node, declared: Node): readonly string[] | undefined {
  if (pattern.type !== 'ObjectPattern') return undefined
  for (const property of pattern.properties) {
    if (property.type !== 'Property' || property.value !== declared) continue
    const name = propertyName(property)
    return name === undefined ? undefined : [name]
  }
  return undefined
}

/** The values that this file puts into the collection of a read, at any place. */
export function storedValues(source: Source, read: ElementRead): StoredValue[] {
  return valuesIn(source, read.collection, MAX_STEPS).flatMap((value) => partOf(value, read.path))
}

function valuesIn(source: Source, collection: Node, steps: number): Node[] {
  if (steps === 0) return []
  const node = listedCollection(source, unwrapAwait(collection))
  const outer = elementRead(source, node)
  const added = addedTo(placesOf(source, node))
  // A collection in a collection: `members.get(room)`, which may be filled where it was read out.
  if (outer !== undefined)
    return [...added, ...storedValuesOf(source, outer, steps).flatMap((value) => valuesIn(source, value, steps - 2))]
  return [...added, ...initialValues(source, node)]
}

function storedValuesOf(source: Source, { collection, path }: ElementRead, steps: number): Node[] {
  return valuesIn(source, collection, steps - 1)
    .flatMap((value) => partOf(value, path))
    .flatMap((it) => (it.path.length === 0 ? [it.value] : []))
}

/** Every place that names the same variable, field, or property of a variable. */
function placesOf(source: Source, node: Node): Node[] {
  if (node.type === 'Identifier') {
    const variable = variableOf(source, node)
    return variable === undefined ? [] : [...readsOf(variable)]
  }
  if (node.type !== 'MemberExpression') return []
  const name = propertyName(node)
  const object = unwrap(node.object)
  if (name === undefined) return []
  if (object.type === 'ThisExpression') {
    const owner = enclosingClass(node)
    return owner === undefined ? [] : [...fieldReads(source, owner, name)]
  }
  return placesOf(source, object).flatMap((place) => {
    const member = wrapped(place).parent
    return member?.type === 'MemberExpression' && member.object === wrapped(place) && propertyName(member) === name
      ? [member]
      : []
  })
}

const addedByFirst = new WeakMap<Node, readonly Node[]>()

/** What the uses of a collection put into it; every read of the collection asks, and the first of its uses stands for it. */
function addedTo(places: readonly Node[]): readonly Node[] {
  const [first] = places
  if (first === undefined) return []
  let added = addedByFirst.get(first)
  if (added === undefined) {
    added = places.flatMap((place) => addedAt(place))
    addedByFirst.set(first, added)
  }
  return added
}

/** What one use of a collection puts into it: `list.push(x)`, `map.set(k, x)`, `record[k] = x`. */
function addedAt(place: Node): Node[] {
  const outer = wrapped(place)
  const member = outer.parent
  if (member?.type !== 'MemberExpression' || member.object !== outer) return []
  const { parent } = wrapped(member)
  if (parent?.type === 'AssignmentExpression' && parent.left === member && member.computed) return [parent.right]
  if (parent?.type !== 'CallExpression' || unwrap(parent.callee) !== member) return []
  const index = ADDING[propertyName(member) ?? '']
  if (index === undefined) return []
  const given = index === 0 ? parent.arguments : parent.arguments.slice(index, index + 1)
  return given.filter((it) => it.type !== 'SpreadElement')
}

/** The items of `[a, b]` and `new Set([a])` that a variable or field is declared with. */
function initialValues(source: Source, node: Node): Node[] {
  const owner =
    node.type === 'MemberExpression' && unwrap(node.object).type === 'ThisExpression' ? enclosingClass(node) : undefined
  const name = owner === undefined || node.type !== 'MemberExpression' ? undefined : propertyName(node)
  const made =
    owner !== undefined && name !== undefined
      ? fieldValues(source, owner, name)
      : originsOf(source, node).flatMap((it) => (it.kind === 'expression' && it.path.length === 0 ? [it.node] : []))
  return made.flatMap((it) => {
    const value = unwrap(it)
    const list = value.type === 'NewExpression' && value.arguments[0] !== undefined ? unwrap(value.arguments[0]) : value
    if (list.type !== 'ArrayExpression') return []
    return list.elements.flatMap((element) => (element === null || element.type === 'SpreadElement' ? [] : [element]))
  })
}

/** Follows a path into object literals. */
function partOf(value: Node, path: readonly string[]): StoredValue[] {
  const [name, ...rest] = path
  const object = unwrap(value)
  if (name === undefined || object.type !== 'ObjectExpression') return [{ value, path }]
  const property = object.properties.find(
    (it): it is TSESTree.Property => it.type === 'Property' && propertyName(it) === name,
  )
  return property === undefined ? [] : partOf(property.value as Node, rest)
}
