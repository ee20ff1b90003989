import type { TSESTree } from '@typescript-eslint/utils'
import { handlersOfFunction } from '../frameworks/handlers.ts'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { importedName, receiverOf } from './callee.ts'
import { eventNames } from './event-names.ts'
import { localFunction } from './functions.ts'
import type { FunctionNode } from './nodes.ts'
import { nodesOf } from './nodes.ts'
import type { Origin } from './origin.ts'
import { originsOf } from './origin.ts'
import { propertyName, unwrap, wrapped } from './unwrap.ts'
import { globalName } from './variables.ts'
import { methodCalls } from './named-calls.ts'
import { holdsText } from './file-text.ts'

/** A function that a long-lived source of events calls for each of them. */
export interface Subscription {
  /** The `new EventSource(…)`, `new WebSocket(…)`, `io(…)`, `new EventEmitter()`, or the function that gets the socket. */
  readonly origin: Node
  /** `page`: it is opened here and lives until the page closes it. `process`: an emitter or a server's socket. */
  readonly life: 'page' | 'process'
  readonly listener: FunctionNode
  /** Undefined where the name cannot be told. */
  readonly event: string | undefined
}

/** Makers of connections over which events come until somebody closes them; `''` stands for a global. */
const CONNECTIONS: ReadonlySet<string> = new Set([
  '#EventSource',
  '#WebSocket',
  'eventsource#EventSource',
  'eventsource#default',
  'ws#default',
  'ws#WebSocket',
  'partysocket#WebSocket',
  'partysocket#PartySocket',
  'partysocket#default',
  'partysocket/ws#default',
  'reconnecting-websocket#default',
  'reconnecting-eventsource#default',
  'socket.io-client#io',
  'socket.io-client#default',
])
const EMITTERS: ReadonlySet<string> = new Set([
  'events#EventEmitter',
  'events#default',
  'eventemitter3#default',
  'eventemitter3#EventEmitter',
  'mitt#default',
])
/** Hooks that keep a connection open for as long as a component is shown, and are given a listener as `onMessage`. */
const HOOKS: ReadonlySet<string> = new Set([
  'agents/react#useAgent',
  'partysocket/react#usePartySocket',
  'partysocket/react#useWebSocket',
  'partysocket/react#default',
  'react-use-websocket#default',
  'react-use-websocket#useWebSocket',
])
const LISTEN = new Set(['on', 'addListener', 'addEventListener'])
/** Events that say something about the connection and come seldom. */
const LIFE_EVENTS = new Set(['open', 'close', 'error', 'connect', 'disconnect', 'connect_error', 'end', 'abort'])

/** Every listener of the file on a connection or emitter, in document order. */
export const subscriptions = perSource((source): readonly Subscription[] => {
  const found: Subscription[] = []
  for (const call of methodCalls(source, LISTEN)) {
    const [event, given] = call.arguments
    const receiver = receiverOf(call)
    if (receiver === undefined || event === undefined || event.type === 'SpreadElement' || given === undefined) continue
    const { names } = eventNames(source, event)
    if ([...names].some((name) => LIFE_EVENTS.has(name))) continue
    add(source, found, receiver, given, [...names][0])
  }
  for (const assignment of nodesOf(source, 'AssignmentExpression')) {
    const left = unwrap(assignment.left)
    if (left.type === 'MemberExpression' && propertyName(left) === 'onmessage')
      add(source, found, left.object, assignment.right, 'message')
  }
  return [...found, ...hookListeners(source)].sort((a, b) => a.listener.range[0] - b.listener.range[0])
})

/** `useAgent({ agent: 'chat', onMessage: (event) => … })`. */
function hookListeners(source: Source): Subscription[] {
  if (!holdsText(source, 'onMessage')) return []
  return nodesOf(source, 'Property').flatMap((property) => {
    if (propertyName(property) !== 'onMessage') return []
    const hook = wrapped(property.parent).parent
    if (hook?.type !== 'CallExpression' || !HOOKS.has(makerOf(source, hook))) return []
    const listener = localFunction(source, property.value as Node)
    return listener === undefined ? [] : [{ origin: hook, life: 'page' as const, listener, event: 'message' }]
  })
}

function add(source: Source, found: Subscription[], receiver: Node, given: Node, event: string | undefined): void {
  const listener = localFunction(source, given)
  if (listener === undefined) return
  for (const origin of originsOf(source, receiver)) {
    const known = ofOrigin(source, origin)
    if (known === undefined) continue
    found.push({ ...known, listener, event })
    return
  }
}

function ofOrigin(source: Source, origin: Origin): Pick<Subscription, 'origin' | 'life'> | undefined {
  if (origin.kind === 'parameter') {
    const isSocket = handlersOfFunction(source, origin.fn).some(
      ({ framework, roles }) =>
        (framework === 'ws' || framework === 'socket.io') && roles.get(origin.index) === 'context',
    )
    return isSocket && origin.path.length === 0 ? { origin: origin.fn, life: 'process' } : undefined
  }
  if (origin.kind !== 'expression' || origin.path.length > 0) return undefined
  const made = unwrap(origin.node)
  if (made.type !== 'NewExpression' && made.type !== 'CallExpression') return undefined
  const key = makerOf(source, made)
  if (CONNECTIONS.has(key)) return { origin: made, life: 'page' }
  return EMITTERS.has(key) ? { origin: made, life: 'process' } : undefined
}

function makerOf(source: Source, made: TSESTree.NewExpression | TSESTree.CallExpression): string {
  const imported = importedName(source, made.callee)
  return imported === undefined ? `#${globalName(source, made.callee) ?? ''}` : `${imported.module}#${imported.name}`
}
