import type { TSESTree } from '@typescript-eslint/utils'
import { calledFunction, enclosingFunction, returnedExpressions } from '../facts/functions.ts'
import type { LostRejection } from '../facts/lost-rejections.ts'
import type { UncaughtRead } from '../facts/uncaught-reads.ts'
import type { FunctionNode } from '../facts/nodes.ts'
import { contains, isFunction, isWithin } from '../facts/nodes.ts'
import { isLoop } from '../facts/repetition.ts'
import { endsSilently } from '../facts/ai-sdk-streams.ts'
import { rejectionsOfPromise } from '../facts/rejections.ts'
import { wrapped } from '../facts/unwrap.ts'
import type { Surroundings } from '../frameworks/handler.ts'
import type { Node, Range, Source } from '../source.ts'
import { alwaysEndsFunction } from '../facts/leaving.ts'
import { joinLines } from './code-lines.ts'
import type { Edit } from './edit.ts'
import { insertAfter, replace } from './edit.ts'
import type { ErrorExit } from './error-exit.ts'
import { ERROR_NAME, errorExit } from './error-exit.ts'
import { fileStyle, semicolon } from './file-style.ts'
import { indentationAt } from './lines.ts'
import { listOf } from './statement-place.ts'
import { addCatch } from './try-clauses.ts'
import { wrapFunctionBody, wrapInTry } from './wrap.ts'

/** What is offered for a failure that reaches nobody: how, and the edit. */
export interface Handling {
  readonly messageId: 'addCatch' | 'wrapBody'
  readonly exit: ErrorExit
  readonly edit: () => Edit | undefined
}

/** Has somebody get a failure that is dropped: a `.catch` on the promise, or a `try` around the body of the function. */
export function handleRejection(lost: LostRejection, where: Surroundings): Handling | undefined {
  const { source } = where
  const { promise } = lost.rejection
  const inBody = 'fn' in lost && !lost.isReturned && (lost.fn.body.type === 'BlockStatement' || promise === undefined)
  if (inBody) {
    const exit = errorExit(lost.fn, where, true)
    const { at } = lost.rejection
    return {
      messageId: 'wrapBody',
      exit,
      edit: () => inRethrow(source, lost.fn, 'type' in at ? at.range : at, exit) ?? tryBody(source, lost.fn, exit),
    }
  }
  if (promise === undefined) return undefined
  const exit = errorExit(promise, where, false)
  return {
    messageId: 'addCatch',
    exit,
    edit: () =>
      isPromise(source, promise) ? { changes: [insertAfter(promise, catchCall(source, promise, exit))] } : undefined,
  }
}

/** Has a function catch the failure of its read: it tells of the error, and throws it on where it can only log it. */
export function handleRead({ read, chain }: UncaughtRead, where: Surroundings): Handling {
  const { source } = where
  if (chain !== undefined) {
    const exit = rethrowing(source, errorExit(chain, where, false))
    return {
      messageId: 'addCatch',
      exit,
      edit: () => ({ changes: [insertAfter(chain, catchCall(source, chain, exit))] }),
    }
  }
  const exit = rethrowing(source, errorExit(read.node, where, true))
  return { messageId: 'wrapBody', exit, edit: () => tryRead(source, read.loop ?? statementOf(read.node), exit) }
}

/** Adds the `catch` to a `try … finally` around the statement, else wraps the statement. */
function tryRead(source: Source, statement: Node, exit: ErrorExit): Edit | undefined {
  // A `try` around such a loop catches nothing.
  if (endsSilently(source, statement)) return undefined
  const handler = { param: ERROR_NAME, code: leaving(source, exit, statement) }
  const around = tryAround(statement)
  const changes =
    around === undefined ? wrapInTry(source, [statement], { catch: handler }) : addCatch(source, around, handler)
  return changes === undefined ? undefined : { changes }
}

