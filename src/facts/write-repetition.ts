import type { TSESTree } from '@typescript-eslint/utils'
import { handlersOfFunction } from '../frameworks/handlers.ts'
import type { Node, Source, Variable } from '../source.ts'
import { methodName, receiverOf } from './callee.ts'
import { itemOf } from './element-type.ts'
import { enclosingFunction, referencesToFunction } from './functions.ts'
import { alwaysEndsFunction } from './leaving.ts'
import type { FunctionNode } from './nodes.ts'
import { contains, isFunction } from './nodes.ts'
import { isLiteralList, isLoop, ONCE_EVENTS, ONCE_PROPERTIES } from './repetition.ts'
import type { Loop } from './repetition.ts'
import { endsBehind, statementsBehind } from './statements-behind.ts'
import { elementRead } from './stored-values.ts'
import { propertyName, stringOf, unwrap, wrapped } from './unwrap.ts'
import { variableOf } from './variables.ts'

/**
 * What has a write run many times for one stream. `broadcast`: one write for each of many stored connections, whose own
 * repetition lies with the callers. `sink`: `write` of a WritableStream or Writable. `callback`: a function that is run for each item.
 */
export interface Repetition {
  readonly kind: 'loop' | 'listener' | 'callback' | 'timer' | 'broadcast' | 'sink'
  /** The loop statement, or the function that is run again and again. */
  readonly node: Node
}

/** How many helpers and callbacks a write is followed out of. */
const MAX_STEPS = 6
/** Loops with a smaller literal bound are a few frames, not a stream. */
const FEW = 100
/** Methods that register a listener. */
const LISTEN = new Set(['on', 'addListener', 'prependListener', 'addEventListener'])
/** Methods whose callback runs for each item. */
const EACH = new Set([
  'forEach',
  'map',
  'flatMap',
  'each',
  'eachSeries',
  'forEachAsync',
  'subscribe',
  'pSubscribe',
  'psubscribe',
])
/** Methods that put a function into a collection, and what such collections are called. */
const STORE = new Set(['add', 'push', 'set'])
const LISTENERS = /(?:subscriber|listener|observer|consumer|callback)s$/i
/** `setEventConsumer`, `addMessageHandler`; what is told of an end is told once. */
const REGISTER = /^(?:add|set|register)[A-Z]\w*(?:Consumer|Handler|Listener|Observer|Subscriber)$/
const REGISTER_ONCE = /Error|Close|End|Abort|Exit|Done|Finish|Complete|Open|Connect|Exception|Rejection/
/** Methods whose callback runs once. */
const ONCE = new Set(['then', 'catch', 'finally', 'once', 'find', 'some', 'filter', 'reduce'])
/** Properties that hold the code which takes each piece: of sinks and transforms. */
const SINK_METHODS = new Set(['write', '_write', 'transform', '_transform'])
const SINK_CLASSES = /^(?:Writable(?:Stream)?|Transform(?:Stream)?|Duplex)$/
/** Properties and methods whose function is told of each piece, beside those that are told of an end. */
const PIECE_NAME = /^on(?:[A-Z]\w*|message|data|chunk|text|progress)$|^next$/
/** Methods that finish a stream: what is written before one of them is the last frame. */
const ENDING = new Set(['end', 'destroy', 'close', 'abort', 'destroySoon', 'terminate'])

/**
 * What makes a write to a stream one of many; undefined for single frames, for what is written to a stream that is made
 * anew each time, and where nobody can tell.
 * @param stream the receiver of the write
 */
export function repetitionOf(source: Source, write: Node, stream: Node): Repetition | undefined {
  return climb(source, write, stream, MAX_STEPS, new Set())
}

function climb(source: Source, at: Node, stream: Node, steps: number, seen: ReadonlySet<Node>): Repetition | undefined {
  if (steps === 0) return undefined
  const root = rootOf(source, stream)
  const home = root?.scope.block as Node | undefined
  const isElement = elementRead(source, stream) !== undefined
  const isLookUp = isElement && (root === undefined || itemOf(root.identifiers[0] as Node) === undefined)
  let isLeft = false
  let child = at
  for (let current = at.parent; current != null; child = current, current = current.parent) {
    if (isLastFrame(source, current, child, stream)) return undefined
    isLeft ||= leavesAfter(source, current, child)
    if (isLoop(current)) {
      if (isElement && isItemLoop(current, root)) return isLeft ? undefined : { kind: 'broadcast', node: current }
      if (current === home) return undefined
      if (!isLeft && repeats(source, current, child)) return { kind: 'loop', node: current }
    }
    if (isFunction(current)) {
      if (isElement && isItemCallback(current, root)) return { kind: 'broadcast', node: current }
      return isLookUp ? isHandedOn(source, at) : climbOut(source, current, stream, root, steps, seen)
    }
    // The stream is made anew with each run of this block.
    if (current === home && home.type !== 'Program' && !isLookUp) return undefined
    if (breaksAfter(source, current, child)) {
      const loop = breakableAround(current)
      if (loop === undefined) return undefined
      // Goes on around the loop that is left.
      if (isLoop(loop)) current = loop
    }
  }
  return undefined
}

