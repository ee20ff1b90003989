import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source, Variable } from '../source.ts'
import type { Call } from './callee.ts'
import { importedName, methodName, receiverOf } from './callee.ts'
import { chunkMessages } from './chunk-messages.ts'
import { responseUses } from './fetch-calls.ts'
import { enclosingFunction, localFunction } from './functions.ts'
import { isJsonParse } from './json-parse.ts'
import { optionOf } from './model-call.ts'
import type { FunctionNode } from './nodes.ts'
import { collectWithin, contains, isFunction, isWithin } from './nodes.ts'
import { originOf } from './origin.ts'
import type { StreamLoop } from './stream-loops.ts'
import { streamLoops } from './stream-loops.ts'
import { propertyName, stringOf, unwrap, unwrapAwait, wrapped } from './unwrap.ts'
import { usesOf } from './uses.ts'
import { globalName, variableOf, writesOf } from './variables.ts'

/** Code of a client that runs once for each frame, or text, that one server sends. */
export interface FrameReader {
  /** What runs for each frame. */
  readonly body: Node
  /** The only name of events that come here; undefined: all of them. */
  readonly event: string | undefined
  /** What holds a frame: an event object with `data`, a line of text, or a piece of a text that has no frames. */
  readonly holds: 'event' | 'line' | 'text'
  readonly variables: readonly Variable[]
  /** The call of `JSON.parse` that is given the frame; none where the text itself is used. */
  readonly parse: TSESTree.CallExpression | undefined
  /** The loop over the chunks that lies around, with the loops over the lines of each; none for listeners. */
  readonly loop: StreamLoop | undefined
  readonly lineLoops: readonly Node[]
  /** The variable of the connection, which says when it is opened. */
  readonly connection: Variable | undefined
}

/** Where a client reads the frames of a connection; `unknown` where that cannot be told, or not that it gets each of them once. */
export type FrameReaders = readonly FrameReader[] | 'unknown'

/** The readers of an `EventSource` or a `WebSocket` that is made here. */
export function readersOfSocket(source: Source, made: Call): FrameReaders {
  const declarator = wrapped(made).parent
  const connection =
    declarator?.type === 'VariableDeclarator' && declarator.id.type === 'Identifier'
      ? variableOf(source, declarator.id)
      : undefined
  if (connection === undefined || writesOf(connection).length !== 1) return 'unknown'
  const found: FrameReader[] = []
  for (const use of usesOf(source, made)) {
    let given: { readonly event: string | undefined; readonly listener: Node | undefined } | undefined
    switch (use.kind) {
      case 'method-call':
        if (use.name === 'close' || use.name === 'send') continue
        if (use.name === 'removeEventListener') return 'unknown'
        if (use.name === 'addEventListener')
          given = { event: stringOf(use.call.arguments[0]), listener: use.call.arguments[1] }
        break
      case 'property-set':
        if (use.name.startsWith('on')) given = { event: use.name.slice(2), listener: use.assignment.right }
        break
      case 'property':
        if (use.name === 'readyState' || use.name === 'CLOSED' || use.name === 'OPEN') continue
        break
      case 'tested':
        continue
      default:
        break
    }
    if (given?.event === undefined || given.listener === undefined) return 'unknown'
    if (given.event === 'open' || given.event === 'error' || given.event === 'close') continue
    const fn = localFunction(source, given.listener)
    const reader = fn === undefined ? undefined : readerOfListener(source, fn, given.event, connection)
    if (reader === undefined) return 'unknown'
    found.push(reader)
  }
  return found
}

function readerOfListener(
  source: Source,
  fn: FunctionNode,
  event: string,
  connection: Variable,
): FrameReader | undefined {
  const [parameter] = fn.params
  const variable = parameter?.type === 'Identifier' ? variableOf(source, parameter) : undefined
  if (parameter !== undefined && variable === undefined) return undefined
  const parses = parsesIn(source, fn.body)
  if (parses.length > 1) return undefined
  return {
    body: fn.body,
    event,
    holds: 'event',
    variables: variable === undefined ? [] : [variable],
    parse: parses[0],
    loop: undefined,
    lineLoops: [],
    connection,
  }
}

/** The readers of the response of a `fetch`. */
export function readersOfFetch(source: Source, call: TSESTree.CallExpression): FrameReaders {
  const found: FrameReader[] = []
  for (const loop of streamLoops(source)) {
    if (loop.form !== 'for-await' && loop.form !== 'read') continue
    const transforms = loop.stream === undefined ? undefined : transformsFrom(source, loop.stream, call)
    if (transforms === undefined) continue
    const reader = readerOfLoop(source, loop, transforms)
    if (reader === undefined) return 'unknown'
    found.push(reader)
  }
  return responseUses(source, call).every((use) => isPlainUse(use.node, use.kind, 'name' in use ? use.name : '', found))
    ? found
    : 'unknown'
}

