import type { TSESTree } from '@typescript-eslint/utils'
import { handlerOf } from '../frameworks/handlers.ts'
import { streamedBodies } from '../frameworks/response-bodies.ts'
import { streamRoutes } from '../frameworks/stream-route.ts'
import { isWebSocket } from '../frameworks/stream-writers.ts'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { receiverOf } from './callee.ts'
import type { Catcher } from './caught-error.ts'
import { caughtError } from './caught-error.ts'
import type { ErrorText } from './error-texts.ts'
import { combined, errorTexts, isForDevelopers, isPlainError } from './error-texts.ts'
import {
  callsOfFunction,
  enclosingFunction,
  enclosingFunctions,
  localFunction,
  returnedExpressions,
} from './functions.ts'
import { isWithin, nodesOf } from './nodes.ts'
import { originOf } from './origin.ts'
import { sinkOf } from './sinks.ts'
import { propertyName, unwrap, wrapped } from './unwrap.ts'
import { variableOf } from './variables.ts'
import { writeCalls } from './write-calls.ts'
import { methodCalls } from './named-calls.ts'
import { holdsText } from './file-text.ts'

/** A part of an error that goes out to a client. */
export interface ErrorLeak extends ErrorText {
  readonly catcher: Catcher
}

/** How many helpers a value that is written is followed back through. */
const MAX_HELPERS = 3

/** Every part of an error that is written to a response stream or a socket of a server, in document order. */
export const errorLeaks = perSource((source): readonly ErrorLeak[] => {
  const found = new Map<Node, ErrorLeak>()
  for (const value of writtenValues(source))
    for (const text of textsWritten(source, value, MAX_HELPERS)) {
      const catcher = caughtError(source, text.error)
      if (catcher !== undefined && !isGuarded(source, text, catcher)) found.set(text.node, { ...text, catcher })
    }
  return [...found.values()].sort((a, b) => a.node.range[0] - b.node.range[0])
})

/** What of errors a value tells, itself or as the parameter of a helper by what the callers give. */
function textsWritten(source: Source, value: Node, helpers: number): ErrorText[] {
  const own = errorTexts(source, value, (node) => caughtError(source, node) !== undefined)
  if (helpers === 0) return own
  const given = enclosingFunctions(value).flatMap((fn) =>
    fn.params.flatMap((parameter, index) => {
      const name = parameter.type === 'AssignmentPattern' ? parameter.left : parameter
      const variable = name.type === 'Identifier' ? variableOf(source, name) : undefined
      if (variable === undefined) return []
      const told = errorTexts(
        source,
        value,
        (node) => node.type === 'Identifier' && variableOf(source, node) === variable,
      )
      if (told.length === 0) return []
      return callsOfFunction(source, fn).flatMap((call) => {
        const argument = call.arguments[index]
        if (argument === undefined || argument.type === 'SpreadElement') return []
        return combined(textsWritten(source, argument, helpers - 1), told)
      })
    }),
  )
  return [...own, ...given]
}

/** The condition around says that it is for developers, or that the error is of a class that is meant to be read. */
function isGuarded(source: Source, { node, error }: ErrorText, catcher: Catcher): boolean {
  for (let current: Node = node; current !== catcher && current.parent != null; current = current.parent) {
    const { parent } = current
    if (parent.type !== 'IfStatement' || parent.consequent !== current) continue
    if (isForDevelopers(source, parent.test)) return true
    const test = unwrap(parent.test)
    if (test.type !== 'BinaryExpression' || test.operator !== 'instanceof' || isPlainError(test.right)) continue
    if (source.text.slice(...test.left.range) === source.text.slice(...error.range)) return true
  }
  return false
}

/** Everything that is written to clients piece by piece. */
function writtenValues(source: Source): Node[] {
  return [...ofSinks(source), ...ofEnds(source), ...ofEmits(source), ...ofControllers(source), ...ofResponders(source)]
}

