import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import type { Call } from './callee.ts'
import { calledFunction } from './functions.ts'
import { isFetchCall } from './fetch-calls.ts'
import { isLimiterCall } from './limiters.ts'
import { langchainModel } from './langchain-model.ts'
import { modelCall, optionOf } from './model-call.ts'
import { isModelFetch } from './model-fetch.ts'
import type { FunctionNode } from './nodes.ts'
import { collectWithin, contains, isFunction } from './nodes.ts'
import { originOf } from './origin.ts'
import { propertyName, unwrap, unwrapAwait } from './unwrap.ts'

/** What running a piece of code takes of others: a call of a model, or a response whose body is streamed. */
export type ModelWork = 'model' | 'stream'

/** How deep functions of this file are followed. */
const MAX_DEPTH = 4

/**
 * What work a function, or an expression such as a call, does itself or through functions of this file. Undefined when it
 * does none, waits for a turn first, hands the work to something that may limit it, or takes items of a shared queue one
 * after the other, as a worker does.
 * @param limiters names of the settings
 */
export function modelWork(source: Source, code: Node, limiters: readonly string[]): ModelWork | undefined {
  return workIn(source, code, limiters, MAX_DEPTH, new Set())
}

function workIn(
  source: Source,
  code: Node,
  limiters: readonly string[],
  depth: number,
  seen: Set<FunctionNode>,
): ModelWork | undefined {
  if (isFunction(code)) {
    if (seen.has(code)) return undefined
    seen.add(code)
  }
  const calls = collectWithin(
    source,
    isFunction(code) ? code.body : code,
    (node): node is Call => node.type === 'CallExpression' || node.type === 'NewExpression',
    { functions: 'skip' },
  )
  if (calls.some((call) => isLimiterCall(source, call, limiters))) return undefined
  for (const call of calls) {
    if (call.type !== 'CallExpression') continue
    const work = workOf(source, call, isFunction(code) ? code : undefined)
    if (work !== undefined) return isFunction(code) && isOfWorker(source, call, code) ? undefined : work
    const called = depth === 0 ? undefined : calledFunction(source, call)
    const inner = called === undefined ? undefined : workIn(source, called, limiters, depth - 1, seen)
    if (inner !== undefined) return isFunction(code) && isOfWorker(source, call, code) ? undefined : inner
  }
  return undefined
}

function workOf(source: Source, call: TSESTree.CallExpression, fn: FunctionNode | undefined): ModelWork | undefined {
  const model = modelCall(source, call)
  if (model !== undefined) return isLimitedClient(source, model.client) ? undefined : 'model'
  if (!isFetchCall(source, call)) return undefined
  if (isModelFetch(source, call)) return 'model'
  return fn !== undefined && isBodyRead(source, call, fn) ? 'stream' : undefined
}

/** LangChain's models take the number of calls at once themselves. */
function isLimitedClient(source: Source, client: Node | undefined): boolean {
  const made = client === undefined ? undefined : langchainModel(source, client)
  return made?.type === 'NewExpression' && optionOf(source, made.arguments[0], 'maxConcurrency') !== undefined
}

/** `response.body` of this fetch, but for a test whether there is one. */
function isBodyRead(source: Source, call: TSESTree.CallExpression, fn: FunctionNode): boolean {
  return contains(source, fn, (node) => {
    if (node.type !== 'MemberExpression' || propertyName(node) !== 'body' || isTest(node)) return false
    const origin = originOf(source, node.object)
    return origin.kind === 'expression' && unwrapAwait(origin.node) === call
  })
}

function isTest(node: Node): boolean {
  const { parent } = node
  return (
    parent?.type === 'UnaryExpression' ||
    parent?.type === 'IfStatement' ||
    parent?.type === 'LogicalExpression' ||
    parent?.type === 'BinaryExpression'
  )
}

/** A loop that goes on for as long as a queue has items: one worker of a pool. */
function isOfWorker(source: Source, call: Node, fn: FunctionNode): boolean {
  for (let current: Node | undefined = call; current !== undefined && current !== fn; current = current.parent) {
    if (current.type === 'WhileStatement' || current.type === 'DoWhileStatement') return true
    if (current.type === 'ForStatement' && current.init === null) return true
    // `for (const [i, item] of iterator)`, with one iterator for all workers.
    if (current.type === 'ForOfStatement' && unwrap(current.right).type === 'Identifier') {
      const shared = originOf(source, current.right)
      const made = shared.kind === 'expression' ? unwrap(shared.node) : undefined
      if (
        made?.type === 'CallExpression' &&
        /\.(?:entries|values|keys)\(|Iterator/.test(source.text.slice(...made.range))
      )
        return true
    }
  }
  return false
}