/** Looks at the status and the headers, and at the body only to read it in one of the loops. */
function isPlainUse(node: Node, kind: string, name: string, readers: readonly FrameReader[]): boolean {
  switch (kind) {
    case 'tested':
      return true
    case 'property':
      if (name !== 'body') return name === 'ok' || name === 'status' || name === 'statusText' || name === 'headers'
      return readers.length > 0 && isReadOrTested(wrapped(wrapped(node).parent as Node))
    case 'method-call':
      return isOfFailure(node)
    default:
      return false
  }
}

function isReadOrTested(body: Node): boolean {
  const { parent } = body
  switch (parent?.type) {
    case 'MemberExpression':
      return ['getReader', 'pipeThrough'].includes(propertyName(parent) ?? '')
    case 'ForOfStatement':
      return parent.right === body
    case 'UnaryExpression':
      return parent.operator === '!'
    case 'BinaryExpression':
      return parent.operator !== '+'
    case 'IfStatement':
      return parent.test === body
    default:
      return false
  }
}

/** `if (!response.ok) throw new Error(await response.text())` */
function isOfFailure(node: Node): boolean {
  for (let current: Node = node; current.parent != null; current = current.parent) {
    const { parent }: { parent?: Node } = current
    if (parent?.type === 'IfStatement' && parent.consequent === current) {
      const test = unwrap(parent.test)
      const member = test.type === 'UnaryExpression' && test.operator === '!' ? unwrap(test.argument) : undefined
      return member?.type === 'MemberExpression' && propertyName(member) === 'ok'
    }
  }
  return false
}

/** The transforms between a response and what is read of it; undefined for the stream of something else. */
function transformsFrom(source: Source, stream: Node, call: Node): readonly Node[] | undefined {
  const origin = originOf(source, stream)
  if (origin.kind !== 'expression') return undefined
  const node = unwrapAwait(origin.node)
  if (node === call) return origin.path.join('.') === 'body' ? [] : undefined
  if (node.type !== 'CallExpression' || origin.path.length > 0) return undefined
  const receiver = receiverOf(node)
  const name = methodName(node)
  if (receiver === undefined || (name !== 'getReader' && name !== 'pipeThrough')) return undefined
  const before = transformsFrom(source, receiver, call)
  if (before === undefined || name === 'getReader') return before
  return node.arguments[0] === undefined ? undefined : [...before, node.arguments[0]]
}

function readerOfLoop(source: Source, loop: StreamLoop, transforms: readonly Node[]): FrameReader | undefined {
  const kinds = transforms.map((it) => transformKind(source, it))
  if (kinds.includes(undefined)) return undefined
  const fn = enclosingFunction(loop.node)
  const parses = parsesIn(source, fn?.body ?? source.ast)
  const [parse, ...more] = parses
  // What is left at the end is a frame too.
  if (more.length > 0 || (parse !== undefined && !isWithin(parse, loop.body))) return undefined
  const common = { event: undefined, parse, loop, connection: undefined }
  if (kinds.at(-1) === 'events')
    return { ...common, body: loop.body, holds: 'event', variables: loop.chunks, lineLoops: [] }
  if (chunkMessages(source).some((it) => it.loop === loop)) return undefined
  if (parse === undefined) return { ...common, body: loop.body, holds: 'text', variables: loop.chunks, lineLoops: [] }
  const lines = lineLoopsAround(source, parse, loop)
  if (lines === undefined) return undefined
  return { ...common, body: loop.body, holds: 'line', variables: lines.variables, lineLoops: lines.loops }
}

function transformKind(source: Source, transform: Node): 'text' | 'events' | undefined {
  const made = unwrap(transform)
  if (made.type !== 'NewExpression') return undefined
  if (globalName(source, made.callee) === 'TextDecoderStream') return 'text'
  const imported = importedName(source, made.callee)
  return imported?.module === 'eventsource-parser/stream' && imported.name === 'EventSourceParserStream'
    ? 'events'
    : undefined
}

function parsesIn(source: Source, root: Node): TSESTree.CallExpression[] {
  return collectWithin(source, root, (node): node is TSESTree.CallExpression => isJsonParse(source, node))
}

/** The loops over all the lines of a chunk that lie between the chunk's loop and the place that parses one; the innermost first. */
function lineLoopsAround(
  source: Source,
  parse: Node,
  loop: StreamLoop,
): { readonly loops: readonly Node[]; readonly variables: readonly Variable[] } | undefined {
  const loops: Node[] = []
  const variables: Variable[] = []
  for (let current = parse.parent; current != null && current !== loop.body; current = current.parent) {
    if (current.type === 'ForOfStatement') {
      const name = current.left.type === 'VariableDeclaration' ? current.left.declarations[0]?.id : undefined
      const variable = name?.type === 'Identifier' ? variableOf(source, name) : undefined
      if (variable === undefined || !isAllLines(source, current.right)) return undefined
      loops.push(current)
      variables.push(variable)
    } else if (isFunction(current)) {
      const call = wrapped(current).parent
      const [parameter] = current.params
      const variable = parameter?.type === 'Identifier' ? variableOf(source, parameter) : undefined
      if (call?.type !== 'CallExpression' || methodName(call) !== 'forEach' || variable === undefined) return undefined
      if (!isAllLines(source, receiverOf(call) as Node)) return undefined
      loops.push(current)
      variables.push(variable)
    }
  }
  const outermost = loops.at(-1)
  return outermost !== undefined && keepsRest(source, outermost, loop) ? { loops, variables } : undefined
}

