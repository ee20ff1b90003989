import type { FunctionNode } from '../facts/nodes.ts'
import { isFunction, nodesOf } from '../facts/nodes.ts'
import { variableOf } from '../facts/variables.ts'
import type { Node, Source } from '../source.ts'
import { propertiesOfParameters } from './parameter-use.ts'

/** What only a response of Node's or Express' kind has; `send` and `status` are Fastify's too. */
const RESPONSE_NAMES = [
  'json',
  'end',
  'write',
  'writeHead',
  'setHeader',
  'sendStatus',
  'sendFile',
  'flushHeaders',
  'headersSent',
  'statusCode =',
  'render',
  'cookie',
]
/** What only a server's response is told; a fetch response has `json()` too, any writable `write()` and `end()`. */
const ANSWERS = ['status()', 'sendStatus()', 'writeHead()', 'setHeader()', 'flushHeaders()', 'statusCode =', 'send()']
/** What is read from a server's request. */
const ASKED = ['body', 'params', 'query', 'headers', 'url', 'originalUrl', 'method', 'cookies', 'user', 'session', 'ip']
const SHARED_NAMES = ['send', 'status', 'redirect']
const FASTIFY_NAMES = ['raw', 'hijack', 'code', 'sent', 'getHeaders', 'sse']

/** The second parameter is used as a Node response is, and not as Fastify's reply. */
export function answersLikeExpress(source: Source, fn: FunctionNode): boolean {
  const used = propertiesOfParameters(source, fn)[1]
  if (used === undefined) return false
  if (FASTIFY_NAMES.some((name) => used.has(name))) return false
  if (RESPONSE_NAMES.some((name) => used.has(name))) return true
  const second = fn.params[1]
  const isReply = second?.type === 'Identifier' && second.name === 'reply'
  return !isReply && SHARED_NAMES.some((name) => used.has(name))
}

/** Controllers without types that another file mounts: both the request and the response are used as such. */
export function untypedControllers(source: Source): { fn: FunctionNode; isErrorHandler: boolean }[] {
  const found: { fn: FunctionNode; isErrorHandler: boolean }[] = []
  for (const fn of functionsThatAnswer(source)) {
    if (fn.params.length < 2 || fn.params.length > 4) continue
    const isErrorHandler = fn.params.length === 4
    const [request, response] = propertiesOfParameters(source, fn).slice(isErrorHandler ? 1 : 0)
    if (request === undefined || response === undefined || FASTIFY_NAMES.some((name) => response.has(name))) continue
    if (ANSWERS.some((name) => response.has(name)) && ASKED.some((name) => request.has(name)))
      found.push({ fn, isErrorHandler })
  }
  return found
}

/** Functions with a parameter of which something is taken that only a response has. */
function functionsThatAnswer(source: Source): Set<FunctionNode> {
  const names = new Set(ANSWERS.map((name) => name.replace(/\W+$/, '')))
  const found = new Set<FunctionNode>()
  for (const member of nodesOf(source, 'MemberExpression')) {
    if (member.object.type !== 'Identifier' || member.property.type !== 'Identifier') continue
    if (!names.has(member.property.name)) continue
    const definition = variableOf(source, member.object)?.defs[0]
    const fn = definition?.type === ('Parameter' as string) ? (definition?.node as Node) : undefined
    if (isFunction(fn)) found.add(fn)
  }
  return found
}
