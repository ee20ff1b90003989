import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { perNode, perSource } from '../source.ts'
import { calleeName, methodName, receiverOf } from './callee.ts'
import { calledFunction, callsIn, enclosingFunction, localFunction } from './functions.ts'
import type { FunctionNode } from './nodes.ts'
import { contains, nodesOf } from './nodes.ts'
import { propertyName } from './unwrap.ts'
import { holdsText } from './file-text.ts'

/** Calls that end a request, made by a function's own code: directly, through helpers of the file, and by timers it starts. */
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
    if (!isAbort(source, call)) continue
    const fn = enclosingFunction(call)
    const known = functions.get(fn)
    if (known === undefined) functions.set(fn, [call])
    else known.push(call)
  }
  return functions
})

/** The aborts of one function, or of a module's top level; nested functions are left out unless they are called or timed by it. */
export const abortsOf = perNode<FunctionNode | TSESTree.Program, Aborts>((source, owner) => {
  const fn = owner.type === 'Program' ? undefined : owner
  const functions = abortingFunctions(source)
  if (functions.size === 0 && !holdsText(source, '.abort')) return NONE
  const direct = [...(functions.get(fn) ?? [])]
  const timers: TSESTree.CallExpression[] = []
  for (const call of callsIn(source, fn?.body ?? owner)) {
    if (call.type !== 'CallExpression' || isAbort(source, call)) continue
    const [first] = call.arguments
    if (TIMERS.has(calleeName(call) ?? '')) {
      if (first !== undefined && first.type !== 'SpreadElement' && isAbortCallback(source, first)) timers.push(call)
    } else {
      const helper = calledFunction(source, call)
      if (helper !== undefined && helper !== fn && doesAbort(source, helper)) direct.push(call)
    }
  }
  return { direct, timers }
}, NONE)

/** Names of functions that other files make to end what they began; what they do here cannot be seen. */
const ENDING = new Set([
  'abort',
  'cancel',
  'cleanup',
  'cleanUp',
  'dispose',
  'destroy',
  'teardown',
  'disconnect',
  'stop',
])

/** `controller.abort()`, or a function from elsewhere (`const { signal, cancel } = useAbort()`) whose name says so. */
function isAbort(source: Source, call: TSESTree.CallExpression): boolean {
  if (methodName(call) === 'abort') return true
  if (!ENDING.has(calleeName(call) ?? '')) return false
  const receiver = receiverOf(call)
  return (receiver === undefined || receiver.type === 'ThisExpression') && calledFunction(source, call) === undefined
}

/** A function that aborts, or `controller.abort.bind(controller)`. */
function isAbortCallback(source: Source, callback: Node): boolean {
  const fn = localFunction(source, callback)
  if (fn !== undefined) return doesAbort(source, fn)
  return contains(source, callback, (it) => it.type === 'MemberExpression' && propertyName(it) === 'abort')
}

/** True for functions that abort something when they are called. */
export function doesAbort(source: Source, fn: FunctionNode): boolean {
  return abortsOf(source, fn).direct.length > 0
}
