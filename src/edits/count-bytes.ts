import type { TSESTree } from '@typescript-eslint/utils'
import { catchesRejections, handlerOf } from '../frameworks/handlers.ts'
import { isNodeResponse } from '../frameworks/response-writes.ts'
import type { Surroundings } from '../frameworks/handler.ts'
import { methodName, receiverOf } from '../facts/callee.ts'
import { enclosingFunction } from '../facts/functions.ts'
import { errorListening } from '../facts/listeners.ts'
import { loopStream } from '../facts/loop-stream.ts'
import type { FunctionNode } from '../facts/nodes.ts'
import { contains, isWithin } from '../facts/nodes.ts'
import { catchersOf } from '../facts/rejections.ts'
import type { StreamLoop } from '../facts/stream-loops.ts'
import { writtenType } from '../facts/type-annotation.ts'
import type { UnboundedBuffer } from '../facts/unbounded-buffers.ts'
import { unwrap, wrapped } from '../facts/unwrap.ts'
import { globalName, variableOf } from '../facts/variables.ts'
import type { Node, Source } from '../source.ts'
import { allOf } from './all-of.ts'
import { insertBeforeLoop } from './before-loop.ts'
import { expressionBody, toBlockBody } from './braces.ts'
import { codeFor } from './code-lines.ts'
import type { Change, Edit } from './edit.ts'
import { replace } from './edit.ts'
import { fileStyle, semicolon } from './file-style.ts'
import { freshName } from './names.ts'
import { isParenthesized } from './precedence.ts'
import { statementOf } from './statement-place.ts'
import { insertStatementsAfter, insertStatementsBefore } from './statements.ts'
import { hasCommentInside, textOf } from './tokens.ts'

/** A number of bytes (or, of text, of UTF-16 units), as code and as people say it. */
export interface Limit {
  readonly code: string
  readonly text: string
}

/** A request of more than this is rarely meant; body parsers allow 100 kB (Express) to 1 MiB (Fastify). */
const REQUEST_LIMIT: Limit = { code: '1_000_000', text: '1 MB' }
/** Room for what people download; below what hurts a small server. */
const RESPONSE_LIMIT: Limit = { code: '10_000_000', text: '10 MB' }

/** What a buffer may hold, by who fills it. */
export function limitOf({ kind, body }: UnboundedBuffer): Limit {
  return kind === 'frame' || body.feeder === 'request' || body.feeder === 'client' ? REQUEST_LIMIT : RESPONSE_LIMIT
}

/**
 * Has the bytes counted before each chunk is kept, or the waiting rest measured after it has grown; what is longer ends the
 * stream and the code around it.
 * @returns undefined where the chunk's size cannot be asked for, or nobody could be told
 */
export function countBytes(found: UnboundedBuffer, where: Surroundings): Edit | undefined {
  if (isUpload(found)) return undefined
  return found.kind === 'whole' ? counted(found, where) : measured(found, where)
}

/** A part of a multipart body: ending it alone would leave its parser waiting for ever; the parser has limits of its own. */
export function isUpload({ body }: UnboundedBuffer): boolean {
  return body.feeder === 'request' && body.opened !== undefined
}

function counted(found: UnboundedBuffer, where: Surroundings): Edit | undefined {
  const { source } = where
  const { loop } = found
  const size = sizeOf(source, found)
  const exit = exitOf(found, where)
  if (size === undefined || exit === undefined) return undefined
  const total = freshName(source, 'received', ['receivedBytes', 'bytesReceived'])
  const code = codeFor(source)`${total} += ${size};
  if (${total} > ${limitOf(found).code}) ${exit}`
  return allOf([
    insertBeforeLoop(source, loop, codeFor(source)`let ${total} = 0;`),
    before(source, found, splitLines(code)),
  ])
}

function measured(found: UnboundedBuffer, where: Surroundings): Edit | undefined {
  const { source } = where
  const { growth } = found.accumulator
  const exit = exitOf(found, where)
  if (exit === undefined || growth.node.type !== 'AssignmentExpression' || growth.form === 'list') return undefined
  const statement = statementOf(growth.node)
  if (statement === undefined || statement.type !== 'ExpressionStatement') return undefined
  const code = codeFor(source)`if (${growth.node.left}.length > ${limitOf(found).code}) ${exit}`
  return allOf([insertStatementsAfter(source, statement, splitLines(code))])
}

/** The exit is filled in as one text of several lines. */
function splitLines(code: readonly string[]): string[] {
  return code.flatMap((line) => line.split('\n'))
}

