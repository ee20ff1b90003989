import type { TSESTree } from '@typescript-eslint/utils'
import { methodName, receiverOf } from '../facts/callee.ts'
import type { IgnoredWrite } from '../facts/ignored-writes.ts'
import { unwrap, unwrapAwait } from '../facts/unwrap.ts'
import { mayAwait } from '../facts/waiting.ts'
import type { Surroundings } from '../frameworks/handler.ts'
import type { Node, Source } from '../source.ts'
import type { Edit } from './edit.ts'
import { importBinding } from './imports.ts'
import { behindAwait } from './pipeline-failure.ts'
import { semicolon } from './file-style.ts'
import { listOf } from './statement-place.ts'
import { hasCommentInside, textOf } from './tokens.ts'

/**
 * A loop that only copies, and the `end()` behind it, as one `await pipeline(source, destination)`.
 * @returns undefined for loops that do more, or whose stream is written to or used behind them
 */
export function copyToPipeline(writes: readonly IgnoredWrite[], where: Surroundings): Edit | undefined {
  const [write, ...others] = writes
  const { source } = where
  if (write === undefined || others.length > 0) return undefined
  const { call, stream, repetition, sink } = write
  const loop = repetition.node
  if (loop.type !== 'ForOfStatement' || !loop.await || !mayAwait(source, loop)) return undefined
  if (!isCopy(source, loop, call)) return undefined
  const end = endBehind(source, loop, stream)
  if (end === undefined || hasCommentInside(source, [loop.range[0], end.range[1]])) return undefined
  const binding = importBinding(source, { module: 'node:stream/promises', name: 'pipeline', at: loop })
  if (binding === undefined) return undefined
  const departure = sink.kind === 'response' ? ('pipeline' as const) : undefined
  const behind = behindAwait({ place: loop, departure }, where)
  const text = `await ${binding.local}(${textOf(source, loop.right)}, ${textOf(source, stream)})${behind}${semicolon(source)}`
  return { imports: [binding], changes: [{ range: [loop.range[0], end.range[1]], text }] }
}

/** The body is the write of the loop's own item, unchanged. */
function isCopy(source: Source, loop: TSESTree.ForOfStatement, call: TSESTree.CallExpression): boolean {
  const statement = loop.body.type === 'BlockStatement' ? loop.body.body : [loop.body]
  const [only] = statement
  if (statement.length !== 1 || only?.type !== 'ExpressionStatement' || unwrapAwait(only.expression) !== call)
    return false
  const declared = loop.left.type === 'VariableDeclaration' ? loop.left.declarations[0]?.id : undefined
  const [given] = call.arguments
  return (
    call.arguments.length === 1 &&
    declared?.type === 'Identifier' &&
    given?.type === 'Identifier' &&
    textOf(source, given) === declared.name
  )
}

function endBehind(source: Source, loop: Node, stream: Node): Node | undefined {
  const list = listOf(loop)
  const next = list?.[list.indexOf(loop) + 1]
  if (next?.type !== 'ExpressionStatement') return undefined
  const call = unwrap(next.expression)
  if (call.type !== 'CallExpression' || methodName(call) !== 'end' || call.arguments.length > 0) return undefined
  const receiver = receiverOf(call)
  return receiver !== undefined && textOf(source, receiver) === textOf(source, stream) ? next : undefined
}
