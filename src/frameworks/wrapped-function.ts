import type { TSESTree } from '@typescript-eslint/utils'
import { calleeNameNode, methodName, receiverOf } from '../facts/callee.ts'
import { calledFunction, localFunction, methodOf, returnedExpressions } from '../facts/functions.ts'
import type { FunctionNode } from '../facts/nodes.ts'
import { isFunction } from '../facts/nodes.ts'
import { originOf } from '../facts/origin.ts'
import { unwrap } from '../facts/unwrap.ts'
import type { Node, Source } from '../source.ts'

/** A function as it is handed over: bare, or inside calls that wrap it. */
export interface WrappedFunction {
  readonly fn: FunctionNode
  /** The names of the callees around it, outermost first. */
  readonly wrappers: readonly Node[]
}

/** How many wrappers, constants and factories are looked through. */
const MAX_STEPS = 8

/**
 * The function that an expression hands over: itself, a name of this file, `controller.method`, `fn.bind(x)`,
 * `wrapper(fn)`, or what a factory of this file returns. Undefined when it lies in another file.
 */
export function wrappedFunction(source: Source, expression: Node): WrappedFunction | undefined {
  return resolve(source, expression, [], MAX_STEPS)
}

/** The functions of a list of arguments, nested arrays of middleware among them, in the order in which they run. */
export function wrappedFunctions(source: Source, expressions: readonly Node[]): WrappedFunction[] {
  const found: WrappedFunction[] = []
  for (const expression of expressions) {
    const list = listOf(source, expression)
    if (list !== undefined) found.push(...wrappedFunctions(source, list))
    else {
      const one = expression.type === 'SpreadElement' ? undefined : wrappedFunction(source, expression)
      if (one !== undefined) found.push(one)
    }
  }
  return found
}

function listOf(source: Source, expression: Node): Node[] | undefined {
  const inner = expression.type === 'SpreadElement' ? expression.argument : expression
  const node = unwrap(inner)
  if (node.type === 'ArrayExpression') return elementsOf(node)
  if (node.type !== 'Identifier') return undefined
  const origin = originOf(source, node)
  if (origin.kind !== 'expression' || origin.path.length > 0) return undefined
  const value = unwrap(origin.node)
  return value.type === 'ArrayExpression' ? elementsOf(value) : undefined
}

function elementsOf(array: TSESTree.ArrayExpression): Node[] {
  return array.elements.filter((element): element is NonNullable<typeof element> => element !== null)
}

function resolve(
  source: Source,
  expression: Node,
  wrappers: readonly Node[],
  steps: number,
): WrappedFunction | undefined {
  if (steps === 0) return undefined
  const node = unwrap(expression)
  const local = localFunction(source, node)
  if (local !== undefined) return { fn: local, wrappers }
  if (node.type === 'CallExpression') return resolveCall(source, node, wrappers, steps)
  if (node.type !== 'Identifier' && node.type !== 'MemberExpression') return undefined
  const origin = originOf(source, node)
  if (origin.kind !== 'expression') return undefined
  const value = unwrap(origin.node)
  if (value.type === 'NewExpression' && origin.path.length === 1) {
    const made = classOf(source, value.callee)
    const method = made === undefined ? undefined : methodOf(source, made, origin.path[0] as string)
    return method === undefined ? undefined : { fn: method, wrappers }
  }
  if (origin.path.length > 0) return undefined
  if (isFunction(value)) return { fn: value, wrappers }
  return value.type === 'CallExpression' ? resolveCall(source, value, wrappers, steps - 1) : undefined
}

function resolveCall(
  source: Source,
  call: TSESTree.CallExpression,
  wrappers: readonly Node[],
  steps: number,
): WrappedFunction | undefined {
  const receiver = receiverOf(call)
  if (methodName(call) === 'bind' && receiver !== undefined) return resolve(source, receiver, wrappers, steps - 1)
  const inside = [...wrappers, calleeNameNode(call)]
  // Of several functions the last one is the handler: `cached(keyOf, handler)`.
  for (const argument of call.arguments.toReversed()) {
    if (argument.type === 'SpreadElement') continue
    const inner = resolve(source, argument, inside, steps - 1)
    if (inner !== undefined) return inner
  }
  const factory = calledFunction(source, call)
  if (factory === undefined) return undefined
  for (const returned of returnedExpressions(source, factory)) {
    const made = resolve(source, returned, wrappers, steps - 1)
    if (made !== undefined) return made
  }
  return undefined
}

function classOf(source: Source, callee: Node): TSESTree.ClassDeclaration | TSESTree.ClassExpression | undefined {
  const origin = originOf(source, callee)
  if (origin.kind !== 'expression' || origin.path.length > 0) return undefined
  const node = unwrap(origin.node)
  return node.type === 'ClassDeclaration' || node.type === 'ClassExpression' ? node : undefined
}