/** Goes on at the places where a function runs. */
function climbOut(
  source: Source,
  fn: FunctionNode,
  stream: Node,
  root: Variable | undefined,
  steps: number,
  seen: ReadonlySet<Node>,
): Repetition | undefined {
  if (seen.has(fn)) return { kind: 'loop', node: fn }
  const isOwn = root !== undefined && (root.scope.block as Node) === fn
  const index = isOwn ? parameterIndex(fn, root) : -1
  if (isOwn && index === -1) return undefined
  if (isOwn && handlersOfFunction(source, fn).some(({ isRegistered }) => isRegistered)) return undefined
  const inner = new Set([...seen, fn])
  const outer = wrapped(fn)
  for (const place of [outer, ...referencesToFunction(source, fn).map((it) => wrapped(it))]) {
    const call = place.parent
    if (call?.type === 'CallExpression' && call.callee === place) {
      const given = isOwn ? call.arguments[index] : stream
      if (given === undefined || given.type === 'SpreadElement') continue
      const found = climb(source, call, given, steps - 1, inner)
      if (found !== undefined) return found
    } else if (!isOwn) {
      const found = takenBy(source, fn, place, stream, steps, inner)
      if (found !== undefined) return found
    }
  }
  return undefined
}

/** What runs a function that is handed over: a listener, a timer, a callback for each item; others run it once as far as anybody can tell. */
function takenBy(
  source: Source,
  fn: FunctionNode,
  place: Node,
  stream: Node,
  steps: number,
  seen: ReadonlySet<Node>,
): Repetition | undefined {
  const { parent } = place
  switch (parent?.type) {
    case 'CallExpression': {
      const kind = callKind(source, parent, fn)
      return kind === undefined ? climb(source, parent, stream, steps - 1, seen) : { kind, node: fn }
    }
    case 'NewExpression':
      return climb(source, parent, stream, steps - 1, seen)
    case 'Property': {
      const name = propertyName(parent)
      if (name === undefined) return undefined
      const made = parent.parent.parent
      if (SINK_METHODS.has(name) && made?.type === 'NewExpression' && SINK_CLASSES.test(lastName(made.callee)))
        return { kind: 'sink', node: fn }
      if (ONCE_PROPERTIES.test(name)) return climb(source, parent, stream, steps - 1, seen)
      return PIECE_NAME.test(name) ? { kind: 'callback', node: fn } : undefined
    }
    case 'AssignmentExpression': {
      const left = unwrap(parent.left)
      const name = left.type === 'MemberExpression' ? (propertyName(left) ?? '') : ''
      return PIECE_NAME.test(name) && !ONCE_PROPERTIES.test(name) ? { kind: 'callback', node: fn } : undefined
    }
    default:
      return undefined
  }
}

function callKind(source: Source, call: TSESTree.CallExpression, fn: FunctionNode): Repetition['kind'] | undefined {
  const name = methodName(call) ?? (call.callee.type === 'Identifier' ? call.callee.name : '')
  const event = stringOf(call.arguments[0])
  if (LISTEN.has(name)) return event !== undefined && ONCE_EVENTS.has(event) ? undefined : 'listener'
  if (name === 'setInterval') return 'timer'
  if (EACH.has(name)) {
    const list = receiverOf(call)
    return list !== undefined && isLiteralList(source, list) ? undefined : 'callback'
  }
  if (STORE.has(name) && LISTENERS.test(lastName(receiverOf(call) ?? call))) return 'listener'
  if (REGISTER.test(name) && !REGISTER_ONCE.test(name)) return 'listener'
  if (/^on[A-Z]/.test(name)) return ONCE_PROPERTIES.test(name) ? undefined : 'callback'
  const [first] = fn.params
  return first?.type === 'Identifier' && /chunk$/i.test(first.name) && !ONCE.has(name) ? 'callback' : undefined
}

