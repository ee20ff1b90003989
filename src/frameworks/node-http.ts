import { importedName } from '../facts/callee.ts'
import { nodesOf } from '../facts/nodes.ts'
import { stringOf } from '../facts/unwrap.ts'
import type { Source } from '../source.ts'
import { wrapperCatches } from './async-wrappers.ts'
import type { Framework, Handler, Surroundings } from './handler.ts'
import { imports } from './imported-modules.ts'
import { makeHandler } from './make-handler.ts'
import { endNodeResponse } from './node-response.ts'
import { readsPlace } from './parameter-use.ts'
import { routeCalls } from './route-calls.ts'
import { wrappedFunction } from './wrapped-function.ts'

const MODULES = ['http', 'https', 'http2']
const SERVERS = new Set([
  'http#createServer',
  'http#Server',
  'https#createServer',
  'https#Server',
  'http2#createServer',
  'http2#createSecureServer',
  'http2#Http2Server',
  'http2#Http2SecureServer',
])
const LISTEN = new Set(['on', 'once', 'addListener'])

export const NODE_HTTP: Framework = {
  name: 'node-http',
  registered,
  parameterTypes: {
    ...Object.fromEntries(
      MODULES.flatMap((module) => [
        [`${module}#IncomingMessage`, 'request'] as const,
        [`${module}#ServerResponse`, 'response'] as const,
      ]),
    ),
    'http2#Http2ServerRequest': 'request',
    'http2#Http2ServerResponse': 'response',
  },
  functionTypes: ['http#RequestListener', 'https#RequestListener'],
  shape: ['request', 'response'],
  parts: { nodeRequest: ['request'], nodeResponse: ['response'] },
  // A listener's promise is dropped: what it rejects with is an unhandled rejection.
  catchesRejections: (handler, where) => {
    const byWrapper = wrapperCatches(handler, where)
    return byWrapper === false && !handler.isRegistered ? undefined : byWrapper
  },
  parsesBody: (handler, { source }: Surroundings) => (readsPlace(source, handler, 'request.body') ? true : undefined),
  wayOut: (handler, errorName) =>
    handler.response === undefined ? undefined : endNodeResponse(handler.response.name, errorName),
}

function registered(source: Source): Handler[] {
  const found: Handler[] = []
  if (!imports(source, MODULES)) return found
  for (const call of [...nodesOf(source, 'CallExpression'), ...nodesOf(source, 'NewExpression')]) {
    const imported = importedName(source, call.callee)
    if (imported === undefined || !SERVERS.has(`${imported.module}#${imported.name}`)) continue
    const last = call.arguments.at(-1)
    const listener = last === undefined || last.type === 'SpreadElement' ? undefined : wrappedFunction(source, last)
    if (listener !== undefined) found.push(makeHandler(source, NODE_HTTP, { ...listener, registration: call }))
  }
  for (const { call, name, instance } of routeCalls(source)) {
    if (!LISTEN.has(name) || instance.key === undefined || !SERVERS.has(instance.key)) continue
    if (stringOf(call.arguments[0]) !== 'request' || call.arguments[1] === undefined) continue
    const listener = wrappedFunction(source, call.arguments[1])
    if (listener !== undefined) found.push(makeHandler(source, NODE_HTTP, { ...listener, registration: call }))
  }
  return found
}
