import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import type { Call } from './callee.ts'
import { importedName, methodName } from './callee.ts'
import { calledFunction, callsOfFunction, enclosingFunction } from './functions.ts'
import { collectWithin, isFunction, nodesOf } from './nodes.ts'
import { candidatesOf } from './same-stream.ts'
import { propertyName, stringOf, unwrap } from './unwrap.ts'
import type { Use } from './uses.ts'
import { usesOf } from './uses.ts'
import { globalName } from './variables.ts'

export type ConnectionKind = 'websocket' | 'event-source' | 'fetch-event-source'

/** What is done when a connection ends or fails. */
export interface ConnectionHandler {
  readonly event: 'close' | 'error'
  /** The function, or the name of one, as it is written. */
  readonly value: Node
  /** The whole of what attaches it: a call, an assignment, a property of the options. */
  readonly attached: Node
}

/** A connection that this file opens to a server. */
export interface Connection {
  readonly kind: ConnectionKind
  readonly node: Call
  /** The callee is the platform's own class and not that of a package. */
  readonly isGlobal: boolean
  /** In the order in which they are attached. */
  readonly handlers: readonly ConnectionHandler[]
  /** Everything that happens to the connection in this file; empty for `fetchEventSource`. */
  readonly uses: readonly Use[]
}

const GLOBALS: Readonly<Record<string, ConnectionKind>> = { WebSocket: 'websocket', EventSource: 'event-source' }

/** Packages whose clients do not reconnect (`websocket`), or as the browser's does (`event-source`), by `module#name`. */
const IMPORTED: Readonly<Record<string, ConnectionKind>> = {
  'ws#default': 'websocket',
  'ws#WebSocket': 'websocket',
  'isomorphic-ws#default': 'websocket',
  'isomorphic-ws#WebSocket': 'websocket',
  'undici#WebSocket': 'websocket',
  'websocket#w3cwebsocket': 'websocket',
  'eventsource#default': 'event-source',
  'eventsource#EventSource': 'event-source',
  'undici#EventSource': 'event-source',
  'event-source-polyfill#EventSourcePolyfill': 'event-source',
  'event-source-polyfill#NativeEventSource': 'event-source',
  'extended-eventsource#EventSource': 'event-source',
  '@microsoft/fetch-event-source#fetchEventSource': 'fetch-event-source',
  '@fortaine/fetch-event-source#fetchEventSource': 'fetch-event-source',
  '@sentool/fetch-event-source#fetchEventSource': 'fetch-event-source',
}

/** Without one of these texts a file opens no connection. */
export const CONNECTION_TERMS: readonly string[] = [
  'WebSocket',
  'EventSource',
  'fetchEventSource',
  'w3cwebsocket',
  "'ws'",
  '"ws"',
]

const LISTEN = new Set(['addEventListener', 'on', 'once', 'addListener'])
const EVENTS: Readonly<Record<string, ConnectionHandler['event'] | undefined>> = { close: 'close', error: 'error' }
const PROPERTIES: Readonly<Record<string, ConnectionHandler['event'] | undefined>> = {
  onclose: 'close',
  onerror: 'error',
}
/** How many helpers that hand a new connection back are followed. */
const MAX_HELPERS = 3

/** Every connection that the file opens, in document order. */
export const connections = perSource((source): readonly Connection[] => {
  const found: Connection[] = []
  for (const node of nodesOf(source, 'NewExpression', 'CallExpression')) {
    const kind = kindOf(source, node)
    if (kind === undefined || (kind === 'fetch-event-source') !== (node.type === 'CallExpression')) continue
    const uses = kind === 'fetch-event-source' ? [] : usesOfConnection(source, node, MAX_HELPERS)
    const handlers = kind === 'fetch-event-source' ? optionHandlers(node) : uses.flatMap(handlersOf)
    const isGlobal = importedName(source, node.callee) === undefined
    found.push({ kind, node, isGlobal, handlers: inOrder(handlers), uses })
  }
  return found.sort((a, b) => a.node.range[0] - b.node.range[0])
})

