import type { TSESTree } from '@typescript-eslint/utils'
import type { Call } from '../facts/callee.ts'
import { calleeName, methodName, receiverOf } from '../facts/callee.ts'
import { enclosingFunction } from '../facts/functions.ts'
import { isFunction, nodesOf } from '../facts/nodes.ts'
import { originOf } from '../facts/origin.ts'
import { propertyName, stringOf, unwrap } from '../facts/unwrap.ts'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import type { Headers } from './header-values.ts'
import { NO_HEADERS, headerOf, headersIn, joined } from './header-values.ts'
import { byPlace } from '../facts/in-range.ts'

/** A place that gives headers to a response. */
export interface HeaderWrite {
  /** The call, assignment or decorator. */
  readonly at: Node
  /** On what the headers are set: the receiver, or h3's event. None: the response is made here, headers and all. */
  readonly on: Node | undefined
  readonly headers: Headers
}

/** `name, value` or an object. */
const SETTERS = new Set([
  'setHeader',
  'set',
  'header',
  'append',
  'appendHeader',
  'setHeaders',
  'headers',
  'setResponseHeader',
])
/** h3: the event comes first. */
const EVENT_SETTERS = new Set([
  'setHeader',
  'setHeaders',
  'setResponseHeader',
  'setResponseHeaders',
  'appendHeader',
  'appendHeaders',
  'appendResponseHeader',
  'appendResponseHeaders',
])
const TYPES = new Set(['type', 'contentType'])
/** Hono: a body, a status, headers. */
const BODIES = new Set(['body', 'newResponse', 'text'])
const RESPONSES = new Set(['Response', 'NextResponse'])

/** Every place of the file that may give headers to a response, by the call, assignment or constructor. */
export const headerWrites = perSource((source): ReadonlyMap<Node, HeaderWrite> => {
  const found = new Map<Node, HeaderWrite>()
  const add = (write: HeaderWrite | undefined) => {
    if (write !== undefined) found.set(write.at, write)
  }
  for (const call of nodesOf(source, 'CallExpression')) add(callWrite(source, call))
  for (const made of nodesOf(source, 'NewExpression')) add(responseWrite(source, made))
  for (const assignment of nodesOf(source, 'AssignmentExpression')) add(assignmentWrite(source, assignment))
  return found
})

const writeList = perSource((source): readonly HeaderWrite[] => [...headerWrites(source).values()])

/** The header writes that lie in a node. */
export const { within: headerWritesWithin } = byPlace(writeList, ({ at }) => at)

function callWrite(source: Source, call: TSESTree.CallExpression): HeaderWrite | undefined {
  const name = calleeName(call)
  if (name === undefined) return undefined
  if (call.parent.type === 'Decorator')
    return name === 'Header' ? { at: call, on: call.parent.parent, headers: pairOf(source, call, 0) } : undefined
  const receiver = receiverOf(call)
  if (receiver === undefined) {
    if (EVENT_SETTERS.has(name) && call.arguments.length > 1)
      return { at: call, on: call.arguments[0] as Node, headers: pairOf(source, call, 1) }
    // `({ setHeaders }) => setHeaders({ … })` of SvelteKit.
    const isTaken = name === 'setHeaders' && originOf(source, call.callee).kind === 'parameter'
    return isTaken ? { at: call, on: call.callee, headers: pairOf(source, call, 0) } : undefined
  }
  if (name === 'writeHead') return { at: call, on: receiver, headers: headHeaders(source, call) }
  if (TYPES.has(name) && call.arguments.length === 1)
    return { at: call, on: receiver, headers: typeHeaders(call.arguments[0] as Node) }
  // `c.req.header('accept')` reads.
  if (SETTERS.has(name) && call.arguments.length === 1 && stringOf(call.arguments[0]) !== undefined) return undefined
  if (SETTERS.has(name)) return { at: call, on: receiver, headers: pairOf(source, call, 0) }
  if (BODIES.has(name) && call.arguments.length > 1)
    return { at: call, on: receiver, headers: bodyHeaders(source, call) }
  return undefined
}

