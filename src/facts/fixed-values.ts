import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source, Variable } from '../source.ts'
import { perSource } from '../source.ts'
import { callsOfFunction } from './functions.ts'
import { isFunction, nodesOf } from './nodes.ts'
import type { FunctionNode } from './nodes.ts'
import { enclosingClass, fieldValues, originOf } from './origin.ts'
import { propertyName, unwrap } from './unwrap.ts'
import { globalName, variableOf, writesOf } from './variables.ts'

/** How many names are followed before a value counts as one that may change. */
const MAX_STEPS = 12

/**
 * True when a number is certainly the same each time that the code around it runs: literals, constants, imported
 * constants, options that nobody writes to, and sums of such. False when it can change (a variable with several writes, a
 * call) and when nobody can tell.
 */
export function isFixed(source: Source, expression: Node): boolean {
  return isFixedWithin(source, expression, MAX_STEPS, new Set())
}

function isFixedWithin(source: Source, expression: Node, steps: number, open: Set<Variable>): boolean {
  if (steps === 0) return false
  const node = unwrap(expression)
  const inner = (it: Node) => isFixedWithin(source, it, steps - 1, open)
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'number'
    case 'UnaryExpression':
      return inner(node.argument)
    case 'BinaryExpression':
      return inner(node.left) && inner(node.right)
    case 'LogicalExpression':
      return inner(node.left) && inner(node.right)
    case 'Identifier': {
      const variable = variableOf(source, node)
      return variable !== undefined && isFixedVariable(source, variable, steps, open)
    }
    case 'MemberExpression':
      return isFixedMember(source, node, steps, open)
    default:
      return false
  }
}

function isFixedVariable(source: Source, variable: Variable, steps: number, open: Set<Variable>): boolean {
  if (open.has(variable)) return false
  const definition = variable.defs[0]
  if (definition === undefined || variable.defs.length > 1) return false
  open.add(variable)
  try {
    if ((definition.type as string) === 'ImportBinding') return definition.node.type === ('ImportSpecifier' as string)
    if ((definition.type as string) === 'Parameter') {
      const fn = definition.node as Node
      return isFunction(fn) && isFixedParameter(source, variable, fn, steps, open)
    }
    const writes = writesOf(variable)
    const [write] = writes
    if (write?.value === undefined || writes.some(({ identifier }) => identifier !== write.identifier)) return false
    if (!write.isPattern) return isFixedWithin(source, write.value, steps - 1, open)
    const declarator = definition.node as Node
    return declarator.type === 'VariableDeclarator' && declarator.init !== null && isParameter(source, declarator.init)
  } finally {
    open.delete(variable)
  }
}

/** A parameter that the function does not write to and that its callers in this file give fixed values. */
function isFixedParameter(
  source: Source,
  variable: Variable,
  fn: FunctionNode,
  steps: number,
  open: Set<Variable>,
): boolean {
  if (
    writesOf(variable).some(({ identifier, isUpdate }) => isUpdate || identifier.parent.type === 'AssignmentExpression')
  )
    return false
  const index = fn.params.findIndex((parameter) => {
    const target = parameter.type === 'TSParameterProperty' ? parameter.parameter : parameter
    const name = target.type === 'AssignmentPattern' ? target.left : target
    return name.type === 'Identifier' && variable.identifiers.includes(name)
  })
  // A part of an options object.
  if (index === -1) return true
  return callsOfFunction(source, fn).every((call) => {
    if (call.arguments.slice(0, index + 1).some((it) => it.type === 'SpreadElement')) return false
    const argument = call.arguments[index]
    // `connect(delay)` inside `connect(delay)`: the same value again.
    if (argument?.type === 'Identifier' && variableOf(source, argument) === variable) return true
    return argument === undefined || isFixedWithin(source, argument, steps - 1, open)
  })
}

/** True for the name of a parameter that is not written to: parts of it are options. */
function isParameter(source: Source, value: Node): boolean {
  const origin = originOf(source, value)
  return origin.kind === 'parameter' && origin.path.length === 0
}

function isFixedMember(source: Source, member: TSESTree.MemberExpression, steps: number, open: Set<Variable>): boolean {
  const name = propertyName(member)
  if (name === undefined || name === 'current' || writtenNames(source).has(name)) return false
  const object = unwrap(member.object)
  if (object.type === 'ThisExpression') {
    const owner = enclosingClass(member)
    const values = owner === undefined ? [] : fieldValues(source, owner, name)
    const [value] = values
    return values.length === 1 && value !== undefined && isFixedWithin(source, value, steps - 1, open)
  }
  const origin = originOf(source, member)
  switch (origin.kind) {
    case 'expression':
      return origin.path.length === 0 && origin.node !== member && isFixedWithin(source, origin.node, steps - 1, open)
    case 'import':
      return true
    case 'parameter':
      return true
    default:
      return globalName(source, object) === 'Number'
  }
}

/** Names of properties that the file changes after they were made: `x.delay *= 2`, `x.delay = y` on anything but `this`. */
const writtenNames = perSource((source): ReadonlySet<string> => {
  const names = new Set<string>()
  const add = (target: Node, isThisFine: boolean) => {
    const left = unwrap(target)
    if (left.type !== 'MemberExpression') return
    const name = propertyName(left)
    if (name !== undefined && !(isThisFine && unwrap(left.object).type === 'ThisExpression')) names.add(name)
  }
  for (const { left, operator } of nodesOf(source, 'AssignmentExpression')) add(left, operator === '=')
  for (const { argument } of nodesOf(source, 'UpdateExpression')) add(argument, false)
  return names
})
