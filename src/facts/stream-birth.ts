import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import type { Call } from './callee.ts'
import { importedName, methodName, receiverOf } from './callee.ts'
import { calledFunction, returnedExpressions } from './functions.ts'
import type { FunctionNode } from './nodes.ts'
import { isFunction } from './nodes.ts'
import type { Origin } from './origin.ts'
import { originsOf } from './origin.ts'
import type { StreamSource } from './stream-tables.ts'
import { streamOf } from './stream-value.ts'
import { writtenType } from './type-annotation.ts'
import { propertyName, unwrap, unwrapAwait, wrapped } from './unwrap.ts'
import { usesOf } from './uses.ts'
import { globalName, variableOf, writesOf } from './variables.ts'

/**
 * How code came by a web stream. `memory`: made from values that are in memory already, so nothing is held open.
 * `made`: a fetch body, a file, a model's answer, a pipe of such. `opened`: got from a call that was waited for.
 * `passed-in`: a parameter, or a part of one. The first of this list that is not `memory` is the strongest.
 */
export type Birth = 'memory' | 'made' | 'opened' | 'passed-in' | 'unknown'

export interface StreamBirth {
  readonly kind: Birth
  /** `made` and `opened`: the call that does it; undefined where there are several. */
  readonly root: Call | undefined
}

/** Sources that hold something open: a connection, a file, another machine's work. */
const HELD: ReadonlySet<StreamSource> = new Set<StreamSource>([
  'fetch',
  'http-client',
  'file',
  'socket',
  'child-process',
  'object-store',
  'database',
  'model',
  'archive',
])

const MEMORY: StreamBirth = { kind: 'memory', root: undefined }
const PASSED_IN: StreamBirth = { kind: 'passed-in', root: undefined }
const UNKNOWN: StreamBirth = { kind: 'unknown', root: undefined }

/** Methods that give another stream over the same bytes. */
const SAME_BYTES = new Set(['pipeThrough', 'clone', 'tee'])
/** Methods of WebTransport servers whose stream brings the sessions of clients; nothing is requested by it. */
const STREAMS_OF_SESSIONS = new Set(['sessionStream'])
/** Parts of a value of unknown kind that are taken for streams. */
const BODY = 'body'

/** How the code came by a stream; several ways at once give the one that knows least. */
export function streamBirth(source: Source, stream: Node): StreamBirth {
  return birthOf(source, stream, [], new Set())
}

function birthOf(source: Source, expression: Node, path: readonly string[], seen: Set<Node>): StreamBirth {
  const node = unwrapAwait(expression)
  if (seen.has(node)) return MEMORY
  seen.add(node)
  const known = path.length === 0 ? knownBirth(source, node) : undefined
  if (known !== undefined) return known
  // `function read(this: ReadableStream)`
  if (node.type === 'ThisExpression' && writtenType(source, node) !== undefined) return PASSED_IN
  const reassigned = reassignedParameter(source, node)
  if (reassigned !== undefined)
    return merge([PASSED_IN, ...reassigned.map((value) => birthOf(source, value, path, seen))])
  return merge(originsOf(source, node).map((origin) => birthOfOrigin(source, origin, path, seen)))
}

/** What the tables of streams say. */
function knownBirth(source: Source, node: Node): StreamBirth | undefined {
  const known = streamOf(source, node)
  if (known?.source === 'memory') return MEMORY
  return known !== undefined && HELD.has(known.source) && known.isOwn
    ? { kind: 'made', root: callOf(known.root) }
    : undefined
}

