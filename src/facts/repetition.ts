import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { methodName } from './callee.ts'
import { referencesToFunction } from './functions.ts'
import type { FunctionNode } from './nodes.ts'
import { isFunction } from './nodes.ts'
import { originOf } from './origin.ts'
import { propertyName, stringOf, unwrap, wrapped } from './unwrap.ts'

/** Methods whose callback runs at most once. */
const ONCE_METHODS = new Set(['then', 'catch', 'finally', 'once', 'setTimeout', 'setImmediate', 'nextTick'])
/** Functions whose callback runs at most once. */
const ONCE_FUNCTIONS = new Set(['setTimeout', 'setImmediate', 'queueMicrotask', 'after', 'waitUntil'])
/** Events that an emitter tells once. */
export const ONCE_EVENTS: ReadonlySet<string> = new Set([
  'close',
  'end',
  'finish',
  'error',
  'abort',
  'aborted',
  'exit',
  'open',
  'connect',
  'drain',
])
/** Methods that run their callback for each item of the list that they are called on. */
const LIST_METHODS = new Set(['forEach', 'map', 'flatMap', 'reduce'])
/** Properties whose function runs once: of the sources and sinks of streams, and callbacks for an end. */
export const ONCE_PROPERTIES =
  /^(?:start|cancel|close|abort|flush|final|destroy|on(?:Finish|End|Error|Close|Abort|Complete|Done|Open|Start|finish|end|error|close|abort|open))$/

/**
 * True when a node can run any number of times for one run of the code around it: in a loop, a listener, a timer, a
 * callback that nobody calls just once, or a helper that is called from such a place. Loops over a literal list do not count.
 * @param isBoundary functions at which the question ends: one run of them is one run
 */
export function runsRepeatedly(source: Source, node: Node, isBoundary: (fn: FunctionNode) => boolean): boolean {
  return climb(source, node, isBoundary, new Set())
}

function climb(
  source: Source,
  node: Node,
  isBoundary: (fn: FunctionNode) => boolean,
  seen: Set<FunctionNode>,
): boolean {
  let child = node
  for (
    let current = node.parent;
    current !== undefined && current !== null;
    child = current, current = current.parent
  ) {
    if (isLoop(current) ? isInLoop(source, current, child) : false) return true
    if (!isFunction(current)) continue
    if (isBoundary(current)) return false
    if (seen.has(current)) return true
    seen.add(current)
    return isRunRepeatedly(source, current, isBoundary, seen)
  }
  return false
}

function isRunRepeatedly(
  source: Source,
  fn: FunctionNode,
  isBoundary: (fn: FunctionNode) => boolean,
  seen: Set<FunctionNode>,
): boolean {
  const places = [wrapped(fn), ...referencesToFunction(source, fn).map((it) => wrapped(it))]
  return places.some((place) => {
    const parent = place.parent
    switch (parent?.type) {
      case 'CallExpression':
        if (parent.callee === place) return climb(source, parent, isBoundary, seen)
        return isCalledOnce(source, parent) ? climb(source, parent, isBoundary, seen) : true
      case 'NewExpression':
        return climb(source, parent, isBoundary, seen)
      case 'Property': {
        const name = propertyName(parent)
        if (name === undefined || !ONCE_PROPERTIES.test(name)) return true
        return climb(source, parent, isBoundary, seen)
      }
      case 'AssignmentExpression': {
        const left = unwrap(parent.left)
        return left.type === 'MemberExpression' && !ONCE_PROPERTIES.test(propertyName(left) ?? '')
      }
      default:
        return false
    }
  })
}

function isCalledOnce(source: Source, call: TSESTree.CallExpression): boolean {
  const method = methodName(call)
  if (method === undefined) return call.callee.type === 'Identifier' && ONCE_FUNCTIONS.has(call.callee.name)
  if (ONCE_METHODS.has(method)) return true
  const event = stringOf(call.arguments[0])
  if (event !== undefined) return ONCE_EVENTS.has(event)
  const callee = unwrap(call.callee)
  return LIST_METHODS.has(method) && callee.type === 'MemberExpression' && isLiteralList(source, callee.object)
}

export type Loop =
  | TSESTree.ForStatement
  | TSESTree.ForInStatement
  | TSESTree.ForOfStatement
  | TSESTree.WhileStatement
  | TSESTree.DoWhileStatement

/** True for every loop statement. */
export function isLoop(node: Node): node is Loop {
  return (
    node.type === 'ForStatement' ||
    node.type === 'ForInStatement' ||
    node.type === 'ForOfStatement' ||
    node.type === 'WhileStatement' ||
    node.type === 'DoWhileStatement'
  )
}

function isInLoop(source: Source, loop: Loop, child: Node): boolean {
  switch (loop.type) {
    case 'ForStatement':
      return child !== loop.init
    case 'ForInStatement':
    case 'ForOfStatement':
      return child === loop.body && !isLiteralList(source, loop.right)
    default:
      return true
  }
}

/** A list that is written out in the source, without spreads. */
export function isLiteralList(source: Source, expression: Node): boolean {
  const origin = originOf(source, expression)
  if (origin.kind !== 'expression' || origin.path.length > 0) return false
  const list = unwrap(origin.node)
  return list.type === 'ArrayExpression' && list.elements.every((element) => element?.type !== 'SpreadElement')
}
