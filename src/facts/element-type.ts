import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { methodName, receiverOf } from './callee.ts'
import { isFunction, nodesOf } from './nodes.ts'
import { enclosingClass } from './origin.ts'
import { propertyName, unwrap, wrapped } from './unwrap.ts'
import { globalName, variableOf } from './variables.ts'

/** Collections whose last type argument is the type of their values. */
const COLLECTIONS = new Set([
  'Array',
  'ReadonlyArray',
  'Set',
  'ReadonlySet',
  'Map',
  'ReadonlyMap',
  'WeakMap',
  'WeakSet',
  'Record',
  'Iterable',
])
/** Methods that hand each value of a collection to a callback. */
const ITEM_CALLBACKS = new Set(['forEach', 'map', 'flatMap', 'some', 'every', 'filter', 'find'])
/** Methods that give one value of a collection. */
export const VALUE_METHODS: ReadonlySet<string> = new Set(['get', 'find', 'findLast', 'at', 'pop', 'shift'])
/** Methods that give the same values in another collection. */
const SAME_VALUES = new Set(['values', 'entries', 'filter', 'slice', 'toSorted', 'toReversed'])

/** How a value is read out of a collection: the collection, and whether it comes in a pair with its key. */
export interface ElementRead {
  readonly collection: Node
  /** The properties that are read from an item on the way to the value: `['1']` for the value of a pair. */
  readonly path: readonly string[]
}

/** The collection that a declared name is an item of: in the head of `for … of`, or the parameter of an item callback. */
export function itemOf(declared: Node): ElementRead | undefined {
  const path: string[] = []
  let current = declared
  for (let { parent } = current; parent != null; current = parent, parent = current.parent) {
    if (parent.type === 'Property') {
      const name = propertyName(parent)
      if (name === undefined) return undefined
      path.unshift(name)
    } else if (parent.type === 'ArrayPattern') path.unshift(String(parent.elements.indexOf(current as never)))
    else if (parent.type !== 'ObjectPattern' && parent.type !== 'AssignmentPattern') break
  }
  const { parent } = current
  if (parent?.type === 'VariableDeclarator') {
    const loop = parent.parent.parent
    return loop.type === 'ForOfStatement' && loop.left === parent.parent && !loop.await
      ? { collection: loop.right, path }
      : undefined
  }
  if (!isFunction(parent) || parent.params[0] !== current) return undefined
  const call = wrapped(parent).parent
  if (call?.type !== 'CallExpression' || call.arguments[0] !== wrapped(parent)) return undefined
  const collection = ITEM_CALLBACKS.has(methodName(call) ?? '') ? receiverOf(call) : undefined
  return collection === undefined ? undefined : { collection, path }
}

/** The collection itself, without what only lists its values: `Array.from(x.values())`, `[...x]`, `Object.entries(x)`, `x ?? []`. */
export function listedCollection(source: Source, expression: Node): Node {
  const node = unwrap(expression)
  switch (node.type) {
    case 'CallExpression': {
      const receiver = receiverOf(node)
      const [argument] = node.arguments
      const name = methodName(node) ?? ''
      if (receiver === undefined) return node
      const global = globalName(source, receiver)
      const isLister =
        (global === 'Array' && name === 'from') || (global === 'Object' && /^(?:values|entries)$/.test(name))
      if (isLister && argument !== undefined && argument.type !== 'SpreadElement')
        return listedCollection(source, argument)
      return SAME_VALUES.has(name) ? listedCollection(source, receiver) : node
    }
    case 'ArrayExpression': {
      const [only, ...others] = node.elements
      return only?.type === 'SpreadElement' && others.length === 0 ? listedCollection(source, only.argument) : node
    }
    case 'LogicalExpression':
      return node.operator === '&&' ? node : listedCollection(source, node.left)
    default:
      return node
  }
}

/** How many variables are followed to where a collection is made. */
const MAX_STEPS = 4

/**
 * The written type of the values of a collection: of `Map<string, Response>`, `Response[]`, `new Set<Response>()`.
 * @param annotated gives the type that annotations give to an expression
 */
export function elementType(
  source: Source,
  expression: Node,
  annotated: (expression: Node) => TSESTree.TypeNode | undefined,
  steps = MAX_STEPS,
): TSESTree.TypeNode | undefined {
  if (steps === 0) return undefined
  const node = listedCollection(source, expression)
  if (node.type === 'NewExpression') {
    const isKnown = COLLECTIONS.has(globalName(source, node.callee) ?? '')
    return isKnown ? node.typeArguments?.params.at(-1) : undefined
  }
  const type = annotated(node)
  if (type !== undefined) return valuesOfType(source, type)
  const made = madeBy(source, node)
  return made === undefined ? undefined : elementType(source, made, annotated, steps - 1)
}

/** What a variable or field is declared with. */
function madeBy(source: Source, node: Node): Node | undefined {
  if (node.type === 'Identifier') {
    const declarator = variableOf(source, node)?.defs[0]?.node as Node | undefined
    return declarator?.type === 'VariableDeclarator' && declarator.id.type === 'Identifier'
      ? (declarator.init ?? undefined)
      : undefined
  }
  if (node.type !== 'MemberExpression' || unwrap(node.object).type !== 'ThisExpression') return undefined
  const name = propertyName(node)
  for (const element of enclosingClass(node)?.body.body ?? [])
    if (element.type === 'PropertyDefinition' && propertyName(element) === name) return element.value ?? undefined
  return undefined
}

const aliases = perSource(
  (source) => new Map(nodesOf(source, 'TSTypeAliasDeclaration').map((it) => [it.id.name, it.typeAnnotation])),
)

function valuesOfType(source: Source, type: TSESTree.TypeNode): TSESTree.TypeNode | undefined {
  switch (type.type) {
    case 'TSArrayType':
      return type.elementType
    case 'TSTypeOperator':
      return type.typeAnnotation == null ? undefined : valuesOfType(source, type.typeAnnotation)
    case 'TSTypeLiteral': {
      const [member] = type.members
      return member?.type === 'TSIndexSignature' ? member.typeAnnotation?.typeAnnotation : undefined
    }
    case 'TSTypeReference': {
      if (type.typeName.type !== 'Identifier') return undefined
      if (COLLECTIONS.has(type.typeName.name)) return type.typeArguments?.params.at(-1)
      const alias = aliases(source).get(type.typeName.name)
      return alias === undefined || (alias.type === 'TSTypeReference' && alias.typeName === type.typeName)
        ? undefined
        : valuesOfCollection(alias)
    }
    default:
      return undefined
  }
}

/** One step only: an alias of an alias is rare. */
function valuesOfCollection(alias: TSESTree.TypeNode): TSESTree.TypeNode | undefined {
  if (alias.type === 'TSArrayType') return alias.elementType
  if (alias.type !== 'TSTypeReference' || alias.typeName.type !== 'Identifier') return undefined
  return COLLECTIONS.has(alias.typeName.name) ? alias.typeArguments?.params.at(-1) : undefined
}
