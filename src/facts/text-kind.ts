import type { TSESTree } from '@typescript-eslint/utils'
import { handlersOfFunction, partOf } from '../frameworks/handlers.ts'
import type { Node, Source, Variable } from '../source.ts'
import { calleeName, methodName, receiverOf } from './callee.ts'
import { isChildOutput } from './child-output.ts'
import { chunkKindOf, chunkSourceOf } from './chunk-kind.ts'
import { isChunk } from './loop-chunk.ts'
import { isFunction } from './nodes.ts'
import type { Origin } from './origin.ts'
import { originsOf } from './origin.ts'
import type { StreamLoop } from './stream-loops.ts'
import { streamLoopOf } from './stream-loops.ts'
import { propertyName, stringOf, unwrap, unwrapAwait, wrapped } from './unwrap.ts'
import { globalName, variableOf, writesOf } from './variables.ts'

/** What a text is, for the question whether it can hold a line break. `json` cannot, `unknown` may or may not. */
export type TextKind =
  'json' | 'indented JSON' | 'model text' | 'program output' | 'error text' | 'user input' | 'unknown'

const MAX_STEPS = 10
/** Methods that leave the line breaks of a text where they are. */
const SAME_LINES = new Set([
  'toString',
  'trim',
  'trimEnd',
  'trimStart',
  'slice',
  'substring',
  'normalize',
  'toUpperCase',
  'toLowerCase',
  'concat',
  'padEnd',
])
/** Properties of a model's chunk that hold its text. */
const TEXT_PROPERTIES = new Set([
  'content',
  'text',
  'delta',
  'response',
  'output_text',
  'completion',
  'generated_text',
  'reasoning_content',
  'token',
])
const REQUEST_TEXTS = new Set(['body', 'query', 'params', 'rawBody'])
/** h3: what the client sent, from an event. */
const H3_READS = new Set(['readBody', 'getQuery', 'readRawBody'])
const BODY_METHODS = new Set(['json', 'text', 'formData', 'parseBody'])

/** The kind of the text that an expression gives; where it can be several, the first that may break lines. */
export function textKind(source: Source, expression: Node): TextKind {
  return kindOf(source, expression, MAX_STEPS, new Set())
}

function kindOf(source: Source, expression: Node, steps: number, seen: Set<Variable>): TextKind {
  const node = unwrapAwait(expression)
  if (steps === 0) return 'unknown'
  const again = (inner: Node) => kindOf(source, inner, steps - 1, seen)
  switch (node.type) {
    case 'LogicalExpression':
      return riskiest([again(node.left), again(node.right)])
    case 'ConditionalExpression':
      return riskiest([again(node.consequent), again(node.alternate)])
    case 'TemplateLiteral':
      return riskiest(node.expressions.map(again))
    case 'BinaryExpression':
      return node.operator === '+' ? riskiest([again(node.left), again(node.right)]) : 'unknown'
    case 'AssignmentExpression':
      return again(node.right)
    case 'CallExpression':
      return callKind(source, node, again)
    case 'Identifier':
    case 'MemberExpression':
      return valueKind(source, node, steps, seen)
    default:
      return 'unknown'
  }
}

function riskiest(kinds: readonly TextKind[]): TextKind {
  return (
    kinds.find((kind) => kind !== 'json' && kind !== 'unknown') ??
    (kinds.length > 0 && kinds.every((kind) => kind === 'json') ? 'json' : 'unknown')
  )
}

function callKind(source: Source, call: TSESTree.CallExpression, again: (inner: Node) => TextKind): TextKind {
  const name = methodName(call)
  const receiver = receiverOf(call)
  const first = call.arguments[0]
  if (globalName(source, call.callee) === 'String' && first !== undefined) return again(first)
  if (name === undefined || receiver === undefined) return 'unknown'
  if (name === 'stringify' && globalName(source, receiver) === 'JSON') return jsonKind(call)
  if (SAME_LINES.has(name) && !(name === 'toString' && isEncoded(call))) return again(receiver)
  if ((name === 'decode' || name === 'write') && first !== undefined && first.type !== 'SpreadElement') {
    const loop = streamLoopOf(source, call)
    return loop !== undefined && isChunk(source, loop, first) ? chunkTextKind(source, loop) : 'unknown'
  }
  return isRequestText(source, call) ? 'user input' : 'unknown'
}

function isEncoded(call: TSESTree.CallExpression): boolean {
  const encoding = stringOf(call.arguments[0])
  return call.arguments.length > 0 && !/^utf-?8$/i.test(encoding ?? '')
}

/** With a third argument the JSON is spread over lines; one that is no literal may be anything. */
function jsonKind(call: TSESTree.CallExpression): TextKind {
  const indent = call.arguments[2]
  if (indent === undefined) return call.arguments.some((it) => it.type === 'SpreadElement') ? 'unknown' : 'json'
  const node = unwrap(indent)
  if (node.type !== 'Literal') return 'unknown'
  return node.value === 0 || node.value === '' || node.value === null ? 'json' : 'indented JSON'
}

