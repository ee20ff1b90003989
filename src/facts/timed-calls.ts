import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { importedName } from './callee.ts'
import { calledFunction } from './functions.ts'
import { isFixed } from './fixed-values.ts'
import type { FunctionNode } from './nodes.ts'
import { collectWithin } from './nodes.ts'
import { propertyName, unwrap } from './unwrap.ts'
import { globalName } from './variables.ts'

/** A call that runs a function later, once. */
export interface TimedCall {
  readonly call: TSESTree.CallExpression
  readonly callback: Node
  /** In milliseconds; undefined where the call names none, which means at once. */
  readonly delay: Node | undefined
}

const WITH_DELAY = new Set(['setTimeout'])
const AT_ONCE = new Set(['setImmediate', 'queueMicrotask', 'requestAnimationFrame', 'requestIdleCallback'])

/** What a call puts off; undefined for calls that are no timers. */
export function timedCall(source: Source, call: TSESTree.CallExpression): TimedCall | undefined {
  const [callback, delay] = call.arguments
  if (callback === undefined || callback.type === 'SpreadElement') return undefined
  const name = timerName(source, call)
  if (name === undefined) return undefined
  if (!WITH_DELAY.has(name)) return AT_ONCE.has(name) ? { call, callback, delay: undefined } : undefined
  return delay?.type === 'SpreadElement' ? undefined : { call, callback, delay }
}

function timerName(source: Source, call: TSESTree.CallExpression): string | undefined {
  const imported = importedName(source, call.callee)
  if (imported !== undefined) return imported.module === 'timers' ? imported.name : undefined
  const name = globalName(source, call.callee)
  if (name !== undefined) return name
  const callee = unwrap(call.callee)
  if (callee.type !== 'MemberExpression' || globalName(source, callee.object) !== 'process') return undefined
  return propertyName(callee) === 'nextTick' ? 'setImmediate' : undefined
}

/** How long an async function waits before it comes to a place. */
export type Wait =
  | { readonly kind: 'none' }
  /** Always as long; `delay` is the number of the last wait. */
  | { readonly kind: 'fixed'; readonly delay: Node }
  /** For something else than a fixed time, or nobody can tell. */
  | { readonly kind: 'unknown' }

const UNKNOWN: Wait = { kind: 'unknown' }

/**
 * What the awaits of a function in front of a node wait for.
 * @param from only those that begin at or behind this offset
 */
export function waitBefore(source: Source, fn: FunctionNode, node: Node, from: number): Wait {
  let wait: Wait = { kind: 'none' }
  for (const { argument, range } of collectWithin(source, fn.body, isAwait, { functions: 'skip' })) {
    if (range[0] < from || range[1] > node.range[0]) continue
    const delay = sleptDelay(source, argument)
    if (delay === undefined || !isFixed(source, delay)) return UNKNOWN
    wait = { kind: 'fixed', delay }
  }
  return wait
}

/** The number of milliseconds that an awaited expression sleeps, when it does nothing else. */
function sleptDelay(source: Source, awaited: Node): Node | undefined {
  const node = unwrap(awaited)
  if (node.type === 'NewExpression')
    return globalName(source, node.callee) === 'Promise' ? timerIn(source, node) : undefined
  if (node.type !== 'CallExpression') return undefined
  const [first] = node.arguments
  if (first === undefined || first.type === 'SpreadElement') return undefined
  const imported = importedName(source, node.callee)
  if (imported?.module === 'timers/promises') return first
  const fn = calledFunction(source, node)
  if (fn === undefined) return node.arguments.length === 1 ? first : undefined
  return timerIn(source, fn.body) === undefined ? undefined : first
}

function timerIn(source: Source, root: Node): Node | undefined {
  return collectWithin(source, root, isCall)
    .map((call) => timedCall(source, call)?.delay)
    .find((it) => it !== undefined)
}

function isAwait(node: Node): node is TSESTree.AwaitExpression {
  return node.type === 'AwaitExpression'
}

function isCall(node: Node): node is TSESTree.CallExpression {
  return node.type === 'CallExpression'
}
