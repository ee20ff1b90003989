import type { TSESTree } from '@typescript-eslint/utils'
import { handlersOfFunction } from '../frameworks/handlers.ts'
import { isNodeResponse } from '../frameworks/response-writes.ts'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import type { Accumulator } from './accumulators.ts'
import { accumulators } from './accumulators.ts'
import { importedName, methodName, receiverOf } from './callee.ts'
import { drainOf } from './drains.ts'
import { enclosingFunction } from './functions.ts'
import { keptValue } from './kept-value.ts'
import { collectWithin, contains, isFunction, isWithin } from './nodes.ts'
import { originOf } from './origin.ts'
import type { StreamLoop } from './stream-loops.ts'
import { propertyName, unwrap, unwrapAwait, wrapped } from './unwrap.ts'
import { variableOf, writesOf } from './variables.ts'

/** A call that sends all that has been gathered so far, once for each chunk. */
export interface CumulativeSend {
  readonly accumulator: Accumulator
  readonly call: TSESTree.CallExpression
  /** The gathered value inside what is sent. */
  readonly sent: Node
}

/** Members that give the whole value in another form. */
const WHOLE = new Set(['toString', 'trim', 'trimEnd', 'join'])
/** Helpers that hand a writable stream to their callback, as `module#name`. */
const STREAM_HELPERS = new Set(['hono/streaming#stream', 'hono/streaming#streamSSE', 'hono/streaming#streamText'])
const SOCKET_FRAMEWORKS: ReadonlySet<string> = new Set(['ws', 'socket.io'])

/** The sends of the file whose bytes grow with each chunk, at most one for each stream loop. */
export const cumulativeSends = perSource((source): readonly CumulativeSend[] => {
  const found = new Map<StreamLoop, CumulativeSend>()
  for (const accumulator of accumulators(source)) {
    const { loop, growth } = accumulator
    if (found.has(loop) || drainOf(source, accumulator) !== 'never') continue
    for (const call of collectWithin(source, loop.body, isCall)) {
      if (enclosingFunction(call) !== enclosingFunction(growth.node) || !isEachTime(call, accumulator)) continue
      const what = sentBy(source, call)
      const sent = what === undefined ? undefined : wholeIn(source, what, accumulator, 3)
      if (sent === undefined) continue
      found.set(loop, { accumulator, call, sent })
      break
    }
  }
  return [...found.values()]
})

/** Whenever the value grows: no branch parts the call from the growth. */
function isEachTime(call: Node, { loop, growth }: Accumulator): boolean {
  for (
    let child = call, parent = child.parent;
    parent != null && child !== loop.body;
    child = parent, parent = parent.parent
  ) {
    if (isWithin(growth.node, child)) return true
    switch (parent.type) {
      case 'IfStatement':
      case 'ConditionalExpression':
        if (parent.test !== child) return false
        break
      case 'LogicalExpression':
        if (parent.right === child) return false
        break
      case 'SwitchCase':
        if (!isWithin(growth.node, parent)) return false
        break
      case 'CatchClause':
      case 'ForStatement':
      case 'WhileStatement':
        return false
      default:
    }
  }
  return true
}

/** What a call sends to a client; undefined for all other calls. */
function sentBy(source: Source, call: TSESTree.CallExpression): Node | undefined {
  const receiver = receiverOf(call)
  const [first] = call.arguments
  const last = call.arguments.at(-1)
  if (receiver === undefined || first === undefined || last === undefined || last.type === 'SpreadElement')
    return undefined
  switch (methodName(call)) {
    case 'write':
    case 'writeln':
      return isNodeResponse(source, receiver) || isHelperStream(source, receiver) || isWriter(source, receiver)
        ? first
        : undefined
    case 'writeSSE':
      return first
    case 'enqueue':
      // Objects that pass from one part of the program to another are not sent.
      return contains(source, first, isTextMaker) ? first : undefined
    case 'send':
      return isSocket(source, receiver) ? first : undefined
    case 'emit':
      return call.arguments.length > 1 && isSocket(source, receiver) ? last : undefined
    default:
      return undefined
  }
}

