import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import type { Call } from './callee.ts'
import { importedName } from './callee.ts'
import { optionOf } from './model-call.ts'
import { nodesOf } from './nodes.ts'
import { unwrap } from './unwrap.ts'
import type { UrlParameter } from './url-parts.ts'
import { queryParametersOf, urlPartsOf } from './url-parts.ts'
import { globalName } from './variables.ts'

/** A client that opens a stream at an address. */
export interface UrlConnection {
  readonly call: Call
  /** `ws`: the client of that package, which takes headers; `websocket`: the platform's. */
  readonly kind: 'event-source' | 'websocket' | 'ws' | 'socket.io' | 'partysocket'
  /** The argument that is the address. */
  readonly url: Node | undefined
  /** What `query` of the options is. */
  readonly query: Node | undefined
  readonly start: string
  readonly parameters: readonly UrlParameter[]
  readonly hasUserInfo: boolean
}

const GLOBALS: Readonly<Record<string, UrlConnection['kind']>> = { EventSource: 'event-source', WebSocket: 'websocket' }
const IMPORTED: Readonly<Record<string, UrlConnection['kind']>> = {
  'eventsource#EventSource': 'event-source',
  'eventsource#default': 'event-source',
  'event-source-polyfill#EventSourcePolyfill': 'event-source',
  'reconnecting-eventsource#default': 'event-source',
  'undici#EventSource': 'event-source',
  'undici#WebSocket': 'websocket',
  'isomorphic-ws#default': 'websocket',
  'isomorphic-ws#WebSocket': 'websocket',
  'reconnecting-websocket#default': 'websocket',
  'partysocket/ws#default': 'websocket',
  'partysocket/ws#WebSocket': 'websocket',
  'partysocket#WebSocket': 'websocket',
  'partysocket/react#useWebSocket': 'websocket',
  'react-use-websocket#default': 'websocket',
  'react-use-websocket#useWebSocket': 'websocket',
  'ws#default': 'ws',
  'ws#WebSocket': 'ws',
  'socket.io-client#default': 'socket.io',
  'socket.io-client#io': 'socket.io',
  'socket.io-client#connect': 'socket.io',
  'socket.io-client#Manager': 'socket.io',
  'partysocket#default': 'partysocket',
  'partysocket#PartySocket': 'partysocket',
  'partysocket/react#default': 'partysocket',
  'partysocket/react#usePartySocket': 'partysocket',
}
/** Kinds whose options may be the first argument. */
const OPTIONS_FIRST = new Set<UrlConnection['kind']>(['socket.io', 'partysocket'])

/** Without one of these texts a file opens no such connection. */
export const URL_CONNECTION_TERMS: readonly string[] = [
  'EventSource',
  'WebSocket',
  'socket.io-client',
  'partysocket',
  "'ws'",
  '"ws"',
]

/** Every client of the file that opens a stream at an address, in document order. */
export const urlConnections = perSource((source): readonly UrlConnection[] => {
  const found: UrlConnection[] = []
  for (const call of nodesOf(source, 'NewExpression', 'CallExpression')) {
    const kind = kindOf(source, call)
    const [first, second] = call.arguments
    if (kind === undefined || first === undefined || first.type === 'SpreadElement') continue
    const isOptions = OPTIONS_FIRST.has(kind) && unwrap(first).type === 'ObjectExpression'
    const options = isOptions ? first : second
    const given = OPTIONS_FIRST.has(kind) && options !== undefined ? optionOf(source, options, 'query') : undefined
    const query = given === 'spread' ? undefined : given
    const { start, parameters, hasUserInfo } = isOptions
      ? { start: '', parameters: [], hasUserInfo: false }
      : urlPartsOf(source, first)
    found.push({
      call,
      kind,
      url: isOptions ? undefined : first,
      query,
      start,
      parameters: [...parameters, ...(query === undefined ? [] : queryParametersOf(source, query))],
      hasUserInfo,
    })
  }
  return found.sort((a, b) => a.call.range[0] - b.call.range[0])
})

function kindOf(source: Source, call: Call): UrlConnection['kind'] | undefined {
  const imported = importedName(source, call.callee)
  if (imported !== undefined) {
    const key = `${imported.module}#${imported.name}`
    return Object.hasOwn(IMPORTED, key) ? IMPORTED[key] : undefined
  }
  if (call.type !== 'NewExpression') return undefined
  const name = globalName(source, call.callee)
  return name !== undefined && Object.hasOwn(GLOBALS, name) ? GLOBALS[name] : undefined
}
