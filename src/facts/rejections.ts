import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Range, Source } from '../source.ts'
import { perNode, perSource } from '../source.ts'
import { calleeNameNode, methodName, receiverOf } from './callee.ts'
import { calledFunction, enclosingFunction, localFunction, returnedExpressions } from './functions.ts'
import type { FunctionNode } from './nodes.ts'
import { isFunction, isWithin, nodesOf } from './nodes.ts'
import type { StreamRead } from './stream-reads.ts'
import { promisedRead, readsByFunction } from './stream-reads.ts'
import { unwrap } from './unwrap.ts'
import { isGlobal, variableOf } from './variables.ts'

/** The failure of a stream on its way out of a function or a promise, not caught so far. */
export interface Rejection {
  /** Where it begins. */
  readonly read: StreamRead
  /** Where it comes from, seen from here: the read itself, or the name of the call that gives its promise. */
  readonly at: Node | Range
  /** The promise that rejects, to which a `.catch` can be added; undefined for a read that is awaited on the spot. */
  readonly promise: TSESTree.CallExpression | undefined
}

/** What a call of a function answers with when a stream fails: its promise rejects. */
export interface Rejections {
  /** The first one out of the function's own reads and of the promises that it awaits; a `try` around its body gets them all. */
  readonly inside: Rejection | undefined
  /** Those of promises that it gives back without waiting for them. */
  readonly returned: readonly Rejection[]
}

const NONE: Rejections = { inside: undefined, returned: [] }

/** How many functions that wait for each other are followed; what lies deeper is not known. */
const MAX_DEPTH = 64
const depth = perSource(() => ({ current: 0 }))

/** How the failure of a stream leaves a function. Generators pass theirs to whoever iterates them. */
export function rejectionsOf(source: Source, fn: FunctionNode): Rejections {
  const level = depth(source)
  if (level.current >= MAX_DEPTH) return NONE
  level.current++
  try {
    return computedRejections(source, fn)
  } finally {
    level.current--
  }
}

const computedRejections = perNode<FunctionNode, Rejections>((source, fn) => {
  if (fn.generator) return NONE
  const returned = returnedExpressions(source, fn).flatMap((it) => rejectionsOfPromise(source, it))
  return { inside: fn.async ? rejectionInside(source, fn) : undefined, returned }
}, NONE)

function rejectionInside(source: Source, fn: FunctionNode): Rejection | undefined {
  const read = readsByFunction(source)
    .get(fn)
    ?.find((it) => !isCaught(it.node))
  const end = read?.node.range[0] ?? Infinity
  for (const { argument } of awaitsByFunction(source).get(fn) ?? []) {
    if (argument.range[0] > end) break
    if (isCaught(argument)) continue
    const [inner] = rejectionsOfPromise(source, argument)
    if (inner !== undefined) return inner
  }
  return read === undefined ? undefined : { read, at: read.at, promise: undefined }
}

/** One failure of a function, the first. */
function anyOf({ inside, returned }: Rejections): Rejection | undefined {
  return inside ?? returned[0]
}

const awaitsByFunction = perSource((source) => {
  const byFunction = new Map<FunctionNode, TSESTree.AwaitExpression[]>()
  for (const node of nodesOf(source, 'AwaitExpression')) {
    const fn = enclosingFunction(node)
    if (fn === undefined) continue
    const known = byFunction.get(fn)
    if (known === undefined) byFunction.set(fn, [node])
    else known.push(node)
  }
  return byFunction
})

/** The failures of streams that an expression's promise rejects with, one per branch; none when they are caught, or nobody can tell. */
export function rejectionsOfPromise(source: Source, expression: Node): Rejection[] {
  const node = unwrap(expression)
  switch (node.type) {
    case 'CallExpression': {
      const rejection = rejectionOfCall(source, node)
      return rejection === undefined ? [] : [rejection]
    }
    case 'Identifier': {
      const promise = keptPromise(source, node)
      return promise === undefined ? [] : rejectionsOfPromise(source, promise)
    }
    case 'ConditionalExpression':
      return [...rejectionsOfPromise(source, node.consequent), ...rejectionsOfPromise(source, node.alternate)]
    case 'LogicalExpression':
      return rejectionsOfPromise(source, node.right)
    case 'SequenceExpression':
      return node.expressions.length === 0 ? [] : rejectionsOfPromise(source, node.expressions.at(-1) as Node)
    default:
      return []
  }
}

