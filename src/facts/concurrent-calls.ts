import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { methodName, receiverOf } from './callee.ts'
import { mayBeMany } from './chosen-number.ts'
import { localFunction, returnedExpressions } from './functions.ts'
import { mayBeLong } from './list-length.ts'
import type { ModelWork } from './model-work.ts'
import { modelWork } from './model-work.ts'
import type { FunctionNode } from './nodes.ts'
import { isFunction } from './nodes.ts'
import { originOf } from './origin.ts'
import { sizeOf } from './size-value.ts'
import { propertyName, unwrap, unwrapAwait } from './unwrap.ts'
import { usesOf } from './uses.ts'
import { globalName } from './variables.ts'
import { methodCalls } from './named-calls.ts'

/** `Promise.all` or `allSettled` over calls that all start at once. */
export interface ConcurrentCalls {
  readonly call: TSESTree.CallExpression
  readonly settles: boolean
  readonly work: ModelWork
  /** `list.map(fn)` or `Array.from(list, fn)` inside the call: what is needed to run a few at a time instead. */
  readonly mapping: { readonly list: Node; readonly callback: Node } | undefined
}

/** Every such call whose list may be of any length, in document order. `limiters`: names of the settings. */
export function concurrentCalls(source: Source, limiters: readonly string[]): ConcurrentCalls[] {
  const found: ConcurrentCalls[] = []
  for (const call of methodCalls(source, ['all', 'allSettled'])) {
    const receiver = receiverOf(call)
    if (receiver === undefined) continue
    if (globalName(source, receiver) !== 'Promise') continue
    const [given] = call.arguments
    if (given === undefined || given.type === 'SpreadElement') continue
    const origin = originOf(source, given)
    const made = origin.kind === 'expression' && origin.path.length === 0 ? unwrapAwait(origin.node) : undefined
    const settles = methodName(call) === 'allSettled'
    if (made?.type === 'CallExpression') {
      const mapped = mapping(source, made)
      const work = mapped === undefined ? undefined : workOfMapping(source, mapped, limiters)
      if (mapped !== undefined && work !== undefined)
        found.push({ call, settles, work, mapping: made === unwrap(given) && mapped.isOneToOne ? mapped : undefined })
    } else if (made?.type === 'ArrayExpression') {
      const work =
        made.elements.length === 0 ? workOfPushes(source, made, call, limiters) : spreadWork(source, made, limiters)
      if (work !== undefined) found.push({ call, settles, work, mapping: undefined })
    }
  }
  return found
}

interface Mapping {
  readonly list: Node
  readonly callback: Node
  readonly isOneToOne: boolean
}

function mapping(source: Source, call: TSESTree.CallExpression): Mapping | undefined {
  const name = methodName(call)
  const receiver = receiverOf(call)
  const [first, second] = call.arguments
  if (name === undefined || receiver === undefined || first === undefined || first.type === 'SpreadElement')
    return undefined
  if (name === 'map' || name === 'flatMap')
    return { list: receiver, callback: first, isOneToOne: name === 'map' && second === undefined }
  if (name !== 'from' || globalName(source, receiver) !== 'Array') return undefined
  if (second === undefined || second.type === 'SpreadElement') return innerMapping(source, first)
  // Of `Array.from({ length: n }, fn)` the call as a whole is the list.
  if (unwrap(first).type === 'ObjectExpression') return { list: call, callback: second, isOneToOne: false }
  return { list: first, callback: second, isOneToOne: call.arguments.length === 2 }
}

/** `Array.from(map.values().map(fn))`. */
function innerMapping(source: Source, inner: Node): Mapping | undefined {
  const node = unwrap(inner)
  const found = node.type === 'CallExpression' ? mapping(source, node) : undefined
  return found === undefined ? undefined : { ...found, isOneToOne: false }
}

/** Parts of a model's answer that ask for tools: each runs a function of the program, and a model asks for a few. */
const TOOL_CALLS = /^(?:tool_?calls?|tool_?uses?|function_?calls|pendingToolCalls)$/i

function workOfMapping(
  source: Source,
  { list, callback }: Mapping,
  limiters: readonly string[],
): ModelWork | undefined {
  if (isToolCalls(list)) return undefined
  const fn = localFunction(source, callback)
  if (fn === undefined) return undefined
  const work = modelWork(source, fn, limiters) ?? innerWork(source, fn, limiters)
  return work === undefined || !mayBeLong(source, list) ? undefined : work
}

