import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { importedName, methodName, receiverOf } from './callee.ts'
import { isChildOutput } from './child-output.ts'
import { calledFunction, enclosingFunction, enclosingFunctions, localFunction } from './functions.ts'
import { isJsonParse } from './json-parse.ts'
import type { FunctionNode } from './nodes.ts'
import { collectWithin, contains, isFunction, isWithin, nodesOf } from './nodes.ts'
import { isWholeChunk } from './raw-chunk.ts'
import { isSharedMessage } from './socket-messages.ts'
import type { StreamLoop } from './stream-loops.ts'
import { streamLoopOf, streamLoops } from './stream-loops.ts'
import { propertyName, unwrap, unwrapAwait } from './unwrap.ts'
import { methodCalls } from './named-calls.ts'

/** A handler that takes the failure of a stream and does nothing with it. */
export type SwallowedError =
  /** `catch` around a whole stream loop: the stream looks as if it had ended. */
  | { readonly kind: 'stream'; readonly handler: TSESTree.CatchClause }
  /** `catch` around the parsing of one frame: the frame is lost. */
  | {
      readonly kind: 'frame'
      readonly handler: TSESTree.CatchClause
      /** What does not parse may be a message of somebody else on the same channel. */
      readonly isShared: boolean
    }
  /** `.catch(() => {})` on a promise that reads a stream. */
  | { readonly kind: 'promise'; readonly call: TSESTree.CallExpression; readonly callback: FunctionNode }

/** Every swallowed stream error of the file. */
export const swallowedErrors = perSource((source): readonly SwallowedError[] => {
  const loops = streamLoops(source).filter((loop) => loop.form === 'for-await' || loop.form === 'read')
  const found: SwallowedError[] = []
  for (const statement of nodesOf(source, 'TryStatement')) {
    const { handler } = statement
    if (handler === null || !doesNothing(handler.body) || isExplainedAbort(source, statement, handler)) continue
    const fn = enclosingFunction(statement)
    const around = loops.filter(
      (loop) =>
        isWithin(loop.node, statement.block) &&
        enclosingFunction(loop.node) === fn &&
        !isHandledInside(loop, statement),
    )
    if (around.length > 0) {
      if (!around.every((loop) => isOutput(source, loop)) && !fallsBack(statement) && !isToldApart(statement))
        found.push({ kind: 'stream', handler })
      continue
    }
    if (leavesReading(source, statement)) {
      found.push({ kind: 'stream', handler })
      continue
    }
    const parsing = parsedFrames(source, statement)
    if (parsing !== undefined && !passesOn(source, parsing.loop))
      found.push({
        kind: 'frame',
        handler,
        isShared: parsing.texts.every((text) => isSharedMessage(source, parsing.loop, text)),
      })
  }
  for (const call of methodCalls(source, ['catch'])) {
    const argument = call.arguments.length === 1 ? call.arguments[0] : undefined
    const callback = argument === undefined ? undefined : localFunction(source, argument)
    const receiver = receiverOf(call)
    if (callback === undefined || receiver === undefined || !givesNothing(callback)) continue
    if (readsStream(source, unwrapAwait(receiver), loops)) found.push({ kind: 'promise', call, callback })
  }
  return found
})

/** True for blocks that are empty, or only continue, break or return nothing. */
function doesNothing(block: TSESTree.BlockStatement): boolean {
  return block.body.every((statement) => {
    switch (statement.type) {
      case 'EmptyStatement':
      case 'ContinueStatement':
      case 'BreakStatement':
        return true
      case 'ReturnStatement':
        return statement.argument === null || isNothing(statement.argument)
      default:
        return false
    }
  })
}

function givesNothing(fn: FunctionNode): boolean {
  return fn.body.type === 'BlockStatement' ? doesNothing(fn.body) : isNothing(fn.body)
}

function isNothing(expression: Node): boolean {
  const node = unwrap(expression)
  if (node.type === 'Identifier') return node.name === 'undefined'
  return node.type === 'UnaryExpression' && node.operator === 'void' && node.argument.type === 'Literal'
}

/** An inner `try` with a handler of its own between the loop and this one. */
function isHandledInside(loop: StreamLoop, outer: TSESTree.TryStatement): boolean {
  for (let current = loop.node.parent; current != null && current !== outer; current = current.parent)
    if (current.type === 'TryStatement' && current.handler !== null && isWithin(loop.node, current.block)) return true
  return false
}

/** A comment that says why, beside a check of the abort signal or a call that is given one, is a decision. */
function isExplainedAbort(source: Source, statement: TSESTree.TryStatement, handler: TSESTree.CatchClause): boolean {
  // The block holds nothing but comments and jumps, so its text is that of its comments.
  const text = source.text.slice(...handler.body.range)
  if (!/abort|cancel|disconnect|client (?:left|gone|closed)/i.test(text)) return false
  const scope = enclosingFunctions(statement).at(-1) ?? source.ast
  return contains(source, scope, (node) => {
    if (node.type === 'MemberExpression') return propertyName(node) === 'aborted'
    return node.type === 'Property' && node.parent.type === 'ObjectExpression' && propertyName(node) === 'signal'
  })
}

