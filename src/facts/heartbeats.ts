import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { methodName } from './callee.ts'
import { originOf } from './origin.ts'
import { contains } from './nodes.ts'
import { unwrap } from './unwrap.ts'

/** What frames that only keep a connection open are called. */
const PING = /\b(?:ping|pong|heart-?beat|keep-?alive|keep_alive|noop)\b/i

/** Methods that turn a text into bytes: of a TextEncoder, and `Buffer.from`. */
const ENCODE = new Set(['encode', 'from'])
/** How many encoders and constants are followed. */
const MAX_STEPS = 3

/** True for a frame that only keeps a connection open: an SSE comment, an empty line, or one that says so in a literal. */
export function isHeartbeat(source: Source, call: TSESTree.CallExpression): boolean {
  const [given] = call.arguments
  return given !== undefined && given.type !== 'SpreadElement' && isPing(source, given, MAX_STEPS)
}

function isPing(source: Source, given: Node, steps: number): boolean {
  if (steps === 0) return false
  if (PING.test(nameOf(given))) return true
  const origin = originOf(source, given)
  const node = unwrap(origin.kind === 'expression' && origin.path.length === 0 ? origin.node : given)
  const [text] = node.type === 'CallExpression' && ENCODE.has(methodName(node) ?? '') ? node.arguments : []
  if (text !== undefined && text.type !== 'SpreadElement' && isPing(source, text, steps - 1)) return true
  const start = firstText(node)
  if (start !== undefined && (start.startsWith(':') || start.trim() === '') && isWhole(node, start)) return true
  return contains(source, node, (it) => PING.test(textOf(it)))
}

/** A comment whatever follows it; white space only when nothing does. */
function isWhole(node: Node, start: string): boolean {
  return (
    start.startsWith(':') ||
    node.type === 'Literal' ||
    (node.type === 'TemplateLiteral' && node.expressions.length === 0)
  )
}

function firstText(node: Node): string | undefined {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value
  if (node.type === 'TemplateLiteral') return node.quasis[0]?.value.cooked ?? undefined
  return node.type === 'BinaryExpression' ? firstText(unwrap(node.left)) : undefined
}

function textOf(node: Node): string {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value
  return node.type === 'TemplateElement' ? (node.value.cooked ?? '') : ''
}

function nameOf(node: Node): string {
  const name = node.type === 'Identifier' ? node.name : ''
  // `PING_FRAME`, `heartbeatFrame`
  return name.replace(/_/g, ' ').replace(/([a-z])([A-Z])/g, '$1 $2')
}
