import type { TSESTree } from '@typescript-eslint/utils'
import { requestHandlers } from '../frameworks/handlers.ts'
import { isNestSse } from '../frameworks/nest.ts'
import { handlersReaching } from '../frameworks/reaching-handlers.ts'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { importedName, methodName, receiverOf } from './callee.ts'
import { localFunction, returnedExpressions } from './functions.ts'
import { heldValue } from './held-value.ts'
import { sendsToClient } from './in-memory-fan-outs.ts'
import { localClass } from './local-class.ts'
import { contains, nodesOf } from './nodes.ts'
import { propertyName, unwrap, unwrapAwait } from './unwrap.ts'
import { methodCalls } from './named-calls.ts'

const EMITTERS = new Set([
  'events#EventEmitter',
  'events#default',
  'events#EventEmitter.EventEmitter',
  'eventemitter3#default',
  'eventemitter3#EventEmitter',
  'eventemitter2#default',
  'eventemitter2#EventEmitter2',
  'tiny-emitter#TinyEmitter',
  'mitt#default',
])
const SUBJECTS = new Set(['rxjs#Subject', 'rxjs#BehaviorSubject', 'rxjs#ReplaySubject'])
const LISTENING = new Set(['on', 'addListener', 'addEventListener', 'subscribe'])
/** Functions that make a stream of what an emitter emits: `on` of `events`, `fromEvent` of RxJS. */
const ADAPTERS = new Set(['events#on', 'rxjs#fromEvent', 'events#EventEmitter.on'])
/** How many classes are followed to the one they extend. */
const MAX_STEPS = 3

/** What makes the emitters and subjects of modules and classes that a route's stream is fed by, in document order. */
export const inMemoryEmitters = perSource((source): readonly Node[] => {
  const found = new Set<Node>()
  const add = (emitter: Node): void => {
    const made = heldValue(source, emitter)
    if (made !== undefined && isEmitter(source, made)) found.add(made)
  }
  for (const call of methodCalls(source, LISTENING)) {
    const emitter = receiverOf(call)
    if (emitter !== undefined && feedsClient(source, call) && handlersReaching(source, call).length > 0) add(emitter)
  }
  for (const loop of nodesOf(source, 'ForOfStatement')) {
    const call = loop.await ? unwrapAwait(loop.right) : undefined
    const [emitter] = call?.type === 'CallExpression' ? call.arguments : []
    if (call?.type !== 'CallExpression' || emitter === undefined || !isAdapter(source, call)) continue
    const isFeeding = contains(source, loop.body, (it) => it.type === 'YieldExpression' || isWrite(it))
    if (isFeeding && handlersReaching(source, loop).length > 0) add(emitter)
  }
  for (const handler of requestHandlers(source)) {
    if (!isNestSse(source, handler)) continue
    for (const returned of returnedExpressions(source, handler.fn)) add(sourceOf(source, returned))
  }
  return [...found].sort((a, b) => a.range[0] - b.range[0])
})

function isWrite(node: Node): boolean {
  return node.type === 'CallExpression' && /^(?:write|enqueue|writeSSE|next|emit)$/.test(methodName(node) ?? '')
}

function isAdapter(source: Source, call: TSESTree.CallExpression): boolean {
  const imported = importedName(source, call.callee)
  return imported !== undefined && ADAPTERS.has(`${imported.module}#${imported.name}`)
}

/** A listener, or an observer's `next`, that sends to a client. */
function feedsClient(source: Source, call: TSESTree.CallExpression): boolean {
  return call.arguments.some((argument) => {
    if (argument.type === 'SpreadElement') return false
    const node = unwrap(argument)
    const given =
      node.type === 'ObjectExpression'
        ? node.properties.flatMap((it) =>
            it.type === 'Property' && propertyName(it) === 'next' ? [it.value as Node] : [],
          )
        : [node]
    return given.some((it) => {
      const fn = localFunction(source, it)
      return fn !== undefined && sendsToClient(source, fn)
    })
  })
}

/** `this.events` of `this.events.asObservable().pipe(…)` and of `fromEvent(this.events, 'x').pipe(…)`. */
function sourceOf(source: Source, expression: Node): Node {
  const node = unwrapAwait(expression)
  if (node.type !== 'CallExpression') return node
  const [emitter] = node.arguments
  if (emitter !== undefined && isAdapter(source, node)) return emitter
  const receiver = receiverOf(node)
  return receiver === undefined ? node : sourceOf(source, receiver)
}

function isEmitter(source: Source, made: Node): boolean {
  if (made.type !== 'NewExpression' && made.type !== 'CallExpression') return false
  return isEmitterClass(source, made.callee, MAX_STEPS)
}

function isEmitterClass(source: Source, callee: Node, steps: number): boolean {
  const imported = importedName(source, callee)
  const key = imported === undefined ? '' : `${imported.module}#${imported.name}`
  if (EMITTERS.has(key) || SUBJECTS.has(key)) return true
  const base = steps === 0 ? undefined : localClass(source, callee)?.superClass
  return base != null && isEmitterClass(source, base, steps - 1)
}
