import type { TSESTree } from '@typescript-eslint/utils'
import { methodName, receiverOf } from '../facts/callee.ts'
import { methodOf, returnedExpressions } from '../facts/functions.ts'
import type { ClassNode } from '../facts/local-class.ts'
import type { FunctionNode } from '../facts/nodes.ts'
import { isFunction } from '../facts/nodes.ts'
import { enclosingClass, fieldValues, originOf } from '../facts/origin.ts'
import { writtenType } from '../facts/type-annotation.ts'
import { propertyName, unwrap, unwrapAwait } from '../facts/unwrap.ts'
import type { Node, Source } from '../source.ts'
import type { Codebase, Definition, Place } from './codebase.ts'

/** A function, and the file that it stands in. */
export interface FunctionPlace extends Place {
  readonly node: FunctionNode
}

/** How many names, members and factories are followed. */
const MAX_STEPS = 10

/** What an expression means, in this file or another: a function, class, call, literal. Undefined for packages and what cannot be followed. */
export function valueAcross(
  codebase: Codebase,
  source: Source,
  expression: Node,
  steps = MAX_STEPS,
): Place | undefined {
  if (steps === 0) return undefined
  const node = unwrapAwait(expression)
  const origin = originOf(source, node)
  if (origin.kind === 'import') {
    // What `import('./plugin')` is registered for is its default export.
    const found = codebase.definition(source, node, node.type === 'ImportExpression' ? ['default'] : [])
    return found === undefined ? undefined : settled(codebase, found, steps - 1)
  }
  if (origin.kind === 'expression')
    return settled(codebase, { source, node: origin.node, path: origin.path }, steps - 1)
  return typedMember(codebase, source, node, steps - 1)
}

/** The function that an expression means, in this file or another. */
export function functionAcross(codebase: Codebase, source: Source, expression: Node): FunctionPlace | undefined {
  const node = unwrap(expression)
  if (isFunction(node)) return { source, node }
  if (node.type === 'CallExpression' && methodName(node) === 'bind') {
    const receiver = receiverOf(node)
    return receiver === undefined ? undefined : functionAcross(codebase, source, receiver)
  }
  if (node.type === 'MemberExpression' && unwrap(node.object).type === 'ThisExpression') {
    const owner = enclosingClass(node)
    const name = propertyName(node)
    if (owner !== undefined && name !== undefined) {
      const own = memberOfClass(codebase, { source, node: owner }, name, MAX_STEPS)
      if (own !== undefined) return isFunction(own.node) ? { source: own.source, node: own.node } : undefined
    }
  }
  const value = valueAcross(codebase, source, node)
  return value !== undefined && isFunction(value.node) ? { source: value.source, node: value.node } : undefined
}

/** The class that an expression means, in this file or another. */
export function classAcross(
  codebase: Codebase,
  source: Source,
  expression: Node,
): (Place & { node: ClassNode }) | undefined {
  const value = valueAcross(codebase, source, expression)
  return value !== undefined && isClass(value.node) ? { source: value.source, node: value.node } : undefined
}

/** Follows aliases in the file of a definition, then the members that are read from it. */
function settled(codebase: Codebase, { source, node, path }: Definition, steps: number): Place | undefined {
  if (steps <= 0) return undefined
  const value = unwrapAwait(node)
  if (value.type === 'Identifier' || value.type === 'MemberExpression') {
    const inner = valueAcross(codebase, source, value, steps - 1)
    return inner === undefined ? undefined : settled(codebase, { ...inner, path }, steps - 1)
  }
  const [name, ...rest] = path
  if (name === undefined) return { source, node: value }
  const member = memberOf(codebase, { source, node: value }, name, steps - 1)
  return member === undefined ? undefined : settled(codebase, { ...member, path: rest }, steps - 1)
}

function memberOf(codebase: Codebase, { source, node }: Place, name: string, steps: number): Place | undefined {
  switch (node.type) {
    case 'ObjectExpression':
      for (const property of node.properties)
        if (property.type === 'Property' && propertyName(property) === name)
          return { source, node: property.value as Node }
      return undefined
    case 'ClassDeclaration':
    case 'ClassExpression':
      return memberOfClass(codebase, { source, node }, name, steps)
    case 'NewExpression': {
      const made = valueAcross(codebase, source, node.callee, steps)
      return made !== undefined && isClass(made.node)
        ? memberOfClass(codebase, { source: made.source, node: made.node }, name, steps)
        : undefined
    }
    case 'CallExpression': {
      const made = valueAcross(codebase, source, node.callee, steps)
      if (made === undefined || !isFunction(made.node)) return undefined
      const returned = returnedExpressions(made.source, made.node)
      const [only] = returned
      if (returned.length !== 1 || only === undefined) return undefined
      const value = valueAcross(codebase, made.source, only, steps)
      return value === undefined ? undefined : memberOf(codebase, value, name, steps - 1)
    }
    default:
      return undefined
  }
}

function memberOfClass(
  codebase: Codebase,
  { source, node }: Place & { node: ClassNode },
  name: string,
  steps: number,
): Place | undefined {
  if (steps <= 0) return undefined
  const method = methodOf(source, node, name)
  if (method !== undefined) return { source, node: method }
  const values = fieldValues(source, node, name)
  if (values.length === 1 && values[0] !== undefined) return { source, node: values[0] }
  if (node.superClass === null) return undefined
  const base = valueAcross(codebase, source, node.superClass, steps - 1)
  return base !== undefined && isClass(base.node)
    ? memberOfClass(codebase, { source: base.source, node: base.node }, name, steps - 1)
    : undefined
}

/** `this.service.stream` and `service.stream` where the service's written type is a class of the project. */
function typedMember(codebase: Codebase, source: Source, node: Node, steps: number): Place | undefined {
  if (node.type !== 'MemberExpression' || steps <= 0) return undefined
  const name = propertyName(node)
  const type = writtenType(source, node.object)?.node
  if (name === undefined || type?.type !== 'TSTypeReference') return undefined
  const owner = valueAcross(codebase, source, type.typeName as TSESTree.Identifier, steps - 1)
  return owner !== undefined && isClass(owner.node)
    ? memberOfClass(codebase, { source: owner.source, node: owner.node }, name, steps - 1)
    : undefined
}

function isClass(node: Node): node is ClassNode {
  return node.type === 'ClassDeclaration' || node.type === 'ClassExpression'
}
