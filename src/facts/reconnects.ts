import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { isCounted } from './attempt-caps.ts'
import { methodName } from './callee.ts'
import type { Connection, ConnectionHandler } from './connections.ts'
import { connections, runsInside } from './connections.ts'
import { isFixed } from './fixed-values.ts'
import { functionTarget } from './function-target.ts'
import { callsIn, enclosingFunction } from './functions.ts'
import type { FunctionNode } from './nodes.ts'
import { contains, isFunction } from './nodes.ts'
import type { TimedCall } from './timed-calls.ts'
import { timedCall, waitBefore } from './timed-calls.ts'
import { unwrap, wrapped, wrappedAwait } from './unwrap.ts'

/** One way from the end of a connection back to the function that opened it. */
export interface WayBack {
  readonly event: ConnectionHandler['event']
  /** What the end of the connection runs first, as it is written. */
  readonly handler: Node
  /** The first step in the handler: a call, or the connecting function itself as the handler. */
  readonly step: Node
  /** The timer on the way, if there is one. */
  readonly timer: TimedCall | undefined
  /** The fixed number of milliseconds; undefined: at once. */
  readonly delay: Node | undefined
  /** The call of the connecting function, or its name where it is passed on. */
  readonly call: Node
  readonly connector: FunctionNode
}

/** A connection whose end leads back to the function that opened it, always after the same time, for ever. */
export interface Reconnect {
  readonly connection: Connection
  /** One for each listener that leads back; those that share their timer, or their call, count once. */
  readonly ways: readonly [WayBack, ...WayBack[]]
  /** How many listeners lead back. */
  readonly handlers: number
}

/** How many functions of the way back are followed. */
const MAX_STEPS = 6

/** Every connection of the file that comes back without backing off. */
export const reconnects = perSource((source): readonly Reconnect[] => {
  const found: Reconnect[] = []
  for (const connection of connections(source)) {
    const reconnect = reconnectOf(source, connection)
    if (reconnect !== undefined && !found.some(({ ways }) => placeOf(ways[0]) === placeOf(reconnect.ways[0])))
      found.push(reconnect)
  }
  return found
})

/** The call that must change. */
function placeOf({ timer, call }: WayBack): Node {
  return timer?.call ?? call
}

/** Where a way back begins, and what is looked for. */
interface Search {
  readonly source: Source
  readonly connectors: ReadonlySet<FunctionNode>
  readonly seen: Set<FunctionNode>
}

/** What lies on the way so far. */
interface Way {
  readonly step: Node | undefined
  readonly timer: TimedCall | undefined
  readonly delay: Node | undefined
}

type Found = Pick<WayBack, 'step' | 'timer' | 'delay' | 'call' | 'connector'>

function reconnectOf(source: Source, connection: Connection): Reconnect | undefined {
  const opening = functionsThatOpen(connection.node)
  if (opening.length === 0 || opening.some(({ at }) => isCounted(source, at))) return undefined
  const found: WayBack[] = []
  for (const { event, value, attached } of handlersOf(source, connection)) {
    const connectors = new Set([...opening, ...functionsThatOpen(attached)].map(({ fn }) => fn))
    const search: Search = { source, connectors, seen: new Set() }
    const target = functionTarget(source, value)
    if (target === undefined) continue
    const nothing: Way = { step: undefined, timer: undefined, delay: undefined }
    const way = connectors.has(target)
      ? { ...nothing, step: value, call: value, connector: target }
      : wayBack(search, target, nothing, MAX_STEPS)
    if (way !== undefined) found.push({ ...way, event, handler: value })
  }
  const behind = awaitedWay(source, connection, opening)
  if (behind !== undefined) found.push(behind)
  const places = found.map(placeOf)
  const [first, ...rest] = found.filter((way, index) => places.indexOf(placeOf(way)) === index)
  return first === undefined ? undefined : { connection, ways: [first, ...rest], handlers: found.length }
}

