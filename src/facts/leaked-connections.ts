import type { TSESTree } from '@typescript-eslint/utils'
import { handlerOf, handlersOfFunction } from '../frameworks/handlers.ts'
import { imports } from '../frameworks/imported-modules.ts'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { methodName, receiverOf } from './callee.ts'
import type { Occasion } from './departure.ts'
import { occasionOf } from './departure.ts'
import { enclosingFunction, enclosingFunctions } from './functions.ts'
import type { Holder } from './held-collection.ts'
import { ADDING, holderOf, isCollection, isFiltered, isKeptHere } from './held-collection.ts'
import { contains, isWithin, nodesOf } from './nodes.ts'
import { originOf, originsOf } from './origin.ts'
import type { SinkKind } from './sinks.ts'
import { sinkOf } from './sinks.ts'
import { writtenType } from './type-annotation.ts'
import { propertyName, unwrap, wrapped } from './unwrap.ts'
import { globalName } from './variables.ts'
import { methodCalls } from './named-calls.ts'

/** `controller`: of a ReadableStream. `reply`: a response that wraps Node's own. */
export type ClientKind =
  Extract<SinkKind, 'response' | 'socket' | 'websocket' | 'web-writer' | 'hono'> | 'controller' | 'reply'

/** The client's end of a connection. */
export interface Client {
  readonly kind: ClientKind
  readonly node: Node
}

/** A connection that stays in a collection when its client leaves. */
export interface LeakedConnection {
  /** `never`: nothing removes it. `late`: something does when the work is done. `uncaught`: a `catch` does that never runs. */
  readonly kind: 'never' | 'late' | 'uncaught'
  readonly addition: TSESTree.CallExpression | TSESTree.AssignmentExpression
  readonly client: Client
}

/** Every connection of the file that is put into a collection which outlives it, and that nothing takes out when it closes. */
export const leakedConnections = perSource((source): readonly LeakedConnection[] => {
  const found: LeakedConnection[] = []
  for (const { addition, into, value } of additions(source)) {
    const holder = holderOf(source, into)
    if (holder === undefined || isWeak(source, into) || !outlives(source, holder, addition)) continue
    const client = clientIn(source, value)
    if (client === undefined || !isKeptHere(source, holder)) continue
    if (isAnsweredWhole(source, client)) continue
    const kind = leakOf(removals(source).get(holder.key) ?? [], (it) =>
      isBounding(it) ? 'unknown' : occasionOf(source, it, { addition, throws: throws(source, client) }),
    )
    if (kind !== undefined) found.push({ kind, addition, client })
  }
  return found.sort((a, b) => a.addition.range[0] - b.addition.range[0])
})

function leakOf(places: readonly Node[], occasion: (place: Node) => Occasion): LeakedConnection['kind'] | undefined {
  const seen = new Set<Occasion>()
  for (const place of places) {
    const one = occasion(place)
    if (one === 'leaving' || one === 'unknown') return undefined
    seen.add(one)
  }
  if (seen.size === 0) return 'never'
  return seen.has('never') ? 'uncaught' : 'late'
}

interface Addition {
  readonly addition: LeakedConnection['addition']
  readonly into: Node
  readonly value: Node
}

function additions(source: Source): Addition[] {
  const calls = methodCalls(source, ADDING).flatMap((call): Addition[] => {
    const into = receiverOf(call)
    const value = call.arguments[methodName(call) === 'set' ? 1 : 0]
    return into === undefined || value === undefined ? [] : [{ addition: call, into, value }]
  })
  const assignments = nodesOf(source, 'AssignmentExpression').flatMap((assignment): Addition[] => {
    const left = unwrap(assignment.left)
    if (left.type !== 'MemberExpression' || !left.computed || assignment.operator !== '=') return []
    return [{ addition: assignment, into: left.object, value: assignment.right }]
  })
  return [...calls, ...assignments]
}

/** A set in a map may be a weak one. */
function isWeak(source: Source, into: Node): boolean {
  return originsOf(source, into).some(
    (it) => it.kind === 'expression' && it.node.type === 'NewExpression' && !isCollection(source, it.node),
  )
}

/** The connection that is added, or that lies in an added object. */
function clientIn(source: Source, value: Node): Client | undefined {
  const object = literalOf(source, value)
  if (object === undefined) return clientOf(source, value)
  for (const property of object.properties) {
    const client = property.type === 'Property' ? clientOf(source, property.value as Node) : undefined
    if (client !== undefined) return client
  }
  return undefined
}

function literalOf(source: Source, value: Node): TSESTree.ObjectExpression | undefined {
  const origin = originOf(source, value)
  const made = origin.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : unwrap(value)
  return made.type === 'ObjectExpression' ? made : undefined
}

function clientOf(source: Source, node: Node): Client | undefined {
  const expression = unwrap(node)
  if (expression.type !== 'Identifier' && expression.type !== 'MemberExpression') return undefined
  if (isController(source, expression)) return { kind: 'controller', node: expression }
  const origin = originOf(source, expression)
  const sink = sinkOf(source, expression)
  switch (sink?.kind) {
    case 'response':
    case 'web-writer':
    case 'hono':
      return { kind: sink.kind, node: expression }
    case 'socket':
    case 'websocket':
      // One that this program opens itself is no client's.
      return origin.kind === 'parameter' ? { kind: sink.kind, node: expression } : undefined
    default: {
      if (origin.kind !== 'parameter' || origin.path.length > 0) return undefined
      const isReply = handlersOfFunction(source, origin.fn).some((it) => it.roles.get(origin.index) === 'response')
      return isReply ? { kind: 'reply', node: expression } : undefined
    }
  }
}

