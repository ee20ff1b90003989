import type { TSESTree } from '@typescript-eslint/utils'
import type { FunctionNode } from '../facts/nodes.ts'
import type { WrittenType } from '../facts/type-annotation.ts'
import { namedType } from '../facts/type-annotation.ts'
import { propertyName } from '../facts/unwrap.ts'
import { variableOf } from '../facts/variables.ts'
import type { Node, Source, Variable } from '../source.ts'
import type { Role } from './handler.ts'

/** Names that are usual for a parameter of a role; asked only for functions that pass through a wrapper with a signature of its own. */
const USUAL_NAMES: Readonly<Record<Role, RegExp>> = {
  request: /^_*(?:req|request)$/i,
  response: /^_*(?:res|response|reply)$/i,
  context: /^_*(?:c|ctx|context|event|e|args|opts|socket|ws)$/i,
  next: /^_*(?:next|done)$/i,
  error: /^_*(?:err|error)$/i,
}

/** The key of a written type in the frameworks' tables: `express#Request`, `#Request` for a global, `$types#RequestHandler`. */
export function typeKey(type: WrittenType | undefined): string | undefined {
  if (type === undefined || type.isLocal) return undefined
  const { module = '', name } = type
  if (module.endsWith('/$types')) return `$types#${name}`
  if (module.includes('/+types/')) return `+types#${name}`
  return `${module}#${name}`
}

/** The key of the type that a parameter is annotated with. */
export function parameterTypeKey(source: Source, fn: FunctionNode, index: number): string | undefined {
  const annotation = annotationOf(fn.params[index])
  // `Request & { user: User }` is still a request.
  const types =
    annotation?.type === 'TSIntersectionType' ? annotation.types : annotation === undefined ? [] : [annotation]
  for (const type of types) {
    const key = typeKey(namedType(source, type))
    if (key !== undefined) return key
  }
  return undefined
}

/**
 * What each parameter of a handler stands for: by its written type, else by its position.
 * @param shape the framework's order of parameters
 * @param types the roles of written types
 * @param trust `positions`: the framework calls the function itself. `names`: a wrapper calls it, with parameters that may be
 * its own, so positions count only for usual names and patterns. `types`: nobody knows who calls it; a `next` must be named so
 */
export function rolesOf(
  source: Source,
  fn: FunctionNode,
  shape: readonly Role[],
  types: Readonly<Record<string, Role>>,
  trust: 'positions' | 'names' | 'types',
): Map<number, Role> {
  const roles = typedRolesOf(source, fn, types)
  const taken = new Set(roles.values())
  const first = hasThisParameter(fn) ? 1 : 0
  for (const [position, role] of shape.entries()) {
    const index = position + first
    const parameter = fn.params[index]
    if (parameter === undefined || taken.has(role) || roles.has(index) || parameter.type === 'RestElement') continue
    if (isOtherwiseTyped(parameter, role) || (trust === 'names' && !isUsual(parameter, role))) continue
    if (trust === 'types' && role === 'next' && !isNamed(parameter, role)) continue
    roles.set(index, role)
  }
  return roles
}

/** The same by written types alone. */
export function typedRolesOf(
  source: Source,
  fn: FunctionNode,
  types: Readonly<Record<string, Role>>,
): Map<number, Role> {
  const roles = new Map<number, Role>()
  for (const index of fn.params.keys()) {
    const key = parameterTypeKey(source, fn, index)
    const role = key === undefined ? undefined : types[key]
    if (role !== undefined) roles.set(index, role)
  }
  return roles
}

/** The variable of a parameter that is a plain name; undefined for patterns and missing parameters. */
export function parameterVariable(source: Source, fn: FunctionNode, index: number): Variable | undefined {
  const target = targetOf(fn.params[index])
  return target?.type === 'Identifier' ? variableOf(source, target) : undefined
}

/** The pattern of a parameter that is destructured in the head of the function. */
export function parameterPattern(fn: FunctionNode, index: number): TSESTree.ObjectPattern | undefined {
  const target = targetOf(fn.params[index])
  return target?.type === 'ObjectPattern' ? target : undefined
}

/** The variable that takes one property of a destructured parameter: `request` of `({ request: r }) => …`. */
export function destructuredVariable(
  source: Source,
  fn: FunctionNode,
  index: number,
  name: string,
): Variable | undefined {
  for (const property of parameterPattern(fn, index)?.properties ?? []) {
    if (property.type !== 'Property' || propertyName(property) !== name) continue
    const value = property.value.type === 'AssignmentPattern' ? property.value.left : property.value
    return value.type === 'Identifier' ? variableOf(source, value) : undefined
  }
  return undefined
}

/** The index of the parameter with a role; undefined when there is none. */
export function indexOfRole(roles: ReadonlyMap<number, Role>, role: Role): number | undefined {
  for (const [index, it] of roles) if (it === role) return index
  return undefined
}

function annotationOf(parameter: TSESTree.Parameter | undefined): TSESTree.TypeNode | undefined {
  const target = targetOf(parameter)
  return target?.type === 'Identifier' || target?.type === 'ObjectPattern'
    ? target.typeAnnotation?.typeAnnotation
    : undefined
}

/** True for what no request, response or context is: annotated as `string`, `number[]` or a literal, or a caught error. */
function isOtherwiseTyped(parameter: TSESTree.Parameter, role: Role): boolean {
  const annotation = annotationOf(parameter)
  switch (annotation?.type) {
    case undefined:
      return role !== 'error' && isNamed(parameter, 'error')
    case 'TSTypeReference':
      // `buf: Buffer` is no `next`.
      return role === 'next' && !isUsual(parameter, role)
    case 'TSAnyKeyword':
    case 'TSUnknownKeyword':
      return role !== 'error' && isNamed(parameter, 'error')
    case 'TSIntersectionType':
    case 'TSUnionType':
    case 'TSTypeLiteral':
    case 'TSImportType':
    case 'TSIndexedAccessType':
    case 'TSTypeQuery':
      return false
    default:
      return role !== 'next' || annotation?.type !== 'TSFunctionType'
  }
}

function targetOf(parameter: TSESTree.Parameter | undefined): Node | undefined {
  if (parameter === undefined) return undefined
  const inner = parameter.type === 'TSParameterProperty' ? parameter.parameter : parameter
  return inner.type === 'AssignmentPattern' ? inner.left : inner
}

function hasThisParameter(fn: FunctionNode): boolean {
  const first = fn.params[0]
  return first?.type === 'Identifier' && first.name === 'this'
}

function isUsual(parameter: TSESTree.Parameter, role: Role): boolean {
  return isNamed(parameter, role) || (targetOf(parameter)?.type === 'ObjectPattern' && role !== 'next')
}

function isNamed(parameter: TSESTree.Parameter, role: Role): boolean {
  const target = targetOf(parameter)
  return target?.type === 'Identifier' && USUAL_NAMES[role].test(target.name)
}
