import type { TSESTree } from '@typescript-eslint/utils'
import { imports } from '../frameworks/imported-modules.ts'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import type { Call } from './callee.ts'
import { importedName, methodName, receiverOf } from './callee.ts'
import {
  BOT_CONTEXT,
  CONSTRUCTORS,
  EFFECTS,
  HANDLER_PROPERTY,
  JSX_COMPONENT_HANDLER,
  JSX_HANDLER,
  LISTEN_METHODS,
  TIMERS,
  WAITING_EMITTERS,
} from './dropping-callees.ts'
import { localFunction } from './functions.ts'
import type { FunctionNode } from './nodes.ts'
import { nodesOf } from './nodes.ts'
import { originOf } from './origin.ts'
import { writtenType } from './type-annotation.ts'
import { propertyName, unwrap, wrapped } from './unwrap.ts'
import { globalName } from './variables.ts'
import { holdsText } from './file-text.ts'
import { callsNamed } from './named-calls.ts'

export type DropKind = 'listener' | 'timer' | 'handler' | 'callback' | 'effect' | 'executor' | 'observer'

/** A function of this file that is handed to someone who drops what it gives back. */
export interface DroppedFunction {
  readonly fn: FunctionNode
  /** `handler`: of a JSX attribute. `callback`: of `forEach`, or of a `map` whose array nobody takes. `executor`: of `new Promise`. */
  readonly kind: DropKind
  /** What takes the function: the call, the assignment, the attribute. */
  readonly by: Node
}

/** Every function of the file whose rejection nobody can get, because it is handed to such a taker. One function may be there several times. */
export const droppedFunctions = perSource((source): readonly DroppedFunction[] => {
  const found: DroppedFunction[] = []
  const add = (kind: DropKind, by: Node, given: Node | undefined) => {
    for (const fn of given === undefined ? [] : functionsOf(source, given)) found.push({ fn, kind, by })
  }
  for (const call of candidates(source)) {
    const taken = takenBy(source, call)
    if (taken !== undefined) add(taken.kind, call, taken.given)
  }
  for (const made of nodesOf(source, 'NewExpression')) {
    const kind = CONSTRUCTORS[globalName(source, made.callee) ?? '']
    if (kind !== undefined) add(kind, made, made.arguments[0])
  }
  for (const assignment of nodesOf(source, 'AssignmentExpression')) {
    const left = unwrap(assignment.left)
    if (left.type !== 'MemberExpression' || unwrap(left.object).type === 'ThisExpression') continue
    if (HANDLER_PROPERTY.test(propertyName(left) ?? '')) add('listener', assignment, assignment.right)
  }
  for (const attribute of nodesOf(source, 'JSXAttribute')) {
    const { value } = attribute
    if (value?.type === 'JSXExpressionContainer' && isHandler(attribute)) add('handler', attribute, value.expression)
  }
  return found
})

const lastName = (path: string): string => path.slice(path.search(/[^.#]+$/))
const TAKING = new Set([...LISTEN_METHODS, 'forEach', 'map', ...[...TIMERS, ...EFFECTS].map(lastName)])
const TAKING_MODULES = ['timers', 'process', ...new Set([...EFFECTS].map((key) => key.slice(0, key.indexOf('#'))))]

/** All calls in files that import such a taker, which may have any name there. */
function candidates(source: Source): TSESTree.CallExpression[] {
  return imports(source, TAKING_MODULES) ? nodesOf(source, 'CallExpression') : callsNamed(source, TAKING)
}

function takenBy(
  source: Source,
  call: TSESTree.CallExpression,
): { kind: DropKind; given: Node | undefined } | undefined {
  const [first, second] = call.arguments
  const name = methodName(call)
  if (name !== undefined && LISTEN_METHODS.has(name) && second !== undefined) {
    return waits(source, call, second) ? undefined : { kind: 'listener', given: second }
  }
  // `chrome.runtime.onMessage.addListener(fn)`
  if (name === 'addListener' && isEventObject(receiverOf(call))) return { kind: 'listener', given: first }
  const user = wrapped(call).parent?.type
  if (name === 'forEach' && user !== 'AwaitExpression') return { kind: 'callback', given: first }
  // The array of promises is thrown away.
  if (name === 'map' && user === 'ExpressionStatement') return { kind: 'callback', given: first }
  if (TIMERS.has(timerName(source, call) ?? '')) return { kind: 'timer', given: first }
  const imported = importedName(source, call.callee)
  if (imported !== undefined && EFFECTS.has(`${imported.module}#${imported.name}`))
    return { kind: 'effect', given: first }
  return undefined
}

function timerName(source: Source, call: Call): string | undefined {
  const global = globalName(source, call.callee)
  if (global !== undefined) return global
  const imported = importedName(source, call.callee)
  if (imported !== undefined)
    return imported.module === 'timers'
      ? imported.name
      : imported.module === 'process'
        ? `process.${imported.name}`
        : undefined
  const receiver = receiverOf(call)
  return receiver !== undefined && globalName(source, receiver) === 'process'
    ? `process.${methodName(call)}`
    : undefined
}

/** True for emitters that are known, or by their listener's parameter likely, to look after what a listener gives back. */
function waits(source: Source, call: TSESTree.CallExpression, listener: Node): boolean {
  // Emitters of node:events that are told so make a rejection an `error` event.
  if (holdsText(source, 'captureRejections')) return true
  const fn = functionsOf(source, listener)[0]
  const parameter = fn?.params[0]
  if (parameter?.type === 'Identifier' && BOT_CONTEXT.has(parameter.name)) return true
  const receiver = receiverOf(call)
  if (receiver === undefined) return false
  const type = writtenType(source, receiver)
  if (type?.module !== undefined && WAITING_EMITTERS.has(type.module)) return true
  const origin = originOf(source, receiver)
  if (origin.kind === 'import') return WAITING_EMITTERS.has(origin.module)
  if (origin.kind !== 'expression') return false
  const made = unwrap(origin.node)
  if (made.type !== 'NewExpression' && made.type !== 'CallExpression') return false
  return WAITING_EMITTERS.has(importedName(source, made.callee)?.module ?? '')
}

function isEventObject(receiver: Node | undefined): boolean {
  const node = receiver === undefined ? undefined : unwrap(receiver)
  return node?.type === 'MemberExpression' && /^on[A-Z]/.test(propertyName(node) ?? '')
}

function isHandler(attribute: TSESTree.JSXAttribute): boolean {
  const { name } = attribute
  const written = name.type === 'JSXNamespacedName' ? `${name.namespace.name}:${name.name.name}` : name.name
  const element = attribute.parent.name
  const isPlatform = element.type === 'JSXIdentifier' && /^[a-z]/.test(element.name)
  return (isPlatform ? JSX_HANDLER : JSX_COMPONENT_HANDLER).test(written)
}

/** The functions of this file that an expression can be: also both branches of a condition, and `fn.bind(x)`. */
function functionsOf(source: Source, expression: Node): FunctionNode[] {
  const node = unwrap(expression)
  switch (node.type) {
    case 'ConditionalExpression':
      return [...functionsOf(source, node.consequent), ...functionsOf(source, node.alternate)]
    case 'LogicalExpression':
      return [...functionsOf(source, node.left), ...functionsOf(source, node.right)]
    case 'CallExpression': {
      const receiver = receiverOf(node)
      if (methodName(node) === 'bind' && receiver !== undefined) return functionsOf(source, receiver)
    }
  }
  const fn = localFunction(source, node)
  return fn === undefined ? [] : [fn]
}
