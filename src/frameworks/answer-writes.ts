import type { TSESTree } from '@typescript-eslint/utils'
import type { Call } from '../facts/callee.ts'
import { calleeName, importedName, methodName } from '../facts/callee.ts'
import { areExclusive } from '../facts/exclusive.ts'
import { calledFunction, enclosingFunction, localFunction } from '../facts/functions.ts'
import type { FunctionNode } from '../facts/nodes.ts'
import { collectWithin, isWithin } from '../facts/nodes.ts'
import { originOf } from '../facts/origin.ts'
import { propertyName, unwrap, wrapped } from '../facts/unwrap.ts'
import type { Use } from '../facts/uses.ts'
import { usesOf, usesOfVariable } from '../facts/uses.ts'
import { variableOf } from '../facts/variables.ts'
import type { Node, Source } from '../source.ts'
import type { Handler } from './handler.ts'
import { handlersOfFunction } from './handlers.ts'
import { streamedBodies } from './response-bodies.ts'

/** A place where a handler writes a piece of the stream that it answers with. */
export interface AnswerWrite {
  /** The call or `yield`. */
  readonly at: Node
  readonly text: Node
}

/**
 * Every piece that a handler writes into the answer which it gives a media type, a refusal of the request left out.
 * @param setting where the answer is given its media type
 * @returns undefined where others may write too: the response or the stream is handed on, kept, piped into
 */
export function answerWrites(source: Source, handler: Handler, setting: Node): readonly AnswerWrite[] | undefined {
  const bodies = streamedBodies(source).filter((it) => isWithin(it, handler.fn))
  const [body, ...others] = bodies
  const writes =
    body === undefined
      ? responseWrites(source, handler, setting)
      : others.length === 0 && isBodyOf(source, setting, body)
        ? bodyWrites(source, handler, body)
        : undefined
  return writes === undefined || writes.length === 0 ? undefined : writes
}

/** Functions that wait for a stream and write nothing to it. */
const WAITERS = new Set(['events#once', 'stream#finished', 'stream/promises#finished', 'on-finished#default'])

function responseWrites(source: Source, handler: Handler, setting: Node): AnswerWrite[] | undefined {
  const uses = usesOfResponse(source, handler)
  if (uses === undefined) return undefined
  const writes: AnswerWrite[] = []
  for (const use of uses) {
    switch (use.kind) {
      case 'method-call': {
        const own = writesOfChain(use.call)
        if (own === undefined) return undefined
        writes.push(...own.filter(({ at }) => !isRefusal(source, at, setting)))
        break
      }
      case 'argument': {
        const piped = pipedWrites(source, handler.fn, use.call)
        const imported = importedName(source, use.call.callee)
        const isWaiter = imported !== undefined && WAITERS.has(`${imported.module}#${imported.name}`)
        if (piped === undefined && !isWaiter) return undefined
        writes.push(...(piped ?? []))
        break
      }
      case 'property':
      case 'property-set':
      case 'tested':
        break
      default:
        return undefined
    }
  }
  return writes
}

/** Everything that happens to the response of Node in a handler; undefined where it has none. */
function usesOfResponse(source: Source, { response, context, parts }: Handler): Use[] | undefined {
  const [role, ...path] = parts.nodeResponse?.[0]?.split('.') ?? []
  const holder = role === 'response' ? response : role === 'context' ? context : undefined
  if (holder === undefined) return undefined
  const [name] = path
  const uses = usesOfVariable(source, holder)
  if (name === undefined) return uses
  return uses.flatMap((use): Use[] => {
    if (use.kind === 'property') return use.name === name ? usesOf(source, use.member) : []
    // What sets headers and ends the answer by the framework's own means.
    return use.kind === 'method-call' || use.kind === 'property-set' || use.kind === 'tested' ? [] : [use]
  })
}

/** Begin an answer of its own: `res.status(500).end('failed')`. */
const HEADS = new Set(['status', 'code', 'writeHead', 'sendStatus'])

/** What a call on the response writes, with the calls that are chained to it; undefined when the chain's value goes elsewhere. */
function writesOfChain(first: TSESTree.CallExpression): AnswerWrite[] | undefined {
  const names = new Set<string>()
  for (let call = first; ;) {
    const name = methodName(call) ?? ''
    const [text] = call.arguments
    const isText = text !== undefined && text.type !== 'SpreadElement' && !isCallback(text)
    if (name === 'write' || name === 'end') {
      if (names.size > 0) return name === 'end' && [...names].some((it) => HEADS.has(it)) ? [] : undefined
      return isText ? [{ at: call, text }] : []
    }
    names.add(name)
    const outer = wrapped(call)
    const { parent } = outer
    const next = parent?.type === 'MemberExpression' && parent.object === outer ? wrapped(parent).parent : undefined
    if (next?.type !== 'CallExpression') return isDropped(outer) ? [] : undefined
    call = next
  }
}