/** What an async function does behind `await fetchEventSource(…)`, which ends with the stream. */
function awaitedWay(
  source: Source,
  { kind, node }: Connection,
  opening: readonly { readonly fn: FunctionNode }[],
): WayBack | undefined {
  const { parent } = wrapped(node)
  const fn = enclosingFunction(node)
  if (kind !== 'fetch-event-source' || parent?.type !== 'AwaitExpression' || fn === undefined) return undefined
  const search: Search = { source, connectors: new Set(opening.map((it) => it.fn)), seen: new Set() }
  const way = wayBack(search, fn, { step: undefined, timer: undefined, delay: undefined }, MAX_STEPS, node.range[1])
  return way === undefined ? undefined : { ...way, event: 'close', handler: node }
}

/** The function around a node, and those of which it is a part, innermost first; with the place in each. */
function functionsThatOpen(node: Node): { readonly fn: FunctionNode; readonly at: Node }[] {
  const found: { fn: FunctionNode; at: Node }[] = []
  for (let at = node, fn = enclosingFunction(at); fn !== undefined; at = fn, fn = enclosingFunction(at)) {
    found.push({ fn, at })
    if (!runsInside(fn)) break
  }
  return found
}

/** The listeners, and for `fetchEventSource` what waits for its promise. */
function handlersOf(source: Source, { kind, node, handlers }: Connection): ConnectionHandler[] {
  if (kind !== 'fetch-event-source') return [...handlers]
  // It connects again by itself, unless `onerror` throws.
  const own = handlers.filter(({ event, value }) => event === 'close' || throws(source, functionTarget(source, value)))
  const { parent } = wrappedAwait(node)
  const chained: ConnectionHandler[] = []
  for (let member: Node | undefined | null = parent; member?.type === 'MemberExpression';) {
    const call: Node = member.parent
    const name = call.type === 'CallExpression' ? methodName(call) : undefined
    if (call.type !== 'CallExpression' || (name !== 'then' && name !== 'catch' && name !== 'finally')) break
    const value = call.arguments[0]
    if (value !== undefined) chained.push({ event: name === 'catch' ? 'error' : 'close', value, attached: call })
    member = call.parent
  }
  return [...own, ...chained]
}

function throws(source: Source, fn: FunctionNode | undefined): boolean {
  return fn !== undefined && contains(source, fn.body, (it) => it.type === 'ThrowStatement', { functions: 'skip' })
}

/** The first way from a function to one that opens the connection, on which nothing counts and no delay grows. */
function wayBack(search: Search, fn: FunctionNode, way: Way, steps: number, from = 0): Found | undefined {
  const { source, connectors, seen } = search
  if (steps === 0 || seen.has(fn)) return undefined
  seen.add(fn)
  for (const call of callsIn(source, fn.body)) {
    if (call.type !== 'CallExpression' || call.range[0] < from) continue
    const next = stepOf(source, call)
    if (next === undefined || isCounted(source, call)) continue
    const wait = waitBefore(source, fn, call, from)
    if (wait.kind === 'unknown' || (next.delay !== undefined && !isFixed(source, next.delay))) continue
    const onward: Way = {
      step: way.step ?? call,
      timer: way.timer ?? next.timer,
      delay: way.delay ?? (wait.kind === 'fixed' ? wait.delay : next.delay),
    }
    if (connectors.has(next.fn)) return { ...onward, step: onward.step as Node, call: next.callee, connector: next.fn }
    const found = wayBack(search, next.fn, onward, steps - 1)
    if (found !== undefined) return found
  }
  return undefined
}

interface Step {
  readonly fn: FunctionNode
  readonly callee: Node
  readonly timer: TimedCall | undefined
  readonly delay: Node | undefined
}

/** The function of this file that a call runs, now or by a timer. */
function stepOf(source: Source, call: TSESTree.CallExpression): Step | undefined {
  const timer = timedCall(source, call)
  if (timer !== undefined) {
    const fn = functionTarget(source, timer.callback)
    return fn === undefined ? undefined : { fn, callee: timer.callback, timer, delay: timer.delay }
  }
  const fn = functionTarget(source, call.callee)
  return fn === undefined || isFunction(unwrap(call.callee))
    ? undefined
    : { fn, callee: call, timer: undefined, delay: undefined }
}
