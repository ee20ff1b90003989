import type { TSESTree } from '@typescript-eslint/utils'
import { SOCKET_SERVERS } from '../frameworks/sockets.ts'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { importedName, methodName, receiverOf } from './callee.ts'
import { isSendingName, readsCollection, sendsTo, SESSION_REQUEST, storedConnection } from './client-connections.ts'
import { listedCollection } from './element-type.ts'
import { calledFunction, callsOfFunction, enclosingFunctions, localFunction } from './functions.ts'
import { isHeartbeat } from './heartbeats.ts'
import { heldValue } from './held-value.ts'
import type { FunctionNode } from './nodes.ts'
import { collectWithin, nodesOf } from './nodes.ts'
import { enclosingClass, originsOf } from './origin.ts'
import { endsBehind } from './statements-behind.ts'
import { elementRead, storedValues } from './stored-values.ts'
import { writtenType } from './type-annotation.ts'
import { propertyName, unwrap, unwrapAwait, wrapped } from './unwrap.ts'
import { globalName, variableOf } from './variables.ts'

/** Connections to clients that only this process knows, and that this file sends to. */
export interface FanOut {
  /** What makes the collection, or the `clients` property of a server of `ws`. */
  readonly at: Node
  readonly holds: 'responses' | 'controllers' | 'sockets' | 'transports' | 'listeners'
  /** True when all that is done with what is looked up is to hand a session its own requests. */
  readonly isOfSessions: boolean
}

const HOLDS = { response: 'responses', controller: 'controllers', socket: 'sockets', transport: 'transports' } as const
/** What makes a collection that is kept in memory and holds on to its values. */
const COLLECTIONS = new Set(['Map', 'Set', 'Array'])
/** Methods whose callback gets what others publish, maybe in other processes. */
const SUBSCRIBING = new Set(['subscribe', 'psubscribe', 'pSubscribe', 'sSubscribe', 'listen', 'consume', 'watch'])
const ENDING = new Set(['end', 'close', 'destroy', 'terminate', 'disconnect'])
/** How many functions around a write are looked at. */
const MAX_STEPS = 3

/** The collections of connections that this file sends to by iteration or look-up, one each, in document order. */
export const inMemoryFanOuts = perSource((source): readonly FanOut[] => {
  const found = new Map<Node, FanOut>()
  const servers = new Set<Node>()
  for (const call of nodesOf(source, 'CallExpression'))
    for (const { target, method } of sendsOf(source, call)) {
      const read = readsCollection(source, target)
      if (read === undefined || isHeartbeat(source, call) || isGoodbye(source, call)) continue
      const clients = clientsOfServer(source, read)
      if (clients !== undefined) {
        if (!servers.has(clients.server) && !isFedFromOutside(source, call)) {
          servers.add(clients.server)
          found.set(clients.at, { at: clients.at, holds: 'sockets', isOfSessions: false })
        }
        continue
      }
      const made = heldValue(source, read)
      const isOfSessions = method === SESSION_REQUEST
      const known = made === undefined ? undefined : found.get(made)
      if (made === undefined || known?.isOfSessions === false || known?.isOfSessions === isOfSessions) continue
      if (!isCollection(source, made) || isOfOneClient(made)) continue
      const kind = method === '' ? 'listener' : storedConnection(source, read, method)
      if (kind === undefined || (kind === 'listener' && !storesSenders(source, read))) continue
      if (isFedFromOutside(source, call)) continue
      found.set(made, { at: made, holds: kind === 'listener' ? 'listeners' : HOLDS[kind], isOfSessions })
    }
  return [...found.values()].sort((a, b) => a.at.range[0] - b.at.range[0])
})

interface Send {
  readonly target: Node
  /** Empty for a stored function that is called. */
  readonly method: string
}

/** What a call sends to: `client.write(x)`, `send(client, x)` of a helper of this file that writes to it, `listener(x)`. */
function sendsOf(source: Source, call: TSESTree.CallExpression): Send[] {
  const method = methodName(call)
  const receiver = receiverOf(call)
  if (method !== undefined && receiver !== undefined && isSendingName(method) && call.arguments.length > 0)
    return [{ target: receiver, method }]
  const callee = unwrap(call.callee)
  const isElement = (node: Node) => node.type !== 'SpreadElement' && elementRead(source, node) !== undefined
  const fn = calledFunction(source, call)
  if (fn === undefined) return callee.type === 'Identifier' && isElement(callee) ? [{ target: callee, method: '' }] : []
  return call.arguments.flatMap((argument, index) => {
    if (!isElement(argument)) return []
    const sent = methodSentBy(source, fn, index)
    return sent === undefined ? [] : [{ target: argument, method: sent }]
  })
}

/** The method by which a function sends to what its parameter is given. */
function methodSentBy(source: Source, fn: FunctionNode, index: number): string | undefined {
  const parameter = fn.params[index]
  if (parameter?.type !== 'Identifier') return undefined
  const variable = variableOf(source, parameter)
  for (const call of callsWithin(source, fn.body)) {
    const name = methodName(call)
    const receiver = receiverOf(call)
    if (receiver === undefined || !isSendingName(name) || isHeartbeat(source, call)) continue
    const node = unwrap(receiver)
    if (node.type === 'Identifier' && variable !== undefined && variableOf(source, node) === variable) return name
  }
  return undefined
}

