import type { TSESTree } from '@typescript-eslint/utils'
import { partOf } from '../frameworks/handlers.ts'
import type { Node, Source } from '../source.ts'
import { perNode } from '../source.ts'
import { calleeName, methodName, receiverOf } from './callee.ts'
import { isConsoleCall } from './fetch-calls.ts'
import { localFunction, returnedExpressions } from './functions.ts'
import type { FunctionNode } from './nodes.ts'
import { collectWithin, isFunction, visitWithin } from './nodes.ts'
import { originOf } from './origin.ts'
import { streamOf } from './stream-value.ts'
import { propertyName, stringOf, unwrap, wrapped } from './unwrap.ts'
import { globalName } from './variables.ts'

const LISTEN = new Set(['on', 'once', 'addListener', 'prependListener', 'prependOnceListener', 'addEventListener'])
const LEAVING_EVENTS = new Set(['close', 'aborted', 'abort', 'disconnect'])
/** Functions and methods that take a callback for the client's departure. */
const LEAVING_CALLS = /^(?:on(?:Abort(?:ed)?|Close|Closed|Disconnect|Cancel|RequestAbort|Finished)|finished|eos)$/
const LEAVING_PROPERTIES = new Set(['onabort', 'onclose', 'onAbort', 'onClose'])
/** Properties that say whether anybody still listens. */
const STATE = new Set([
  'aborted',
  'closed',
  'destroyed',
  'writableEnded',
  'writableFinished',
  'writable',
  'desiredSize',
  'isClosed',
  'isAborted',
  'disconnected',
  'signal',
])
/** Names of functions that look after a client's departure when they are given the request or the response. */
const CARES = /abort|cancel|disconnect|close|clean|signal|lifecycle/i
/** Calls that end the answer or a timer, and nothing upstream. */
const ENDS_ANSWER = new Set(['clearInterval', 'clearTimeout', 'clearImmediate', 'end'])

/**
 * True when a function, or a closure in it, may notice that its client has left and act on it: a listener, a state that it
 * asks in a loop, or the request's signal in other hands than those of a single call.
 */
export const noticesDisconnect = perNode<FunctionNode, boolean>((source, fn) => {
  let found = false
  visitWithin(source, fn, (node) => {
    found = isSign(source, node, fn)
    return found ? 'stop' : 'enter'
  })
  return found
}, false)

function isSign(source: Source, node: Node, fn: FunctionNode): boolean {
  switch (node.type) {
    case 'CallExpression':
      return isListening(source, node) || isGivenTheClient(source, node)
    case 'NewExpression':
      return isTornDown(source, node)
    case 'AssignmentExpression': {
      const left = unwrap(node.left)
      return (
        left.type === 'MemberExpression' &&
        LEAVING_PROPERTIES.has(propertyName(left) ?? '') &&
        !isIdle(source, node.right)
      )
    }
    case 'MemberExpression':
      return isStateAsked(source, node, fn)
    case 'Identifier':
      return isLooseSignal(source, node)
    default:
      return false
  }
}

function isListening(source: Source, call: TSESTree.CallExpression): boolean {
  const name = calleeName(call) ?? ''
  if (LEAVING_CALLS.test(name)) return call.arguments.some((argument) => !isIdle(source, argument))
  if (!LISTEN.has(name)) return false
  const [event, callback] = call.arguments
  if (!LEAVING_EVENTS.has(stringOf(event) ?? '') || callback === undefined) return false
  return !isUpstream(source, receiverOf(call)) && !isIdle(source, callback)
}

/** The body of an answer that this program asked for: its end says nothing of the client. */
function isUpstream(source: Source, emitter: Node | undefined): boolean {
  const known = emitter === undefined ? undefined : streamOf(source, emitter)?.source
  return known === 'fetch' || known === 'http-client'
}

/** `closeWith(res, controller)`, `signalOf(req)`: a function that this file does not show, named after the departure. */
function isGivenTheClient(source: Source, call: TSESTree.CallExpression): boolean {
  const name = calleeName(call) ?? ''
  if (!CARES.test(name) || LISTEN.has(name) || localFunction(source, call.callee) !== undefined) return false
  return call.arguments.some((argument) => originOf(source, argument).kind === 'parameter' && isPart(source, argument))
}

