import type { TSESTree } from '@typescript-eslint/utils'
import { handlersOfFunction } from '../frameworks/handlers.ts'
import type { Node, Source } from '../source.ts'
import { calleeName, methodName, receiverOf } from './callee.ts'
import { eventNames } from './event-names.ts'
import { enclosingFunction, functionName, referencesToFunction } from './functions.ts'
import { httpRole } from './http-role.ts'
import type { FunctionNode } from './nodes.ts'
import { contains, isFunction, isWithin } from './nodes.ts'
import { originOf } from './origin.ts'
import { sinkOf } from './sinks.ts'
import { propertyName, stringOf, unwrap, wrapped } from './unwrap.ts'

/**
 * When a piece of code runs, seen from a connection. `leaving`: when its client leaves. `never`: when a write to it throws,
 * which no write does. `otherwise`: in the course of the work, or at its end. `unknown`: nobody can tell.
 */
export type Occasion = 'leaving' | 'never' | 'otherwise' | 'unknown'

const LISTEN = new Set(['on', 'once', 'addListener', 'addEventListener', 'prependListener', 'prependOnceListener'])
const LEAVING_EVENTS = new Set([
  'close',
  'abort',
  'aborted',
  'cancel',
  'cancelled',
  'disconnect',
  'disconnecting',
  'error',
  'end',
])
/** Events that say nothing about the client. `finish` comes when the answer has been written to its end. */
const OTHER_EVENTS = new Set([
  'finish',
  'message',
  'data',
  'connection',
  'request',
  'exit',
  'beforeExit',
  'SIGTERM',
  'SIGINT',
  'SIGHUP',
])
const LEAVING_NAME =
  /^(?:on_?)?(?:abort|close|disconnect|cancel|finished|end|error|eos)(?:ed)?$|^on(?:ce)?(?:Finished|Close|Abort|Disconnect|Cancel)/i
const ITEM_CALLBACKS = new Set(['forEach', 'map', 'filter', 'some', 'every', 'find', 'flatMap'])
const PROMISE_CALLBACKS = new Set(['then', 'catch', 'finally'])
/** Properties that tell whether a connection is still there. */
const STATE = new Set([
  'writable',
  'writableEnded',
  'writableFinished',
  'destroyed',
  'closed',
  'aborted',
  'readyState',
  'connected',
  'isAlive',
  'signal',
  'desiredSize',
])
const WRITES = new Set(['write', 'send', 'end', 'flush', 'ping', 'writeSSE', 'emit', 'enqueue'])
const ENDS = new Set(['end', 'close', 'terminate', 'destroy', 'disconnect'])
/** Parts of a request that are not the connection. */
const DATA = new Set(['params', 'query', 'body', 'headers', 'url', 'path', 'method', 'user', 'id', 'ip', 'cookies'])
/** How many helpers that call each other are followed. */
const MAX_STEPS = 5

/** The connection that is asked about. */
export interface Stay {
  /** The node that puts it into the collection. */
  readonly addition: Node
  /** Whether a write to it throws once its client has left. */
  readonly throws: boolean
}

/** When a node runs. */
export function occasionOf(source: Source, node: Node, stay: Stay, steps = MAX_STEPS): Occasion {
  if (steps === 0) return 'unknown'
  let child = node
  for (let current = node.parent; current != null; child = current, current = current.parent) {
    if (current.type === 'CatchClause') {
      const { block } = current.parent as TSESTree.TryStatement
      if (contains(source, block, isWrite)) return stay.throws || mayThrow(source, block) ? 'unknown' : 'never'
    }
    if (isTested(source, current, child)) return 'unknown'
    if (isFunction(current)) return ofFunction(source, current, node, stay, steps)
  }
  return 'otherwise'
}

function isWrite(node: Node): boolean {
  return node.type === 'CallExpression' && WRITES.has(methodName(node) ?? '')
}

function mayThrow(source: Source, block: Node): boolean {
  return contains(source, block, (it) => it.type === 'AwaitExpression' || it.type === 'ThrowStatement' || isState(it))
}

function isState(node: Node): boolean {
  return node.type === 'MemberExpression' && STATE.has(propertyName(node) ?? '')
}

/** Only where the connection is known to be gone, or a write to it says so. */
function isTested(source: Source, node: Node, child: Node): boolean {
  const test =
    node.type === 'IfStatement' || node.type === 'ConditionalExpression'
      ? node.test
      : node.type === 'LogicalExpression'
        ? node.left
        : undefined
  return test !== undefined && test !== child && contains(source, test, (it) => isState(it) || isWrite(it))
}

function ofFunction(source: Source, fn: FunctionNode, node: Node, stay: Stay, steps: number): Occasion {
  // What adds the connection and goes on is the work itself.
  const value = enclosingFunction(stay.addition) === fn ? 'otherwise' : ofValue(source, fn, stay, steps)
  if (value === 'leaving' || value === 'otherwise') {
    // What waits for the departure itself goes on when the client has left.
    const isOpen = value === 'otherwise' && ((stay.throws && contains(source, fn.body, isWrite)) || waits(source, fn))
    return isOpen ? 'unknown' : value
  }
  const isCallback = wrapped(fn).parent?.type === 'CallExpression'
  return value === 'unknown' && !isCallback && endsAll(source, fn, node) ? 'otherwise' : value
}

