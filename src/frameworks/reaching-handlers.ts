import { referencesToFunction } from '../facts/functions.ts'
import type { FunctionNode } from '../facts/nodes.ts'
import { isFunction } from '../facts/nodes.ts'
import type { Node, Source, Variable } from '../source.ts'
import { readsOf, variableOf } from '../facts/variables.ts'
import type { Handler } from './handler.ts'
import { handlersOfFunction } from './handlers.ts'

/** How many helpers of this file may stand between a handler and a node. */
const MAX_HELPERS = 5

/**
 * The handlers that run a node: in their own body, in closures, or in functions of this file that they call or pass on;
 * for a constant of the module, those that read it. A function that only its types make a handler gives way to the
 * registered handlers that call it.
 */
export function handlersReaching(source: Source, node: Node): readonly Handler[] {
  const found = new Set<Handler>()
  climb(source, node, MAX_HELPERS, found, new Set())
  return [...found]
}

function climb(source: Source, node: Node, steps: number, found: Set<Handler>, seen: Set<Node>): void {
  if (seen.has(node)) return
  seen.add(node)
  let current: Node | null | undefined = node
  let helper: FunctionNode | undefined
  for (; current !== undefined && current !== null; current = current.parent) {
    if (current.type === 'Decorator' && current.parent.type === 'MethodDefinition') {
      const method: Node = current.parent.value
      if (isFunction(method)) for (const handler of handlersOfFunction(source, method)) found.add(handler)
      return
    }
    if (!isFunction(current)) continue
    const handlers = handlersOfFunction(source, current)
    if (handlers.length > 0) {
      const before = found.size
      if (handlers.every(({ isRegistered }) => !isRegistered)) callers(source, current, steps, found, seen)
      if (found.size === before) for (const handler of handlers) found.add(handler)
      return
    }
    helper = current
    callers(source, current, steps, found, seen)
  }
  if (helper === undefined && steps > 0) {
    const constant = constantAround(source, node)
    if (constant !== undefined) for (const read of readsOf(constant)) climb(source, read, steps - 1, found, seen)
  }
}

function callers(source: Source, fn: FunctionNode, steps: number, found: Set<Handler>, seen: Set<Node>): void {
  if (steps === 0) return
  for (const reference of referencesToFunction(source, fn)) climb(source, reference, steps - 1, found, seen)
}

/** The variable of the module in whose initialiser a node stands. */
function constantAround(source: Source, node: Node): Variable | undefined {
  for (let current: Node | null | undefined = node; current !== undefined && current !== null; current = current.parent)
    if (current.type === 'VariableDeclarator' && current.id.type === 'Identifier') return variableOf(source, current.id)
  return undefined
}