function valueKind(source: Source, node: Node, steps: number, seen: Set<Variable>): TextKind {
  if (isErrorText(source, node)) return 'error text'
  if (isModelPath(node)) return 'model text'
  const loop = streamLoopOf(source, node)
  if (loop !== undefined) {
    const kind = pieceKind(source, loop, node)
    if (kind !== 'unknown') return kind
  }
  if (node.type === 'Identifier') {
    const variable = variableOf(source, node)
    if (variable === undefined || seen.has(variable)) return 'unknown'
    seen.add(variable)
    // A text that grows: what is added to it, and what it is set to.
    const written = writesOf(variable).flatMap(({ identifier, value, isPattern }) => {
      if (isPattern) return []
      const parent = identifier.parent
      const added = parent.type === 'AssignmentExpression' && parent.operator === '+=' ? parent.right : value
      return added === undefined ? [] : [kindOf(source, added, steps - 1, seen)]
    })
    const kind = riskiest(written)
    if (kind !== 'unknown') return kind
  }
  return riskiest(originsOf(source, node).map((origin) => originKind(source, origin)))
}

function originKind(source: Source, origin: Origin): TextKind {
  if (origin.kind === 'unknown' || origin.kind === 'import' || origin.kind === 'global') return 'unknown'
  if (origin.kind === 'parameter') return isRequestPath(source, origin) ? 'user input' : 'unknown'
  if (origin.kind !== 'expression') return 'unknown'
  const made = unwrapAwait(origin.node)
  return made.type === 'CallExpression' && isRequestText(source, made) ? 'user input' : 'unknown'
}

/** `choices[0].delta.content`, `choices[0].message.content`, `choices[0].text`: nothing else has these. */
function isModelPath(node: Node): boolean {
  let current = unwrap(node)
  if (current.type !== 'MemberExpression' || !TEXT_PROPERTIES.has(propertyName(current) ?? '')) return false
  for (; current.type === 'MemberExpression'; current = unwrap(current.object))
    if (propertyName(current) === 'choices') return true
  return false
}

/** `req.body.prompt`, `req.query.q`, `ctx.request.body.text`. */
function isRequestPath(source: Source, { fn, index, path }: Extract<Origin, { kind: 'parameter' }>): boolean {
  const at = path.findIndex((name) => REQUEST_TEXTS.has(name))
  if (at === -1 || at === path.length - 1) return false
  return handlersOfFunction(source, fn).some(({ roles }) => {
    const role = roles.get(index)
    return role === 'request' ? at === 0 : role === 'context' && (at === 0 || (at === 1 && path[0] === 'request'))
  })
}

/** `await request.text()`, `url.searchParams.get('q')`, `c.req.query('q')`. */
function isRequestText(source: Source, call: TSESTree.CallExpression): boolean {
  const name = methodName(call)
  const receiver = receiverOf(call)
  if (name === undefined || receiver === undefined) return H3_READS.has(calleeName(call) ?? '')
  const object = unwrap(receiver)
  if (name === 'get') return object.type === 'MemberExpression' && propertyName(object) === 'searchParams'
  if (name === 'query' || name === 'param') return object.type === 'MemberExpression' && propertyName(object) === 'req'
  if (!BODY_METHODS.has(name)) return false
  if (object.type === 'MemberExpression' && propertyName(object) === 'req') return true
  const part = partOf(source, receiver)?.part
  return part === 'webRequest' || part === 'nodeRequest'
}

/** The chunk of a loop, or a part of it. */
function pieceKind(source: Source, loop: StreamLoop, node: Node): TextKind {
  if (isChunk(source, loop, node))
    return chunkKindOf(source, loop) === 'items' ? 'unknown' : chunkTextKind(source, loop)
  if (chunkSourceOf(source, loop) !== 'model') return 'unknown'
  let current = unwrap(node)
  const last = current.type === 'MemberExpression' ? propertyName(current) : undefined
  if (last === undefined || !TEXT_PROPERTIES.has(last)) return 'unknown'
  while (current.type === 'MemberExpression') current = unwrap(current.object)
  return isChunk(source, loop, current) ? 'model text' : 'unknown'
}

function chunkTextKind(source: Source, loop: StreamLoop): TextKind {
  if (loop.stream !== undefined && isChildOutput(source, loop.stream)) return 'program output'
  return chunkSourceOf(source, loop) === 'model' && chunkKindOf(source, loop) === 'text' ? 'model text' : 'unknown'
}

/** Properties of an error that are texts of any form. */
const ERROR_TEXTS = new Set(['message', 'stack'])

/** `error`, `error.message`, `error.stack` of what was caught, rejected or emitted. */
function isErrorText(source: Source, node: Node): boolean {
  let object = unwrap(node)
  if (object.type === 'MemberExpression') {
    if (!ERROR_TEXTS.has(propertyName(object) ?? '')) return false
    object = unwrap(object.object)
  }
  const variable = object.type === 'Identifier' ? variableOf(source, object) : undefined
  const definition = variable?.defs[0]
  if (definition === undefined) return false
  if ((definition.type as string) === 'CatchClause') return true
  const fn = definition.node as Node
  if ((definition.type as string) !== 'Parameter' || !isFunction(fn) || fn.params[0] !== definition.name) return false
  const call = wrapped(fn).parent
  if (call?.type !== 'CallExpression') return false
  const name = methodName(call)
  if (name === 'catch') return call.arguments[0] === wrapped(fn)
  if (name === 'then') return call.arguments[1] === wrapped(fn)
  return (name === 'on' || name === 'once') && stringOf(call.arguments[0]) === 'error'
}
