import { calleeNameNode } from '../facts/callee.ts'
import { optionOf } from '../facts/model-call.ts'
import { propertyName, unwrap } from '../facts/unwrap.ts'
import type { Node, Source } from '../source.ts'
import { exportedFunctions, exportedValues } from './exported-functions.ts'
import type { Framework, Handler, Surroundings } from './handler.ts'
import { makeHandler } from './make-handler.ts'
import { endNodeResponse } from './node-response.ts'
import { readsPlace } from './parameter-use.ts'
import { wrappedFunction } from './wrapped-function.ts'

const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'])
const API_FILE = /(?:^|\/)pages\/api\/.+\.[cm]?[jt]sx?$/

export const NEXT_PAGES: Framework = {
  name: 'next-pages',
  registered,
  parameterTypes: { 'next#NextApiRequest': 'request', 'next#NextApiResponse': 'response' },
  functionTypes: ['next#NextApiHandler'],
  shape: ['request', 'response'],
  parts: { nodeRequest: ['request'], nodeResponse: ['response'] },
  catchesRejections: () => true,
  parsesBody,
  wayOut: (handler, errorName) =>
    handler.response === undefined ? undefined : endNodeResponse(handler.response.name, errorName),
}

function registered(source: Source): Handler[] {
  // An edge function of pages/api answers as a route handler does.
  if (!API_FILE.test(source.path) || isEdge(source)) return []
  const path = pathOf(source.path)
  const found = exportedFunctions(source)
    .filter(({ name }) => name === 'default')
    .map(({ fn, wrappers, exported }) =>
      makeHandler(source, NEXT_PAGES, { fn, wrappers, registration: exported, path }),
    )
  return found.length > 0 ? found : byMethod(source, path)
}

/** `export default withMethods({ GET: fn, POST: fn })` */
function byMethod(source: Source, path: string | undefined): Handler[] {
  const exported = exportedValues(source).find(({ name }) => name === 'default')
  const call = exported === undefined ? undefined : unwrap(exported.value)
  if (call?.type !== 'CallExpression') return []
  const found: Handler[] = []
  for (const argument of call.arguments) {
    if (argument.type !== 'ObjectExpression') continue
    for (const property of argument.properties) {
      const method = property.type === 'Property' ? propertyName(property) : undefined
      if (property.type !== 'Property' || method === undefined || !METHODS.has(method)) continue
      const wrapped = wrappedFunction(source, property.value as Node)
      if (wrapped === undefined) continue
      const wrappers = [calleeNameNode(call), ...wrapped.wrappers]
      found.push(makeHandler(source, NEXT_PAGES, { fn: wrapped.fn, wrappers, registration: property, method, path }))
    }
  }
  return found
}

/** `pages/api/chat/[id].ts` answers `/api/chat/:id`. */
function pathOf(file: string): string | undefined {
  const inside = /(?:^|\/)pages(\/api\/.+)\.[cm]?[jt]sx?$/.exec(file)?.[1]
  return inside?.replace(/\/index$/, '').replaceAll(/\[+(?:\.{3})?([^\]]+)\]+/g, ':$1')
}

/** Next reads the body before every handler of pages/api, also that of a GET, unless the file's `config` says no. */
function parsesBody(handler: Handler, { source }: Surroundings): boolean | undefined {
  if (!handler.isRegistered) return readsPlace(source, handler, 'request.body') ? true : undefined
  const config = exportedValues(source).find(({ name }) => name === 'config')
  if (config === undefined) return true
  const api = optionOf(source, config.value, 'api')
  if (api === undefined) return true
  if (api === 'spread') return undefined
  const parser = optionOf(source, api, 'bodyParser')
  if (parser === undefined) return true
  if (parser === 'spread') return undefined
  const value = unwrap(parser)
  return value.type === 'Literal' ? value.value !== false : true
}

function isEdge(source: Source): boolean {
  return exportedValues(source).some(({ name, value }) => {
    const runtime = name === 'config' ? optionOf(source, value, 'runtime') : undefined
    if (runtime === undefined || runtime === 'spread') return false
    const written = unwrap(runtime)
    return written.type === 'Literal' && (written.value === 'edge' || written.value === 'experimental-edge')
  })
}
