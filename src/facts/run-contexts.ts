import type { TSESTree } from '@typescript-eslint/utils'
import type { Handler } from '../frameworks/handler.ts'
import { handlersOfFunction } from '../frameworks/handlers.ts'
import type { Node, Source } from '../source.ts'
import { methodName } from './callee.ts'
import { referencesToFunction } from './functions.ts'
import type { FunctionNode } from './nodes.ts'
import { isFunction } from './nodes.ts'
import { propertyName, wrapped } from './unwrap.ts'
import { globalName } from './variables.ts'

/** A loop statement, or a call that runs a callback for each item of a list. */
export type Repetition =
  | TSESTree.ForStatement
  | TSESTree.ForInStatement
  | TSESTree.ForOfStatement
  | TSESTree.WhileStatement
  | TSESTree.DoWhileStatement
  | TSESTree.CallExpression

/** Where a node runs, as far as this file shows. */
export interface RunContexts {
  /** The handlers that run it, by themselves or through helpers of this file that they call. */
  readonly handlers: readonly Handler[]
  /** The loops on the way from there. */
  readonly loops: readonly Repetition[]
  /** The functions on the way, those of the handlers among them. */
  readonly functions: readonly FunctionNode[]
  /** True when a function on the way is handed to code that may run it whenever it wants: a timer, a cache, a retry. */
  readonly isHandedOver: boolean
}

/** Methods that run their callback for each item. */
const LIST_METHODS = new Set(['forEach', 'map', 'flatMap', 'filter', 'reduce', 'some', 'every', 'find', 'findIndex'])
/** Methods of promises. */
const PROMISE_METHODS = new Set(['then', 'catch', 'finally'])
/** How many helpers may stand between a handler and the node. */
const MAX_HELPERS = 5

interface Climb {
  readonly source: Source
  readonly handlers: Set<Handler>
  readonly loops: Set<Repetition>
  readonly functions: Set<FunctionNode>
  readonly seen: Set<Node>
  isHandedOver: boolean
}

/** From a node up to the handlers and loops that run it. */
export function runContexts(source: Source, node: Node): RunContexts {
  const state: Climb = {
    source,
    handlers: new Set(),
    loops: new Set(),
    functions: new Set(),
    seen: new Set(),
    isHandedOver: false,
  }
  climb(state, node, MAX_HELPERS)
  const { isHandedOver } = state
  return { handlers: [...state.handlers], loops: [...state.loops], functions: [...state.functions], isHandedOver }
}

function climb(state: Climb, node: Node, helpers: number): void {
  const { loops } = state
  let child = node
  for (let current = node.parent; current !== undefined && current !== null; current = current.parent) {
    if (isFunction(current)) {
      if (state.seen.has(current)) return
      state.seen.add(current)
      state.functions.add(current)
      const next = placeOfRun(state, current, helpers)
      if (next === undefined) return
      climb(state, next, helpers)
      return
    }
    if (isRepeated(current, child)) loops.add(current)
    child = current
  }
}

/** Where a function's body runs, when that is one place that is not the function's own name. */
function placeOfRun(state: Climb, fn: FunctionNode, helpers: number): Node | undefined {
  const { source } = state
  const handlers = handlersOfFunction(source, fn)
  if (handlers.length > 0) {
    for (const handler of handlers) state.handlers.add(handler)
    return undefined
  }
  const place = wrapped(fn)
  const parent = place.parent
  if (parent?.type === 'CallExpression') {
    if (parent.callee === place) return parent
    const method = methodName(parent)
    if (method !== undefined && LIST_METHODS.has(method) && parent.arguments[0] === place) {
      state.loops.add(parent)
      return parent
    }
    if (method === 'from' && parent.arguments[1] === place) {
      state.loops.add(parent)
      return parent
    }
    if (method !== undefined && PROMISE_METHODS.has(method)) return parent
    state.isHandedOver = true
    return undefined
  }
  if (parent?.type === 'NewExpression') {
    if (globalName(source, parent.callee) === 'Promise') return parent
    state.isHandedOver = true
    return undefined
  }
  if (parent?.type === 'Property' && propertyName(parent) === 'start') {
    const made = parent.parent.parent
    if (made.type === 'NewExpression' && globalName(source, made.callee) === 'ReadableStream') return made
  }
  if (helpers > 0)
    for (const reference of referencesToFunction(source, fn)) fromReference(state, reference, helpers - 1)
  return undefined
}

/** A helper that is called runs there; one that is passed to a call is out of sight. */
function fromReference(state: Climb, reference: Node, helpers: number): void {
  const place = wrapped(reference)
  const parent = place.parent
  if (parent?.type !== 'CallExpression' && parent?.type !== 'NewExpression') return
  if (parent.callee === place) climb(state, parent, helpers)
  else if (!isRegistration(state, parent)) state.isHandedOver = true
}

/** `promise.then(helper)`, `list.map(helper)`: called from there. */
function isRegistration(state: Climb, call: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
  const method = methodName(call)
  if (method === undefined) return false
  if (!PROMISE_METHODS.has(method) && !LIST_METHODS.has(method)) return false
  if (LIST_METHODS.has(method) && call.type === 'CallExpression') state.loops.add(call)
  climb(state, call, 0)
  return true
}

function isRepeated(node: Node, child: Node): node is Exclude<Repetition, TSESTree.CallExpression> {
  switch (node.type) {
    case 'ForStatement':
      return child !== node.init
    case 'ForInStatement':
    case 'ForOfStatement':
      return child === node.body
    case 'WhileStatement':
    case 'DoWhileStatement':
      return true
    default:
      return false
  }
}