function lastName(callee: Node): string {
  const node = unwrap(callee)
  if (node.type === 'Identifier') return node.name
  return node.type === 'MemberExpression' ? (propertyName(node) ?? '') : ''
}

/** The variable that a stream's expression begins with. */
function rootOf(source: Source, stream: Node): Variable | undefined {
  let node = unwrap(stream)
  while (node.type === 'MemberExpression' || node.type === 'CallExpression')
    node = unwrap(node.type === 'MemberExpression' ? node.object : node.callee)
  return node.type === 'Identifier' ? variableOf(source, node) : undefined
}

function parameterIndex(fn: FunctionNode, root: Variable): number {
  const declared = root.identifiers[0] as Node | undefined
  return fn.params.findIndex((parameter) => {
    const inner = parameter.type === 'TSParameterProperty' ? parameter.parameter : parameter
    return (inner.type === 'AssignmentPattern' ? inner.left : inner) === declared
  })
}

function isItemLoop(loop: Loop, root: Variable | undefined): boolean {
  const item = root === undefined ? undefined : itemOf(root.identifiers[0] as Node)
  return item !== undefined && loop.type === 'ForOfStatement' && loop.right === item.collection
}

function isItemCallback(fn: FunctionNode, root: Variable | undefined): boolean {
  const declared = root?.identifiers[0] as Node | undefined
  return declared !== undefined && (root?.scope.block as Node) === fn && itemOf(declared) !== undefined
}

function repeats(source: Source, loop: Loop, child: Node): boolean {
  switch (loop.type) {
    case 'ForStatement':
      return child !== loop.init && !isShort(loop)
    case 'ForInStatement':
    case 'ForOfStatement':
      return child === loop.body && !isLiteralList(source, loop.right) && !isHeaders(loop.right)
    default:
      return true
  }
}

/** `for (let i = 0; i < 3; i++)` */
function isShort({ test }: TSESTree.ForStatement): boolean {
  if (test?.type !== 'BinaryExpression' || !/^<=?$/.test(test.operator)) return false
  return test.right.type === 'Literal' && typeof test.right.value === 'number' && test.right.value < FEW
}

/** The few lines of a message's head: `Object.entries(headers)`, `req.rawHeaders`. */
function isHeaders(list: Node): boolean {
  const node = unwrap(list)
  switch (node.type) {
    case 'Identifier':
      return /headers$/i.test(node.name)
    case 'MemberExpression':
      return /headers$/i.test(propertyName(node) ?? '')
    case 'CallExpression': {
      const [argument] = node.arguments
      const receiver = receiverOf(node)
      return (argument !== undefined && isHeaders(argument)) || (receiver !== undefined && isHeaders(receiver))
    }
    default:
      return false
  }
}

const leaves = statementsBehind((source, it) => (alwaysEndsFunction(source, it) ? 'leaves' : undefined))
const breaks = statementsBehind((_, it) => (it.type === 'BreakStatement' ? 'breaks' : undefined))
/** The stream is ended right behind the write. */
const isLastFrame = endsBehind(ENDING)

/** The function is left behind the write, so that no loop around it goes on. */
function leavesAfter(source: Source, owner: Node, child: Node): boolean {
  return child.type === 'ReturnStatement' || leaves(source, owner, child, 'leaves')
}

function breaksAfter(source: Source, owner: Node, child: Node): boolean {
  return breaks(source, owner, child, 'breaks')
}

/** The loop or `switch` that a `break` in a list leaves. */
function breakableAround(node: Node): Node | undefined {
  for (let current: Node | null | undefined = node; current != null; current = current.parent) {
    if (isFunction(current)) return undefined
    if (isLoop(current) || current.type === 'SwitchStatement') return current
  }
  return undefined
}

/** What is written to a connection that is looked up by a key comes from whoever calls: one call of many. */
function isHandedOn(source: Source, write: Node): Repetition | undefined {
  const fn = enclosingFunction(write)
  if (fn === undefined || write.type !== 'CallExpression') return undefined
  const isGiven = write.arguments.some((argument) =>
    contains(source, argument, (node) => {
      const variable = node.type === 'Identifier' ? variableOf(source, node) : undefined
      return variable !== undefined && (variable.scope.block as Node) === fn && isParameter(variable)
    }),
  )
  return isGiven ? { kind: 'broadcast', node: fn } : undefined
}

function isParameter(variable: Variable): boolean {
  return variable.defs[0]?.type === ('Parameter' as string)
}
