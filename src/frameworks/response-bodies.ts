import type { TSESTree } from '@typescript-eslint/utils'
import type { Call } from '../facts/callee.ts'
import { calleeName, importedName, methodName, receiverOf } from '../facts/callee.ts'
import { calledFunction, callsOfFunction, enclosingFunction, localFunction } from '../facts/functions.ts'
import type { FunctionNode } from '../facts/nodes.ts'
import { collectWithin, isFunction, nodesOf } from '../facts/nodes.ts'
import { originOf } from '../facts/origin.ts'
import { runsRepeatedly } from '../facts/repetition.ts'
import { streamOf } from '../facts/stream-value.ts'
import { propertyName, unwrap, unwrapAwait } from '../facts/unwrap.ts'
import type { Use } from '../facts/uses.ts'
import { usesOf, usesOfVariable } from '../facts/uses.ts'
import { globalName, variableOf } from '../facts/variables.ts'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { handlersOfFunction } from './handlers.ts'
import { copiesStored, isNodeResponse } from './response-writes.ts'

/** How many helpers, pipes and variables a body is followed through. */
const MAX_STEPS = 8
/** Methods of a framework's context or reply that answer with a body. */
const BODY_METHODS = new Set(['body', 'newResponse', 'send'])
/** Methods that give the same body in another stream. */
const SAME_BODY = new Set(['pipeThrough', 'pipe', 'compose', 'on', 'once'])
const CONVERSIONS = new Set(['Readable.fromWeb', 'Readable.toWeb', 'Readable.from', 'ReadableStream.from'])

/** The makers of streams whose pieces come one by one and whose whole is what a response answers with. */
export function streamedBodies(source: Source): Node[] {
  const found: Node[] = []
  for (const made of nodesOf(source, 'NewExpression', 'CallExpression'))
    if (isPiecewise(source, made) && isAnswer(source, made, MAX_STEPS, new Set())) found.push(made)
  return found
}

/** True for what makes a stream whose pieces are made while it is read: the source is a loop, a callback, a generator, a model. */
function isPiecewise(source: Source, made: Call): boolean {
  if (made.type === 'NewExpression') {
    const name = streamClass(source, made)
    if (name === 'ReadableStream') return isPiecewiseSource(source, made)
    if (name === 'TransformStream') return usesOf(source, made).length > 0 && !isPipedThrough(made)
    return name === 'PassThrough' && isFedPiecewise(source, made)
  }
  const from = fromIterable(source, made)
  if (from !== undefined) return isGenerated(source, from)
  if (hasGenerators(source) && calledFunction(source, made)?.generator === true) return true
  const method = methodName(made)
  const receiver = receiverOf(made)
  return method === 'pipeThrough' && receiver !== undefined && isModel(source, receiver)
}

const hasGenerators = perSource((source) =>
  nodesOf(source, 'FunctionDeclaration', 'FunctionExpression').some((fn) => fn.generator),
)

function streamClass(source: Source, made: TSESTree.NewExpression): string | undefined {
  const imported = importedName(source, made.callee)
  if (imported === undefined) return globalName(source, made.callee)
  return imported.module === 'stream' || imported.module === 'stream/web' ? imported.name : undefined
}

/** `{ pull }`, or a `start` that enqueues in a loop or callback, or hands its controller to somebody else. */
function isPiecewiseSource(source: Source, made: TSESTree.NewExpression): boolean {
  const [argument] = made.arguments
  const origin = argument === undefined ? undefined : originOf(source, argument)
  const object = origin?.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : undefined
  if (object?.type !== 'ObjectExpression') return false
  return object.properties.some((property) => {
    const name = property.type === 'Property' ? propertyName(property) : undefined
    if (property.type !== 'Property' || (name !== 'pull' && name !== 'start')) return false
    const fn = localFunction(source, property.value as Node)
    return fn !== undefined && (name === 'pull' ? !copiesStoredIn(source, fn) : startsPieces(source, fn))
  })
}

function startsPieces(source: Source, start: FunctionNode): boolean {
  const parameter = start.params[0]
  const controller = parameter?.type === 'Identifier' ? variableOf(source, parameter) : undefined
  if (controller === undefined) return false
  return usesOfVariable(source, controller).some((use) => {
    if (use.kind === 'stored') return true
    if (use.kind === 'argument') return calleeName(use.call) !== 'log'
    if (use.kind !== 'method-call' || use.name !== 'enqueue') return false
    return runsRepeatedly(source, use.call, (fn) => fn === start) && !copiesStored(source, use.call)
  })
}

function copiesStoredIn(source: Source, fn: FunctionNode): boolean {
  return collectWithin(source, fn.body, isEnqueue).some((call) => copiesStored(source, call))
}

function isEnqueue(node: Node): node is TSESTree.CallExpression {
  return node.type === 'CallExpression' && methodName(node) === 'enqueue'
}

/** A PassThrough that is written to in a loop or callback of the function that makes it. */
function isFedPiecewise(source: Source, made: TSESTree.NewExpression): boolean {
  const home = enclosingFunction(made)
  return usesOf(source, made).some(
    (use) =>
      use.kind === 'method-call' &&
      (use.name === 'write' || use.name === 'push') &&
      runsRepeatedly(source, use.call, (fn) => fn === home) &&
      !copiesStored(source, use.call),
  )
}

function isPipedThrough(made: TSESTree.NewExpression): boolean {
  const { parent } = made
  return parent.type === 'CallExpression' && methodName(parent) === 'pipeThrough'
}

