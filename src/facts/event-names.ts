import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { importedNameOf, methodName, receiverOf } from './callee.ts'
import { callsOfFunction } from './functions.ts'
import type { Origin } from './origin.ts'
import { originOf, originsOf } from './origin.ts'
import { propertyName, stringOf, unwrap } from './unwrap.ts'
import { globalName, variableOf } from './variables.ts'

/** The event names that an argument can be; `isComplete` is false when it can also be one that nobody can tell. */
export interface EventNames {
  readonly names: ReadonlySet<string>
  readonly isComplete: boolean
}

/** Callbacks of these get the items of a list one by one. */
const ITEM_CALLBACKS = new Set(['forEach', 'map', 'flatMap', 'some', 'every'])
/** How many helpers that hand an event name on are followed. */
const MAX_HELPERS = 3

/** What event an expression names: a literal, a constant, an enum member, an item of a literal list, a helper's parameter. */
export function eventNames(source: Source, expression: Node): EventNames {
  const names = new Set<string>()
  const isComplete = collect(source, expression, names, MAX_HELPERS)
  return { names, isComplete }
}

/** Adds the names and says whether these are all. */
function collect(source: Source, expression: Node, names: Set<string>, steps: number): boolean {
  const text = stringOf(expression) ?? enumText(source, unwrap(expression))
  if (text !== undefined) {
    names.add(text)
    return true
  }
  return originsOf(source, expression)
    .map((origin) => collectOrigin(source, origin, names, steps))
    .every((it) => it)
}

function collectOrigin(source: Source, origin: Origin, names: Set<string>, steps: number): boolean {
  switch (origin.kind) {
    case 'expression': {
      const text = origin.path.length === 0 ? (stringOf(origin.node) ?? enumText(source, origin.node)) : undefined
      if (text !== undefined) names.add(text)
      return text !== undefined
    }
    case 'import': {
      // A symbol: it watches errors and does not count as a listener for them.
      const imported = importedNameOf(origin)
      return imported?.module === 'events' && imported.name.endsWith('errorMonitor')
    }
    case 'iteration':
      return collectItems(source, origin.loop.right, origin.path, names, steps)
    case 'parameter': {
      const { fn } = origin
      const call = fn.parent
      if (call.type === 'CallExpression' && call.arguments[0] === fn && ITEM_CALLBACKS.has(methodName(call) ?? '')) {
        const list = receiverOf(call)
        return origin.index === 0 && list !== undefined && collectItems(source, list, origin.path, names, steps)
      }
      if (steps === 0 || origin.path.length > 0) return false
      const values = callsOfFunction(source, fn).map((it) => it.arguments[origin.index])
      const found = new Set<string>()
      const isComplete = values.every((it) => it !== undefined && collect(source, it, found, steps - 1))
      // Which of several names belongs to which call is not followed.
      if (!isComplete || found.size !== 1) return false
      for (const name of found) names.add(name)
      return true
    }
    default:
      return false
  }
}

/** The items of `['a', 'b']`, of `Object.keys(o)`, `Object.values(o)`, and with the path `0` or `1` of `Object.entries(o)`. */
function collectItems(source: Source, list: Node, path: readonly string[], names: Set<string>, steps: number): boolean {
  const origin = originOf(source, list)
  if (origin.kind !== 'expression' || origin.path.length > 0) return false
  const made = unwrap(origin.node)
  if (made.type === 'ArrayExpression') {
    return made.elements
      .map((it) => {
        if (it === null || it.type === 'SpreadElement') return false
        if (path.length === 0) return collect(source, it, names, steps)
        const pair = unwrap(it)
        const part = pair.type === 'ArrayExpression' ? pair.elements[Number(path[0])] : undefined
        return part != null && path.length === 1 && collect(source, part, names, steps)
      })
      .every((it) => it)
  }
  const object = made.type === 'CallExpression' ? listedObject(source, made) : undefined
  if (object === undefined) return false
  return object.properties
    .map((property) => {
      if (property.type !== 'Property') return false
      const method = methodName(made as TSESTree.CallExpression)
      const isKey = method === 'keys' ? path.length === 0 : method === 'entries' && path[0] === '0'
      const isValue = method === 'values' ? path.length === 0 : method === 'entries' && path[0] === '1'
      const key = propertyName(property)
      if (isKey && key !== undefined) names.add(key)
      return isValue ? collect(source, property.value as Node, names, steps) : isKey && key !== undefined
    })
    .every((it) => it)
}

/** The object literal of `Object.keys(o)`, `Object.values(o)` and `Object.entries(o)`. */
function listedObject(source: Source, call: TSESTree.CallExpression): TSESTree.ObjectExpression | undefined {
  const receiver = receiverOf(call)
  if (receiver === undefined || globalName(source, receiver) !== 'Object') return undefined
  const origin = call.arguments[0] === undefined ? undefined : originOf(source, call.arguments[0])
  const made = origin?.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : undefined
  return made?.type === 'ObjectExpression' ? made : undefined
}

/** The text of `Events.Error` where this file declares the enum. */
function enumText(source: Source, member: Node): string | undefined {
  if (member.type !== 'MemberExpression' || member.object.type !== 'Identifier') return undefined
  const declaration = variableOf(source, member.object)?.defs[0]?.node as Node | undefined
  if (declaration?.type !== 'TSEnumDeclaration') return undefined
  const name = propertyName(member)
  for (const it of declaration.body.members) {
    const key = it.id.type === 'Identifier' ? it.id.name : it.id.type === 'Literal' ? String(it.id.value) : undefined
    if (key === name) return stringOf(it.initializer)
  }
  return undefined
}
