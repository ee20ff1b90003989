import type { TSESLint } from '@typescript-eslint/utils'
import type { Node, Source, Variable } from '../source.ts'
import { enclosingFunction } from '../facts/functions.ts'
import { contains, isWithin } from '../facts/nodes.ts'
import { resolveName, scopeAt } from './names.ts'

type Scope = TSESLint.Scope.Scope

/** Where code is to stand. */
export interface NewPlace {
  readonly scope: Scope | null
  /** The function whose body it is; undefined at the top level. */
  readonly fn: Node | undefined
  /** Names that this function declares from here on have no value yet. */
  readonly offset: number
}

/** True when every name in a node, and `this`, `await` and their like, mean the same in another place. */
export function keepsMeaning(source: Source, node: Node, place: NewPlace): boolean {
  const leavesFunction = enclosingFunction(node) !== place.fn
  if (leavesFunction && contains(source, node, isOfFunction, { functions: 'skip' })) return false
  return referencesIn(source, node).every(({ identifier, resolved }) => {
    const name = 'name' in identifier ? (identifier.name as string) : ''
    if (resolved === null || resolved.defs.length === 0) return resolveName(place.scope, name) === undefined
    if (resolved.defs.every((definition) => isWithin(definition.name as Node, node))) return true
    return resolveName(place.scope, name) === resolved && !isDeclaredLater(resolved as Variable, place)
  })
}

/**
 * True when a variable that is declared in an inner scope can be declared in an outer one: no scope between them, nor
 * the outer one itself, has the name, and nothing in the outer one means another variable by it.
 */
export function canDeclareFurtherOut(variable: Variable, outer: Scope | null): boolean {
  for (let scope: Scope | null = variable.scope; scope !== outer;) {
    scope = scope.upper
    if (scope === null) return false
    const other = scope.set.get(variable.name)
    if (other !== undefined && other.defs.length > 0) return false
  }
  if (variable.scope === outer) return true
  return outer?.through.every(({ identifier }) => !('name' in identifier) || identifier.name !== variable.name) ?? false
}

/** A `const` or class of the same function that stands behind the new place has no value there. */
function isDeclaredLater(variable: Variable, { fn, offset }: NewPlace): boolean {
  const [definition] = variable.defs
  if (definition === undefined || definition.type === 'FunctionName' || definition.type === 'ImportBinding')
    return false
  const name = definition.name as Node
  return name.range[0] > offset && enclosingFunction(name) === fn
}

function isOfFunction(node: Node): boolean {
  switch (node.type) {
    case 'ThisExpression':
    case 'Super':
    case 'AwaitExpression':
    case 'YieldExpression':
    case 'MetaProperty':
      return true
    case 'ForOfStatement':
      return node.await
    default:
      return node.type === 'Identifier' && node.name === 'arguments'
  }
}

function referencesIn(source: Source, node: Node): TSESLint.Scope.Reference[] {
  const references: TSESLint.Scope.Reference[] = []
  const innermost = scopeAt(source, node)
  const open = innermost === null ? [] : [innermost]
  for (let scope = open.pop(); scope !== undefined; scope = open.pop()) {
    references.push(...scope.references.filter((it) => isWithin(it.identifier as Node, node)))
    open.push(...scope.childScopes.filter((it) => overlaps(it.block as Node, node)))
  }
  return references
}

function overlaps(a: Node, b: Node): boolean {
  return a.range[0] < b.range[1] && b.range[0] < a.range[1]
}
