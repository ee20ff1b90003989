import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { methodName, receiverOf } from './callee.ts'
import { runForEachChunk } from './chunk-handlers.ts'
import { eventNames } from './event-names.ts'
import { enclosingFunction } from './functions.ts'
import type { Growth } from './growths.ts'
import { growths } from './growths.ts'
import type { KeptValue } from './kept-value.ts'
import { keptValue, mentionsOf } from './kept-value.ts'
import { contains, isFunction, isWithin } from './nodes.ts'
import type { StreamLoop } from './stream-loop.ts'
import { stringOf, unwrap, wrapped } from './unwrap.ts'

/**
 * What becomes of the kept value while the stream flows. `never`: it only grows. `rest`: finished pieces are taken off it,
 * and what is unfinished stays. `emptied`: it is emptied when something about it says so. `elsewhere`: it is cut or emptied
 * at every chunk, to a fixed length, or by code of which nobody can tell when it runs.
 */
export type Drain = 'never' | 'rest' | 'emptied' | 'elsewhere'

const TAKING = new Set(['shift', 'splice', 'pop'])
/** Events after which nothing comes. */
const LAST_EVENTS = new Set(['end', 'close', 'finish', 'error', 'aborted', 'abort', 'exit'])

/** A value that grows in a loop: an accumulator of a stream loop, or what a loop of another kind gathers. */
interface Growing {
  readonly growth: Growth
  readonly loop: Pick<StreamLoop, 'node' | 'body' | 'chunks'>
}

const growingNodes = perSource((source): ReadonlySet<Node> => new Set<Node>(growths(source).map(({ node }) => node)))

export function drainOf(source: Source, accumulator: Growing): Drain {
  const { growth, loop } = accumulator
  const roots = runForEachChunk(source, loop)
  const isPerChunk = (node: Node) => roots.some((root) => isWithin(node, root))
  let drain: Drain = 'never'
  for (const cut of cutsOf(source, growth.value)) {
    if (!isPerChunk(cut.node)) {
      if (isBeforeOrAfter(source, cut.node, accumulator)) continue
      return 'elsewhere'
    }
    const how = cut.value === undefined ? 'rest' : kindOf(source, cut.value, accumulator, cut.node)
    if (how === 'elsewhere') return how
    if (how === 'rest' || drain === 'never') drain = how
  }
  return drain
}

interface Cut {
  readonly node: Node
  /** What it becomes; undefined where a part is taken off in place. */
  readonly value: Node | undefined
}

/** The places that make a kept value smaller: one value can grow in many places, and each of them asks. */
function cutsOf(source: Source, value: KeptValue): readonly Cut[] {
  const known = cutsByKey(source)
  let cuts = known.get(value.key)
  if (cuts === undefined) {
    const growing = growingNodes(source)
    cuts = mentionsOf(source, value).flatMap((mention) => cutOf(mention, growing) ?? [])
    known.set(value.key, cuts)
  }
  return cuts
}

const cutsByKey = perSource(() => new Map<KeptValue['key'], readonly Cut[]>())

/** The place that makes a kept value smaller, or another one. */
function cutOf(mention: Node, growing: ReadonlySet<Node>): Cut | undefined {
  const outer = wrapped(mention)
  const { parent } = outer
  if (parent?.type === 'AssignmentExpression' && parent.left === outer)
    return growing.has(parent) || parent.operator !== '=' ? undefined : { node: parent, value: parent.right }
  if (parent?.type === 'MemberExpression' && parent.object === outer) {
    const member = wrapped(parent)
    const user = member.parent
    if (user?.type === 'AssignmentExpression' && user.left === member && isLength(parent))
      return { node: user, value: user.right }
    if (user?.type === 'CallExpression' && user.callee === member && TAKING.has(methodName(user) ?? ''))
      return { node: user, value: undefined }
    return undefined
  }
  // `[lines, buffer] = parse(buffer)`, `({ rest: buffer } = …)`
  const pattern = patternAround(outer)
  return pattern === undefined ? undefined : { node: pattern, value: undefined }
}

function isLength(member: TSESTree.MemberExpression): boolean {
  return !member.computed && member.property.type === 'Identifier' && member.property.name === 'length'
}

function patternAround(node: Node): Node | undefined {
  for (let child = node, parent = child.parent; parent != null; child = parent, parent = parent.parent) {
    switch (parent.type) {
      case 'ArrayPattern':
      case 'ObjectPattern':
      case 'Property':
      case 'RestElement':
        continue
      case 'AssignmentPattern':
        if (parent.left !== child) return undefined
        continue
      case 'AssignmentExpression':
        return parent.left === child ? parent : undefined
      default:
        return undefined
    }
  }
  return undefined
}

/** Not while chunks come: in front of the loop, behind it, or in a listener for the end. */
function isBeforeOrAfter(source: Source, node: Node, { loop }: Growing): boolean {
  const fn = enclosingFunction(node)
  const own = enclosingFunction(loop.node)
  if (fn === own) return true
  if (fn === undefined) return true
  const call = wrapped(fn).parent
  if (call?.type !== 'CallExpression') return false
  const [event] = call.arguments
  if (event === undefined || event.type === 'SpreadElement') return false
  const { names } = eventNames(source, event)
  return names.size > 0 && [...names].every((name) => LAST_EVENTS.has(name))
}

function kindOf(source: Source, value: Node, accumulator: Growing, cut: Node): Drain {
  if (isTail(value)) return 'elsewhere'
  if (!isEmpty(value)) return 'rest'
  return isUnderCondition(source, cut, accumulator) ? 'emptied' : 'elsewhere'
}

/** `text.slice(-4096)`: only the end is kept. */
function isTail(value: Node): boolean {
  const node = unwrap(value)
  if (node.type !== 'CallExpression' || !/^(?:slice|substr|subarray)$/.test(methodName(node) ?? '')) return false
  const first = node.arguments[0] === undefined ? undefined : unwrap(node.arguments[0])
  return first?.type === 'UnaryExpression' && first.operator === '-' && receiverOf(node) !== undefined
}

function isEmpty(value: Node): boolean {
  const node = unwrap(value)
  if (stringOf(node) === '') return true
  switch (node.type) {
    case 'Literal':
      return node.value === null || node.value === 0
    case 'Identifier':
      return node.name === 'undefined'
    case 'ArrayExpression':
      return node.elements.length === 0
    case 'NewExpression':
      return true
    case 'CallExpression':
      return /^alloc/.test(methodName(node) ?? '')
    default:
      return false
  }
}

/** In a branch that asks about the kept value or the chunk, or behind something in a `try` that may fail. */
function isUnderCondition(source: Source, cut: Node, { growth, loop }: Growing): boolean {
  const asks = (test: Node) =>
    contains(
      source,
      test,
      (node) => keptValue(source, node)?.key === growth.value.key || isOfLoop(source, node, loop.chunks),
    )
  for (let child: Node = cut, parent = child.parent; parent != null; child = parent, parent = parent.parent) {
    if (parent.type === 'IfStatement' && child !== parent.test && asks(parent.test)) return true
    if (parent.type === 'TryStatement' && child === parent.block && parent.handler !== null) return true
    if (parent === loop.node || isFunction(parent)) return false
  }
  return false
}

function isOfLoop(source: Source, node: Node, chunks: Growing['loop']['chunks']): boolean {
  const variable = node.type === 'Identifier' ? keptValue(source, node)?.variable : undefined
  return variable !== undefined && chunks.includes(variable)
}