/** A name and a value, or an object of them. */
function pairOf(source: Source, call: Call, index: number): Headers {
  const [first, second, third] = call.arguments.slice(index)
  if (first === undefined) return NO_HEADERS
  // Names and values in a row: all but the first pair are ignored, which is a mistake of its own. Hono takes options.
  if (third !== undefined && unwrap(third).type !== 'ObjectExpression') return { values: [], isOpen: true }
  return second === undefined ? headersIn(source, first) : headerOf(source, first, second)
}

function headHeaders(source: Source, call: Call): Headers {
  const last = call.arguments.at(-1)
  if (last === undefined || call.arguments.length < 2) return NO_HEADERS
  const origin = originOf(source, last)
  const node = origin.kind === 'expression' ? unwrap(origin.node) : undefined
  // `writeHead(200, 'OK')`
  return node?.type === 'Literal' ? NO_HEADERS : headersIn(source, last)
}

function typeHeaders(value: Node): Headers {
  return { values: [{ name: 'content-type', node: value, text: undefined }], isOpen: false }
}

/** `c.body(stream, 200, { … })` and `c.body(stream, { headers })`. */
function bodyHeaders(source: Source, call: Call): Headers {
  const third = call.arguments[2]
  const second = call.arguments[1]
  const init = second === undefined ? NO_HEADERS : initHeaders(source, second)
  return third === undefined ? init : joined([init, headersIn(source, third)])
}

/** `new Response(body, { headers })`. */
function responseWrite(source: Source, made: TSESTree.NewExpression): HeaderWrite | undefined {
  const name = calleeName(made)
  if (name === undefined || !RESPONSES.has(name)) return undefined
  if (made.arguments.some((it) => it.type === 'SpreadElement')) return undefined
  const init = made.arguments[1]
  return { at: made, on: undefined, headers: init === undefined ? NO_HEADERS : initHeaders(source, init) }
}

function initHeaders(source: Source, init: Node): Headers {
  const origin = originOf(source, init)
  const object = origin.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : undefined
  if (object?.type === 'Literal') return NO_HEADERS
  if (object?.type !== 'ObjectExpression') return { values: [], isOpen: true }
  const isSpread = object.properties.some((it) => it.type === 'SpreadElement')
  const headers = object.properties.find((it) => it.type === 'Property' && propertyName(it) === 'headers')
  if (headers?.type !== 'Property') return isSpread ? { values: [], isOpen: true } : NO_HEADERS
  return headersIn(source, headers.value as Node)
}

/** `ctx.type = '…'` of Koa, `set.headers['Cache-Control'] = '…'`. */
function assignmentWrite(source: Source, assignment: TSESTree.AssignmentExpression): HeaderWrite | undefined {
  const left = unwrap(assignment.left)
  const name = left.type === 'MemberExpression' ? propertyName(left) : undefined
  if (left.type !== 'MemberExpression' || name === undefined) return undefined
  if (TYPES.has(name)) return { at: assignment, on: left.object, headers: typeHeaders(assignment.right) }
  if (!left.computed) return undefined
  return { at: assignment, on: left.object, headers: headerOf(source, left.property, assignment.right) }
}

/** The outermost function around a node: all that one request runs in it. */
export function outermostFunction(node: Node): Node | undefined {
  let outer = enclosingFunction(node)
  for (let fn = outer; fn !== undefined; fn = enclosingFunction(fn)) outer = fn
  return outer
}

/** What a chain of calls begins with: `res` of `res.status(200).set(…)`. */
export function startOfChain(expression: Node): Node {
  let node = unwrap(expression)
  while (node.type === 'CallExpression' && methodName(node) !== undefined && !isFunction(unwrap(node.callee)))
    node = unwrap(receiverOf(node) as Node)
  return node
}
