import type { TSESTree } from '@typescript-eslint/utils'
import { isNodeResponse } from '../frameworks/response-writes.ts'
import { isGrpcCall, isHonoStream } from '../frameworks/stream-writers.ts'
import type { Node, Source } from '../source.ts'
import { methodName, receiverOf } from './callee.ts'
import { isSendingName, storedConnection } from './client-connections.ts'
import { calledFunction, enclosingFunction } from './functions.ts'
import { isClientSocket } from './server-sockets.ts'
import type { FunctionNode } from './nodes.ts'
import { collectWithin, contains } from './nodes.ts'
import { originOf } from './origin.ts'
import { unwrapAwait, wrapped } from './unwrap.ts'
import { globalName, variableOf } from './variables.ts'
import { wholeIn } from './whole-values.ts'

/** What one call sends. */
export interface Sent {
  /** The expression at the call that is sent, or that a helper of this file sends. */
  readonly what: Node
  /** What it is sent over; undefined where a helper sends it. */
  readonly over: Node | undefined
}

/** How many helpers that hand a value on are followed. */
const MAX_HELPERS = 2

/** What a call sends to a client of this program, by itself or through helpers of this file. */
export function sentToClient(source: Source, call: TSESTree.CallExpression, steps = MAX_HELPERS): readonly Sent[] {
  const direct = sentBy(source, call)
  if (direct !== undefined) return [direct]
  const fn = steps === 0 || call.arguments.length === 0 ? undefined : calledFunction(source, call)
  if (fn === undefined || fn.generator || waitsForTime(source, fn)) return []
  return call.arguments.flatMap((what, index) =>
    what.type !== 'SpreadElement' && isHandedOn(source, fn, index, steps - 1) ? [{ what, over: undefined }] : [],
  )
}

/** True when the functions between a node and an outer one only go through the items of a list: `clients.forEach((client) => …)`. */
export function isInEach(node: Node, outer: FunctionNode | undefined): boolean {
  for (let fn = enclosingFunction(node); fn !== outer; fn = enclosingFunction(fn)) {
    const call = fn === undefined ? undefined : wrapped(fn).parent
    if (fn === undefined || call?.type !== 'CallExpression' || methodName(call) !== 'forEach') return false
  }
  return true
}

function isHandedOn(source: Source, fn: FunctionNode, index: number, steps: number): boolean {
  const parameter = fn.params[index]
  const name = parameter?.type === 'AssignmentPattern' ? parameter.left : parameter
  const variable = name?.type === 'Identifier' ? variableOf(source, name) : undefined
  if (variable === undefined) return false
  const isIt = (node: Node) => node.type === 'Identifier' && variableOf(source, node) === variable
  return collectWithin(source, fn.body, isCall).some(
    (call) =>
      isInEach(call, fn) &&
      sentToClient(source, call, steps).some(
        ({ what }) => wholeIn(source, what, { isIt, region: fn.body, after: fn.body.range[0] }) !== undefined,
      ),
  )
}

/** A helper that looks at the clock, or puts off what it is given, sends less often than it is called. */
function waitsForTime(source: Source, fn: FunctionNode): boolean {
  return contains(source, fn.body, (node) => {
    if (node.type !== 'CallExpression') return false
    return /^(?:Date|performance)?(?:now|setTimeout|setInterval|requestAnimationFrame)$/.test(
      globalName(source, node.callee) ?? methodName(node) ?? '',
    )
  })
}

function sentBy(source: Source, call: TSESTree.CallExpression): Sent | undefined {
  const over = receiverOf(call)
  const name = methodName(call)
  const [first] = call.arguments
  const last = call.arguments.at(-1)
  if (over === undefined || name === undefined || first === undefined || last?.type === 'SpreadElement')
    return undefined
  const sent = (what: Node | undefined) => (what === undefined ? undefined : { what, over })
  switch (name) {
    case 'write':
    case 'writeln':
      return isWrittenTo(source, over) || isConnection(source, over, name) ? sent(first) : undefined
    case 'writeSSE':
      return sent(first)
    case 'enqueue':
      // Objects that pass from one part of the program to another are not sent.
      return contains(source, first, isTextMaker) ? sent(first) : undefined
    case 'send':
      return isClientSocket(source, over) || isConnection(source, over, name) ? sent(first) : undefined
    case 'emit':
      return call.arguments.length > 1 && (isClientSocket(source, over) || isConnection(source, over, name))
        ? sent(last)
        : undefined
    default:
      return undefined
  }
}

function isWrittenTo(source: Source, over: Node): boolean {
  return (
    isNodeResponse(source, over) || isHonoStream(source, over) || isWriter(source, over) || isGrpcCall(source, over)
  )
}

/** One of many connections that the file keeps, or a socket that it accepted. */
function isConnection(source: Source, over: Node, name: string): boolean {
  return isSendingName(name) && storedConnection(source, over, name) !== undefined
}

function isTextMaker(node: Node): boolean {
  if (node.type === 'TemplateLiteral') return true
  return node.type === 'CallExpression' && ['encode', 'stringify'].includes(methodName(node) ?? '')
}

function isWriter(source: Source, over: Node): boolean {
  const origin = originOf(source, over)
  const made = origin.kind === 'expression' && origin.path.length === 0 ? unwrapAwait(origin.node) : undefined
  return made?.type === 'CallExpression' && methodName(made) === 'getWriter'
}

function isCall(node: Node): node is TSESTree.CallExpression {
  return node.type === 'CallExpression'
}