const CONTROLLERS = new Set([
  'ReadableStreamDefaultController',
  'ReadableByteStreamController',
  'ReadableStreamController',
])

/** What `start` and `pull` of a ReadableStream are given. */
function isController(source: Source, expression: Node): boolean {
  const type = writtenType(source, expression)
  if (type !== undefined) return CONTROLLERS.has(type.name) && !type.isLocal
  return originsOf(source, expression).some((origin) => {
    if (origin.kind !== 'parameter' || origin.index !== 0 || origin.path.length > 0) return false
    const property = wrapped(origin.fn).parent
    if (property?.type !== 'Property' || !/^(?:start|pull)$/.test(propertyName(property) ?? '')) return false
    const made = property.parent.parent
    return made?.type === 'NewExpression' && globalName(source, made.callee) === 'ReadableStream'
  })
}

/** Whether a write fails once the client has left. Node responses and the sockets of `ws` and socket.io drop it. */
function throws(source: Source, { kind }: Client): boolean {
  if (kind === 'websocket') return !imports(source, ['ws', 'isomorphic-ws', 'socket.io'])
  return kind !== 'response' && kind !== 'reply' && kind !== 'socket'
}

/** The collection is there before the connection and after it. */
function outlives(source: Source, holder: Holder, addition: Node): boolean {
  if (holder.kind === 'field') {
    const fn = enclosingFunction(addition)
    const isInConstructor = fn?.parent.type === 'MethodDefinition' && fn.parent.kind === 'constructor'
    return !isInConstructor && !isMadePerRequest(source, holder)
  }
  const declaration = holder.variable.identifiers[0] as Node | undefined
  if (declaration === undefined) return false
  const around = enclosingFunctions(declaration)
  const [owner] = around
  if (owner === undefined) return true
  if (around.some((fn) => handlersOfFunction(source, fn).length > 0)) return false
  const handler = handlerOf(source, addition)
  return handler !== undefined && handler.fn !== owner && isWithin(handler.fn, owner)
}

function isMadePerRequest(source: Source, { owner }: Extract<Holder, { kind: 'field' }>): boolean {
  return nodesOf(source, 'NewExpression').some((made) => {
    const origin = originOf(source, made.callee)
    return origin.kind === 'expression' && origin.node === owner && handlerOf(source, made) !== undefined
  })
}

const WHOLE = new Set(['json', 'send', 'sendStatus', 'render', 'redirect'])
const PIECES = new Set(['write', 'writeHead', 'flushHeaders', 'pipe'])

/** Responses that wait for one answer: long polling, requests that are matched with their answers. */
function isAnsweredWhole(source: Source, { kind }: Client): boolean {
  if (kind !== 'response' && kind !== 'reply') return false
  return methodCalls(source, WHOLE).length > 0 && methodCalls(source, PIECES).length === 0
}

/** The first or the last is taken out: a queue, or a list of limited length. */
function isBounding(place: Node): boolean {
  return place.type === 'CallExpression' && /^(?:shift|pop)$/.test(methodName(place) ?? '')
}

const REMOVING = new Set(['delete', 'splice', 'clear', 'shift', 'pop'])

/** The places that take something out of a collection, by what holds it. */
const removals = perSource((source) => {
  const found = new Map<Holder['key'], Node[]>()
  const add = (collection: Node | undefined, place: Node) => {
    const holder = collection === undefined ? undefined : holderOf(source, collection)
    if (holder === undefined) return
    const known = found.get(holder.key)
    if (known === undefined) found.set(holder.key, [place])
    else known.push(place)
  }
  for (const call of methodCalls(source, [...REMOVING, 'set'])) {
    const name = methodName(call) ?? ''
    const isReplaced = name === 'set' && call.arguments[1] !== undefined && isFewer(source, call.arguments[1])
    if (REMOVING.has(name) || isReplaced) add(receiverOf(call), call)
  }
  for (const node of nodesOf(source, 'UnaryExpression')) {
    const member = node.operator === 'delete' ? unwrap(node.argument) : undefined
    if (member?.type === 'MemberExpression') add(member.object, node)
  }
  for (const assignment of nodesOf(source, 'AssignmentExpression')) {
    const left = unwrap(assignment.left)
    if (left.type === 'MemberExpression' && propertyName(left) === 'length') add(left.object, assignment)
    else if (isFewer(source, assignment.right) || isNothing(assignment.right)) add(left, assignment)
    else if (assignment.operator === '=' && isItself(source, left) && isCollection(source, assignment.right))
      add(left, assignment)
  }
  return found
})

/** The held collection, not one in it: `clients`, `this.clients`. */
function isItself(source: Source, place: Node): boolean {
  if (place.type === 'MemberExpression') return unwrap(place.object).type === 'ThisExpression'
  const holder = holderOf(source, place)
  return place.type === 'Identifier' && holder?.kind === 'variable' && holder.variable.name === place.name
}

/** `list.filter(…)`, `new Set([...list].filter(…))`. */
function isFewer(source: Source, expression: Node): boolean {
  return contains(source, expression, (it) => isFiltered(it), { functions: 'skip' })
}

function isNothing(expression: Node): boolean {
  const node = unwrap(expression)
  return (node.type === 'Literal' && node.value === null) || (node.type === 'Identifier' && node.name === 'undefined')
}
