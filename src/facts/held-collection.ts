import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source, Variable } from '../source.ts'
import { perSource } from '../source.ts'
import { calleeName, methodName, receiverOf } from './callee.ts'
import { elementRead } from './stored-values.ts'
import { listedCollection, VALUE_METHODS } from './element-type.ts'
import { fieldReads } from './field-reads.ts'
import { contains, nodesOf } from './nodes.ts'
import { enclosingClass, fieldValues } from './origin.ts'
import { propertyName, unwrap, unwrapAwait, wrapped } from './unwrap.ts'
import { usesOf } from './uses.ts'
import { globalName, readsOf, variableOf, writesOf } from './variables.ts'

type ClassNode = TSESTree.ClassDeclaration | TSESTree.ClassExpression

/** What holds a collection, or the collections in it: a variable, or a field of a class. */
export type Holder =
  | { readonly kind: 'variable'; readonly key: Variable; readonly variable: Variable }
  | { readonly kind: 'field'; readonly key: string; readonly owner: ClassNode; readonly name: string }

/** Methods that put a value into a collection. */
export const ADDING: ReadonlySet<string> = new Set(['add', 'set', 'push', 'unshift'])
const COLLECTIONS = new Set(['Set', 'Map', 'Array'])
const WEAK = new Set(['WeakSet', 'WeakMap', 'WeakRef'])
/** How many aliases, and collections in collections, are followed. */
const MAX_STEPS = 6

/** What holds the collection that an expression means: `members` for `members.get(id)`; undefined where nobody can tell. */
export function holderOf(source: Source, expression: Node, steps = MAX_STEPS): Holder | undefined {
  if (steps === 0) return undefined
  const node = listedCollection(source, unwrapAwait(expression))
  switch (node.type) {
    case 'AssignmentExpression':
      return holderOf(source, node.left, steps - 1)
    case 'CallExpression': {
      const receiver = VALUE_METHODS.has(methodName(node) ?? '') ? receiverOf(node) : undefined
      return receiver === undefined ? undefined : holderOf(source, receiver, steps - 1)
    }
    case 'MemberExpression': {
      if (unwrap(node.object).type !== 'ThisExpression') return holderOf(source, node.object, steps - 1)
      const name = propertyName(node)
      const owner = name === undefined ? undefined : enclosingClass(node)
      if (name === undefined || owner === undefined) return undefined
      return { kind: 'field', key: `${owner.range[0]}:${name}`, owner, name }
    }
    case 'Identifier':
      return ofIdentifier(source, node, steps)
    default:
      return undefined
  }
}

function ofIdentifier(source: Source, identifier: TSESTree.Identifier, steps: number): Holder | undefined {
  const variable = variableOf(source, identifier)
  if (variable === undefined) return undefined
  const read = elementRead(source, identifier)
  if (read !== undefined) return holderOf(source, read.collection, steps - 1)
  const declarator = variable.defs[0]?.node as Node | undefined
  if (declarator?.type !== 'VariableDeclarator' || declarator.id.type !== 'Identifier' || declarator.init === null)
    return undefined
  if (!isCollection(source, declarator.init)) return holderOf(source, declarator.init, steps - 1)
  const outer = outerCollection(source, variable)
  return outer === undefined ? { kind: 'variable', key: variable, variable } : holderOf(source, outer, steps - 1)
}

/** The collection that a collection is put into: `const room = new Set(); members.set(id, room)`. */
function outerCollection(source: Source, variable: Variable): Node | undefined {
  const known = outerCollections(source)
  if (!known.has(variable)) known.set(variable, collectionWith(variable))
  return known.get(variable)
}

const outerCollections = perSource(() => new Map<Variable, Node | undefined>())

function collectionWith(variable: Variable): Node | undefined {
  for (const place of readsOf(variable)) {
    const call = wrapped(place).parent
    if (call?.type !== 'CallExpression' || call.callee === wrapped(place)) continue
    const outer = ADDING.has(methodName(call) ?? '') ? receiverOf(call) : undefined
    if (outer !== undefined) return outer
  }
  return undefined
}

/** True for a new list, set, map or record that keeps what is put into it. */
export function isCollection(source: Source, expression: Node): boolean {
  const node = unwrap(expression)
  if (contains(source, node, (it) => it.type === 'Identifier' && WEAK.has(it.name))) return false
  switch (node.type) {
    case 'ArrayExpression':
    case 'ObjectExpression':
      return true
    case 'NewExpression':
      return COLLECTIONS.has(globalName(source, node.callee) ?? '')
    case 'CallExpression': {
      const receiver = receiverOf(node)
      return methodName(node) === 'create' && receiver !== undefined && globalName(source, receiver) === 'Object'
    }
    default:
      return false
  }
}