/** The iterable of `Readable.from(iterable)` and `ReadableStream.from(iterable)`. */
function fromIterable(source: Source, call: TSESTree.CallExpression): Node | undefined {
  const [argument] = call.arguments
  if (methodName(call) !== 'from' || argument === undefined || argument.type === 'SpreadElement') return undefined
  const receiver = receiverOf(call)
  const isStream =
    (receiver !== undefined && globalName(source, receiver) === 'ReadableStream') ||
    CONVERSIONS.has(importedName(source, call.callee)?.name ?? '')
  return isStream ? argument : undefined
}

function isGenerated(source: Source, iterable: Node): boolean {
  const origin = originOf(source, iterable)
  if (origin.kind !== 'expression') return false
  const made = unwrapAwait(origin.node)
  if (made.type === 'CallExpression' && calledFunction(source, made)?.generator === true) return true
  return isModel(source, iterable)
}

function isModel(source: Source, stream: Node): boolean {
  return streamOf(source, stream)?.source === 'model'
}

/** True when the value ends up as the body of a response: followed through pipes, conversions and helpers of this file. */
function isAnswer(source: Source, value: Node, steps: number, seen: Set<Node>): boolean {
  if (steps === 0 || seen.has(value)) return false
  seen.add(value)
  return usesOf(source, value).some((use) => answers(source, use, steps, seen))
}

function answers(source: Source, use: Use, steps: number, seen: Set<Node>): boolean {
  switch (use.kind) {
    case 'argument':
      return isAnsweredBy(source, use.call, use.index, steps, seen)
    case 'method-call': {
      if (use.name === 'pipe' || use.name === 'pipeTo') {
        const target = use.call.arguments[0]
        if (target !== undefined && isWrittenTo(source, target)) return true
      }
      return SAME_BODY.has(use.name) && isAnswer(source, use.call, steps - 1, seen)
    }
    case 'property':
      return use.name === 'readable' && isAnswer(source, use.member, steps - 1, seen)
    case 'destructured': {
      const target = unwrap(use.target)
      const variable = use.name === 'readable' && target.type === 'Identifier' ? variableOf(source, target) : undefined
      return (
        variable !== undefined && usesOfVariable(source, variable).some((it) => answers(source, it, steps - 1, seen))
      )
    }
    case 'returned':
      return isReturnedAnswer(source, use.by, steps, seen)
    case 'stored':
      return isContextBody(source, use.into)
    default:
      return false
  }
}

function isAnsweredBy(source: Source, call: Call, index: number, steps: number, seen: Set<Node>): boolean {
  const name = calleeName(call)
  if (name === undefined) return false
  if (CONVERSIONS.has(`${receiverName(call)}.${name}`)) return isAnswer(source, call, steps - 1, seen)
  const isResponse = /respon[ds]e?$/i.test(name) && localFunction(source, call.callee) === undefined
  if (call.type === 'NewExpression') return isResponse && index === 0
  if (name === 'pipeline') return call.arguments.some((it) => it.type !== 'SpreadElement' && isWrittenTo(source, it))
  const receiver = receiverOf(call)
  if (receiver !== undefined && index === 0 && BODY_METHODS.has(name)) return isContext(source, receiver)
  return isResponse || name === 'sendStream'
}

function receiverName(call: Call): string {
  const receiver = receiverOf(call)
  const object = receiver === undefined ? undefined : unwrap(receiver)
  return object?.type === 'Identifier' ? object.name : ''
}

function isWrittenTo(source: Source, target: Node): boolean {
  if (isNodeResponse(source, target)) return true
  const call = unwrap(target)
  if (call.type !== 'CallExpression' || methodName(call) !== 'toWeb') return false
  const [argument] = call.arguments
  return argument !== undefined && argument.type !== 'SpreadElement' && isNodeResponse(source, argument)
}

/** The reply, context or response parameter of a handler: what is told to answer. */
function isContext(source: Source, expression: Node): boolean {
  const origin = originOf(source, unwrapChain(expression))
  if (origin.kind !== 'parameter' || origin.path.length > 0) return false
  return handlersOfFunction(source, origin.fn).some(({ roles }) => {
    const role = roles.get(origin.index)
    return role === 'context' || role === 'response'
  })
}

/** `reply.code(200).header(…)` answers with the reply itself. */
function unwrapChain(expression: Node): Node {
  let node = unwrap(expression)
  while (node.type === 'CallExpression' && node.callee.type === 'MemberExpression') node = unwrap(node.callee.object)
  return node
}

/** `ctx.body = stream` of Koa. */
function isContextBody(source: Source, into: Node): boolean {
  if (into.type !== 'MemberExpression' || propertyName(into) !== 'body') return false
  const object = unwrap(into.object)
  const holder = object.type === 'MemberExpression' && propertyName(object) === 'response' ? object.object : object
  return isContext(source, holder)
}

/** Returned by a handler whose framework sends what it returns, or by a helper whose result is answered with. */
function isReturnedAnswer(source: Source, by: Node, steps: number, seen: Set<Node>): boolean {
  const fn = isFunction(by) ? by : enclosingFunction(by)
  if (fn === undefined) return false
  const handlers = handlersOfFunction(source, fn)
  if (handlers.some(({ framework }) => framework === 'h3' || framework === 'fastify')) return true
  return callsOfFunction(source, fn).some((call) => isAnswer(source, call, steps - 1, seen))
}
