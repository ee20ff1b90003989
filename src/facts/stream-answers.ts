import type { TSESTree } from '@typescript-eslint/utils'
import type { Handler } from '../frameworks/handler.ts'
import { handlerOf, partOf } from '../frameworks/handlers.ts'
import type { Node, Source } from '../source.ts'
import { calleeName, methodName, receiverOf } from './callee.ts'
import { calledFunction, callsOfFunction, enclosingFunction, enclosingFunctions, localFunction } from './functions.ts'
import type { FunctionNode } from './nodes.ts'
import { collectWithin, contains, isFunction, nodesOf } from './nodes.ts'
import { originOf } from './origin.ts'
import { propertyName, unwrap, wrapped } from './unwrap.ts'
import type { Taking } from './upstream-flow.ts'
import { callbackOf } from './upstream-flow.ts'
import { usesOf } from './uses.ts'
import { globalName } from './variables.ts'
import { perSource } from '../source.ts'

/** `new ReadableStream({ … })` with its source written in place. */
export interface OwnStream {
  readonly construction: TSESTree.NewExpression
  /** The object literal; undefined when the source, or a part of it, is not visible. */
  readonly source: TSESTree.ObjectExpression | undefined
  /** `start` or `pull`. */
  readonly method: FunctionNode
}

const METHODS = new Set(['start', 'pull'])
/** Methods that write one piece of an answer. */
const WRITES = new Set([
  'write',
  'writeSSE',
  'writeln',
  'writeData',
  'writeEvent',
  'writeMessage',
  'writeMessageAnnotation',
  'sse',
  'enqueue',
  'next',
])
/** Frameworks whose handlers answer no request. */
const SOCKETS = new Set<Handler['framework']>(['ws', 'socket.io'])
const MAX_CALLERS = 3

/** The web stream made in this file whose `start` or `pull` a node runs in. */
export function ownStreamOf(source: Source, node: Node): OwnStream | undefined {
  for (const fn of enclosingFunctions(node)) {
    const property = wrapped(fn).parent
    const object = property?.type === 'Property' ? property.parent : undefined
    const made = ownStream(source, object, fn, property)
    if (made !== undefined) return made
    // A helper that `start` or `pull` alone calls.
    for (const call of callsOfFunction(source, fn)) {
      const caller = enclosingFunction(call)
      const outer = caller === undefined ? undefined : wrapped(caller).parent
      const within = outer?.type === 'Property' ? ownStream(source, outer.parent, caller, outer) : undefined
      if (within !== undefined) return within
    }
  }
  return undefined
}

function ownStream(
  source: Source,
  object: Node | undefined,
  fn: FunctionNode | undefined,
  property: Node | undefined,
): OwnStream | undefined {
  if (object?.type !== 'ObjectExpression' || property?.type !== 'Property' || fn === undefined) return undefined
  if (!METHODS.has(propertyName(property) ?? '')) return undefined
  const construction = constructionOf(source, object)
  if (construction === undefined) return undefined
  const isWhole = object.properties.every((it) => it.type === 'Property' && !it.computed)
  return { construction, source: isWhole ? object : undefined, method: fn }
}

function constructionOf(source: Source, object: TSESTree.ObjectExpression): TSESTree.NewExpression | undefined {
  const parent = wrapped(object).parent
  const construction =
    parent?.type === 'NewExpression'
      ? parent
      : usesOf(source, object).flatMap((use) =>
          use.kind === 'argument' && use.call.type === 'NewExpression' ? [use.call] : [],
        )[0]
  return construction !== undefined && globalName(source, construction.callee) === 'ReadableStream'
    ? construction
    : undefined
}

/** True when something beside the function that makes it gets the stream. */
export function hasConsumer(source: Source, { construction }: OwnStream): boolean {
  return usesOf(source, construction).some((use) => {
    switch (use.kind) {
      case 'argument':
      case 'returned':
      case 'stored':
      case 'exported':
      case 'yielded':
        return true
      case 'method-call':
        return use.name === 'pipeThrough' || use.name === 'tee'
      default:
        return false
    }
  })
}

