import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { calleeName, importedName, methodName, receiverOf } from './callee.ts'
import type { TextParts } from './framed-text.ts'
import { isEventText, isFramed, textParts } from './framed-text.ts'
import { enclosingFunction, enclosingFunctions } from './functions.ts'
import { importedModules } from './imported-modules.ts'
import type { FunctionNode } from './nodes.ts'
import { collectWithin, contains, isFunction, nodesOf } from './nodes.ts'
import { originOf } from './origin.ts'
import { testCaseOf } from './test-cases.ts'
import { propertyName, unwrap, wrapped } from './unwrap.ts'
import { usesOf } from './uses.ts'
import { globalName } from './variables.ts'
import { callsNamed, methodCalls } from './named-calls.ts'

/** A stream, or the body of an answer, that a test makes up and that comes whole. */
export interface WholeDouble {
  /** What makes it: the construction, the call, the generator. */
  readonly node: TSESTree.NewExpression | TSESTree.CallExpression | FunctionNode
  readonly form: 'enqueue' | 'response' | 'from' | 'yield' | 'end'
  /** The expression with the text or bytes. */
  readonly value: Node
  readonly parts: TextParts
  /** The call or `yield` that delivers it; the node itself for answers and lists. */
  readonly delivery: Node
}

/** What a double shows to the code under test. */
type Verdict = WholeDouble | 'pieces' | undefined

/**
 * The doubles of a test file that deliver text in frames whole, when no double of the file delivers anything in pieces,
 * fails midway, or may do so; none otherwise. In document order.
 */
export const idealDoubles = perSource((source): readonly WholeDouble[] => {
  if (cutsElsewhere(source)) return []
  const whole: WholeDouble[] = []
  for (const verdict of verdicts(source)) {
    if (verdict === 'pieces') return []
    if (verdict !== undefined) whole.push(verdict)
  }
  return whole
    .filter((it) => (it.form === 'response' ? isEventText(it.parts) : isFramed(it.parts)))
    .sort((a, b) => a.node.range[0] - b.node.range[0])
})

function* verdicts(source: Source): Generator<Verdict> {
  for (const node of nodesOf(source, 'NewExpression')) {
    const name = calleeName(node)
    if (name === 'ReadableStream') yield webStream(source, node)
    else if (name === 'Response' || name === 'HttpResponse') yield response(source, node)
    else if (name === 'PassThrough' || name === 'Readable') yield nodeStream(source, node)
  }
  for (const call of callsNamed(source, MADE_BY_CALL)) {
    const name = calleeName(call)
    if (name === 'from' && isReadable(source, receiverOf(call))) yield listed(source, call, call.arguments[0])
    else if (LIST_DOUBLES.has(name ?? '')) yield listed(source, call, call.arguments[0])
    else if (name === 'text' && calleeNameOfReceiver(call) === 'HttpResponse') yield response(source, call)
  }
  for (const fn of nodesOf(source, 'FunctionDeclaration', 'FunctionExpression'))
    if (fn.generator) yield generator(source, fn)
}

/** Functions of test libraries that make a stream of a list. */
const LIST_DOUBLES = new Set(['convertArrayToReadableStream', 'convertArrayToAsyncIterable'])
const MADE_BY_CALL = new Set([...LIST_DOUBLES, 'from', 'text'])

/** Packages that find the ends of frames themselves: what a test gives them is not read by code of the project. */
const PARSERS =
  /^(?:ai|@ai-sdk\/.+|openai|@anthropic-ai\/sdk|@google\/genai|groq-sdk|ollama|eventsource|eventsource-(?:parser|client)|@microsoft\/fetch-event-source)$/

/** Signs that the file cuts text by other means, or leaves its parsing to a package: property tests, lists of pieces that helpers of other files get, several writes. */
function cutsElsewhere(source: Source): boolean {
  const modules = importedModules(source).filter(({ isType }) => !isType)
  if (modules.some(({ specifier }) => /^(?:fast-check|@fast-check\/.+|jsverify)$/.test(specifier))) return true
  if (modules.some(({ specifier }) => PARSERS.test(specifier))) return true
  const writes = new Set<string>()
  for (const call of methodCalls(source, ['write', 'writeSSE', 'emit', 'dispatchEvent'])) {
    const name = methodName(call)
    const receiver = receiverOf(call)
    if (receiver !== undefined && (name === 'write' || name === 'writeSSE')) {
      const around = testCaseOf(source, call)?.call ?? enclosingFunctions(call).at(-1)
      const key = `${around?.range[0] ?? 0} ${source.text.slice(...receiver.range)}`
      if (writes.has(key) || isRepeated(call)) return true
      writes.add(key)
    }
    if ((name === 'emit' || name === 'dispatchEvent') && call.arguments.length > 1) {
      if (
        contains(source, call, (node) => node.type === 'Literal' && (node.value === 'error' || node.value === 'data'))
      )
        return true
    }
  }
  const isCutting = nodesOf(source, 'Property').some((it) => propertyName(it) === 'highWaterMark')
  return isCutting || nodesOf(source, 'ArrayExpression').some((list) => isListOfPieces(source, list))
}

