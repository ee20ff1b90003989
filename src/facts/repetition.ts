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
 * Makes the question whether a node can run any number of times for one run of the code around it: in a loop, a listener, a timer, a
 * callback that nobody calls just once, or a helper that is called from such a place or from several. Loops over a literal list do
 * not count.
 * @param isBoundary functions at which the question ends: one run of them is one run
 */
export function repetitionTest(source: Source, isBoundary: (fn: FunctionNode) => boolean): (node: Node) => boolean {
  const known = new Map<FunctionNode, boolean>()

  /** Runs of a function that is reached in one way only are those of the next one, so that chains of calls are walked once. */
  const isRunRepeatedly = (fn: FunctionNode): boolean => {
    const chain = new Set<FunctionNode>()
    let current = fn
    let answer: boolean | undefined
    while (answer === undefined) {
      answer = known.get(current) ?? (chain.has(current) ? true : undefined)
      if (answer !== undefined) break
      chain.add(current)
      const runners = runnersOf(source, current, isBoundary)
      const [only, ...others] = runners === 'repeated' ? [] : runners
      if (runners === 'repeated') answer = true
      else if (only === undefined) answer = false
      else if (others.length > 0) answer = isReachedTwice(source, runners, isBoundary, new Set([current]))
      else current = only
    }
    for (const it of chain) known.set(it, answer)
    return answer
  }

  return (node) => {
    const runner = runnerOf(source, node, isBoundary)
    return runner === 'repeated' || (runner !== undefined && isRunRepeatedly(runner))
  }
}

/** True when the ways out of functions lead to a repetition, or to one function in two ways. */
function isReachedTwice(
  source: Source,
  functions: readonly FunctionNode[],
  isBoundary: (fn: FunctionNode) => boolean,
  seen: Set<FunctionNode>,
): boolean {
  return functions.some((fn) => {
    if (seen.has(fn)) return true
    seen.add(fn)
    const runners = runnersOf(source, fn, isBoundary)
    return runners === 'repeated' || isReachedTwice(source, runners, isBoundary, seen)
  })
}

/** The function that a node runs with; undefined where one run of it is one of the boundary, or of the file. */
function runnerOf(
  source: Source,
  node: Node,
  isBoundary: (fn: FunctionNode) => boolean,
): FunctionNode | 'repeated' | undefined {
  let child = node
  for (
    let current = node.parent;
    current !== undefined && current !== null;
    child = current, current = current.parent
  ) {
    if (isLoop(current) && isInLoop(source, current, child)) return 'repeated'
    if (isFunction(current)) return isBoundary(current) ? undefined : current
  }
  return undefined
}

/** The functions that run a function, one for each place where they do. */
function runnersOf(
  source: Source,
  fn: FunctionNode,
  isBoundary: (fn: FunctionNode) => boolean,
): FunctionNode[] | 'repeated' {
  const found: FunctionNode[] = []
  for (const reference of [fn, ...referencesToFunction(source, fn)]) {
    const runner = runnerAt(source, wrapped(reference), isBoundary)
    if (runner === 'repeated') return runner
    if (runner !== undefined) found.push(runner)
  }
  return found
}

/** What runs a function by one of the places where it is named. */
function runnerAt(
  source: Source,
  place: Node,
  isBoundary: (fn: FunctionNode) => boolean,
): FunctionNode | 'repeated' | undefined {
  const parent = place.parent
  switch (parent?.type) {
    case 'CallExpression':
      return parent.callee === place || isCalledOnce(source, parent) ? runnerOf(source, parent, isBoundary) : 'repeated'
    case 'NewExpression':
      return runnerOf(source, parent, isBoundary)
    case 'Property': {
      const name = propertyName(parent)
      if (name === undefined || !ONCE_PROPERTIES.test(name)) return 'repeated'
      return runnerOf(source, parent, isBoundary)
    }
    case 'AssignmentExpression': {
      const left = unwrap(parent.left)
      const isKept = left.type === 'MemberExpression' && !ONCE_PROPERTIES.test(propertyName(left) ?? '')
      return isKept ? 'repeated' : undefined
    }
    default:
      return undefined
  }
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