function kindOf(source: Source, { callee }: Call): ConnectionKind | undefined {
  const name = globalName(source, callee)
  if (name !== undefined) return Object.hasOwn(GLOBALS, name) ? GLOBALS[name] : undefined
  const imported = importedName(source, callee)
  const key = imported === undefined ? '' : `${imported.module}#${imported.name}`
  return Object.hasOwn(IMPORTED, key) ? IMPORTED[key] : undefined
}

/** What happens to a value, also where it is kept in `holder.current` and where a helper hands it back. */
function usesOfConnection(source: Source, node: Node, steps: number): Use[] {
  const uses = usesOf(source, node)
  const more = uses.flatMap((use) => {
    if (use.kind === 'stored' && use.into.type === 'MemberExpression')
      return [...candidatesOf(source, use.into).flatMap((it) => it.uses), ...usesBeside(source, use.into)]
    if (use.kind !== 'returned' || steps === 0) return []
    const fn = isFunction(use.by) ? use.by : enclosingFunction(use.by)
    return fn === undefined
      ? []
      : callsOfFunction(source, fn).flatMap((call) =>
          calledFunction(source, call) === fn ? usesOfConnection(source, call, steps - 1) : [],
        )
  })
  return [...uses, ...more]
}

/** The uses of a place of the same text in the same function: `this.ws` in an object literal, `state.socket`. */
function usesBeside(source: Source, place: Node): Use[] {
  const text = source.text.slice(...place.range)
  const fn = enclosingFunction(place)
  const isSame = (it: Node): it is TSESTree.MemberExpression =>
    it.type === 'MemberExpression' && it !== place && source.text.slice(...it.range) === text
  return fn === undefined
    ? []
    : collectWithin(source, fn.body, isSame, { functions: 'skip' }).flatMap((it) => usesOf(source, it))
}

function handlersOf(use: Use): ConnectionHandler[] {
  if (use.kind === 'property-set') {
    const event = Object.hasOwn(PROPERTIES, use.name) ? PROPERTIES[use.name] : undefined
    return event === undefined ? [] : [{ event, value: use.assignment.right, attached: use.assignment }]
  }
  if (use.kind !== 'method-call' || !LISTEN.has(use.name)) return []
  const name = stringOf(use.call.arguments[0]) ?? ''
  const event = Object.hasOwn(EVENTS, name) ? EVENTS[name] : undefined
  const value = use.call.arguments[1]
  return event === undefined || value === undefined ? [] : [{ event, value, attached: use.call }]
}

function optionHandlers(call: Call): ConnectionHandler[] {
  const options = call.arguments[1] === undefined ? undefined : unwrap(call.arguments[1])
  if (options?.type !== 'ObjectExpression') return []
  return options.properties.flatMap((property) => {
    const name = property.type === 'Property' ? (propertyName(property) ?? '') : ''
    const event = Object.hasOwn(PROPERTIES, name) ? PROPERTIES[name] : undefined
    return event === undefined
      ? []
      : [{ event, value: (property as TSESTree.Property).value as Node, attached: property as Node }]
  })
}

function inOrder(handlers: readonly ConnectionHandler[]): ConnectionHandler[] {
  const seen = new Set<Node>()
  return handlers
    .filter(({ attached }) => !seen.has(attached) && seen.add(attached) !== undefined)
    .sort((a, b) => a.attached.range[0] - b.attached.range[0])
}

/** True when one run of a function runs this one as a part of it: an executor of a promise, `then` callbacks, a function called where it stands. */
export function runsInside(fn: Node): boolean {
  const { parent } = fn
  if (parent?.type === 'NewExpression')
    return parent.callee.type === 'Identifier' && parent.callee.name === 'Promise' && parent.arguments[0] === fn
  if (parent?.type !== 'CallExpression') return false
  return parent.callee === fn || ['then', 'catch', 'finally'].includes(methodName(parent) ?? '')
}
