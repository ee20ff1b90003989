import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { methodName, receiverOf } from './callee.ts'
import { enclosingFunction, localFunction } from './functions.ts'
import type { FunctionNode } from './nodes.ts'
import { collectWithin, isFunction, nodesOf } from './nodes.ts'
import type { ReadTarget } from './read-target.ts'
import { awaitAround, parameterTarget, readTarget } from './read-target.ts'
import type { StreamLoop } from './stream-loop.ts'
import { NO_READ } from './stream-loop.ts'
import { unwrap, unwrapAwait } from './unwrap.ts'
import { variableOf } from './variables.ts'
import { methodCalls } from './named-calls.ts'

/** All awaited `.read()` calls whose result is looked at for `done` or `value`, gathered by the loop around them. */
export function readLoops(source: Source): StreamLoop[] {
  const byLoop = new Map<Node, { reads: TSESTree.CallExpression[]; receiver: Node; targets: ReadTarget[] }>()
  for (const call of nodesOf(source, 'CallExpression')) {
    const receiver = readFrom(call) ?? heldRead(source, call)
    const awaited = receiver === undefined ? undefined : awaitAround(call)
    const loop = awaited === undefined ? undefined : loopAround(awaited)
    if (receiver === undefined || awaited === undefined || loop === undefined) continue
    const target = readTarget(source, awaited)
    if (target === undefined) continue
    const known = byLoop.get(loop)
    if (known === undefined) byLoop.set(loop, { reads: [call], receiver, targets: [target] })
    else {
      known.reads.push(call)
      known.targets.push(target)
    }
  }
  return [...byLoop].map(([loop, { reads, receiver, targets }]) => ({
    ...NO_READ,
    form: 'read' as const,
    node: loop,
    body: (loop as TSESTree.WhileStatement).body,
    stream: receiver,
    reads,
    chunks: unique(targets.flatMap((target) => target.chunks)),
    results: unique(targets.flatMap((target) => target.results)),
    dones: unique(targets.flatMap((target) => target.dones)),
  }))
}

/** `reader` of `reader.read()`. */
function readFrom(call: TSESTree.CallExpression): Node | undefined {
  return methodName(call) === 'read' && call.arguments.length <= 1 ? receiverOf(call) : undefined
}

/** The same for `pull()`, where `pull` may be `() => reader.read()`. */
function heldRead(source: Source, call: TSESTree.CallExpression): Node | undefined {
  if (call.callee.type !== 'Identifier' || call.arguments.length > 0) return undefined
  const variable = variableOf(source, call.callee)
  for (const { writeExpr } of variable?.references ?? []) {
    const fn = writeExpr == null ? undefined : unwrap(writeExpr as Node)
    const body = fn?.type === 'ArrowFunctionExpression' && fn.params.length === 0 ? unwrapAwait(fn.body) : undefined
    const reader = body?.type === 'CallExpression' ? readFrom(body) : undefined
    if (reader !== undefined) return reader
  }
  return undefined
}

/** `reader.read().then(({ done, value }) => { …; again() })`, where the callback leads back to the function around the call. */
export function thenLoops(source: Source): StreamLoop[] {
  const loops = new Map<Node, StreamLoop>()
  for (const call of methodCalls(source, ['then'])) {
    const read = unwrap(receiverOf(call) as Node)
    if (read.type !== 'CallExpression' || methodName(read) !== 'read' || read.arguments.length > 1) continue
    const callback = call.arguments[0] === undefined ? undefined : localFunction(source, call.arguments[0])
    const target = callback === undefined ? undefined : parameterTarget(source, callback.params[0])
    if (callback === undefined || target === undefined) continue
    const outer = enclosingFunction(call)
    const again = [callback, outer].some(
      (fn) => fn !== undefined && collectWithin(source, callback.body, isCall).some((it) => runs(source, it, fn)),
    )
    if (!again) continue
    const known = loops.get(callback)
    loops.set(callback, {
      ...NO_READ,
      ...target,
      form: 'then',
      node: callback,
      body: callback.body,
      stream: known?.stream ?? receiverOf(read),
      reads: [...(known?.reads ?? []), read],
    })
  }
  return [...loops.values()]
}

function runs(source: Source, call: TSESTree.CallExpression, fn: FunctionNode): boolean {
  return (
    localFunction(source, call.callee) === fn ||
    call.arguments.some((argument) => argument.type === 'Identifier' && localFunction(source, argument) === fn)
  )
}

/** A `pull` that awaits a read itself: its chunk is the result of that read, not a parameter. */
export function pullLoops(source: Source, fn: FunctionNode, made: Node): StreamLoop[] {
  const reads: TSESTree.CallExpression[] = []
  const targets: ReadTarget[] = []
  let receiver: Node | undefined
  for (const call of collectWithin(source, fn.body, isCall, { functions: 'skip' })) {
    const name = methodName(call)
    if (name !== 'read' && name !== 'next') continue
    const awaited = awaitAround(call)
    if (awaited === undefined || loopAround(awaited) !== undefined) continue
    const target = readTarget(source, awaited)
    if (target === undefined) continue
    receiver ??= receiverOf(call)
    reads.push(call)
    targets.push(target)
  }
  return [
    {
      ...NO_READ,
      form: 'pull',
      node: fn,
      body: fn.body,
      stream: receiver ?? made,
      reads,
      event: 'pull',
      chunks: unique(targets.flatMap((target) => target.chunks)),
      results: unique(targets.flatMap((target) => target.results)),
      dones: unique(targets.flatMap((target) => target.dones)),
    },
  ]
}

/** The innermost `while`, `do` or `for` of the same function that runs the node again and again. */
function loopAround(node: Node): Node | undefined {
  let child = node
  for (let current = node.parent; current !== undefined && current !== null; current = current.parent) {
    if (isFunction(current)) return undefined
    if (current.type === 'WhileStatement' || current.type === 'DoWhileStatement') return current
    if (current.type === 'ForStatement') return current
    if ((current.type === 'ForOfStatement' || current.type === 'ForInStatement') && current.body === child)
      return current
    child = current
  }
  return undefined
}

function isCall(node: Node): node is TSESTree.CallExpression {
  return node.type === 'CallExpression'
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)]
}