/** `lists.flatMap((list) => list.map(fn))`. */
function innerWork(source: Source, fn: FunctionNode, limiters: readonly string[]): ModelWork | undefined {
  for (const returned of returnedExpressions(source, fn)) {
    const made = unwrap(returned)
    const inner = made.type === 'CallExpression' ? mapping(source, made) : undefined
    const called = inner === undefined ? undefined : localFunction(source, inner.callback)
    const work = called === undefined ? undefined : modelWork(source, called, limiters)
    if (work !== undefined) return work
  }
  return undefined
}

function isToolCalls(list: Node): boolean {
  const node = unwrap(list)
  if (node.type === 'Identifier') return TOOL_CALLS.test(node.name)
  if (node.type === 'MemberExpression') return TOOL_CALLS.test(propertyName(node) ?? '') || isToolCalls(node.object)
  const receiver = node.type === 'CallExpression' ? receiverOf(node) : undefined
  return receiver !== undefined && isToolCalls(receiver)
}

/** `[...list.map(fn)]`. */
function spreadWork(
  source: Source,
  array: TSESTree.ArrayExpression,
  limiters: readonly string[],
): ModelWork | undefined {
  for (const element of array.elements) {
    if (element?.type !== 'SpreadElement') continue
    const made = unwrap(element.argument)
    const mapped = made.type === 'CallExpression' ? mapping(source, made) : undefined
    const work = mapped === undefined ? undefined : workOfMapping(source, mapped, limiters)
    if (work !== undefined) return work
  }
  return undefined
}

/** Promises that a loop pushes onto a list, which nothing empties or counts on the way. */
function workOfPushes(
  source: Source,
  array: TSESTree.ArrayExpression,
  all: TSESTree.CallExpression,
  limiters: readonly string[],
): ModelWork | undefined {
  const uses = usesOf(source, array)
  let found: ModelWork | undefined
  for (const use of uses) {
    if (use.kind === 'property' && use.name === 'length' && use.member.parent.type === 'BinaryExpression')
      return undefined
    if (use.kind === 'property-set') return undefined
    if (use.kind === 'argument' && use.call !== all && methodName(use.call) === 'race') return undefined
    if (use.kind !== 'method-call') continue
    if (use.name === 'splice' || use.name === 'shift' || use.name === 'pop') return undefined
    if (use.name !== 'push' || use.call.arguments.length !== 1 || !isUnboundedPush(source, use.call, all)) continue
    const [pushed] = use.call.arguments
    if (pushed === undefined || pushed.type === 'SpreadElement') continue
    const made = unwrap(pushed)
    // `push((async () => { … })())`
    const fn = made.type === 'CallExpression' ? localFunction(source, made.callee) : undefined
    found ??= modelWork(source, fn ?? made, limiters)
  }
  return found
}

/** True when a loop around the push, which `Promise.all` stands behind, goes over a list of any length. */
function isUnboundedPush(source: Source, push: Node, all: Node): boolean {
  for (let current = push.parent; current !== undefined && current !== null; current = current.parent) {
    switch (current.type) {
      case 'ForOfStatement':
        return !holds(current, all) && !isToolCalls(current.right) && mayBeLong(source, current.right)
      case 'ForInStatement':
        return !holds(current, all)
      case 'ForStatement':
        return !holds(current, all) && !isCounted(source, current)
      case 'WhileStatement':
      case 'DoWhileStatement':
        return !holds(current, all)
      default:
        if (!isFunction(current)) continue
    }
    const { parent } = current
    // `list.forEach((item) => promises.push(ask(item)))`
    if (parent?.type !== 'CallExpression' || methodName(parent) !== 'forEach') return false
    const list = receiverOf(parent)
    return list !== undefined && !isToolCalls(list) && mayBeLong(source, list)
  }
  return false
}

function holds(outer: Node, inner: Node): boolean {
  return inner.range[0] >= outer.range[0] && inner.range[1] <= outer.range[1]
}

/** `for (let i = 0; i < 3; i++)`, and up to a number that is fixed, or that nobody can tell. */
function isCounted(source: Source, { test }: TSESTree.ForStatement): boolean {
  if (test?.type !== 'BinaryExpression') return false
  const bound = unwrap(test.right)
  if (sizeOf(source, bound, { strings: false }) !== undefined) return true
  if (bound.type !== 'MemberExpression' || propertyName(bound) !== 'length') return !mayBeMany(source, bound)
  return !mayBeLong(source, bound.object)
}
