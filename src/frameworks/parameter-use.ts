import type { FunctionNode } from '../facts/nodes.ts'
import { propertyName, unwrap } from '../facts/unwrap.ts'
import type { Use } from '../facts/uses.ts'
import { usesOf, usesOfVariable } from '../facts/uses.ts'
import { variableOf } from '../facts/variables.ts'
import type { Node, Source, Variable } from '../source.ts'
import { perNode } from '../source.ts'
import type { Handler, Role } from './handler.ts'
import { indexOfRole, parameterPattern, parameterVariable } from './parameters.ts'

/** The names of what a function does with each of its parameters: `name` of what it reads, `name()` of a method it calls, `name =` of what it sets. */
export const propertiesOfParameters = perNode<FunctionNode, readonly ReadonlySet<string>[]>(
  (source, fn) =>
    fn.params.map((_, index) => {
      const variable = parameterVariable(source, fn, index)
      if (variable !== undefined) return new Set(usesOfVariable(source, variable).flatMap(nameOfUse))
      const pattern = parameterPattern(fn, index)
      return new Set(
        pattern?.properties.flatMap((property) => (property.type === 'Property' ? (propertyName(property) ?? []) : [])),
      )
    }),
  [],
)

/** True when the handler reads what a place names: `request.body` is the property `body` of the request parameter, however it is taken. */
export function readsPlace(source: Source, handler: Handler, place: string): boolean {
  const [role, ...path] = place.split('.')
  const index = indexOfRole(handler.roles, role as Role)
  if (index === undefined) return false
  const pattern = parameterPattern(handler.fn, index)
  if (pattern !== undefined) return patternReads(source, pattern, path)
  const variable = parameterVariable(source, handler.fn, index)
  return variable !== undefined && variableReads(source, variable, path)
}

function variableReads(source: Source, variable: Variable, path: readonly string[]): boolean {
  return path.length === 0 || usesOfVariable(source, variable).some((use) => useReads(source, use, path))
}

function useReads(source: Source, use: Use, path: readonly string[]): boolean {
  const [name, ...rest] = path
  if (use.kind === 'destructured') return use.name === name && targetReads(source, use.target, rest)
  if (use.kind === 'method-call') return use.name === name && rest.length === 0
  if (use.kind !== 'property' || use.name !== name) return false
  return rest.length === 0 || usesOf(source, use.member).some((inner) => useReads(source, inner, rest))
}

function targetReads(source: Source, target: Node, path: readonly string[]): boolean {
  if (path.length === 0) return true
  const node = unwrap(target)
  if (node.type === 'ObjectPattern') return patternReads(source, node, path)
  const variable = node.type === 'Identifier' ? variableOf(source, node) : undefined
  return variable !== undefined && variableReads(source, variable, path)
}

function patternReads(
  source: Source,
  pattern: Extract<Node, { type: 'ObjectPattern' }>,
  path: readonly string[],
): boolean {
  const [name, ...rest] = path
  if (name === undefined) return true
  return pattern.properties.some((property) => {
    if (property.type !== 'Property' || propertyName(property) !== name) return false
    const value = property.value as Node
    return targetReads(source, value.type === 'AssignmentPattern' ? value.left : value, rest)
  })
}

function nameOfUse(use: Use): string[] {
  if (use.kind === 'property-set') return [`${use.name} =`]
  if (use.kind === 'method-call') return [use.name, `${use.name}()`]
  return 'name' in use ? [use.name] : []
}