/** In front of the place that grows; the expression body of an arrow function becomes a block. */
function before(source: Source, { loop, accumulator }: UnboundedBuffer, code: readonly string[]): Change[] | undefined {
  const { node } = accumulator.growth
  const statement = statementOf(node)
  if (statement !== undefined && isWithin(statement, loop.node)) return insertStatementsBefore(source, statement, code)
  if (loop.node.type !== 'ArrowFunctionExpression') return undefined
  if (!isParenthesized(source, loop.node.body)) return toBlockBody(source, loop.node, { before: code, returns: false })
  const edges = expressionBody(source, loop.node)
  if (edges === undefined || hasCommentInside(source, [edges.arrowEnd, edges.end])) return undefined
  const { lineEnding } = fileStyle(source)
  const lines = [...code, textOf(source, node) + semicolon(source)].map((line) => lineEnding + edges.inner + line)
  return [replace([edges.arrowEnd, edges.end], ` {${lines.join('')}${lineEnding}${edges.base}}`)]
}

const SIZED = new Set(['Buffer', 'Uint8Array', 'string'])

/** The size of the chunk as code. */
function sizeOf(source: Source, { loop, accumulator }: UnboundedBuffer): string | undefined {
  const [chunk] = loop.chunks
  const [result] = loop.results
  if (loop.form === 'then' || loop.form === 'pull' || loop.event === 'message') return undefined
  if (chunk !== undefined) {
    const declared = chunk.identifiers[0] as Node | undefined
    if (declared?.type === 'Identifier' && declared.typeAnnotation != null && !isSized(source, declared))
      return undefined
    return isSurelyThere(source, loop, accumulator.growth.node)
      ? `${chunk.name}.length`
      : `(${chunk.name}?.length ?? 0)`
  }
  return result === undefined
    ? undefined
    : isSurelyThere(source, loop, accumulator.growth.node)
      ? `${result.name}.value.length`
      : `(${result.name}.value?.length ?? 0)`
}

function isSized(source: Source, declared: TSESTree.Identifier): boolean {
  const type = declared.typeAnnotation?.typeAnnotation
  if (type?.type === 'TSAnyKeyword') return true
  if (type?.type === 'TSUnionType') return type.types.every((it) => SIZED.has(source.text.slice(...it.range)))
  return SIZED.has(writtenType(source, declared)?.name ?? '')
}

/** Of a reader's loop: the end has been seen and left by in front of the growth. */
function isSurelyThere(source: Source, loop: StreamLoop, growth: Node): boolean {
  if (loop.form !== 'read') return true
  if (loop.node.type === 'WhileStatement' && contains(source, loop.node.test, (it) => it.type === 'AwaitExpression'))
    return true
  const statements = loop.body.type === 'BlockStatement' ? loop.body.body : []
  return statements.some(
    (it) =>
      it.type === 'IfStatement' &&
      it.range[1] <= growth.range[0] &&
      contains(source, it.test, (node) => node.type === 'Identifier' && isDone(source, loop, node)) &&
      contains(source, it.consequent, (node) => node.type === 'BreakStatement' || node.type === 'ReturnStatement'),
  )
}

function isDone(source: Source, loop: StreamLoop, node: TSESTree.Identifier): boolean {
  if (node.name === 'done') return true
  const variable = variableOf(source, node)
  return variable !== undefined && loop.dones.includes(variable)
}

/** The statement that ends the stream and tells who waits for it. */
function exitOf(found: UnboundedBuffer, where: Surroundings): string | undefined {
  const { source } = where
  const { loop, kind } = found
  const subject = kind === 'frame' ? 'Message' : 'Body'
  const error = lineOf(codeFor(source)`new Error('${subject} larger than ${limitOf(found).text}')`)
  // Frameworks answer with the status of an error; without one it would count as a failure of the server.
  const failure = found.body.feeder === 'request' ? `Object.assign(${error}, { status: 413 })` : error
  const end = semicolon(source)
  switch (loop.form) {
    case 'for-await': {
      const response = kind === 'whole' ? droppingResponse(found, where) : undefined
      return response === undefined
        ? `throw ${failure}${end}`
        : block(source, [`${refusal(source, response)}.end()`, 'return'])
    }
    case 'read': {
      const reader = loop.stream === undefined ? undefined : unwrap(loop.stream)
      if (reader?.type !== 'Identifier' && reader?.type !== 'MemberExpression') return undefined
      return block(source, [`${textOf(source, reader)}.cancel().catch(() => {})`, `throw ${failure}`])
    }
    case 'sink':
      return loop.event === 'write' && isWebSink(source, loop) ? `throw ${failure}${end}` : undefined
    case 'listener':
      return ofListener(found, where, { error, failure })
    default:
      return undefined
  }
}

