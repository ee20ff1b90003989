import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source, Variable } from '../source.ts'
import { perSource } from '../source.ts'
import { callPath } from './call-path.ts'
import { calleeName, methodName, receiverOf } from './callee.ts'
import { isDatabaseCursor } from './database-cursors.ts'
import { callsOfFunction } from './functions.ts'
import { isHeartbeat } from './heartbeats.ts'
import type { MadeReadableStream } from './made-readable-streams.ts'
import { controllerCalls, madeReadableStreams } from './made-readable-streams.ts'
import { modelCall, modelStreamCall } from './model-call.ts'
import { contains, isFunction, isWithin, nodesOf } from './nodes.ts'
import { originsOf } from './origin.ts'
import type { Loop } from './repetition.ts'
import { isLoop, ONCE_EVENTS } from './repetition.ts'
import { streamLoopsWithin } from './stream-loops.ts'
import { streamOf } from './stream-value.ts'
import type { StreamSource } from './stream-tables.ts'
import { isTokenStream } from './token-streams.ts'
import { propertyName, stringOf, unwrap, unwrapAwait, wrapped } from './unwrap.ts'
import { readsOf } from './variables.ts'

/** What fills the queue faster than anybody reads: a loop that asks for page after page, a file or cursor, an emitter, a timer. */
export type EagerKind = 'pager' | 'stream' | 'emitter' | 'timer'

/** A stream whose `start` enqueues all that a source without end has. */
export interface EagerEnqueue {
  readonly stream: MadeReadableStream
  readonly kind: EagerKind
  readonly call: TSESTree.CallExpression
  /** The loop, or the function that is run for each piece. */
  readonly around: Node
}

/** True for a source that goes on by itself, whoever reads. */
export function isPushed({ kind }: EagerEnqueue): boolean {
  return kind === 'emitter' || kind === 'timer'
}

/** Sources that have more than fits into memory, and can wait. */
const UNBOUNDED: ReadonlySet<StreamSource> = new Set<StreamSource>(['file', 'database', 'object-store', 'archive'])
/** Methods that register a listener of Node's kind; what an EventTarget tells a page is read by the page itself. */
const LISTEN = new Set(['on', 'addListener', 'prependListener'])
/** Methods by which Redis' own client hands every message of a channel to a function. */
const SUBSCRIBE = new Set(['subscribe', 'pSubscribe', 'sSubscribe'])
/** How many helpers and names are followed. */
const MAX_STEPS = 5

/** One for each stream. */
export const eagerEnqueues = perSource((source): readonly EagerEnqueue[] =>
  madeReadableStreams(source).flatMap((stream) => {
    if (stream.others.has('pull') || looksAtDemand(source, stream) || isHandedOn(stream)) return []
    for (const call of controllerCalls(stream, 'enqueue')) {
      const found = eagerness(source, stream, call, call, MAX_STEPS)
      if (found !== undefined) return [found]
    }
    return []
  }),
)

/** True when something asks the controller how much room is left. */
function looksAtDemand(source: Source, { source: object }: MadeReadableStream): boolean {
  return contains(source, object, (node) => node.type === 'MemberExpression' && propertyName(node) === 'desiredSize')
}

/** True when the controller is given away: whoever has it may look at what is left. */
function isHandedOn({ controller }: MadeReadableStream): boolean {
  return readsOf(controller).some((read) => wrapped(read).parent?.type !== 'MemberExpression')
}

/** What runs an enqueue again and again, seen from the call outwards as far as `start`. */
function eagerness(
  source: Source,
  stream: MadeReadableStream,
  call: TSESTree.CallExpression,
  at: Node,
  steps: number,
): EagerEnqueue | undefined {
  if (steps === 0 || isHeartbeat(source, call) || isTokenStream(source, at)) return undefined
  for (let current: Node = at; current !== stream.start;) {
    const parent: Node | null | undefined = current.parent
    if (parent === null || parent === undefined) return undefined
    if (isLoop(parent) && current === parent.body) {
      const kind = kindOfLoop(source, parent, call)
      if (kind === 'paced') return undefined
      if (kind !== undefined) return { stream, kind, call, around: parent }
    }
    if (isFunction(parent) && parent !== stream.start) {
      const kind = kindOfCallback(source, parent)
      if (kind !== undefined) {
        const isChoice = isFirstOnly(parent, current) || endsStream(stream, parent)
        return isChoice ? undefined : { stream, kind, call, around: parent }
      }
      // A helper such as `const send = (x) => controller.enqueue(x)`: asked where it is called.
      for (const use of callsOfFunction(source, parent)) {
        if (!isWithin(use, stream.start) || isWithin(use, parent) || isHeartbeat(source, use)) continue
        const found = eagerness(source, stream, use, use, steps - 1)
        if (found !== undefined) return found
      }
      if (wrapped(parent).parent?.type !== 'CallExpression') return undefined
    }
    current = parent
  }
  return undefined
}