/** `['data: a', '\n\n']`, given to a function or named `chunks`; a list that is joined is one text. */
function isListOfPieces(source: Source, list: TSESTree.ArrayExpression): boolean {
  const { parent } = wrapped(list)
  const isGiven =
    parent?.type === 'CallExpression' || parent?.type === 'NewExpression'
      ? parent.callee !== list && !isPlainCall(parent)
      : parent?.type === 'Property' && /chunks|parts|pieces/i.test(propertyName(parent) ?? '')
  if (!isGiven || list.elements.length < 2) return false
  const texts = list.elements.filter(
    (it) => it !== null && /^(?:Literal|TemplateLiteral|BinaryExpression)$/.test(it.type),
  )
  if (texts.length < 2) return false
  return texts.some((it) => /[\n\r]|data:/.test(textParts(source, it as Node).literal))
}

/** Assertions and the like, whose lists are what is expected and not what is delivered. */
function isPlainCall(call: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
  return /^(?:toEqual|toStrictEqual|toMatchObject|toBe|toContain|toContainEqual|deepEqual|deepStrictEqual|equal|eql|each|toHaveBeenCalledWith|Blob|Set|push|concat)$/.test(
    calleeName(call) ?? '',
  )
}

function calleeNameOfReceiver(call: TSESTree.CallExpression): string | undefined {
  const receiver = receiverOf(call)
  return receiver?.type === 'Identifier' ? receiver.name : undefined
}

function isReadable(source: Source, receiver: Node | undefined): boolean {
  if (receiver === undefined) return false
  const imported = importedName(source, receiver)
  if (imported !== undefined) return imported.module === 'stream' && imported.name === 'Readable'
  return globalName(source, receiver) === 'ReadableStream'
}

/** `new ReadableStream({ start(controller) { controller.enqueue(text); controller.close() } })` */
function webStream(source: Source, node: TSESTree.NewExpression): Verdict {
  const [first] = node.arguments
  if (first === undefined) return undefined
  const origin = originOf(source, first)
  const object = origin.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : undefined
  if (object?.type !== 'ObjectExpression') return 'pieces'
  if (object.properties.some((it) => it.type === 'SpreadElement')) return 'pieces'
  const calls = collectWithin(source, object, isCall)
  if (calls.some((call) => methodName(call) === 'error') || contains(source, object, isThrow)) return 'pieces'
  const enqueues = calls.filter(isEnqueue)
  const [only, ...more] = enqueues
  // Nothing is enqueued here: the stream is empty, or a helper has the controller.
  if (only === undefined) return isHandedOn(source, object) ? 'pieces' : undefined
  if (more.length > 0 || isRepeated(only) || isInOpenPull(only)) return 'pieces'
  // A stream that stays open is there to be left, not to be read.
  if (!calls.some((call) => methodName(call) === 'close')) return undefined
  return whole(source, 'enqueue', node, only.arguments[0], only)
}

function isEnqueue(call: TSESTree.CallExpression): boolean {
  return methodName(call) === 'enqueue'
}

/** True when `start` or `pull` hands its controller to something else. */
function isHandedOn(source: Source, object: TSESTree.ObjectExpression): boolean {
  return object.properties.some((property) => {
    const fn = property.type === 'Property' ? unwrap(property.value) : undefined
    if (property.type !== 'Property' || !/^(?:start|pull)$/.test(propertyName(property) ?? '')) return false
    if (!isFunction(fn)) return true
    const controller = fn.params[0]
    if (controller?.type !== 'Identifier') return controller !== undefined
    return contains(source, fn.body, (node) => {
      return node.type === 'Identifier' && node.name === controller.name && node.parent.type !== 'MemberExpression'
    })
  })
}

/** In a `pull` that does not close at once: it is called again and again. */
function isInOpenPull(call: Node): boolean {
  const fn = enclosingFunction(call)
  const property = fn === undefined ? undefined : wrapped(fn).parent
  if (property?.type !== 'Property' || propertyName(property) !== 'pull') return false
  const statement = call.parent
  return statement?.type !== 'ExpressionStatement' || statement.parent !== fn?.body || !closesBehind(statement, fn)
}

function closesBehind(statement: Node, fn: FunctionNode): boolean {
  if (fn.body.type !== 'BlockStatement') return false
  return fn.body.body.some(
    (it) =>
      it.range[0] > statement.range[0] &&
      it.type === 'ExpressionStatement' &&
      it.expression.type === 'CallExpression' &&
      methodName(it.expression) === 'close',
  )
}

/** `new Response(text)`, `new HttpResponse(text)`, `HttpResponse.text(text)` */
function response(source: Source, node: TSESTree.NewExpression | TSESTree.CallExpression): Verdict {
  const [body] = node.arguments
  if (body === undefined || body.type === 'SpreadElement') return undefined
  const parts = textParts(source, body)
  return parts.kind === 'text' || parts.kind === 'bytes'
    ? { node, form: 'response', value: body, parts, delivery: node }
    : undefined
}

