import type { TSESTree } from '@typescript-eslint/utils'
import type { Call } from '../facts/callee.ts'
import { calleeName, methodName, receiverOf } from '../facts/callee.ts'
import { callsOfFunction, enclosingFunction, localFunction } from '../facts/functions.ts'
import { fetchCalls } from '../facts/fetch-calls.ts'
import { isModelFetch } from '../facts/model-fetch.ts'
import { isFunction, nodesOf } from '../facts/nodes.ts'
import { originOf } from '../facts/origin.ts'
import { propertyName, unwrap } from '../facts/unwrap.ts'
import type { Use } from '../facts/uses.ts'
import { usesOf, usesOfVariable } from '../facts/uses.ts'
import { variableOf } from '../facts/variables.ts'
import type { Node, Source } from '../source.ts'
import { handlersOfFunction } from './handlers.ts'
import { isPiecewise } from './piecewise-streams.ts'
import { isNodeResponse } from './response-writes.ts'

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
  for (const call of fetchCalls(source)) if (isModelFetch(source, call) && isBodyAnswer(source, call)) found.push(call)
  return found
}

/** `new Response(upstream.body)`: the body of a fetched response is passed on. */
function isBodyAnswer(source: Source, call: TSESTree.CallExpression): boolean {
  return usesOf(source, call).some((use) => {
    if (use.kind === 'property') return use.name === 'body' && isAnswer(source, use.member, MAX_STEPS, new Set())
    const target = use.kind === 'destructured' && use.name === 'body' ? unwrap(use.target) : undefined
    const variable = target?.type === 'Identifier' ? variableOf(source, target) : undefined
    return (
      variable !== undefined && usesOfVariable(source, variable).some((it) => answers(source, it, MAX_STEPS, new Set()))
    )
  })
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