/** `paced`: the loop goes through an iterable or a reader of unknown origin, whatever stands around it. */
function kindOfLoop(source: Source, loop: Loop, call: TSESTree.CallExpression): EagerKind | 'paced' | undefined {
  if (loop.type === 'ForOfStatement' && loop.await) {
    const kind = streamOf(source, loop.right)?.source
    if (kind !== undefined && UNBOUNDED.has(kind)) return 'stream'
    return isDatabaseCursor(source, loop.right) ? 'stream' : 'paced'
  }
  if (loop.type === 'ForOfStatement' || loop.type === 'ForInStatement' || hasFixedBound(loop)) return undefined
  if (takesPieces(source, loop) || asksModel(source, loop)) return 'paced'
  return comesFromAwaited(source, loop, call) ? 'pager' : undefined
}

/** The rounds of an agent: what a model answers and its tools give is small, and no page of anything. */
function asksModel(source: Source, loop: Loop): boolean {
  return (
    contains(
      source,
      loop,
      (node) =>
        node.type === 'CallExpression' &&
        (modelCall(source, node) !== undefined || modelStreamCall(source, node) !== undefined),
    ) || streamLoopsWithin(source, loop).some(({ body }) => isTokenStream(source, body))
  )
}

/** `await reader.read()`, `await iterator.next()` in a loop's own code. */
function takesPieces(source: Source, loop: Loop): boolean {
  return contains(source, loop, (node) => {
    const asked = node.type === 'AwaitExpression' ? unwrap(node.argument) : undefined
    if (asked?.type !== 'CallExpression') return false
    const name = methodName(asked)
    return name === 'read' || name === 'next'
  })
}

/** True when a callback itself ends a stream that has had enough: a bound of its own. */
function endsStream({ controller }: MadeReadableStream, callback: Node): boolean {
  return readsOf(controller).some((read) => {
    const member = wrapped(read).parent
    const name = member?.type === 'MemberExpression' ? propertyName(member) : undefined
    return name === 'error' && isWithin(read, callback) && isUnderCondition(read, callback)
  })
}

function isUnderCondition(node: Node, outer: Node): boolean {
  for (let { parent } = node; parent != null && parent !== outer; { parent } = parent)
    if (parent.type === 'IfStatement') return true
  return false
}

/** `i < 10`, `page < MAX_PAGES`: a maximum that the code itself sets. */
function hasFixedBound(loop: Exclude<Loop, TSESTree.ForOfStatement | TSESTree.ForInStatement>): boolean {
  if (loop.test == null) return false
  const tests = [unwrap(loop.test)]
  for (let test = tests.pop(); test !== undefined; test = tests.pop()) {
    if (test.type === 'LogicalExpression') tests.push(unwrap(test.left), unwrap(test.right))
    if (test.type !== 'BinaryExpression' || !/^[<>]=?$/.test(test.operator)) continue
    const bound = unwrap(test.operator.startsWith('<') ? test.right : (test.left as Node))
    if (bound.type === 'Literal' || (bound.type === 'Identifier' && /^[A-Z][A-Z0-9_]*$/.test(bound.name))) return true
  }
  return false
}

/** True when what is enqueued was awaited in the same loop, and asked of something else than a reader. */
function comesFromAwaited(source: Source, loop: Node, call: TSESTree.CallExpression): boolean {
  const open: Node[] = call.arguments.filter((it) => it.type !== 'SpreadElement')
  const seen = new Set<Node>()
  for (let node = open.pop(); node !== undefined && seen.size < MAX_NAMES; node = open.pop()) {
    if (seen.has(node)) continue
    seen.add(node)
    if (node.type === 'AwaitExpression' && isWithin(node, loop)) {
      const asked = unwrap(node.argument)
      if (asked.type === 'CallExpression') return true
    }
    if (node.type === 'Identifier') {
      for (const origin of originsOf(source, node)) {
        if (origin.kind === 'iteration') open.push(origin.loop.right)
        else if (origin.kind === 'expression' && origin.node !== node) open.push(awaitAround(origin.node))
      }
      continue
    }
    for (const inner of directParts(node)) open.push(inner)
  }
  return false
}

/** How many expressions are looked at. */
const MAX_NAMES = 60

/** Origins leave `await` out; it is what tells that the loop asks for more. */
function awaitAround(node: Node): Node {
  const { parent } = wrapped(node)
  return parent?.type === 'AwaitExpression' ? parent : node
}