function isCallback(text: Node): boolean {
  const node = unwrap(text)
  return node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression'
}

/** Nobody goes on with the value, or it only ends a handler. */
function isDropped(node: Node): boolean {
  switch (node.parent?.type) {
    case 'ExpressionStatement':
    case 'ReturnStatement':
    case 'ArrowFunctionExpression':
    case 'AwaitExpression':
    case 'UnaryExpression':
    case 'IfStatement':
    case 'LogicalExpression':
      return true
    default:
      return false
  }
}

/** True for a piece that is written before the media type is given, or in a run that never gives it. */
function isRefusal(source: Source, at: Node, setting: Node): boolean {
  if (enclosingFunction(at) !== enclosingFunction(setting)) return false
  return at.range[1] <= setting.range[0] || areExclusive(source, at, setting)
}

/** The pieces of `pipeline(frames, res)`, where `frames` is a generator of the handler. */
function pipedWrites(source: Source, home: FunctionNode, call: Call): AnswerWrite[] | undefined {
  const [from, to, ...others] = call.arguments
  const imported = importedName(source, call.callee)
  const isPipeline =
    imported !== undefined &&
    (imported.name === 'pipeline' || imported.name === 'promises.pipeline') &&
    /^stream(?:\/promises)?$/.test(imported.module)
  if (!isPipeline || from === undefined || to === undefined || from.type === 'SpreadElement') return undefined
  if (others.length > 1 || others.some((it) => unwrap(it).type !== 'ObjectExpression')) return undefined
  const made = unwrap(from)
  const generator = made.type === 'CallExpression' ? calledFunction(source, made) : localFunction(source, made)
  return generatorWrites(source, home, generator)
}

/** What a generator of the handler yields; undefined for other generators, and for one that hands on another's. */
function generatorWrites(
  source: Source,
  home: FunctionNode,
  generator: FunctionNode | undefined,
): AnswerWrite[] | undefined {
  if (generator?.generator !== true || !isWithin(generator, home)) return undefined
  const yields = collectWithin(source, generator.body, isYield, { functions: 'skip' })
  const writes: AnswerWrite[] = []
  for (const at of yields) {
    if (at.delegate || at.argument == null || wrapped(at).parent?.type !== 'ExpressionStatement') return undefined
    writes.push({ at, text: at.argument })
  }
  return writes
}

function isYield(node: Node): node is TSESTree.YieldExpression {
  return node.type === 'YieldExpression'
}

const RESPONSES = new Set(['Response', 'NextResponse'])
const BODY_METHODS = new Set(['body', 'newResponse'])

/** True unless the media type is given together with another body: `new Response(other, { headers })`. */
function isBodyOf(source: Source, setting: Node, body: Node): boolean {
  if (setting.type !== 'NewExpression' && setting.type !== 'CallExpression') return true
  const isAnswer =
    setting.type === 'NewExpression'
      ? RESPONSES.has(calleeName(setting) ?? '')
      : BODY_METHODS.has(methodName(setting) ?? '') && setting.arguments.length > 1
  const [given] = setting.arguments
  if (!isAnswer || given === undefined) return !isAnswer
  return madeBy(source, given) === body
}

/** What a body is made by, in front of an encoder: `stream` of `stream.pipeThrough(new TextEncoderStream())`. */
function madeBy(source: Source, expression: Node): Node | undefined {
  const origin = originOf(source, expression)
  if (origin.kind !== 'expression' || origin.path.length > 0) return undefined
  const node = unwrap(origin.node)
  const callee = node.type === 'CallExpression' && isEncoded(node) ? unwrap(node.callee) : undefined
  return callee?.type === 'MemberExpression' ? madeBy(source, callee.object) : node
}

/** `stream.pipeThrough(new TextEncoderStream())` */
function isEncoded(call: TSESTree.CallExpression): boolean {
  const [through] = call.arguments
  const isEncoder = through?.type === 'NewExpression' && calleeName(through) === 'TextEncoderStream'
  return isEncoder && methodName(call) === 'pipeThrough'
}

