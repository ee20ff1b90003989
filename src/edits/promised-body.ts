import type { TSESTree } from '@typescript-eslint/utils'
import { methodName, receiverOf } from '../facts/callee.ts'
import { chainBase } from '../facts/chunk-kind.ts'
import { enclosingFunction, localFunction } from '../facts/functions.ts'
import type { FunctionNode } from '../facts/nodes.ts'
import { isFunction } from '../facts/nodes.ts'
import type { UnboundedBuffer } from '../facts/unbounded-buffers.ts'
import { stringOf, unwrap, wrapped } from '../facts/unwrap.ts'
import { globalName, variableOf } from '../facts/variables.ts'
import type { Node, Source } from '../source.ts'
import { textOf } from './tokens.ts'

/** A promise that is nothing but the body of a stream, collected by listeners. */
export interface PromisedBody {
  /** `new Promise((resolve, reject) => { … })`. */
  readonly made: TSESTree.NewExpression
  readonly form: 'text' | 'buffer'
  /** What is done with the body before the promise resolves: `''`, or `.then(JSON.parse)` and the like. */
  readonly then: string
}

const LISTEN = new Set(['on', 'once', 'addListener'])

/**
 * Recognises `new Promise((resolve, reject) => { const chunks = []; s.on('data', (c) => chunks.push(c)); s.on('end', () =>
 * resolve(Buffer.concat(chunks))); s.on('error', reject) })`, in any order and with chained calls.
 * @returns undefined when the promise does anything else
 */
export function promisedBody(source: Source, { loop, accumulator }: UnboundedBuffer): PromisedBody | undefined {
  const executor = enclosingFunction(loop.node)
  const made = executor === undefined ? undefined : wrapped(executor).parent
  if (executor === undefined || made?.type !== 'NewExpression' || globalName(source, made.callee) !== 'Promise')
    return undefined
  const [resolve, reject] = executor.params
  if (executor.body.type !== 'BlockStatement' || resolve?.type !== 'Identifier' || reject?.type !== 'Identifier')
    return undefined
  const { variable } = accumulator.growth.value
  let end: FunctionNode | undefined
  let isRejected = false
  for (const statement of executor.body.body) {
    if (statement.type === 'VariableDeclaration') {
      if (statement.declarations.every((it) => it.id.type === 'Identifier' && variableOf(source, it.id) === variable))
        continue
      return undefined
    }
    if (statement.type !== 'ExpressionStatement') return undefined
    for (const { event, listener } of listenersOf(statement.expression)) {
      const fn = listener === undefined ? undefined : localFunction(source, listener)
      if (event === 'data' && fn === loop.node && isOnlyGrowth(fn as FunctionNode, accumulator.growth.node)) continue
      if (event === 'end' && isFunction(fn) && end === undefined) end = fn
      else if (event === 'error' && listener !== undefined && isReject(listener, reject.name)) isRejected = true
      else if (event !== 'setEncoding') return undefined
    }
  }
  const resolved = end === undefined || !isRejected ? undefined : resolvedWith(end, resolve.name)
  const result =
    resolved === undefined || variable === undefined ? undefined : resultOf(source, resolved, variable.name)
  return result === undefined ? undefined : { made, ...result }
}

interface Listener {
  /** The event, `setEncoding`, or undefined for anything else. */
  readonly event: string | undefined
  readonly listener: Node | undefined
}

/** `s.on('data', f).on('end', g)`: the calls of one chain. */
function listenersOf(expression: Node): Listener[] {
  const found: Listener[] = []
  const base = chainBase(expression)
  for (let node = unwrap(expression); node !== base;) {
    if (node.type !== 'CallExpression') return [{ event: undefined, listener: undefined }]
    const name = methodName(node) ?? ''
    const [event, listener] = node.arguments
    if (LISTEN.has(name)) found.push({ event: stringOf(event), listener })
    else if (name === 'setEncoding') {
      const encoding = stringOf(event)
      found.push({ event: encoding === 'utf8' || encoding === 'utf-8' ? name : undefined, listener: undefined })
    } else return [{ event: undefined, listener: undefined }]
    node = unwrap(receiverOf(node) as Node)
  }
  return found.length === 0 ? [{ event: undefined, listener: undefined }] : found
}

function isOnlyGrowth(fn: FunctionNode, growth: Node): boolean {
  if (fn.body.type !== 'BlockStatement') return unwrap(fn.body) === growth
  const [statement, ...more] = fn.body.body
  return more.length === 0 && statement?.type === 'ExpressionStatement' && unwrap(statement.expression) === growth
}

/** `reject`, `(error) => reject(error)`. */
function isReject(listener: Node, reject: string): boolean {
  const node = unwrap(listener)
  if (node.type === 'Identifier') return node.name === reject
  if (!isFunction(node)) return false
  const only = onlyExpression(node)
  if (only?.type !== 'CallExpression' || only.callee.type !== 'Identifier' || only.callee.name !== reject) return false
  const [parameter] = node.params
  const [given] = only.arguments
  return parameter?.type === 'Identifier' && given?.type === 'Identifier' && given.name === parameter.name
}

/** What the listener for the end resolves the promise with, when it does nothing else. */
function resolvedWith(fn: FunctionNode, resolve: string): Node | undefined {
  const only = onlyExpression(fn)
  if (only?.type !== 'CallExpression' || only.callee.type !== 'Identifier' || only.callee.name !== resolve)
    return undefined
  const [value] = only.arguments
  return value?.type === 'SpreadElement' ? undefined : value
}

function onlyExpression(fn: FunctionNode): Node | undefined {
  if (fn.body.type !== 'BlockStatement') return unwrap(fn.body)
  const [statement, ...more] = fn.body.body
  return more.length === 0 && statement?.type === 'ExpressionStatement' ? unwrap(statement.expression) : undefined
}

/** The form of the body, and what is made of it. */
function resultOf(source: Source, value: Node, name: string): Omit<PromisedBody, 'made'> | undefined {
  const node = unwrap(value)
  if (node.type === 'Identifier') return node.name === name ? { form: 'text', then: '' } : undefined
  if (node.type !== 'CallExpression') return undefined
  const receiver = receiverOf(node)
  const method = methodName(node)
  const [argument] = node.arguments
  if (receiver === undefined || argument?.type === 'SpreadElement') return undefined
  const isPieces = argument?.type === 'Identifier' && argument.name === name
  if (method === 'concat' && globalName(source, receiver) === 'Buffer' && isPieces && node.arguments.length === 1)
    return { form: 'buffer', then: '' }
  if (method === 'toString' && isUtf8(argument)) {
    const inner = resultOf(source, receiver, name)
    return inner?.form === 'buffer' && inner.then === '' ? { form: 'text', then: '' } : undefined
  }
  if (
    method === 'parse' &&
    globalName(source, receiver) === 'JSON' &&
    argument !== undefined &&
    node.arguments.length === 1
  ) {
    const inner = resultOf(source, argument, name)
    return inner?.form === 'text' && inner.then === ''
      ? { form: 'text', then: `.then((body) => ${textOf(source, node.callee)}(body))` }
      : undefined
  }
  return undefined
}

function isUtf8(encoding: Node | undefined): boolean {
  return encoding === undefined || ['utf8', 'utf-8'].includes(stringOf(encoding) ?? '')
}