function directParts(node: Node): Node[] {
  switch (node.type) {
    case 'AwaitExpression':
      return [node.argument]
    case 'CallExpression':
    case 'NewExpression':
      return [node.callee, ...node.arguments].filter((it) => it.type !== 'SpreadElement')
    case 'MemberExpression':
      return [node.object]
    case 'TemplateLiteral':
      return node.expressions
    case 'BinaryExpression':
    case 'LogicalExpression':
      return [node.left as Node, node.right]
    case 'ConditionalExpression':
      return [node.consequent, node.alternate]
    case 'ObjectExpression':
      return node.properties.flatMap((it) => (it.type === 'Property' ? [it.value as Node] : [it.argument]))
    case 'ArrayExpression':
      return node.elements.filter((it) => it !== null)
    default: {
      const inner = unwrap(node)
      return inner === node ? [] : [inner]
    }
  }
}

/** A function that an emitter or a timer runs. */
function kindOfCallback(source: Source, fn: Node): EagerKind | undefined {
  const outer = wrapped(fn)
  const call = outer.parent
  if (call?.type !== 'CallExpression' || call.callee === outer) return undefined
  const name = calleeName(call) ?? ''
  if (name === 'setInterval') return 'timer'
  const receiver = receiverOf(call)
  if (receiver === undefined || call.arguments[1] !== outer) return undefined
  if (SUBSCRIBE.has(name) && callPath(source, call)?.module === 'redis') return 'emitter'
  if (!LISTEN.has(name)) return undefined
  const event = stringOf(call.arguments[0])
  if (event !== undefined && ONCE_EVENTS.has(event)) return undefined
  const kind = streamOf(source, receiver)?.source
  return kind === 'model' || kind === 'memory' || isModelLike(source, receiver) ? undefined : 'emitter'
}

function isModelLike(source: Source, receiver: Node): boolean {
  return isTokenStream(source, unwrapAwait(receiver))
}

/** True when the callback enqueues and ends the stream at once: a single answer. */
function isFirstOnly(fn: Node, statement: Node): boolean {
  if (!isFunction(fn) || fn.body.type !== 'BlockStatement' || statement !== fn.body) return false
  const last = fn.body.body.at(-1)
  const call = last?.type === 'ExpressionStatement' ? unwrap(last.expression) : undefined
  return call?.type === 'CallExpression' && methodName(call) === 'close'
}

/** `if (controller.desiredSize > 0) controller.enqueue(x)`: what does not fit is dropped without a word. */
export interface DroppingTest {
  /** The `desiredSize` that is taken for "is it open". */
  readonly at: Node
}

/** Every test of the file that drops what it does not enqueue. An `else`, a comment or a count makes it a choice. */
export const droppingTests = perSource((source): readonly DroppingTest[] =>
  nodesOf(source, 'MemberExpression').flatMap((member) => {
    if (propertyName(member) !== 'desiredSize') return []
    const statement = ifAround(member)
    if (statement === undefined || statement.alternate !== null) return []
    const object = unwrap(member.object)
    if (object.type !== 'Identifier') return []
    const stream = madeReadableStreams(source).find(({ controller }) =>
      readsOf(controller).some((read) => read === object),
    )
    if (stream === undefined || stream.others.has('pull')) return []
    const body = statement.consequent
    const only = body.type === 'BlockStatement' ? (body.body.length === 1 ? body.body[0] : undefined) : body
    const call = only?.type === 'ExpressionStatement' ? unwrap(only.expression) : undefined
    if (call?.type !== 'CallExpression' || methodName(call) !== 'enqueue') return []
    return isEnqueueOf(stream.controller, call) && !isExplained(source, statement) ? [{ at: member.property }] : []
  }),
)

function isEnqueueOf(controller: Variable, call: TSESTree.CallExpression): boolean {
  const receiver = receiverOf(call)
  const object = receiver === undefined ? undefined : unwrap(receiver)
  return object !== undefined && readsOf(controller).some((read) => read === object)
}

/** True when a comment stands in the statement, right above it, or behind it on its line. */
function isExplained({ ast, text }: Source, { range }: TSESTree.IfStatement): boolean {
  return (ast.comments ?? []).some((comment) => {
    if (comment.range[0] >= range[1]) return !text.slice(range[1], comment.range[0]).includes('\n')
    if (comment.range[0] >= range[0]) return true
    return comment.range[1] <= range[0] && text.slice(comment.range[1], range[0]).trim() === ''
  })
}

/** The `if` whose test says `desiredSize > 0`, alone or with a test for null. */
function ifAround(member: TSESTree.MemberExpression): TSESTree.IfStatement | undefined {
  let current: Node = member
  let isPositive = false
  for (;;) {
    const parent: Node | null | undefined = current.parent
    if (parent == null) return undefined
    if (parent.type === 'IfStatement') return isPositive && parent.test === current ? parent : undefined
    if (parent.type === 'BinaryExpression') {
      isPositive ||= parent.operator === '>' && unwrap(parent.right).type === 'Literal'
    } else if (parent.type === 'LogicalExpression') {
      if (parent.operator === '||') return undefined
    } else if (unwrap(parent) === parent) return undefined
    current = parent
  }
}
