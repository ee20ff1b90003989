import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { perNode, perSource } from '../source.ts'
import { calleeName, methodName } from './callee.ts'
import { calledFunction, callsIn, enclosingFunction, localFunction } from './functions.ts'
import type { FunctionNode } from './nodes.ts'
import { nodesOf } from './nodes.ts'

/** Calls of `abort()` that a function's own code makes: directly, through helpers of the file, and by timers it starts. */
export interface Aborts {
  /** `controller.abort()`, or the call of a helper that does it. */
  readonly direct: readonly Node[]
  /** `setTimeout(() => controller.abort(), ms)`. */
  readonly timers: readonly TSESTree.CallExpression[]
}

const NONE: Aborts = { direct: [], timers: [] }
const TIMERS = new Set(['setTimeout', 'setInterval'])

const abortingFunctions = perSource((source) => {
  const functions = new Map<FunctionNode | undefined, Node[]>()
  for (const call of nodesOf(source, 'CallExpression')) {
    if (methodName(call) !== 'abort') continue
    const fn = enclosingFunction(call)
    const known = functions.get(fn)
    if (known === undefined) functions.set(fn, [call])
    else known.push(call)
  }
  return functions
})

/** The aborts of one function, nested functions left out unless they are called or timed by it. */
export const abortsOf = perNode<FunctionNode, Aborts>((source, fn) => {
  const functions = abortingFunctions(source)
  if (functions.size === 0) return NONE
  const direct = [...(functions.get(fn) ?? [])]
  const timers: TSESTree.CallExpression[] = []
  for (const call of callsIn(source, fn.body)) {
    if (call.type !== 'CallExpression' || methodName(call) === 'abort') continue
    const [first] = call.arguments
    if (TIMERS.has(calleeName(call) ?? '')) {
      const callback = first === undefined || first.type === 'SpreadElement' ? undefined : localFunction(source, first)
      if (callback !== undefined && doesAbort(source, callback)) timers.push(call)
    } else {
      const helper = calledFunction(source, call)
      if (helper !== undefined && helper !== fn && doesAbort(source, helper)) direct.push(call)
    }
  }
  return { direct, timers }
}, NONE)

/** True for functions that abort something when they are called. */
export function doesAbort(source: Source, fn: FunctionNode): boolean {
  return abortsOf(source, fn).direct.length > 0
}