/** `Readable.from([text])`, `Readable.from(text)` */
function listed(source: Source, call: TSESTree.CallExpression, first: Node | undefined): Verdict {
  if (first === undefined) return undefined
  const origin = originOf(source, first)
  const value = origin.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : undefined
  if (value?.type === 'ArrayExpression') {
    const [only, ...more] = value.elements
    if (only === undefined || only === null) return undefined
    if (only.type === 'SpreadElement') return 'pieces'
    if (more.length === 0) return whole(source, 'from', call, only, call)
    return textParts(source, only).kind === 'other' ? undefined : 'pieces'
  }
  const { kind } = textParts(source, first)
  if (kind === 'text' || kind === 'bytes') return whole(source, 'from', call, first, call)
  const isGenerator = value?.type === 'CallExpression' && originOf(source, value.callee).kind === 'expression'
  return isGenerator ? undefined : 'pieces'
}

/** One `yield` of a text. */
function generator(source: Source, fn: FunctionNode): Verdict {
  const yields = collectWithin(source, fn.body, isYield, { functions: 'skip' })
  const [only, ...more] = yields
  if (only === undefined || only.argument === null) return undefined
  if (only.delegate) return 'pieces'
  if (yields.every(({ argument }) => argument !== null && textParts(source, argument).kind === 'other'))
    return undefined
  const isBroken = contains(source, fn.body, isThrow, { functions: 'skip' })
  if (more.length > 0 || isBroken || isRepeated(only)) return 'pieces'
  return whole(source, 'yield', fn, only.argument, only)
}

/** `new PassThrough()` with one `end(text)`, `new Readable({ read() { this.push(text); this.push(null) } })` */
function nodeStream(source: Source, node: TSESTree.NewExpression): Verdict {
  const imported = importedName(source, node.callee)
  if (imported?.module !== 'stream') return undefined
  const own = node.arguments.flatMap((argument) => collectWithin(source, argument, isCall))
  const uses = usesOf(source, node)
  const calls = [...own, ...uses.flatMap((use) => (use.kind === 'method-call' ? [use.call] : []))]
  if (calls.some((call) => BREAKS.has(methodName(call) ?? '') && call.arguments.length > 0)) return 'pieces'
  const deliveries = calls.filter((call) => DELIVERS.has(methodName(call) ?? '') && isGiven(call.arguments[0]))
  const [only, ...more] = deliveries
  if (only === undefined) return undefined
  if (more.length > 0 || isRepeated(only) || (own.includes(only) && !endsAtOnce(only))) return 'pieces'
  return whole(source, 'end', node, only.arguments[0], only)
}

/** `read() { this.push(text); this.push(null) }`: without the second it is called again. */
function endsAtOnce(push: TSESTree.CallExpression): boolean {
  const fn = enclosingFunction(push)
  if (fn?.body.type !== 'BlockStatement' || push.parent.parent !== fn.body) return false
  return fn.body.body.some((it) => {
    const call = it.type === 'ExpressionStatement' ? it.expression : undefined
    const [first] = call?.type === 'CallExpression' && methodName(call) === 'push' ? call.arguments : []
    return first?.type === 'Literal' && first.value === null
  })
}

const BREAKS = new Set(['destroy', 'emit'])
const DELIVERS = new Set(['write', 'end', 'push'])

function isGiven(argument: Node | undefined): boolean {
  return argument !== undefined && !(argument.type === 'Literal' && argument.value === null) && !isFunction(argument)
}

function whole(
  source: Source,
  form: WholeDouble['form'],
  node: WholeDouble['node'],
  value: Node | undefined,
  delivery: Node,
): Verdict {
  if (value === undefined || value.type === 'SpreadElement') return 'pieces'
  const parts = textParts(source, value)
  return parts.kind === 'other' ? undefined : { node, form, value, parts, delivery }
}

/** Runs several times for one double: in a loop, in a callback of a list, a listener or a timer. */
function isRepeated(node: Node): boolean {
  for (let current = node.parent; current !== undefined && current !== null; current = current.parent) {
    if (/^(?:For|ForIn|ForOf|While|DoWhile)Statement$/.test(current.type)) return true
    if (!isFunction(current)) continue
    if (current.generator) return false
    const { parent } = wrapped(current)
    if (parent?.type !== 'CallExpression' || parent.callee === wrapped(current)) return false
    if (REPEATS.has(calleeName(parent) ?? '')) return true
    if (!WAITS.has(calleeName(parent) ?? '')) return false
  }
  return false
}

const REPEATS = new Set(['forEach', 'map', 'flatMap', 'reduce', 'on', 'addListener', 'setInterval'])
/** Calls whose callback runs once, and is a part of what is around it. */
const WAITS = new Set(['setTimeout', 'setImmediate', 'queueMicrotask', 'nextTick', 'then', 'once'])

function isCall(node: Node): node is TSESTree.CallExpression {
  return node.type === 'CallExpression'
}

function isYield(node: Node): node is TSESTree.YieldExpression {
  return node.type === 'YieldExpression'
}

function isThrow(node: Node): boolean {
  return node.type === 'ThrowStatement'
}
