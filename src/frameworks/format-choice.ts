import type { TSESTree } from '@typescript-eslint/utils'
import { calleeName, calleeNameNode, methodName } from '../facts/callee.ts'
import { calledFunction } from '../facts/functions.ts'
import { collectWithin, contains, isFunction, isWithin } from '../facts/nodes.ts'
import { originsOf } from '../facts/origin.ts'
import { propertyName, stringOf, unwrap, unwrapAwait, wrapped } from '../facts/unwrap.ts'
import type { Node, Source } from '../source.ts'
import type { Handler } from './handler.ts'
import { handlersOfFunction } from './handlers.ts'
import { headerWritesWithin } from './header-writes.ts'
import { mediaTypeSettingsAt } from './stream-media-types.ts'
import type { StreamRoute } from './stream-route.ts'

/** Text formats of streams; anything else (audio, archives, bytes, a page for a browser) is no matter of choice. */
const TEXT_FORMATS =
  /^(?:text\/(?:event-stream|plain)|application\/(?:x-ndjson|ndjson|jsonl|x-jsonlines|json-seq|stream\+json))/

/** The one format of a route. */
interface FixedFormat {
  /** In lower case, parameters left out. */
  readonly mediaType: string
  /** What names the setting of it: the name of the header, of the method or of the property. */
  readonly at: Node
}

/** The one text format that a stream route is always given; undefined when it has several, none that is told, or a binary one. */
export function fixedFormat(source: Source, route: StreamRoute): FixedFormat | undefined {
  if (route.sign === 'library' || route.sign === 'declared') return undefined
  const written = headerWritesWithin(source, route.handler.fn).flatMap(({ headers }) =>
    headers.values.filter(({ name }) => name === 'content-type'),
  )
  const types = new Set(written.flatMap(({ text }) => (text === undefined ? [] : [bare(text)])))
  const streamed = [...types].filter((type) => TEXT_FORMATS.test(type))
  const { mediaType } = route
  if (mediaType !== undefined) {
    const setting = mediaTypeSettingsAt(source, route.at).find((it) => it.mediaType === mediaType)
    return streamed.length > 1 ? undefined : { mediaType, at: settingName(setting?.node ?? route.at) }
  }
  const [only] = streamed
  const value = written.find(({ text }) => text !== undefined && bare(text) === only)
  return types.size === 1 && only !== undefined && value !== undefined
    ? { mediaType: only, at: settingName(value.node) }
    : undefined
}

/** `'Content-Type'` of `'Content-Type': type` and of `setHeader('Content-Type', type)`, `type` of `res.type(type)`, `ctx.type` of `ctx.type = type`. */
function settingName(type: Node): Node {
  const value = wrapped(type)
  const { parent } = value
  switch (parent?.type) {
    case 'Property':
      return parent.key
    case 'AssignmentExpression':
      return parent.left
    case 'CallExpression':
      return parent.arguments[parent.arguments.indexOf(value as TSESTree.Expression) - 1] ?? calleeNameNode(parent)
    case 'ArrayExpression':
      return parent.elements[parent.elements.indexOf(value as TSESTree.Expression) - 1] ?? type
    default:
      return type
  }
}

function bare(type: string): string {
  return (type.split(';')[0] ?? type).trim().toLowerCase()
}

/** Functions and methods that look at `Accept`, or choose an answer by it. */
const NEGOTIATIONS = new Set([
  'accepts',
  'acceptsTypes',
  'format',
  'Negotiator',
  'preferredMediaTypes',
  'negotiate',
  'mediaType',
  'mediaTypes',
])

/** True when the handler, or a helper of this file that it calls, looks at what the client asks for and answers accordingly. */
export function choosesFormat(source: Source, route: StreamRoute): boolean {
  const { handler } = route
  const functions = [handler.fn as Node]
  for (const fn of functions) {
    for (const call of collectWithin(source, fn, isCall)) {
      const called = functions.length < MAX_HELPERS ? calledFunction(source, call) : undefined
      if (called !== undefined && !functions.includes(called)) functions.push(called)
    }
  }
  return functions.some((fn) => looksAtAccept(source, fn) || branches(source, fn, route))
}

const MAX_HELPERS = 12

function isCall(node: Node): node is TSESTree.CallExpression {
  return node.type === 'CallExpression'
}

