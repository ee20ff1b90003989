import { calleeName } from './callee.ts'
import { isFunction, contains, isWithin } from './nodes.ts'
import { alwaysEndsFunction } from './leaving.ts'
import { wordsOf } from './name-words.ts'
import { unwrap } from './unwrap.ts'
import { usesOf, usesOfVariable } from './uses.ts'
import { variableOf } from './variables.ts'
import type { Node, Source } from '../source.ts'

/** How the outcome of a check is used. `decides`: a condition on it leaves the function. `passed`: it goes on where it is not followed. */
export type Outcome = 'decides' | 'passed' | 'unused'

/** Functions that end what runs when they are called, whatever they are given. */
const ENDING_CALLS = new Set([
  'redirect',
  'notFound',
  'unauthorized',
  'forbidden',
  'fail',
  'reject',
  'disconnect',
  'close',
  'destroy',
  'terminate',
  'abort',
  'error',
  'deny',
  'exit',
])
const ASSERTIONS = new Set(['assert', 'invariant', 'ok', 'expect', 'require', 'ensure'])
const MAX_DEPTH = 4

/**
 * What becomes of a value: whether a condition on it, or on a part of it, decides that the function is left.
 * @param until a node that is only reached when the check went well, where there is one: a condition around it decides too
 */
export function outcomeOf(source: Source, value: Node, until?: Node): Outcome {
  return outcome(source, value, until, MAX_DEPTH)
}

function outcome(source: Source, value: Node, until: Node | undefined, depth: number): Outcome {
  const direct = placeOutcome(source, value, until)
  if (direct !== undefined) return direct
  if (depth === 0) return 'passed'
  let result: Outcome = 'unused'
  for (const use of usesOf(source, value)) {
    const one = useOutcome(source, use, until, depth)
    if (one === 'decides') return one
    if (one === 'passed') result = one
  }
  return result
}

function useOutcome(
  source: Source,
  use: ReturnType<typeof usesOf>[number],
  until: Node | undefined,
  depth: number,
): Outcome {
  switch (use.kind) {
    case 'tested':
      return placeOutcome(source, use.node, until) ?? 'unused'
    case 'property':
      return outcome(source, use.member, until, depth - 1)
    case 'method-call':
      return outcome(source, use.call, until, depth - 1)
    case 'destructured': {
      const target = use.target.type === 'AssignmentPattern' ? use.target.left : use.target
      return targetOutcome(source, target, until, depth - 1)
    }
    case 'argument': {
      const name = calleeName(use.call)
      if (name !== undefined && wordsOf(name).some((word) => ASSERTIONS.has(word))) return 'decides'
      const direct = placeOutcome(source, use.call, until)
      return direct ?? 'passed'
    }
    case 'thrown':
      return 'decides'
    case 'property-set':
      return 'unused'
    default:
      return 'passed'
  }
}

function targetOutcome(source: Source, target: Node, until: Node | undefined, depth: number): Outcome {
  if (depth <= 0) return 'passed'
  if (target.type === 'ObjectPattern') {
    let result: Outcome = 'unused'
    for (const property of target.properties) {
      const value: Node = property.type === 'Property' ? (property.value as Node) : property.argument
      const inner = targetOutcome(source, value.type === 'AssignmentPattern' ? value.left : value, until, depth - 1)
      if (inner === 'decides') return inner
      if (inner === 'passed') result = inner
    }
    return result
  }
  const variable = target.type === 'Identifier' ? variableOf(source, target) : undefined
  if (variable === undefined) return 'passed'
  let result: Outcome = 'unused'
  for (const use of usesOfVariable(source, variable)) {
    const one = useOutcome(source, use, until, depth)
    if (one === 'decides') return one
    if (one === 'passed') result = one
  }
  return result
}

/** `decides` when the node is part of a condition that leaves the function, `unused` when of one that does not; undefined: no condition. */
function placeOutcome(source: Source, node: Node, until: Node | undefined): Outcome | undefined {
  for (let current: Node = node, { parent } = node; parent != null; current = parent, { parent } = current) {
    switch (parent.type) {
      case 'IfStatement':
        if (parent.test !== current) return undefined
        return leaves(source, parent.consequent) ||
          (parent.alternate !== null && leaves(source, parent.alternate)) ||
          (until !== undefined && isWithin(until, parent))
          ? 'decides'
          : 'unused'
      case 'ConditionalExpression':
        if (parent.test !== current) return undefined
        return isEnding(parent.consequent) || isEnding(parent.alternate) || isReturned(parent) ? 'decides' : 'unused'
      case 'LogicalExpression':
        if (parent.left === current && isEnding(parent.right)) return 'decides'
        break
      case 'UnaryExpression':
      case 'BinaryExpression':
      case 'AwaitExpression':
      case 'ChainExpression':
      case 'TSNonNullExpression':
      case 'TSAsExpression':
        break
      case 'MemberExpression':
        if (parent.object !== current) return undefined
        break
      case 'CallExpression':
        // `roles.includes(user.role)`, `token.startsWith('x')`
        if (parent.callee === current || parent.arguments.length > 0) break
        return undefined
      default:
        return undefined
    }
  }
  return undefined
}

/** True when running a statement may end the function: it returns, throws, or calls what ends it. */
function leaves(source: Source, statement: Node): boolean {
  return (
    alwaysEndsFunction(source, statement) ||
    contains(
      source,
      statement,
      (node) => node.type === 'ReturnStatement' || node.type === 'ThrowStatement' || isEnding(node),
      { functions: 'skip' },
    )
  )
}

function isEnding(node: Node): boolean {
  const value = unwrap(node)
  if (value.type === 'NewExpression') return calleeName(value) === 'Response'
  if (value.type !== 'CallExpression') return false
  const name = calleeName(value)
  // `next(error)` goes past the route.
  if (name === 'next') return value.arguments.length > 0 && unwrap(value.callee).type === 'Identifier'
  return name !== undefined && ENDING_CALLS.has(name)
}

function isReturned(node: Node): boolean {
  const { parent } = node
  return parent?.type === 'ReturnStatement' || (isFunction(parent) && parent.body === node)
}
