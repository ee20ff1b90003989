import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { calleeName, methodName } from './callee.ts'
import { enclosingFunction, referencesToFunction } from './functions.ts'
import type { FunctionNode } from './nodes.ts'
import { originOf } from './origin.ts'
import { unwrap, wrapped } from './unwrap.ts'
import type { Use } from './uses.ts'
import { usesOf } from './uses.ts'
import { globalName, variableOf, writesOf } from './variables.ts'

/**
 * What an `AbortSignal` is tied to. `timer`: it only fires after a time. `never`: nothing aborts its controller.
 * `tied`: to something else, or nobody can tell. `controller`: the `new AbortController()` of this file, if one is meant.
 */
export interface SignalWiring {
  readonly kind: 'timer' | 'never' | 'tied'
  readonly controller: TSESTree.NewExpression | undefined
}

const TIED: SignalWiring = { kind: 'tied', controller: undefined }
const TIMERS = new Set(['setTimeout', 'setInterval'])
/** How many helper functions between a timer and an `abort()` are followed. */
const MAX_HELPERS = 4

/** What the value of a `signal` option is tied to. A value that depends on a condition counts as tied. */
export function signalWiring(source: Source, value: Node): SignalWiring {
  if (dependsOnCondition(source, value)) return TIED
  const origin = originOf(source, value)
  if (origin.kind !== 'expression') return TIED
  const made = unwrap(origin.node)
  if (made.type === 'NewExpression') {
    const isSignal = origin.path.length === 1 && origin.path[0] === 'signal'
    if (!isSignal || globalName(source, made.callee) !== 'AbortController') return TIED
    return { kind: controllerWiring(source, made), controller: made }
  }
  if (made.type !== 'CallExpression' || origin.path.length > 0) return TIED
  const callee = unwrap(made.callee)
  if (callee.type !== 'MemberExpression' || globalName(source, callee.object) !== 'AbortSignal') return TIED
  if (methodName(made) === 'timeout') return { kind: 'timer', controller: undefined }
  return methodName(made) === 'any' ? anyOf(source, made.arguments[0]) : TIED
}

/** `AbortSignal.any([…])` fires with the first of its signals. */
function anyOf(source: Source, list: Node | undefined): SignalWiring {
  const array = list === undefined ? undefined : unwrap(list)
  if (array?.type !== 'ArrayExpression') return TIED
  const kinds = array.elements.map((element) =>
    element === null || element.type === 'SpreadElement' ? 'tied' : signalWiring(source, element).kind,
  )
  if (kinds.length === 0 || kinds.includes('tied')) return TIED
  return { kind: kinds.includes('timer') ? 'timer' : 'never', controller: undefined }
}

function dependsOnCondition(source: Source, value: Node): boolean {
  let node = unwrap(value)
  for (let steps = 0; node.type === 'Identifier' && steps < 8; steps++) {
    const variable = variableOf(source, node)
    const writes = variable === undefined ? [] : writesOf(variable)
    const only = writes.length === 1 ? writes[0] : undefined
    if (only?.value === undefined) return writes.length > 1
    node = unwrap(only.value)
  }
  return node.type === 'ConditionalExpression' || node.type === 'LogicalExpression'
}

/** What aborts a controller of this file; a controller that is handed on is tied to whoever gets it. */
function controllerWiring(source: Source, controller: TSESTree.NewExpression): SignalWiring['kind'] {
  const home = enclosingFunction(controller)
  let kind: SignalWiring['kind'] = 'never'
  for (const use of usesOf(source, controller)) {
    switch (aborting(source, use, home)) {
      case 'no':
        break
      case 'timer':
        kind = 'timer'
        break
      case 'other':
        return 'tied'
    }
  }
  return kind
}

function aborting(source: Source, use: Use, home: FunctionNode | undefined): 'no' | 'timer' | 'other' {
  switch (use.kind) {
    case 'method-call': {
      if (use.name !== 'abort') return 'other'
      const fn = enclosingFunction(use.call)
      return fn !== undefined && fn !== home && isRunByTimers(source, fn, home, MAX_HELPERS) ? 'timer' : 'other'
    }
    case 'property':
      if (use.name === 'signal') return 'no'
      return use.name === 'abort' && isTimed(source, boundFunction(use.member), home, 1) ? 'timer' : 'other'
    case 'destructured':
      return use.name === 'signal' ? 'no' : 'other'
    case 'tested':
      return 'no'
    case 'argument':
      return use.call.type === 'CallExpression' && methodName(use.call) === 'bind' ? 'no' : 'other'
    default:
      return 'other'
  }
}

/** `controller.abort.bind(controller)` for the member `controller.abort`. */
function boundFunction(member: Node): Node {
  const bind = wrapped(member).parent
  const call = bind?.type === 'MemberExpression' ? wrapped(bind).parent : undefined
  return call?.type === 'CallExpression' && methodName(call) === 'bind' ? call : member
}

/** True for functions that only timers run, also through helpers of the file. */
function isRunByTimers(source: Source, fn: FunctionNode, home: FunctionNode | undefined, steps: number): boolean {
  if (steps === 0 || fn === home) return false
  if (isTimed(source, fn, home, steps)) return true
  const references = referencesToFunction(source, fn)
  return references.length > 0 && references.every((reference) => isTimed(source, reference, home, steps))
}

/** The first argument of a timer, or called by a function that only timers run. */
function isTimed(source: Source, node: Node, home: FunctionNode | undefined, steps: number): boolean {
  const outer = wrapped(node)
  const call = outer.parent
  if (call?.type !== 'CallExpression') return false
  if (call.arguments[0] === outer) return TIMERS.has(calleeName(call) ?? '')
  const caller = call.callee === outer ? enclosingFunction(call) : undefined
  return caller !== undefined && isRunByTimers(source, caller, home, steps - 1)
}