/** What tells of the error, and no more: what comes behind would close a stream that has failed, or write to an answer that has ended. */
function leaving(source: Source, { kind, code }: ErrorExit, statement: Node): readonly string[] {
  const isOver = /^(?:return|throw)\b/.test(code.at(-1) ?? '')
  const fn = enclosingFunction(statement)
  if (isOver || (kind !== 'stream' && kind !== 'response') || fn === undefined || !isFollowed(statement)) return code
  const givesBack = contains(
    source,
    fn.body,
    (node) => node.type === 'ReturnStatement' && node.argument !== null && enclosingFunction(node) === fn,
  )
  return givesBack ? code : [...code, `return${semicolon(source)}`]
}

/** True when something runs behind a statement in its function. */
function isFollowed(statement: Node): boolean {
  for (let current = statement; current.parent != null && !isFunction(current); current = current.parent) {
    const list = listOf(current)
    if (list !== undefined && list.at(-1) !== current) return true
    if (isLoop(current.parent)) return true
  }
  return false
}

function tryAround(statement: Node): TSESTree.TryStatement | undefined {
  for (let current = statement.parent; current != null && !isFunction(current); current = current.parent)
    if (current.type === 'TryStatement') return isWithin(statement, current.block) ? current : undefined
  return undefined
}

function rethrowing(source: Source, exit: ErrorExit): ErrorExit {
  if (exit.kind !== 'log') return exit
  const code = [...exit.code, `throw ${ERROR_NAME}${semicolon(source)}`]
  return { ...exit, way: `${exit.way} and throws it on`, code, expression: undefined }
}

function tryBody(source: Source, fn: FunctionNode, exit: ErrorExit): Edit | undefined {
  const changes = wrapFunctionBody(source, fn, { catch: { param: ERROR_NAME, code: exit.code } })
  return changes === undefined ? undefined : { changes }
}

/** In place of the `throw` at the end of a `catch` that gets the failure already, where the function ends with that `try`. */
function inRethrow(source: Source, fn: FunctionNode, at: Range, exit: ErrorExit): Edit | undefined {
  const last = fn.body.type === 'BlockStatement' ? fn.body.body.at(-1) : undefined
  if (last?.type !== 'TryStatement' || last.handler === null) return undefined
  const { block, handler } = last
  if (at[0] < block.range[0] || at[1] > block.range[1]) return undefined
  const thrown = handler.body.body.at(-1)
  if (thrown?.type !== 'ThrowStatement' || !isName(thrown.argument) || !isName(handler.param)) return undefined
  const code = joinLines(source, exit.code, indentationAt(source.text, thrown.range[0]))
  return { changes: [replace(thrown, code)] }
}

function isName(node: Node | null): boolean {
  return node?.type === 'Identifier' && node.name === ERROR_NAME
}

/** `.catch((error) => …)`, as it stands behind an expression. */
function catchCall(source: Source, promise: Node, exit: ErrorExit): string {
  const { lineEnding, indent } = fileStyle(source)
  if (exit.expression !== undefined) return `.catch((${ERROR_NAME}) => ${exit.expression})`
  const base = indentationAt(source.text, promise.range[1])
  const body = joinLines(source, exit.code, base + indent)
  return `.catch((${ERROR_NAME}) => {${lineEnding}${base}${indent}${body}${lineEnding}${base}})`
}

/** False for a call of a function of this file that gives a promise on some ways only. */
function isPromise(source: Source, call: TSESTree.CallExpression): boolean {
  const fn = calledFunction(source, call)
  if (fn === undefined || fn.async) return true
  const isEnded = fn.body.type !== 'BlockStatement' || alwaysEndsFunction(source, fn.body)
  return isEnded && returnedExpressions(source, fn).every((it) => rejectionsOfPromise(source, it).length > 0)
}

function statementOf(node: Node): Node {
  let current = wrapped(node)
  while (current.parent != null && !/Statement$|^VariableDeclaration$|^Program$/.test(current.type))
    current = current.parent
  return current
}