/** The route whose answer a taking makes piece by piece: its handler, or that of the callers of the helper around it. */
export function streamRouteOf(source: Source, taking: Taking): Handler | undefined {
  const handler = routeAround(source, taking.node, MAX_CALLERS)
  if (handler === undefined || SOCKETS.has(handler.framework)) return undefined
  return writesPieces(source, taking, handler) ? handler : undefined
}

/** The handler that a node runs in, also through helpers of the file that it calls. */
function routeAround(source: Source, node: Node, steps: number = MAX_CALLERS): Handler | undefined {
  const own = handlerOf(source, node)
  if (own !== undefined || steps === 0) return own
  for (const fn of enclosingFunctions(node))
    for (const call of callsOfFunction(source, fn)) {
      const handler = routeAround(source, call, steps - 1)
      if (handler !== undefined) return handler
    }
  return undefined
}

/** True when a taking writes each piece to the answer: that of a handler, or what is made where there is none. */
export function writesPieces(source: Source, { kind, node }: Taking, handler?: Handler): boolean {
  switch (kind) {
    case 'answer':
      return true
    case 'loop':
      return writes(source, (node as TSESTree.ForOfStatement).body, handler)
    case 'listener': {
      const callback = callbackOf(node as TSESTree.CallExpression)
      return callback !== undefined && isFunction(callback) && writes(source, callback.body, handler)
    }
    case 'pipe':
      return pipesToResponse(source, node as TSESTree.CallExpression)
    case 'reader': {
      const fn = enclosingFunction(node)
      return fn !== undefined && repeatedParts(source, fn).some((part) => writes(source, part, handler))
    }
  }
}

/** Loops and closures: what may run once for each piece. */
function repeatedParts(source: Source, fn: FunctionNode): Node[] {
  return collectWithin(
    source,
    fn.body,
    (node): node is Node =>
      isFunction(node) ||
      node.type === 'WhileStatement' ||
      node.type === 'DoWhileStatement' ||
      node.type === 'ForStatement' ||
      node.type === 'ForOfStatement',
  )
}

function pipesToResponse(source: Source, call: TSESTree.CallExpression): boolean {
  for (let current = call; ;) {
    const [destination] = current.arguments
    if (destination !== undefined && partOf(source, destination)?.part === 'nodeResponse') return true
    const next = usesOf(source, current).find((use) => use.kind === 'method-call' && use.name === 'pipe')
    if (next?.kind !== 'method-call') return false
    current = next.call
  }
}

function writes(source: Source, body: Node, handler: Handler | undefined): boolean {
  return contains(source, body, (node) => {
    if (node.type === 'YieldExpression') return enclosingFunction(node)?.generator === true
    if (node.type !== 'CallExpression') return false
    if (isWrite(source, node)) return true
    const helper = calledFunction(source, node)
    if (helper !== undefined)
      return contains(source, helper.body, (it) => it.type === 'CallExpression' && isWrite(source, it))
    return (
      node.arguments.some((argument) => partOf(source, argument)?.part === 'nodeResponse') ||
      (handler?.response !== undefined && node.arguments.some((argument) => isNamed(argument, handler.response?.name)))
    )
  })
}

function isNamed(node: Node, name: string | undefined): boolean {
  const value = unwrap(node)
  return value.type === 'Identifier' && value.name === name
}

function isWrite(source: Source, call: TSESTree.CallExpression): boolean {
  if (!WRITES.has(methodName(call) ?? '')) return false
  const receiver = receiverOf(call)
  if (receiver === undefined) return false
  const object = unwrap(receiver)
  const root = object.type === 'MemberExpression' ? unwrap(object.object) : object
  if (globalName(source, root) === 'process') return false
  const origin = originOf(source, object)
  return !(
    origin.kind === 'expression' &&
    origin.node.type === 'CallExpression' &&
    calleeName(origin.node) === 'createWriteStream'
  )
}