function ofSinks(source: Source): Node[] {
  return writeCalls(source).flatMap(({ call, sink, stream }) => {
    const isOut =
      sink.kind === 'response' ||
      sink.kind === 'hono' ||
      sink.kind === 'socket' ||
      (sink.kind === 'websocket' && !isClient(source, stream)) ||
      (sink.kind === 'web-writer' && handlerOf(source, call) !== undefined)
    const [value] = call.arguments
    return isOut && value !== undefined && value.type !== 'SpreadElement' ? [value] : []
  })
}

/** A socket that this program opened: what it is told goes to a server. */
function isClient(source: Source, socket: Node): boolean {
  const origin = originOf(source, socket)
  return origin.kind === 'expression' && unwrap(origin.node).type === 'NewExpression'
}

/** `res.end(text)` behind writes; alone it is a whole answer. */
function ofEnds(source: Source): Node[] {
  return methodCalls(source, ['end']).flatMap((call) => {
    const receiver = receiverOf(call)
    const [value] = call.arguments
    if (receiver === undefined || value === undefined || value.type === 'SpreadElement') return []
    const kind = sinkOf(source, receiver)?.kind
    if (kind !== 'response' && kind !== 'socket') return []
    const fn = enclosingFunction(call)
    const isStreamed =
      writeCalls(source).some((it) => enclosingFunction(it.call) === fn && it.sink.kind === kind) ||
      streamRoutes(source).some(({ handler }) => isWithin(call, handler.fn))
    return isStreamed ? [value] : []
  })
}

/** `socket.emit('failed', error)` of socket.io. */
function ofEmits(source: Source): Node[] {
  return methodCalls(source, ['emit']).flatMap((call) => {
    const receiver = receiverOf(call)
    if (receiver === undefined || !isWebSocket(source, receiver) || isClient(source, receiver)) return []
    return call.arguments.slice(1).filter((it) => it.type !== 'SpreadElement')
  })
}

/** `controller.enqueue(bytes)` of a stream that a response is made of. */
function ofControllers(source: Source): Node[] {
  const calls = methodCalls(source, ['enqueue'])
  if (calls.length === 0) return []
  const bodies = new Set(streamedBodies(source))
  return calls.flatMap((call) => {
    const receiver = receiverOf(call)
    const origin = receiver === undefined ? undefined : originOf(source, receiver)
    if (origin?.kind !== 'parameter') return []
    const property = wrapped(origin.fn).parent
    const made = property?.type === 'Property' ? property.parent.parent : undefined
    const [value] = call.arguments
    return made != null && bodies.has(made) && value !== undefined && value.type !== 'SpreadElement' ? [value] : []
  })
}

/** What the AI SDK sends to the client when the model fails is what `onError` gives back. */
const RESPONDERS = new Set([
  'createDataStream',
  'createDataStreamResponse',
  'createUIMessageStream',
  'pipeDataStreamToResponse',
  'pipeUIMessageStreamToResponse',
  'toDataStreamResponse',
  'toUIMessageStream',
  'toUIMessageStreamResponse',
])

function ofResponders(source: Source): Node[] {
  if (!holdsText(source, 'onError') && !holdsText(source, 'getErrorMessage')) return []
  return nodesOf(source, 'Property').flatMap((property) => {
    if (propertyName(property) !== 'onError' && propertyName(property) !== 'getErrorMessage') return []
    const call: Node | undefined = property.parent.parent
    if (call?.type !== 'CallExpression' || !RESPONDERS.has(nameOf(call))) return []
    const fn = localFunction(source, property.value as Node)
    return fn === undefined ? [] : returnedExpressions(source, fn)
  })
}

function nameOf(call: TSESTree.CallExpression): string {
  const callee = unwrap(call.callee)
  if (callee.type === 'Identifier') return callee.name
  return callee.type === 'MemberExpression' ? (propertyName(callee) ?? '') : ''
}
