import type { Handler } from '../frameworks/handler.ts'
import type { Node, Source, Variable } from '../source.ts'
import { methodName } from './callee.ts'
import { enclosingFunction } from './functions.ts'
import { LISTEN_METHODS } from './listener-tables.ts'
import type { FunctionNode } from './nodes.ts'
import { collectWithin, contains, isFunction, isWithin } from './nodes.ts'
import { originOf } from './origin.ts'
import { unwrap, unwrapAwait } from './unwrap.ts'
import { upstreamCalls } from './upstream-calls.ts'
import { usesOfVariable } from './uses.ts'
import { variableOf, writesOf } from './variables.ts'

/**
 * True for a handler that only takes part in what runs already: it looks something up by an id of its path, refuses who
 * names none, and listens to what it has found. Whether such ids can be guessed is not known here.
 */
export function resumesById(source: Source, { fn }: Handler): boolean {
  if (upstreamCalls(source).some(({ call }) => isWithin(call, fn))) return false
  return collectWithin(source, fn.body, isIf).some((statement) => {
    const variable = missing(source, statement.test)
    return (
      variable !== undefined &&
      contains(source, statement.consequent, leaves) &&
      isLookedUp(source, fn, variable) &&
      isListenedTo(source, fn, variable)
    )
  })
}

type IfStatement = Extract<Node, { type: 'IfStatement' }>

function isIf(node: Node): node is IfStatement {
  return node.type === 'IfStatement'
}

function leaves(node: Node): boolean {
  return node.type === 'ReturnStatement' || node.type === 'ThrowStatement'
}

/** `session` of `!session`. */
function missing(source: Source, test: Node): Variable | undefined {
  const node = unwrap(test)
  const tested = node.type === 'UnaryExpression' && node.operator === '!' ? unwrap(node.argument) : undefined
  return tested?.type === 'Identifier' ? variableOf(source, tested) : undefined
}

/** `sessions.get(params.id)` */
function isLookedUp(source: Source, fn: FunctionNode, variable: Variable): boolean {
  const [write, ...others] = writesOf(variable)
  if (write?.value === undefined || others.length > 0 || enclosingFunction(write.identifier) !== fn) return false
  const call = unwrapAwait(write.value)
  return call.type === 'CallExpression' && call.arguments.some((argument) => isOfPath(source, fn, argument))
}

function isOfPath(source: Source, fn: FunctionNode, value: Node): boolean {
  const origin = originOf(source, value)
  if (origin.kind === 'parameter') return origin.fn === fn && origin.path.includes('params')
  return origin.kind === 'expression' && origin.node.type === 'CallExpression' && methodName(origin.node) === 'param'
}

function isListenedTo(source: Source, fn: FunctionNode, variable: Variable): boolean {
  return usesOfVariable(source, variable).some(
    (use) =>
      use.kind === 'method-call' &&
      (LISTEN_METHODS.has(use.name) || use.name === 'subscribe') &&
      isWithin(use.call, fn) &&
      use.call.arguments.some((argument) => isFunction(unwrap(argument))),
  )
}