/** True when the holder only ever holds a new collection, and no other code than this file's gets hold of it. */
export function isKeptHere(source: Source, holder: Holder): boolean {
  const known = keptHere(source)
  const answer = known.get(holder.key) ?? isKept(source, holder)
  known.set(holder.key, answer)
  return answer
}

const keptHere = perSource(() => new Map<Holder['key'], boolean>())

function isKept(source: Source, holder: Holder): boolean {
  const values = holder.kind === 'field' ? fieldValues(source, holder.owner, holder.name) : valuesOf(holder.variable)
  if (values?.some((it) => isCollection(source, it)) !== true) return false
  if (values.some((it) => !isCollection(source, it) && !isFiltered(it))) return false
  if (holder.kind === 'field')
    return !isReached(source, holder.name) && placesOf(source, holder).every((it) => isOwn(source, it))
  const { variable } = holder
  const declaration = (variable.defs[0]?.node as Node | undefined)?.parent
  return (
    declaration?.parent?.type !== 'ExportNamedDeclaration' && placesOf(source, holder).every((it) => isOwn(source, it))
  )
}

/** `list.filter(…)`: the same values, or fewer. */
export function isFiltered(expression: Node): boolean {
  const node = unwrap(expression)
  return node.type === 'CallExpression' && (methodName(node) === 'filter' || methodName(node) === 'slice')
}

/** Undefined when a write cannot be told. */
function valuesOf(variable: Variable): Node[] | undefined {
  const values: Node[] = []
  for (const { value, isPattern } of writesOf(variable)) {
    if (value === undefined || isPattern) return undefined
    values.push(value)
  }
  return values
}

function placesOf(source: Source, holder: Holder): readonly Node[] {
  return holder.kind === 'field' ? fieldReads(source, holder.owner, holder.name) : readsOf(holder.variable)
}

/** Somebody reaches into the object: `hub.clients`. */
function isReached(source: Source, name: string): boolean {
  return reachedNames(source).has(name)
}

const reachedNames = perSource(
  (source) =>
    new Set(
      nodesOf(source, 'MemberExpression').flatMap((it) =>
        unwrap(it.object).type === 'Identifier' ? (propertyName(it) ?? []) : [],
      ),
    ),
)

const LISTERS = new Set(['Array', 'Object', 'console', 'JSON', 'Set', 'Map', 'String', 'Boolean'])
/** Where a collection can stand without anybody getting hold of it. */
const LOOKING = new Set<string>([
  'ForOfStatement',
  'ForInStatement',
  'SpreadElement',
  'IfStatement',
  'BinaryExpression',
  'UnaryExpression',
  'ConditionalExpression',
  'TemplateLiteral',
  'ExpressionStatement',
  'WhileStatement',
])

function isOwn(source: Source, place: Node): boolean {
  const outer = wrapped(place)
  const { parent } = outer
  if (parent === undefined || parent === null) return false
  if (parent.type === 'MemberExpression' && parent.object === outer) return !isReadOut(source, parent)
  if (parent.type === 'CallExpression' || parent.type === 'NewExpression') {
    const receiver = receiverOf(parent)
    return parent.callee !== outer && LISTERS.has(globalName(source, receiver ?? parent.callee) ?? '')
  }
  if (parent.type === 'VariableDeclarator') return parent.id.type === 'Identifier'
  return LOOKING.has(parent.type)
}

/** A part of the collection, which may be a collection itself, goes where it cannot be followed. */
function isReadOut(source: Source, member: TSESTree.MemberExpression): boolean {
  const { parent } = wrapped(member)
  const isCall = parent?.type === 'CallExpression' && parent.callee === wrapped(member)
  if (isCall && !VALUE_METHODS.has(propertyName(member) ?? '')) return false
  if (!isCall && !member.computed) return false
  return usesOf(source, isCall ? parent : member).some((use) => {
    switch (use.kind) {
      case 'returned':
      case 'exported':
      case 'yielded':
        return true
      case 'argument':
        return !(use.call.type === 'CallExpression' && ADDING.has(calleeName(use.call) ?? ''))
      default:
        return false
    }
  })
}