function callsWithin(source: Source, root: Node): TSESTree.CallExpression[] {
  return collectWithin(source, root, (it): it is TSESTree.CallExpression => it.type === 'CallExpression')
}

/** True for a function that sends something to a connection it closes over, or hands it to a stream's controller. */
export function sendsToClient(source: Source, fn: FunctionNode): boolean {
  return callsWithin(source, fn).some((call) => {
    const name = methodName(call)
    const receiver = receiverOf(call)
    if (name === undefined || receiver === undefined || !isSendingName(name) || isHeartbeat(source, call)) return false
    return elementRead(source, receiver) === undefined && sendsTo(source, receiver, name) !== undefined
  })
}

function storesSenders(source: Source, read: Node): boolean {
  const element = elementRead(source, read)
  if (element === undefined) return false
  return storedValues(source, element).some(({ value, path }) => {
    const fn = path.length === 0 ? localFunction(source, value) : undefined
    return fn !== undefined && sendsToClient(source, fn)
  })
}

/** A field of a transport: an object of the class is one client's, and so is all that it holds. */
function isOfOneClient(made: Node): boolean {
  return /Transport$/.test(enclosingClass(made)?.id?.name ?? '')
}

function isCollection(source: Source, made: Node): boolean {
  if (made.type === 'NewExpression') return COLLECTIONS.has(globalName(source, made.callee) ?? '')
  return made.type === 'ArrayExpression' || made.type === 'ObjectExpression' || isObjectCreate(made)
}

/** `Object.create(null)` */
function isObjectCreate(made: Node): boolean {
  if (made.type !== 'CallExpression' || methodName(made) !== 'create') return false
  const receiver = receiverOf(made)
  return receiver?.type === 'Identifier' && receiver.name === 'Object'
}

/** The `clients` of a server of `ws`, which a read goes through. */
function clientsOfServer(source: Source, read: Node): { readonly at: Node; readonly server: Node } | undefined {
  const collection = elementRead(source, read)?.collection
  if (collection === undefined) return undefined
  const member = aliased(source, listedCollection(source, collection))
  if (member.type !== 'MemberExpression' || propertyName(member) !== 'clients') return undefined
  const server = serverOf(source, member.object)
  return server === undefined ? undefined : { at: member.property, server }
}

/** What a local name stands for: `const { clients } = wss` is not followed. */
function aliased(source: Source, node: Node): Node {
  if (node.type !== 'Identifier') return node
  const declarator = variableOf(source, node)?.defs[0]?.node as Node | undefined
  return declarator?.type === 'VariableDeclarator' && declarator.id.type === 'Identifier' && declarator.init !== null
    ? listedCollection(source, declarator.init)
    : node
}

function serverOf(source: Source, expression: Node): Node | undefined {
  const type = writtenType(source, expression)
  if (type !== undefined && isWsServer(type.module, type.name)) return type.node
  for (const origin of originsOf(source, expression)) {
    const made = origin.kind === 'expression' && origin.path.length === 0 ? unwrapAwait(origin.node) : undefined
    if (made?.type !== 'NewExpression') continue
    const imported = importedName(source, made.callee)
    if (imported !== undefined && isWsServer(imported.module, imported.name)) return made
  }
  return undefined
}

function isWsServer(module: string | undefined, name: string): boolean {
  return (module === 'ws' || module === 'isomorphic-ws') && SOCKET_SERVERS.has(`${module}#${name}`)
}

/** The connection is closed right behind what is written: the process says that it stops, or that somebody stopped it. */
function isGoodbye(source: Source, call: TSESTree.CallExpression): boolean {
  const receiver = receiverOf(call)
  let statement: Node = call
  while (statement.parent != null && statement.parent.type !== 'BlockStatement') statement = statement.parent
  const block = statement.parent
  if (receiver === undefined || block?.type !== 'BlockStatement') return false
  return isEnded(source, block, statement, receiver)
}

const isEnded = endsBehind(ENDING)

/** True when what is sent comes out of a subscription to something that this file does not make: it may reach every process. */
function isFedFromOutside(source: Source, at: Node, steps = MAX_STEPS): boolean {
  if (steps === 0) return false
  return enclosingFunctions(at).some((fn) => {
    const call = wrapped(fn).parent
    if (call?.type === 'CallExpression' && call.callee !== wrapped(fn)) return isOutsideSubscription(source, call)
    const callers = callsOfFunction(source, fn)
    return callers.length > 0 && callers.every((caller) => isFedFromOutside(source, caller, steps - 1))
  })
}

function isOutsideSubscription(source: Source, call: TSESTree.CallExpression): boolean {
  const receiver = receiverOf(call)
  if (receiver === undefined || !SUBSCRIBING.has(methodName(call) ?? '')) return false
  return !originsOf(source, receiver).some(
    (origin) => origin.kind === 'expression' && unwrap(origin.node).type === 'NewExpression',
  )
}