function looksAtAccept(source: Source, fn: Node): boolean {
  return contains(source, fn, (node) => {
    if (node.type === 'CallExpression' || node.type === 'NewExpression') {
      if (NEGOTIATIONS.has(calleeName(node) ?? '')) return true
      // `headers.get('accept')`, `getHeader(event, 'accept')`, Fastify's `request.type([…])`.
      if (node.arguments.some((it) => stringOf(it)?.toLowerCase() === 'accept')) return true
      const [first] = node.arguments
      return calleeName(node) === 'type' && first !== undefined && unwrap(first).type === 'ArrayExpression'
    }
    if (node.type === 'MemberExpression') return propertyName(node)?.toLowerCase() === 'accept'
    return (
      node.type === 'Property' && node.parent.type === 'ObjectPattern' && propertyName(node)?.toLowerCase() === 'accept'
    )
  })
}

/** A condition on what the client sent, one side of which answers well and in another way. */
function branches(source: Source, fn: Node, route: StreamRoute): boolean {
  return contains(source, fn, (node) => {
    switch (node.type) {
      case 'IfStatement':
      case 'ConditionalExpression': {
        if (!isOfRequest(source, node.test)) return false
        const sides = [node.consequent, node.alternate].filter((it) => it !== null)
        const [first] = sides
        const isStreamSide = (side: Node) => isWithin(route.at, side)
        return (
          sides.some((side) => !isStreamSide(side) && answersWell(source, side)) ||
          // `if (wantsEvents) { …stream…; return }` and another answer behind it.
          (first !== undefined && isStreamSide(first) && answersBehind(source, node, fn))
        )
      }
      case 'SwitchStatement':
        return isOfRequest(source, node.discriminant) && node.cases.some((it) => answersWell(source, it))
      default:
        return false
    }
  })
}

const ANSWERS = new Set(['json', 'send', 'end', 'html', 'render', 'text'])

/** A successful answer: JSON, a body, a media type; an error status or a throw is a refusal. */
function answersWell(source: Source, side: Node): boolean {
  if (contains(source, side, isRefusal)) return false
  return contains(source, side, (node) => {
    if (node.type === 'CallExpression') return ANSWERS.has(methodName(node) ?? '') && !isRequestRead(node)
    if (node.type === 'NewExpression') return /Response$/.test(calleeName(node) ?? '')
    if (node.type === 'ReturnStatement')
      return node.argument !== null && unwrapAwait(node.argument).type === 'CallExpression'
    return (node.type === 'Literal' || node.type === 'TemplateLiteral') && isMediaType(stringOf(node))
  })
}

function isMediaType(text: string | undefined): boolean {
  return text !== undefined && (TEXT_FORMATS.test(text) || text.startsWith('application/json'))
}

/** `await request.json()`, `await request.text()` */
function isRequestRead(call: TSESTree.CallExpression): boolean {
  return call.arguments.length === 0 && call.parent.type === 'AwaitExpression'
}

function isRefusal(node: Node): boolean {
  if (node.type === 'ThrowStatement') return true
  return node.type === 'Literal' && typeof node.value === 'number' && node.value >= 400 && node.value < 600
}

function answersBehind(source: Source, node: Node, fn: Node): boolean {
  const list = node.parent
  if (node.type !== 'IfStatement' || list?.type !== 'BlockStatement' || !isFunction(fn)) return false
  return list.body.some((it) => it.range[0] >= node.range[1] && answersWell(source, it))
}

/** True when the condition hangs on the request: its query, parameters, body, headers, or a function that is given it. */
function isOfRequest(source: Source, test: Node): boolean {
  return contains(source, test, (node) => {
    if (node.type !== 'Identifier' || (node.parent.type === 'MemberExpression' && node.parent.property === node))
      return false
    return isFromRequest(source, node, 6)
  })
}

function isFromRequest(source: Source, expression: Node, steps: number): boolean {
  if (steps === 0) return false
  return originsOf(source, expression).some((origin) => {
    if (origin.kind === 'parameter') return requestRoles(handlersOfFunction(source, origin.fn), origin.index)
    if (origin.kind !== 'expression') return false
    const made = unwrapAwait(origin.node)
    if (made.type !== 'CallExpression' && made.type !== 'NewExpression' && made.type !== 'BinaryExpression')
      return false
    return nodesWithin(source, made).some((it) => isFromRequest(source, it, steps - 1))
  })
}

function requestRoles(handlers: readonly Handler[], index: number): boolean {
  return handlers.some(({ roles }) => {
    const role = roles.get(index)
    return role === 'request' || role === 'context'
  })
}

function nodesWithin(source: Source, root: Node): Node[] {
  return collectWithin(
    source,
    root,
    (node): node is TSESTree.Identifier =>
      node.type === 'Identifier' && !(node.parent.type === 'MemberExpression' && node.parent.property === node),
    { functions: 'skip' },
  )
}
