import type { TSESTree } from '@typescript-eslint/utils'
import { methodName, receiverOf } from '../facts/callee.ts'
import { enclosingFunctions } from '../facts/functions.ts'
import { errorLogger } from '../facts/loggers.ts'
import type { FunctionNode } from '../facts/nodes.ts'
import { collectWithin } from '../facts/nodes.ts'
import { originOf } from '../facts/origin.ts'
import { propertyName, unwrap, wrapped } from '../facts/unwrap.ts'
import { globalName, variableOf } from '../facts/variables.ts'
import type { FrameworkName, Handler, Surroundings } from '../frameworks/handler.ts'
import { handlerOf, wayOut } from '../frameworks/handlers.ts'
import type { Node, Source, Variable } from '../source.ts'
import { logCall } from './log-caught-error.ts'
import { resolveName, scopeAt } from './names.ts'
import { semicolon } from './file-style.ts'

/** What a piece of code does that tells of an error, as it stands in a message. */
const WAYS = {
  stream: 'errors the stream that is made here',
  promise: 'rejects the promise that is made here',
  response: 'ends the response',
  socket: 'logs it and closes the socket',
  log: 'logs it',
} as const

/** What a place of the code can do about an error that it has caught. */
export interface ErrorExit {
  /** `stream`: errors the web stream that is being made. `promise`: rejects it. `response`: ends it. `socket`: closes it. `log`: nothing else is there. */
  readonly kind: keyof typeof WAYS
  /** The kind in words: `ends the response`. */
  readonly way: string
  /** Statements, in the file's style. */
  readonly code: readonly string[]
  /** The same as an expression; undefined when it takes statements. */
  readonly expression: string | undefined
}

/** The name that a caught error gets in inserted code. It shadows nothing that the code around it needs. */
export const ERROR_NAME = 'error'

/**
 * How code inserted at a place tells of an error: by the writer that the place's code writes to; by the controller, the
 * promise's `reject` or the response that the functions around the place have, the innermost first; else it logs.
 * @param isUnknown the error's type is `unknown` there (a `catch` clause), not `any` (the callback of `.catch`)
 */
export function errorExit(place: Node, where: Surroundings, isUnknown: boolean): ErrorExit {
  const { source } = where
  const writer = writerIn(source, place)
  if (writer !== undefined) {
    const expression = `${writer.name}.abort(${ERROR_NAME})`
    return { kind: 'stream', way: WAYS.stream, code: [`await ${expression}${semicolon(source)}`], expression }
  }
  const functions = [place, ...enclosingFunctions(place)].filter((it): it is FunctionNode => 'params' in it)
  for (const fn of functions) {
    const exit = ownExit(fn, place, where, isUnknown)
    if (exit !== undefined) return exit
  }
  return logging(where)
}

function logging({ source, project, settings }: Surroundings): ErrorExit {
  const call = logCall(source, project, errorLogger(source, settings.loggers), 'Stream failed', ERROR_NAME)
  return { kind: 'log', way: WAYS.log, code: [call + semicolon(source)], expression: call }
}

function ownExit(fn: FunctionNode, place: Node, where: Surroundings, isUnknown: boolean): ErrorExit | undefined {
  const { source } = where
  const controller = controllerOf(source, fn)
  if (controller !== undefined && isSame(source, place, controller))
    return called(source, 'stream', `${controller.name}.error(${ERROR_NAME})`)
  const reject = rejectOf(source, fn)
  if (reject !== undefined && isSame(source, place, reject))
    return called(source, 'promise', `${reject.name}(${ERROR_NAME})`)
  const handler = handlerOf(source, fn)
  if (handler?.fn !== fn || !hasOwnNames(source, place, handler)) return undefined
  const isSocket = SOCKETS.has(handler.framework)
  // One message that fails is no reason to close the socket that it came by.
  if (isSocket && place !== fn) return undefined
  const statements = wayOut(handler, ERROR_NAME, where)
  if (statements === undefined) return undefined
  const code = statements.map((it) => asError(source, it, isUnknown) + semicolon(source))
  if (isSocket)
    return { kind: 'socket', way: WAYS.socket, code: [...logging(where).code, ...code], expression: undefined }
  const isCall = statements.length === 1 && !/^(?:if|for|while|throw|return)\b/.test(statements[0] ?? '')
  return { kind: 'response', way: WAYS.response, code, expression: isCall ? statements[0] : undefined }
}

const SOCKETS = new Set<FrameworkName>(['ws', 'socket.io'])

/** TypeScript lets only an `Error` into `destroy`, and knows nothing of what a `catch` clause has caught. */
function asError(source: Source, statement: string, isUnknown: boolean): string {
  const isTyped = isUnknown && /\.[cm]?tsx?$/.test(source.path)
  return isTyped ? statement.replaceAll(`.destroy(${ERROR_NAME})`, `.destroy(${ERROR_NAME} as Error)`) : statement
}

function called(source: Source, kind: ErrorExit['kind'], call: string): ErrorExit {
  return { kind, way: WAYS[kind], code: [call + semicolon(source)], expression: call }
}

/** The writer of a web stream that the code of a place writes to, when the place sees it too. */
function writerIn(source: Source, place: Node): Variable | undefined {
  const calls = collectWithin(source, place, (node) => node.type === 'CallExpression')
  for (const call of calls) {
    const receiver = methodName(call) === 'write' ? receiverOf(call) : undefined
    const origin = receiver?.type === 'Identifier' ? originOf(source, receiver) : undefined
    if (receiver === undefined || origin?.kind !== 'expression' || origin.path.length > 0) continue
    const made = unwrap(origin.node)
    if (made.type !== 'CallExpression' || methodName(made) !== 'getWriter') continue
    const variable = variableOf(source, receiver)
    if (variable !== undefined && isSame(source, place, variable)) return variable
  }
  return undefined
}

/** Where the controller stands among the parameters of a source's or transformer's methods. */
const CONTROLLER_INDEX: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  ReadableStream: { start: 0, pull: 0 },
  TransformStream: { start: 0, transform: 1, flush: 0 },
  WritableStream: { start: 0, write: 1 },
}

function controllerOf(source: Source, fn: FunctionNode): Variable | undefined {
  const property = wrapped(fn).parent
  const made = property?.type === 'Property' ? property.parent.parent : undefined
  if (property?.type !== 'Property' || made?.type !== 'NewExpression') return undefined
  const index = CONTROLLER_INDEX[globalName(source, made.callee) ?? '']?.[propertyName(property) ?? '']
  return index === undefined ? undefined : parameterOf(source, fn, index)
}

function rejectOf(source: Source, fn: FunctionNode): Variable | undefined {
  const made = wrapped(fn).parent
  if (made?.type !== 'NewExpression' || globalName(source, made.callee) !== 'Promise') return undefined
  return parameterOf(source, fn, 1)
}

function parameterOf(source: Source, fn: FunctionNode, index: number): Variable | undefined {
  const parameter: TSESTree.Parameter | undefined = fn.params[index]
  return parameter?.type === 'Identifier' ? variableOf(source, parameter) : undefined
}

/** True when every parameter of a handler means the same at the place. */
function hasOwnNames(source: Source, place: Node, handler: Handler): boolean {
  return [handler.response, handler.context, handler.next].every(
    (variable) => variable === undefined || isSame(source, place, variable),
  )
}

function isSame(source: Source, place: Node, variable: Variable): boolean {
  return variable.name !== ERROR_NAME && resolveName(scopeAt(source, place), variable.name) === variable
}