function birthOfOrigin(source: Source, origin: Origin, rest: readonly string[], seen: Set<Node>): StreamBirth {
  switch (origin.kind) {
    case 'expression': {
      const node = unwrapAwait(origin.node)
      const path = [...origin.path, ...rest]
      const known = path.length === 0 ? knownBirth(source, node) : undefined
      if (known !== undefined) return known
      if (node.type === 'NewExpression') return birthOfNew(source, node, path, seen)
      return node.type === 'CallExpression' ? birthOfCall(source, node, path, seen) : UNKNOWN
    }
    case 'parameter': {
      const awaited = settledBy(origin.fn)
      if (awaited !== undefined && origin.index === 0) return birthOf(source, awaited, [...origin.path, ...rest], seen)
      return PASSED_IN
    }
    case 'iteration':
      return [...origin.path, ...rest].at(-1) === BODY ? { kind: 'opened', root: undefined } : UNKNOWN
    default:
      return UNKNOWN
  }
}

function birthOfCall(
  source: Source,
  call: TSESTree.CallExpression,
  path: readonly string[],
  seen: Set<Node>,
): StreamBirth {
  const name = methodName(call)
  const receiver = receiverOf(call)
  if (path.length === 1 && path[0] === BODY && globalName(source, call.callee) === 'fetch')
    return { kind: 'made', root: call }
  if (receiver !== undefined && name !== undefined) {
    if (SAME_BYTES.has(name)) {
      const transform = call.arguments[0]
      const from = birthOf(source, receiver, name === 'tee' ? path.slice(1) : path, seen)
      return from.kind === 'unknown' && transform !== undefined ? UNKNOWN : from
    }
    if (name === 'then') return birthOfThen(source, call, path, seen)
    if (name === 'catch' || name === 'finally') return birthOf(source, receiver, path, seen)
    if (name === 'from' && globalName(source, receiver) === 'ReadableStream') return MEMORY
  }
  const imported = importedName(source, call.callee)
  if (imported?.module === 'stream' && imported.name === 'Readable.toWeb') return birthOfNode(source, call)
  const local = calledFunction(source, call)
  if (local !== undefined) return birthOfResult(source, local, path, seen)
  if (STREAMS_OF_SESSIONS.has(name ?? '')) return UNKNOWN
  if (isWaitedFor(call)) return { kind: name === 'stream' ? 'made' : 'opened', root: call }
  if (name === 'stream' && call.arguments.length > 0) return { kind: 'made', root: call }
  // `completion.toReadableStream()`: another form of what the receiver holds open.
  const held = receiver === undefined || path.length > 0 ? undefined : knownBirth(source, unwrapAwait(receiver))
  return held?.kind === 'made' || path.at(-1) === BODY ? { kind: 'opened', root: call } : UNKNOWN
}

/** `Readable.toWeb(node)`: what holds the Node stream's bytes holds the web stream's. */
function birthOfNode(source: Source, call: TSESTree.CallExpression): StreamBirth {
  const argument = call.arguments[0]
  if (argument === undefined || argument.type === 'SpreadElement') return UNKNOWN
  const from = streamOf(source, argument)
  if (from?.source === 'memory') return MEMORY
  if (from?.isOwn === true && HELD.has(from.source)) return { kind: 'made', root: call }
  return originsOf(source, argument).some((origin) => origin.kind === 'parameter') ? PASSED_IN : UNKNOWN
}

/** `fetch(url).then((response) => response.body)`. */
function birthOfThen(source: Source, call: TSESTree.CallExpression, path: readonly string[], seen: Set<Node>) {
  const callback = call.arguments[0] === undefined ? undefined : unwrap(call.arguments[0])
  return isFunction(callback) ? birthOfResult(source, callback, path, seen) : UNKNOWN
}

function birthOfResult(source: Source, fn: FunctionNode, path: readonly string[], seen: Set<Node>): StreamBirth {
  if (fn.generator) return UNKNOWN
  return merge(returnedExpressions(source, fn).map((returned) => birthOf(source, returned, path, seen)))
}