/** The status and the headers of an answer to a body that is too long; the rest of the body is not waited for. */
export function refusal(source: Source, response: string): string {
  return lineOf(codeFor(source)`${response}.writeHead(413, { Connection: 'close' })`)
}

/**
 * The Node response of the handler that a loop stands in, where what the loop throws would end the process: the framework
 * drops what its handlers reject with, and nothing around the loop catches it.
 */
export function droppingResponse({ loop, body }: UnboundedBuffer, where: Surroundings): string | undefined {
  const { source } = where
  const handler = body.feeder === 'request' ? handlerOf(source, loop.node) : undefined
  if (handler === undefined || enclosingFunction(loop.node) !== handler.fn) return undefined
  if (catchersOf(loop.node).length > 0 || catchesRejections(handler, where) !== false) return undefined
  return responseOf(source, loop)
}

function isWebSink(source: Source, { stream }: StreamLoop): boolean {
  return stream?.type === 'NewExpression' && globalName(source, stream.callee) === 'WritableStream'
}

function lineOf(lines: readonly string[]): string {
  return lines.join('')
}

function block(source: Source, statements: readonly string[]): string {
  const lines = statements.map((it) => it + semicolon(source))
  const { indent } = fileStyle(source)
  return ['{', ...lines.map((it) => `${indent}${it}`), '}'].join('\n')
}

/** In a listener nothing can be thrown: the promise around it rejects, the client is answered, the stream is destroyed. */
function ofListener(
  found: UnboundedBuffer,
  where: Surroundings,
  { error, failure }: { readonly error: string; readonly failure: string },
): string | undefined {
  const { source } = where
  const { loop, body } = found
  const stream = loopStream(source, loop)
  if (stream === undefined || !isName(stream) || isOldStream(source, stream)) return undefined
  const name = textOf(source, stream)
  const reject = rejectAround(source, loop)
  // A request that is destroyed takes its connection with it, and who catches could not answer any more.
  if (reject !== undefined)
    return block(source, [
      `${reject}(${failure})`,
      body.feeder === 'request' ? `${name}.pause()` : `${name}.destroy()`,
      'return',
    ])
  const response = body.feeder === 'request' ? responseOf(source, loop) : undefined
  if (response !== undefined)
    return block(source, [`${name}.pause()`, `${refusal(source, response)}.end(() => ${name}.destroy())`, 'return'])
  if (errorListening(source, stream, { isRequest: body.feeder === 'request' }) === 'yes')
    return block(source, [`${name}.destroy(${error})`, 'return'])
  return body.feeder === 'client' || body.feeder === 'request'
    ? block(source, [`${name}.destroy()`, 'return'])
    : undefined
}

function isName(node: Node): boolean {
  if (node.type === 'Identifier' || node.type === 'ThisExpression') return true
  return node.type === 'MemberExpression' && !node.optional && !node.computed && isName(node.object)
}

/** `NodeJS.ReadableStream` has no `destroy` in its type. */
function isOldStream(source: Source, stream: Node): boolean {
  return writtenType(source, stream)?.qualified === 'NodeJS.ReadableStream'
}

/** The second parameter of the `new Promise((resolve, reject) => …)` in which the listener is attached. */
function rejectAround(source: Source, loop: StreamLoop): string | undefined {
  for (let fn = enclosingFunction(loop.node); fn !== undefined; fn = enclosingFunction(fn)) {
    const made = wrapped(fn).parent
    if (made?.type !== 'NewExpression' || globalName(source, made.callee) !== 'Promise') continue
    const reject = fn.params[1]
    return reject?.type === 'Identifier' ? reject.name : undefined
  }
  return undefined
}

/** The Node response of the handler in which the listener is attached, when nothing has been written to it before. */
function responseOf(source: Source, loop: StreamLoop): string | undefined {
  const handler = handlerOf(source, loop.node)
  const response = handler?.response
  const name = response?.identifiers[0] as Node | undefined
  if (handler === undefined || response === undefined || name === undefined) return undefined
  return isNodeResponse(source, name) && !writesBefore(source, handler.fn, response.name, loop)
    ? response.name
    : undefined
}

const WRITES = new Set(['write', 'writeHead', 'flushHeaders'])

function writesBefore(source: Source, fn: FunctionNode, response: string, loop: StreamLoop): boolean {
  return contains(source, fn.body, (node) => {
    if (node.type !== 'CallExpression' || node.range[1] > loop.node.range[0]) return false
    const receiver = WRITES.has(methodName(node) ?? '') ? receiverOf(node) : undefined
    return receiver?.type === 'Identifier' && receiver.name === response
  })
}