/** True for a `for await` in `start` whose `enqueue` throws after a cancel with nothing catching it, which ends the loop and the upstream. */
export function endsByEnqueue(source: Source, { kind, node }: Taking, { method }: OwnStream): boolean {
  if (kind !== 'loop' || node.type !== 'ForOfStatement') return false
  if (isCaught(source, node, method)) return false
  return contains(source, node.body, (it) => {
    if (it.type !== 'CallExpression') return false
    if (methodName(it) === 'enqueue') return !isCaught(source, it, node)
    const helper = calledFunction(source, it)
    return (
      helper !== undefined &&
      !isCaught(source, it, node) &&
      contains(
        source,
        helper.body,
        (inner) =>
          inner.type === 'CallExpression' && methodName(inner) === 'enqueue' && !isCaught(source, inner, helper),
      )
    )
  })
}

/** True for a `for await` that awaits the writes of a web writer with nothing catching them: they reject after a cancel. */
export function endsByWrite(source: Source, { kind, node }: Taking, fn: FunctionNode): boolean {
  if (kind !== 'loop' || node.type !== 'ForOfStatement' || isCaught(source, node, fn)) return false
  return contains(source, node.body, (it) => {
    if (it.type !== 'CallExpression' || methodName(it) !== 'write' || wrapped(it).parent?.type !== 'AwaitExpression')
      return false
    const receiver = receiverOf(it)
    const origin = receiver === undefined ? undefined : originOf(source, receiver)
    const isWriter =
      origin?.kind === 'expression' && origin.node.type === 'CallExpression' && methodName(origin.node) === 'getWriter'
    return isWriter && !isCaught(source, it, node)
  })
}

/** A `catch` between a node and a node around it, or a `.catch` on what a function between them gives back. */
function isCaught(source: Source, node: Node, around: Node): boolean {
  let child: Node = node
  for (let parent = node.parent; parent != null && parent !== around; child = parent, parent = parent.parent) {
    if (parent.type === 'TryStatement' && parent.handler !== null && parent.block === child) return true
    if (!isFunction(parent)) continue
    const calls = wrapped(parent).parent
    const promise = calls?.type === 'CallExpression' && calls.callee === wrapped(parent) ? calls : undefined
    const all = promise === undefined ? callsOfFunction(source, parent) : [promise]
    if (all.some((call) => usesOf(source, call).some((use) => use.kind === 'method-call' && use.name === 'catch')))
      return true
  }
  return false
}

/** The `cancel` of an own stream: its property and its function, when this file shows it. */
export function cancelOf(
  source: Source,
  object: TSESTree.ObjectExpression,
): { readonly property: TSESTree.Property; readonly fn: FunctionNode | undefined } | undefined {
  for (const property of object.properties)
    if (property.type === 'Property' && propertyName(property) === 'cancel')
      return { property, fn: localFunction(source, property.value as Node) }
  return undefined
}

/** Every `new ReadableStream({ start | pull })` of the file that has its source written in place. */
export const ownStreams = perSource((source): readonly OwnStream[] =>
  nodesOf(source, 'NewExpression').flatMap((construction): OwnStream[] => {
    if (globalName(source, construction.callee) !== 'ReadableStream') return []
    const [argument] = construction.arguments
    const object = argument === undefined ? undefined : unwrap(argument)
    if (object?.type !== 'ObjectExpression') return []
    return object.properties.flatMap((property): OwnStream[] => {
      const fn = property.type === 'Property' ? unwrap(property.value as Node) : undefined
      if (!isFunction(fn)) return []
      const made = ownStream(source, object, fn, property)
      return made === undefined ? [] : [made]
    })
  }),
)
