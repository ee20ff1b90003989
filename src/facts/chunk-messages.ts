import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source, Variable } from '../source.ts'
import { perSource } from '../source.ts'
import { methodName, receiverOf } from './callee.ts'
import { carriesOver } from './carry.ts'
import { isChildOutput } from './child-output.ts'
import { loopOfRawText } from './chunk-as-text.ts'
import { frameStates } from './frame-state.ts'
import { innerBreaks } from './inner-breaks.ts'
import { isJsonParse } from './json-parse.ts'
import { contains, isWithin } from './nodes.ts'
import type { StreamLoop } from './stream-loops.ts'
import { streamLoopOf, streamLoops } from './stream-loops.ts'
import { stringOf, unwrap } from './unwrap.ts'
import { variableOf, writesOf } from './variables.ts'
import { methodCalls } from './named-calls.ts'

/** A place that takes a chunk for a message, or a piece of a message for a whole one. */
export type ChunkMessage = { readonly loop: StreamLoop } &
  /** `JSON.parse` of the chunk. */
  (
    | { readonly kind: 'parse'; readonly call: TSESTree.CallExpression }
    /** `split` of the chunk, and nobody keeps the last, unfinished piece. */
    | { readonly kind: 'split'; readonly call: TSESTree.CallExpression }
    /** The text so far is split and parsed again from its start after each failure. */
    | {
        readonly kind: 'reparse'
        readonly call: TSESTree.CallExpression
        readonly buffer: Variable
        readonly attempt: TSESTree.TryStatement
      }
    /** What is known of the current frame is forgotten with each chunk. */
    | { readonly kind: 'frame-state'; readonly declarators: readonly TSESTree.VariableDeclarator[] }
    /** The end mark only leaves the loop over the lines. */
    | { readonly kind: 'inner-break'; readonly statement: TSESTree.BreakStatement }
  )

/** At most one entry of each kind for each stream loop; a split hides the parse of its pieces. */
export const chunkMessages = perSource((source): readonly ChunkMessage[] => {
  if (streamLoops(source).length === 0) return []
  const found: ChunkMessage[] = []
  const splits = new Set<StreamLoop>()
  for (const call of methodCalls(source, ['split'])) {
    const split = splitOf(source, call)
    if (split === undefined || splits.has(split.loop)) continue
    splits.add(split.loop)
    found.push(split)
  }
  const parsed = new Set<StreamLoop>()
  for (const call of methodCalls(source, ['parse'])) {
    const text = isJsonParse(source, call) ? call.arguments[0] : undefined
    const loop = text === undefined ? undefined : loopOfRawText(source, pieceOf(text))
    if (loop === undefined || splits.has(loop) || parsed.has(loop)) continue
    parsed.add(loop)
    found.push({ kind: 'parse', loop, call })
  }
  for (const state of frameStates(source)) found.push({ kind: 'frame-state', ...state })
  for (const inner of innerBreaks(source)) found.push({ kind: 'inner-break', ...inner })
  return found
})

function splitOf(source: Source, call: TSESTree.CallExpression): ChunkMessage | undefined {
  const receiver = receiverOf(call)
  if (receiver === undefined || !isFrameDelimiter(call.arguments[0])) return undefined
  const loop = loopOfRawText(source, receiver)
  if (loop !== undefined) {
    if (carriesOver(source, call) || isPick(call)) return undefined
    // Lines of a program's output that are only shown or logged: a cut line is cosmetic.
    if (
      loop.stream !== undefined &&
      isChildOutput(source, loop.stream) &&
      !contains(source, loop.body, (it) => isJsonParse(source, it))
    )
      return undefined
    return { kind: 'split', loop, call }
  }
  return reparse(source, call, receiver)
}

/** Delimiters of messages: line breaks, blank lines, `data:`. A space or a comma separates words and values. */
function isFrameDelimiter(argument: Node | undefined): boolean {
  if (argument === undefined) return false
  const node = unwrap(argument)
  if (node.type === 'Literal' && 'regex' in node) return /\\n|\\r|\n|data:/.test(node.regex.pattern)
  const text = stringOf(node)
  return text !== undefined && (/[\n\r\0\x1e]/.test(text) || text.includes('data:'))
}

/** `split(…)[0]`: one piece is picked, the rest is not looked at. */
function isPick(call: Node): boolean {
  const parent = call.parent
  return (
    parent?.type === 'MemberExpression' &&
    parent.object === call &&
    parent.computed &&
    parent.property.type === 'Literal' &&
    parent.property.value === 0
  )
}

/** The text inside `text.split('data: ')[1]` and `text.slice(6)`: a piece of a chunk is cut as the chunk is. */
function pieceOf(expression: Node): Node {
  const node = unwrap(expression)
  if (node.type === 'MemberExpression' && node.computed) return pieceOf(node.object)
  if (node.type === 'CallExpression' && PIECES.has(methodName(node) ?? '')) return pieceOf(receiverOf(node) as Node)
  return node
}

const PIECES = new Set(['split', 'slice', 'substring', 'substr'])

/**
 * The buffer of `try { for (const m of buffer.split('\n')) handle(JSON.parse(m)); buffer = '' } catch {}`: what has been
 * handled before the failure is still in the buffer the next time.
 */
function reparse(source: Source, call: TSESTree.CallExpression, receiver: Node): ChunkMessage | undefined {
  const node = unwrap(receiver)
  const buffer = node.type === 'Identifier' ? variableOf(source, node) : undefined
  const loop = buffer === undefined ? undefined : streamLoopOf(source, call)
  if (buffer === undefined || loop === undefined) return undefined
  const attempt = tryAround(call, loop)
  if (attempt === undefined || carriesOver(source, call)) return undefined
  if (!contains(source, attempt.block, (it) => isJsonParse(source, it), { functions: 'skip' })) return undefined
  const writes = writesOf(buffer)
  const grows = writes.some((write) => isGrowth(write.identifier) && isWithin(write.identifier, loop.body))
  const resets = writes.filter(
    (write) => write.value !== undefined && stringOf(write.value) === '' && isWithin(write.identifier, loop.body),
  )
  const others = writes.filter(
    (write) => isWithin(write.identifier, loop.body) && !isGrowth(write.identifier) && !resets.includes(write),
  )
  const isReset = resets.length > 0 && resets.every((write) => isWithin(write.identifier, attempt.block))
  return grows && isReset && others.length === 0 ? { kind: 'reparse', loop, call, buffer, attempt } : undefined
}

/** The `try` with a handler around a node, inside the loop. */
function tryAround(node: Node, loop: StreamLoop): TSESTree.TryStatement | undefined {
  for (let current = node.parent; current != null && current !== loop.body; current = current.parent)
    if (current.type === 'TryStatement' && current.handler !== null && isWithin(node, current.block)) {
      const leaves = current.handler.body.body.some((it) => it.type === 'ThrowStatement')
      return leaves ? undefined : current
    }
  return undefined
}

/** `buffer += x` and `buffer = buffer + x`. */
function isGrowth(identifier: TSESTree.Identifier): boolean {
  const parent = identifier.parent
  if (parent.type !== 'AssignmentExpression' || parent.left !== identifier) return false
  if (parent.operator === '+=') return true
  const right = unwrap(parent.right)
  return (
    right.type === 'BinaryExpression' &&
    right.operator === '+' &&
    unwrap(right.left).type === 'Identifier' &&
    (unwrap(right.left) as TSESTree.Identifier).name === identifier.name
  )
}