/** True when the unfinished line of a chunk waits for the next chunk, in a variable that the split text is made of. */
function keepsRest(source: Source, lineLoop: Node, { body }: StreamLoop): boolean {
  const call = wrapped(lineLoop).parent
  const lines =
    lineLoop.type === 'ForOfStatement' ? lineLoop.right : call?.type === 'CallExpression' ? receiverOf(call) : undefined
  const split = lines === undefined ? undefined : splitOf(source, lines)
  const text = split === undefined ? undefined : receiverOf(split)
  if (text === undefined) return false
  return contains(source, text, (node) => {
    const variable = node.type === 'Identifier' ? variableOf(source, node) : undefined
    return (
      variable !== undefined &&
      writesOf(variable).some(
        ({ identifier, value }) => isWithin(identifier, body) && value !== undefined && stringOf(value) === undefined,
      )
    )
  })
}

/** The call of `split` that lines come from. */
function splitOf(source: Source, lines: Node): TSESTree.CallExpression | undefined {
  const origin = originOf(source, lines)
  const node = origin.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : undefined
  if (node?.type !== 'CallExpression') return undefined
  if (methodName(node) === 'split') return node
  const receiver = receiverOf(node)
  return receiver === undefined ? undefined : splitOf(source, receiver)
}

/** Every line of a text that is split, but for the last, unfinished one, and for those that hold nothing. */
function isAllLines(source: Source, expression: Node): boolean {
  const origin = originOf(source, expression)
  const node = origin.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : undefined
  if (node?.type !== 'CallExpression') return false
  const receiver = receiverOf(node)
  if (receiver === undefined) return false
  const [first, second] = node.arguments
  switch (methodName(node)) {
    case 'split':
      return node.arguments.length === 1
    case 'slice':
      return stringOfNumber(first) === '0' && stringOfNumber(second) === '-1' && isAllLines(source, receiver)
    case 'filter':
      return first !== undefined && isTextFilter(source, first) && isAllLines(source, receiver)
    default:
      return false
  }
}

function stringOfNumber(node: Node | undefined): string | undefined {
  if (node?.type === 'Literal') return String(node.value)
  if (node?.type === 'UnaryExpression' && node.argument.type === 'Literal')
    return node.operator + String(node.argument.value)
  return undefined
}

/** `filter(Boolean)`, `filter((line) => line.trim())`, `filter((line) => line.startsWith('data:'))` */
function isTextFilter(source: Source, callback: Node): boolean {
  if (globalName(source, callback) === 'Boolean') return true
  const fn = unwrap(callback)
  const [parameter] = isFunction(fn) ? fn.params : []
  if (fn.type !== 'ArrowFunctionExpression' || parameter?.type !== 'Identifier') return false
  return isTextTest(fn.body, parameter.name)
}

function isTextTest(expression: Node, name: string): boolean {
  const node = unwrap(expression)
  switch (node.type) {
    case 'Identifier':
      return node.name === name
    case 'MemberExpression':
      return propertyName(node) === 'length' && isTextTest(node.object, name)
    case 'BinaryExpression': {
      const isNothing = node.right.type === 'Literal' && (node.right.value === '' || node.right.value === 0)
      return isNothing && (node.operator === '!==' || node.operator === '>') && isTextTest(node.left, name)
    }
    case 'LogicalExpression':
      return isTextTest(node.left, name) && isTextTest(node.right, name)
    case 'CallExpression': {
      const receiver = receiverOf(node)
      if (receiver === undefined || !isTextTest(receiver, name)) return false
      const isData = methodName(node) === 'startsWith' && stringOf(node.arguments[0])?.startsWith('data') === true
      return methodName(node) === 'trim' || isData
    }
    default:
      return false
  }
}

/** True for `decode(chunk, { stream: true })`. */
export function isWholeDecode(source: Source, node: Node, chunks: readonly Variable[]): boolean {
  if (node.type !== 'CallExpression' || methodName(node) !== 'decode') return false
  const [chunk, options] = node.arguments
  const name = chunk === undefined ? undefined : unwrap(chunk)
  const variable = name?.type === 'Identifier' ? variableOf(source, name) : undefined
  if (variable === undefined || !chunks.includes(variable)) return false
  const keeps = optionOf(source, options, 'stream')
  return keeps !== undefined && keeps !== 'spread' && keeps.type === 'Literal' && keeps.value === true
}