function birthOfNew(
  source: Source,
  made: TSESTree.NewExpression,
  path: readonly string[],
  seen: Set<Node>,
): StreamBirth {
  const name = globalName(source, made.callee) ?? importedName(source, made.callee)?.name
  const argument = made.arguments[0]
  if (path.length === 0 && name === 'ReadableStream') return cancels(argument) ? { kind: 'opened', root: made } : MEMORY
  if (name === 'Request') return MEMORY
  if (name === 'Response') {
    const body = argument === undefined || argument.type === 'SpreadElement' ? undefined : argument
    const from = body === undefined ? MEMORY : birthOf(source, body, [], seen)
    return from.kind === 'unknown' || from.kind === 'opened' ? MEMORY : from
  }
  if (path.length !== 1 || path[0] !== 'readable') return UNKNOWN
  const feeders = feedersOf(source, made)
  if (feeders.length > 0) return merge(feeders.map((feeder) => birthOf(source, feeder, [], seen)))
  return name?.endsWith('Stream') === true ? MEMORY : UNKNOWN
}

/** What is piped into the writable side of a transform: `body.pipeTo(transform.writable)`, `body.pipeThrough(transform)`. */
function feedersOf(source: Source, made: TSESTree.NewExpression): Node[] {
  const feeders: Node[] = []
  const add = (uses: ReturnType<typeof usesOf>, method: string) => {
    for (const use of uses)
      if (use.kind === 'argument' && use.index === 0 && methodName(use.call) === method) {
        const receiver = receiverOf(use.call)
        if (receiver !== undefined) feeders.push(receiver)
      }
  }
  const uses = usesOf(source, made)
  add(uses, 'pipeThrough')
  for (const use of uses) {
    if (use.kind === 'property' && use.name === 'writable') add(usesOf(source, use.member), 'pipeTo')
    if (use.kind === 'destructured' && use.name === 'writable' && use.target.type === 'Identifier') {
      const variable = variableOf(source, use.target)
      for (const reference of variable?.references ?? [])
        if (reference.isRead()) add(usesOf(source, reference.identifier as Node), 'pipeTo')
    }
  }
  return feeders
}

/** The underlying source of a stream that is made here has something to do when the stream is cancelled. */
function cancels(argument: Node | undefined): boolean {
  const underlying = argument === undefined ? undefined : unwrap(argument)
  if (underlying?.type !== 'ObjectExpression') return false
  return underlying.properties.some((property) => {
    if (property.type !== 'Property' || propertyName(property) !== 'cancel') return false
    const fn = property.value as Node
    return !isFunction(fn) || fn.body.type !== 'BlockStatement' || fn.body.body.length > 0
  })
}

/** A parameter that is written again (`stream = stream.pipeThrough(…)`): the values it gets. */
function reassignedParameter(source: Source, node: Node): Node[] | undefined {
  const variable = node.type === 'Identifier' ? variableOf(source, node) : undefined
  if (variable?.defs[0]?.type !== ('Parameter' as string)) return undefined
  const values = writesOf(variable as NonNullable<typeof variable>).flatMap((it) => it.value ?? [])
  return values.length === 0 ? undefined : values
}

/** The promise whose value a callback gets: `promise.then(callback)`. */
function settledBy(fn: FunctionNode): Node | undefined {
  const outer = wrapped(fn)
  const call = outer.parent
  return call?.type === 'CallExpression' && call.arguments[0] === outer && methodName(call) === 'then'
    ? receiverOf(call)
    : undefined
}

function isWaitedFor(call: Node): boolean {
  const parent = wrapped(call).parent
  return parent?.type === 'AwaitExpression'
}

function callOf(root: Node): Call | undefined {
  const node = unwrapAwait(root)
  if (node.type === 'CallExpression' || node.type === 'NewExpression') return node
  return node.type === 'MemberExpression' ? callOf(node.object) : undefined
}

const STRENGTH: readonly Birth[] = ['unknown', 'passed-in', 'opened', 'made', 'memory']

function merge(births: readonly StreamBirth[]): StreamBirth {
  if (births.length === 0) return UNKNOWN
  const weakest = births.reduce((a, b) => (STRENGTH.indexOf(b.kind) < STRENGTH.indexOf(a.kind) ? b : a))
  return births.filter((it) => it.kind !== 'memory').length === 1 ? weakest : { kind: weakest.kind, root: undefined }
}