/** What happens to a function, by the place where it, or its name, stands. */
function ofValue(source: Source, value: Node, stay: Stay, steps: number): Occasion {
  const outer = wrapped(value)
  const { parent } = outer
  switch (parent?.type) {
    case 'CallExpression':
      return parent.callee === outer
        ? occasionOf(source, parent, stay, steps - 1)
        : ofCallback(source, parent, value, stay, steps)
    case 'AssignmentExpression': {
      const left = unwrap(parent.left)
      if (left.type === 'MemberExpression') return LEAVING_NAME.test(propertyName(left) ?? '') ? 'leaving' : 'unknown'
      break
    }
    case 'Property':
      return LEAVING_NAME.test(propertyName(parent) ?? '') ? 'leaving' : 'unknown'
    case 'MethodDefinition':
      if (parent.kind === 'constructor') return 'otherwise'
      if (LEAVING_NAME.test(propertyName(parent) ?? '') || !isPrivate(parent)) return 'unknown'
      break
    case 'PropertyDefinition':
      if (!isPrivate(parent)) return 'unknown'
      break
    case 'ExportDefaultDeclaration':
    case 'ExportNamedDeclaration':
    case 'ReturnStatement':
    case 'ArrowFunctionExpression':
      return 'unknown'
    default:
  }
  if (!isFunction(value)) return 'unknown'
  if (handlersOfFunction(source, value).length > 0) return 'otherwise'
  if (functionName(value) === undefined) return 'unknown'
  if (parent?.type === 'VariableDeclarator' && parent.parent.parent.type === 'ExportNamedDeclaration') return 'unknown'
  return strongest(referencesToFunction(source, value).map((it) => ofValue(source, it, stay, steps - 1)))
}

/** One that runs when the client leaves is enough; after it, one that cannot be told. */
function strongest(occasions: readonly Occasion[]): Occasion {
  for (const one of ['leaving', 'unknown', 'otherwise', 'never'] as const) if (occasions.includes(one)) return one
  return 'otherwise'
}

function isPrivate(member: TSESTree.MethodDefinition | TSESTree.PropertyDefinition): boolean {
  const { accessibility, key } = member
  return accessibility === 'private' || key.type === 'PrivateIdentifier'
}

function ofCallback(source: Source, call: TSESTree.CallExpression, value: Node, stay: Stay, steps: number): Occasion {
  const name = calleeName(call) ?? ''
  const [first] = call.arguments
  if (LISTEN.has(name) && first !== undefined) {
    const { names, isComplete } = eventNames(source, first)
    if ([...names].some((it) => LEAVING_EVENTS.has(it))) return 'leaving'
    return isComplete && [...names].every((it) => OTHER_EVENTS.has(it)) ? 'otherwise' : 'unknown'
  }
  if (LEAVING_NAME.test(name)) return 'leaving'
  if (isFunction(value) && handlersOfFunction(source, value).length > 0) return 'otherwise'
  const receiver = receiverOf(call)
  if (receiver === undefined) return 'unknown'
  if (ITEM_CALLBACKS.has(name)) return occasionOf(source, call, stay, steps - 1)
  if (PROMISE_CALLBACKS.has(name) && isWork(source, receiver)) return occasionOf(source, call, stay, steps - 1)
  return 'unknown'
}

/** The promise of a call that gets nothing which belongs to the connection. */
function isWork(source: Source, promise: Node): boolean {
  let node = unwrap(promise)
  for (;;) {
    const receiver = node.type === 'CallExpression' ? receiverOf(node) : undefined
    if (node.type !== 'CallExpression' || !PROMISE_CALLBACKS.has(methodName(node) ?? '') || receiver === undefined)
      break
    node = unwrap(receiver)
  }
  if (node.type !== 'CallExpression' || /once|finish|clos|abort|disconnect|leav|gone/i.test(calleeName(node) ?? ''))
    return false
  return !node.arguments.some((it) => contains(source, it, (part) => isOfConnection(source, part)))
}

function isOfConnection(source: Source, node: Node): boolean {
  if (isState(node)) return true
  if (node.type !== 'Identifier') return false
  const member = node.parent
  if (member.type === 'MemberExpression' && member.object === node && DATA.has(propertyName(member) ?? '')) return false
  return sinkOf(source, node) !== undefined || httpRole(source, node) !== undefined
}

/** The function looks at the connection's state, or waits for something that may be its end. */
function waits(source: Source, fn: FunctionNode): boolean {
  return contains(source, fn.body, (node) => {
    if (isState(node)) return true
    if (node.type === 'ForOfStatement') return node.await && isOfPart(source, node.right)
    if (node.type === 'AwaitExpression') return !isDrain(source, node.argument) && isOfPart(source, node.argument)
    if (node.type !== 'CallExpression') return false
    const [first] = node.arguments
    if (!LISTEN.has(methodName(node) ?? '') || first === undefined) return false
    return [...eventNames(source, first).names].some((it) => LEAVING_EVENTS.has(it))
  })
}

/** `once(res, 'drain')` is awaited for the sake of the pace. */
function isDrain(source: Source, awaited: Node): boolean {
  return contains(source, awaited, (it) => stringOf(it) === 'drain')
}

/** Written with a name of the connection, its request or a signal. */
function isOfPart(source: Source, expression: Node): boolean {
  return contains(source, expression, (it) => isOfConnection(source, it) || isSignal(source, it))
}

function isSignal(source: Source, node: Node): boolean {
  return node.type === 'Identifier' && /signal/i.test(node.name) && originOf(source, node).kind !== 'global'
}

/** The function ends all the connections of a collection before it removes them: the end of the work, or of the process. */
function endsAll(source: Source, fn: FunctionNode, removal: Node): boolean {
  return contains(source, fn.body, (node) => {
    if (isWithin(removal, node)) return false
    const body =
      node.type === 'ForOfStatement'
        ? node.body
        : node.type === 'CallExpression' && methodName(node) === 'forEach'
          ? node.arguments[0]
          : undefined
    return (
      body !== undefined &&
      contains(source, body, (it) => it.type === 'CallExpression' && ENDS.has(methodName(it) ?? ''))
    )
  })
}
