import type { TSESTree } from '@typescript-eslint/utils'
import { methodName } from '../facts/callee.ts'
import { enclosingFunction } from '../facts/functions.ts'
import type { HandParser } from '../facts/hand-parsers.ts'
import { isFunction, visitWithin } from '../facts/nodes.ts'
import { originOf } from '../facts/origin.ts'
import { streamOf } from '../facts/stream-value.ts'
import { writtenType } from '../facts/type-annotation.ts'
import { unwrap, wrapped } from '../facts/unwrap.ts'
import { readsOf, variableOf, writesOf } from '../facts/variables.ts'
import type { Node, Source } from '../source.ts'
import type { Change } from './edit.ts'
import { insertAfter } from './edit.ts'
import { isTypeScript } from './module-syntax.ts'
import { isParenthesized } from './precedence.ts'

/** The stream behind the loop, when it is a web stream that nothing else reads. */
export function pipedStream(source: Source, { loop }: HandParser): PipedStream | undefined {
  if (loop.stream === undefined) return undefined
  if (loop.form === 'for-await') {
    const stream = (loop.node as TSESTree.ForOfStatement).right
    if (streamOf(source, stream)?.family !== 'web' || !mayPipe(source, stream)) return undefined
    return { changes: (through) => [insertAfter(unparenthesizedEnd(source, stream), through)] }
  }
  const reader = loop.form === 'read' ? unwrap(loop.stream) : undefined
  const variable = reader?.type === 'Identifier' ? variableOf(source, reader) : undefined
  const declarator = variable?.defs[0]?.node as Node | undefined
  if (variable === undefined || declarator?.type !== 'VariableDeclarator' || declarator.init === null) return undefined
  if (declarator.id.type !== 'Identifier' || declarator.id.typeAnnotation != null) return undefined
  const call = unwrap(declarator.init)
  if (call.type !== 'CallExpression' || methodName(call) !== 'getReader' || call.arguments.length > 0) return undefined
  const member = unwrap(call.callee)
  if (writesOf(variable).length !== 1 || member.type !== 'MemberExpression' || !mayPipe(source, member.object))
    return undefined
  if (!readsOf(variable).every((read) => isPlainUse(read, loop))) return undefined
  const [, end] = unparenthesizedEnd(source, member.object)
  return {
    changes: (through) => [
      {
        range: [end, member.property.range[0]],
        text: `${member.optional ? '?' : ''}${through}.`,
      },
    ],
  }
}

/** A stream that can be piped through something. */
export interface PipedStream {
  readonly changes: (through: string) => readonly Change[]
}

function unparenthesizedEnd(source: Source, node: Node): [number, number] {
  const end = isParenthesized(source, node) ? node.range[1] + 1 : node.range[1]
  return [end, end]
}

/** The reader is read by the loop, cancelled, released, or asked whether it is there. */
function isPlainUse(read: Node, loop: HandParser['loop']): boolean {
  const outer = wrapped(read)
  const member = outer.parent
  if (member?.type === 'MemberExpression' && member.object === outer && !member.computed) {
    const call = wrapped(member).parent
    const name = member.property.type === 'Identifier' ? member.property.name : ''
    if (call?.type !== 'CallExpression' || unwrap(call.callee) !== member) return name === 'closed'
    return name === 'read' ? loop.reads.includes(call) : name === 'cancel' || name === 'releaseLock'
  }
  return isTested(outer)
}

/** The stream is looked at by nobody else, and its written type fits the platform's decoder. */
function mayPipe(source: Source, stream: Node): boolean {
  const node = unwrap(stream)
  if (stream !== node && stream.type !== 'TSNonNullExpression' && stream.type !== 'ChainExpression') return false
  if (node.type !== 'Identifier' && node.type !== 'MemberExpression') return false
  // `Uint8Array` is more than TypeScript's own types let a decoder take.
  if (isTypeScript(source) && writtenType(source, node)?.name === 'ReadableStream') return false
  if (originOf(source, node).kind === 'expression' && isTypedStream(source, node)) return false
  const text = pathOf(source, node)
  if (text === undefined) return false
  const around = enclosingFunction(stream) ?? source.ast
  let isAlone = true
  visitWithin(source, around, (other) => {
    if (other === node || (other.type !== 'MemberExpression' && other.type !== 'Identifier')) return undefined
    if (other.type !== node.type || pathOf(source, other) !== text || isDeclared(other)) return undefined
    if (!isTested(wrapped(other))) isAlone = false
    return undefined
  })
  return isAlone
}

function isDeclared(node: Node): boolean {
  const { parent } = node
  if (parent?.type === 'VariableDeclarator') return parent.id === node
  if (parent?.type === 'Property')
    return parent.parent.type === 'ObjectPattern' || (parent.key === node && !parent.shorthand)
  if (parent?.type === 'MemberExpression') return parent.property === node && !parent.computed
  return isFunction(parent) && parent.params.includes(node as never)
}

function isTypedStream(source: Source, node: Node): boolean {
  return isTypeScript(source) && writtenType(source, node)?.name === 'ReadableStream'
}

/** `res.body` of `res.body!` and `res?.body`. */
function pathOf(source: Source, expression: Node): string | undefined {
  const node = unwrap(expression)
  if (node.type === 'Identifier') return node.name
  if (node.type === 'ThisExpression') return 'this'
  if (node.type !== 'MemberExpression' || node.computed || node.property.type !== 'Identifier') return undefined
  const object = pathOf(source, node.object)
  return object === undefined ? undefined : `${object}.${node.property.name}`
}

/** Asked only whether it is there. */
export function isTested(outer: Node): boolean {
  const { parent } = outer
  switch (parent?.type) {
    case 'UnaryExpression':
      return parent.operator === '!'
    case 'IfStatement':
    case 'ConditionalExpression':
    case 'WhileStatement':
      return parent.test === outer
    case 'BinaryExpression':
      return /^[!=]==?$/.test(parent.operator)
    case 'LogicalExpression':
      return isTested(wrapped(parent))
    default:
      return false
  }
}