function isPart(source: Source, expression: Node): boolean {
  if (partOf(source, expression) !== undefined) return true
  const node = unwrap(expression)
  return node.type === 'Identifier' && /^(?:req|res|request|response|reply|ctx|c|context|event)$/.test(node.name)
}

/** `new Observable((subscriber) => { …; return () => stop() })`. */
function isTornDown(source: Source, { callee, arguments: [subscribe] }: TSESTree.NewExpression): boolean {
  if (callee.type !== 'Identifier' || callee.name !== 'Observable' || subscribe === undefined) return false
  const fn = localFunction(source, subscribe)
  return fn !== undefined && returnedExpressions(source, fn).some((returned) => !isIdle(source, returned))
}

function isStateAsked(source: Source, member: TSESTree.MemberExpression, fn: FunctionNode): boolean {
  const name = propertyName(member) ?? ''
  if (!STATE.has(name)) return false
  const object = unwrap(member.object)
  if (name === 'signal') return !isOwnController(source, object) && isLoose(member)
  if (object.type === 'MemberExpression' && isOwnController(source, unwrap(object.object))) return false
  return isAskedPerPiece(member, fn)
}

function isOwnController(source: Source, expression: Node): boolean {
  const origin = originOf(source, expression)
  return (
    origin.kind === 'expression' &&
    origin.node.type === 'NewExpression' &&
    globalName(source, origin.node.callee) === 'AbortController'
  )
}

/** The signal of a handler's request under a name of its own. */
function isLooseSignal(source: Source, identifier: TSESTree.Identifier): boolean {
  if (!/signal/i.test(identifier.name)) return false
  const { parent } = identifier
  if (parent.type === 'MemberExpression' && parent.property === identifier && !parent.computed) return false
  if (parent.type === 'Property' && parent.key === identifier && !parent.shorthand) return false
  return originOf(source, identifier).kind === 'parameter' && isLoose(identifier)
}

/** Not merely the `signal` option of one call, which ties that call alone. */
function isLoose(value: Node): boolean {
  const { parent } = wrapped(value)
  return !(parent?.type === 'Property' && parent.parent.type === 'ObjectExpression')
}

/** In a loop, or in a callback, and not only to end the answer once. */
function isAskedPerPiece(member: Node, fn: FunctionNode): boolean {
  let child = member
  for (let node = member.parent; node != null && node !== fn; child = node, node = node.parent) {
    if (node.type === 'IfStatement' && node.test === child && onlyEnds(node.consequent)) return false
    if (LOOPS.has(node.type) || isFunction(node)) return true
  }
  return false
}

const LOOPS = new Set<string>([
  'WhileStatement',
  'DoWhileStatement',
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
])

function onlyEnds(statement: Node): boolean {
  const statements = statement.type === 'BlockStatement' ? statement.body : [statement]
  return statements.every((it) => {
    if (it.type !== 'ExpressionStatement') return false
    const call = unwrap(it.expression)
    return call.type === 'CallExpression' && ['end', 'close', 'write', 'error'].includes(methodName(call) ?? '')
  })
}

/** True for a callback that certainly ends nothing upstream: empty, or it only logs, stops timers or ends the answer. */
export function isIdle(source: Source, callback: Node): boolean {
  const fn = localFunction(source, callback)
  if (fn === undefined) return false
  const calls = collectWithin(source, fn.body, (node): node is Node => ACTS.has(node.type))
  return calls.every((node) => {
    if (node.type !== 'CallExpression') return false
    if (isConsoleCall(source, node)) return true
    const name = calleeName(node) ?? ''
    return ENDS_ANSWER.has(name) || isLog(node)
  })
}

/** What a function does that others can notice. */
const ACTS = new Set<string>([
  'CallExpression',
  'NewExpression',
  'AssignmentExpression',
  'UpdateExpression',
  'ThrowStatement',
])

/** `logger.info(…)`, `req.log.debug(…)`. */
function isLog(call: TSESTree.CallExpression): boolean {
  const callee = unwrap(call.callee)
  if (callee.type !== 'MemberExpression') return false
  const object = unwrap(callee.object)
  const holder =
    object.type === 'Identifier' ? object.name : object.type === 'MemberExpression' ? propertyName(object) : ''
  return /^(?:log|logger|\w+Logger)$/.test(holder ?? '')
}