function bodyWrites(source: Source, handler: Handler, body: Node): AnswerWrite[] | undefined {
  if (body.type === 'CallExpression') {
    // `Readable.from(frames())`
    const [given] = body.arguments
    const made = given === undefined ? undefined : unwrap(given)
    const isFrom = methodName(body) === 'from' && body.arguments.length === 1
    const generator = isFrom && made?.type === 'CallExpression' ? calledFunction(source, made) : undefined
    return isAnsweredAlone(source, handler, body) ? generatorWrites(source, handler.fn, generator) : undefined
  }
  if (body.type !== 'NewExpression') return undefined
  switch (calleeName(body)) {
    case 'ReadableStream':
      return isAnsweredAlone(source, handler, body) ? controllerWrites(source, body) : undefined
    case 'PassThrough':
      return passedWrites(source, handler, body)
    default:
      return undefined
  }
}

/** What is enqueued by the source of `new ReadableStream(source)`. */
function controllerWrites(source: Source, made: TSESTree.NewExpression): AnswerWrite[] | undefined {
  const [given] = made.arguments
  const object = given === undefined ? undefined : unwrap(given)
  if (object?.type !== 'ObjectExpression') return undefined
  const writes: AnswerWrite[] = []
  for (const property of object.properties) {
    const name = property.type === 'Property' ? propertyName(property) : undefined
    // A stream of bytes takes no empty pieces.
    if (property.type !== 'Property' || name === undefined || name === 'type') return undefined
    if (name !== 'start' && name !== 'pull') continue
    const fn = localFunction(source, property.value as Node)
    if (fn === undefined || !isWithin(fn, object)) return undefined
    const [parameter] = fn.params
    if (parameter === undefined) continue
    const controller = parameter.type === 'Identifier' ? variableOf(source, parameter) : undefined
    const own = controller === undefined ? undefined : callsWith(usesOfVariable(source, controller), 'enqueue')
    if (own === undefined) return undefined
    writes.push(...own)
  }
  return writes
}

/** What is written into a PassThrough that is the body. */
function passedWrites(source: Source, handler: Handler, made: TSESTree.NewExpression): AnswerWrite[] | undefined {
  const uses = usesOf(source, made)
  const isAnswer = (use: Use) => isAnswerUse(source, handler, use)
  if (uses.filter(isAnswer).length !== 1) return undefined
  const own = uses.filter((use) => !isAnswer(use))
  return callsWith(own, 'write', 'end', 'push')
}

/** The first arguments of some methods' calls; undefined where something else than a call of a method happens. */
function callsWith(uses: readonly Use[], ...methods: readonly string[]): AnswerWrite[] | undefined {
  const writes: AnswerWrite[] = []
  for (const use of uses) {
    if (use.kind === 'property' || use.kind === 'tested') continue
    if (use.kind !== 'method-call' || use.name === 'pipe') return undefined
    const [text] = use.call.arguments
    if (!methods.includes(use.name) || text === undefined || isCallback(text) || isNull(text)) continue
    if (text.type === 'SpreadElement') return undefined
    writes.push({ at: use.call, text })
  }
  return writes
}

/** `stream.push(null)` ends the stream. */
function isNull(text: Node): boolean {
  const node = unwrap(text)
  return node.type === 'Literal' && node.value === null
}

/** True when a stream is nothing but the body of one answer. */
function isAnsweredAlone(source: Source, handler: Handler, made: Node): boolean {
  const [use, ...others] = usesOf(source, made)
  if (use === undefined || others.length > 0) return false
  if (use.kind !== 'method-call') return isAnswerUse(source, handler, use)
  return isEncoded(use.call) && isAnsweredAlone(source, handler, use.call)
}

function isAnswerUse(source: Source, { fn, framework }: Handler, use: Use): boolean {
  switch (use.kind) {
    case 'argument': {
      const { call, index } = use
      const name = calleeName(call) ?? ''
      return (
        index === 0 && (call.type === 'NewExpression' ? RESPONSES.has(name) : BODY_METHODS.has(name) || name === 'send')
      )
    }
    case 'stored': {
      // `ctx.body = stream` of Koa.
      const into = use.into
      if (into.type !== 'MemberExpression' || propertyName(into) !== 'body') return false
      const origin = originOf(source, into.object)
      return origin.kind === 'parameter' && handlersOfFunction(source, origin.fn).some((it) => it.fn === fn)
    }
    case 'returned':
      return (framework === 'fastify' || framework === 'h3') && enclosingFunction(use.by) === fn
    default:
      return false
  }
}