/** What the program that runs it says by its exit code is not said by its output. */
function isOutput(source: Source, { stream }: StreamLoop): boolean {
  return stream !== undefined && isChildOutput(source, stream)
}

/** `while (true) { try { chunk = await reader.read() } catch { return } }`: the `try` lies inside the loop, and its `catch` leaves it. */
function leavesReading(source: Source, { block, handler }: TSESTree.TryStatement): boolean {
  const last = handler?.body.body.at(-1)
  if (last?.type !== 'ReturnStatement' && last?.type !== 'BreakStatement') return false
  return streamLoopOf(source, block)?.reads.some((read) => isWithin(read, block)) === true
}

/** `try { for await (…) …; return } catch {} other()`: what comes after the `try` is done instead. */
function fallsBack(statement: TSESTree.TryStatement): boolean {
  const { block, handler } = statement
  if (block.body.at(-1)?.type !== 'ReturnStatement' || handler?.body.body.length !== 0) return false
  let child: Node = statement
  for (let current: Node | undefined = statement.parent; current !== undefined; current = current.parent) {
    if (current.type === 'BlockStatement' && current.body.at(-1) !== child) return true
    if (current.type !== 'BlockStatement' && current.type !== 'IfStatement') return false
    child = current
  }
  return false
}

/** `try { for await (…) …; return all } catch { return undefined }`: who gets nothing knows that it is not all. */
function isToldApart({ block, handler }: TSESTree.TryStatement): boolean {
  const whole = block.body.at(-1)
  if (whole?.type !== 'ReturnStatement' || whole.argument === null || isNothing(whole.argument)) return false
  return handler?.body.body.at(-1)?.type === 'ReturnStatement'
}

/** What a `try` inside a stream loop, itself and not through an inner one, parses of what the loop has read. */
function parsedFrames(
  source: Source,
  statement: TSESTree.TryStatement,
): { loop: StreamLoop; texts: Node[] } | undefined {
  const loop = streamLoopOf(source, statement)
  if (loop === undefined) return undefined
  const calls = collectWithin(source, statement.block, (node) => isJsonParse(source, node), { functions: 'skip' })
  const own = calls.filter((call) => tryAround(call) === statement)
  return own.length === 0 ? undefined : { loop, texts: own.flatMap((call) => call.arguments.slice(0, 1)) }
}

/** The innermost `try` whose `catch` takes what is thrown at a node. */
function tryAround(node: Node): Node | undefined {
  let child = node
  for (let current = node.parent; current != null; child = current, current = current.parent)
    if (current.type === 'TryStatement' && current.handler !== null && current.block === child) return current
  return undefined
}

const PASSING = new Set(['enqueue', 'push', 'send', 'write'])

/** The reader gets each chunk as it came; what is parsed beside that is only looked at. */
function passesOn(source: Source, loop: StreamLoop): boolean {
  return contains(
    source,
    loop.body,
    (node) => {
      const given =
        node.type === 'YieldExpression'
          ? node.argument
          : node.type === 'CallExpression' && PASSING.has(methodName(node) ?? '')
            ? node.arguments[0]
            : undefined
      return given != null && given.type !== 'SpreadElement' && isWholeChunk(source, loop, given)
    },
    { functions: 'skip' },
  )
}

/** True for promises that settle when a stream has been read: a local async function with a stream loop, `pipeline`, `pipeTo`, `read()`. */
function readsStream(source: Source, promise: Node, loops: readonly StreamLoop[]): boolean {
  if (promise.type !== 'CallExpression') return false
  const name = methodName(promise)
  const receiver = receiverOf(promise)
  if (name === 'pipeTo' && receiver !== undefined) return !isTwin(promise.arguments[0])
  if (name === 'then' && receiver !== undefined) return readsStream(source, unwrapAwait(receiver), loops)
  const imported = importedName(source, promise.callee)
  if (imported !== undefined)
    return (
      (imported.module === 'stream/promises' && imported.name === 'pipeline') ||
      (imported.module === 'stream' && imported.name === 'promises.pipeline')
    )
  if (name === 'read' && promise.arguments.length === 0)
    return streamLoopOf(source, promise)?.reads.includes(promise) === true
  const callee = unwrap(promise.callee)
  const fn = isFunction(callee) ? callee : calledFunction(source, promise)
  return fn?.async === true && loops.some((loop) => enclosingFunction(loop.node) === fn)
}

/** `stream.writable`: the error travels on through the readable twin. */
function isTwin(destination: Node | undefined): boolean {
  const node = destination === undefined ? undefined : unwrap(destination)
  if (node?.type === 'MemberExpression') return propertyName(node) === 'writable'
  return node?.type === 'Identifier' && node.name === 'writable'
}