/** A failure among the promises of a list: `[a(), b()]`, `list.map(async …)`. */
function rejectionOfList(source: Source, expression: Node | undefined): Rejection | undefined {
  const list = expression === undefined ? undefined : unwrap(expression)
  if (list?.type === 'ArrayExpression') {
    for (const element of list.elements) {
      const [inner] = element === null ? [] : rejectionsOfPromise(source, element)
      if (inner !== undefined) return inner
    }
    return undefined
  }
  const name = list?.type === 'CallExpression' ? methodName(list) : undefined
  if (list?.type !== 'CallExpression' || (name !== 'map' && name !== 'flatMap')) return undefined
  const callback = list.arguments[0] === undefined ? undefined : localFunction(source, list.arguments[0])
  return callback === undefined ? undefined : anyOf(rejectionsOf(source, callback))
}

function rejectionOfCall(source: Source, call: TSESTree.CallExpression): Rejection | undefined {
  const name = methodName(call)
  const receiver = receiverOf(call)
  if (receiver !== undefined) {
    if (name === 'catch' && call.arguments.length > 0) return undefined
    if (name === 'finally') return through(call, rejectionsOfPromise(source, receiver)[0])
    if (name === 'then') return through(call, rejectionOfThen(source, call, receiver))
    if (name !== undefined && ALL_OR_NOTHING.has(name) && isGlobal(source, receiver, 'Promise'))
      return through(call, rejectionOfList(source, call.arguments[0]))
    const bound = name === 'call' || name === 'apply' ? localFunction(source, receiver) : undefined
    if (bound !== undefined) return through(call, anyOf(rejectionsOf(source, bound)), isFunction(unwrap(receiver)))
  }
  const read = promisedRead(source, call)
  if (read !== undefined) return { read, at: read.at, promise: call }
  const fn = calledFunction(source, call)
  return fn === undefined ? undefined : through(call, anyOf(rejectionsOf(source, fn)), isFunction(unwrap(call.callee)))
}

/** `Promise` methods that reject as soon as one of the list does. */
const ALL_OR_NOTHING = new Set(['all', 'race'])

function rejectionOfThen(source: Source, call: TSESTree.CallExpression, receiver: Node): Rejection | undefined {
  const [onFulfilled, onRejected] = call.arguments
  const callback = onFulfilled === undefined ? undefined : localFunction(source, onFulfilled)
  const own = callback === undefined ? undefined : anyOf(rejectionsOf(source, callback))
  if (onRejected !== undefined && !isNothing(onRejected)) return own
  return rejectionsOfPromise(source, receiver)[0] ?? own
}

/** The same failure one call further out. What a function called where it stands fails with is best seen in it. */
function through(
  call: TSESTree.CallExpression,
  inner: Rejection | undefined,
  isInPlace = false,
): Rejection | undefined {
  if (inner === undefined) return undefined
  return { read: inner.read, at: isInPlace ? inner.at : calleeNameNode(call), promise: call }
}

/** The promise that a constant holds: `const done = read()`; what was awaited is no promise any more. */
function keptPromise(source: Source, identifier: TSESTree.Identifier): Node | undefined {
  const declarator = variableOf(source, identifier)?.defs[0]?.node as Node | undefined
  if (declarator?.type !== 'VariableDeclarator' || declarator.parent.kind !== 'const') return undefined
  return declarator.id.type === 'Identifier' ? (declarator.init ?? undefined) : undefined
}

/** True when a `catch` of the node's own function gets what it throws and does not throw it again at its end. */
export function isCaught(node: Node): boolean {
  return catchersOf(node).some((handler) => handler.body.body.at(-1)?.type !== 'ThrowStatement')
}

/** The `catch` clauses of the node's own function that get what it throws, innermost first. */
export function catchersOf(node: Node): TSESTree.CatchClause[] {
  const handlers: TSESTree.CatchClause[] = []
  for (let current = node.parent; current != null && !isFunction(current); current = current.parent)
    if (current.type === 'TryStatement' && current.handler !== null && isWithin(node, current.block))
      handlers.push(current.handler)
  return handlers
}

function isNothing(argument: Node): boolean {
  const node = unwrap(argument)
  if (node.type === 'Identifier') return node.name === 'undefined'
  return node.type === 'Literal' && node.value === null && node.raw === 'null'
}