function isTextMaker(node: Node): boolean {
  if (node.type === 'TemplateLiteral') return true
  return node.type === 'CallExpression' && ['encode', 'stringify'].includes(methodName(node) ?? '')
}

/** The stream that a helper of Hono gives to its callback. */
function isHelperStream(source: Source, receiver: Node): boolean {
  const origin = originOf(source, receiver)
  const call = origin.kind === 'parameter' && origin.index === 0 ? origin.fn.parent : undefined
  const imported = call?.type === 'CallExpression' ? importedName(source, call.callee) : undefined
  return imported !== undefined && STREAM_HELPERS.has(`${imported.module}#${imported.name}`)
}

function isWriter(source: Source, receiver: Node): boolean {
  const origin = originOf(source, receiver)
  const made = origin.kind === 'expression' && origin.path.length === 0 ? unwrapAwait(origin.node) : undefined
  return made?.type === 'CallExpression' && methodName(made) === 'getWriter'
}

/** A socket of a server, or its rooms: `socket.to(room)`, `io.in(room)`, `socket.broadcast`. */
function isSocket(source: Source, receiver: Node): boolean {
  let node = unwrap(receiver)
  while (node.type === 'CallExpression' && ['to', 'in', 'volatile', 'except'].includes(methodName(node) ?? ''))
    node = unwrap(receiverOf(node) as Node)
  const origin = originOf(source, node)
  if (origin.kind === 'parameter')
    return handlersOfFunction(source, origin.fn).some(
      ({ framework, roles }) => SOCKET_FRAMEWORKS.has(framework) && roles.get(origin.index) === 'context',
    )
  const made = origin.kind === 'expression' ? unwrap(origin.node) : undefined
  const imported = made?.type === 'NewExpression' ? importedName(source, made.callee) : undefined
  return imported?.module === 'socket.io'
}

/** The gathered value inside an expression, whole: not its length, a slice, or what a function makes of it. */
function wholeIn(source: Source, expression: Node, accumulator: Accumulator, steps: number): Node | undefined {
  const { growth, loop } = accumulator
  let found: Node | undefined
  contains(source, expression, (node) => {
    if (found !== undefined || isFunction(node)) return false
    if (isCopied(node, expression) && keptValue(source, node)?.key === growth.value.key) found = node
    else if (node.type === 'Identifier' && steps > 0) {
      const variable = variableOf(source, node)
      const writes = variable === undefined ? [] : writesOf(variable)
      const [write] = writes
      const isOwn =
        writes.length === 1 && write?.value !== undefined && !write.isPattern && isWithin(write.identifier, loop.body)
      if (isOwn && write?.value !== undefined && write.value.range[0] > growth.node.range[0])
        found = wholeIn(source, write.value, accumulator, steps - 1)
    }
    return false
  })
  return found
}

/** Calls that put all of their argument into what they give. */
const COPYING = new Set(['stringify', 'encode', 'from', 'String', 'concat'])

/** All the way up to what is sent, the value is put in whole. */
function isCopied(node: Node, top: Node): boolean {
  let child = node
  while (child !== top) {
    const parent: Node | null | undefined = child.parent
    if (parent == null) return false
    switch (parent.type) {
      case 'MemberExpression':
        if (parent.object !== child) return false
        if (wrapped(parent).parent?.type !== 'CallExpression' && propertyName(parent) !== undefined) return false
        if (!WHOLE.has(propertyName(parent) ?? '')) return false
        break
      case 'CallExpression': {
        const name = parent.callee.type === 'Identifier' ? parent.callee.name : methodName(parent)
        if (parent.callee !== child && !COPYING.has(name ?? '')) return false
        break
      }
      case 'Property':
        if (parent.value !== child) return false
        break
      case 'BinaryExpression':
        if (parent.operator !== '+') return false
        break
      case 'ObjectExpression':
      case 'TemplateLiteral':
      case 'ArrayExpression':
      case 'SpreadElement':
      case 'LogicalExpression':
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
      case 'ChainExpression':
        break
      default:
        return false
    }
    child = parent
  }
  return true
}

function isCall(node: Node): node is TSESTree.CallExpression {
  return node.type === 'CallExpression'
}
