import type { Node, Source } from '../source.ts'
import type { BodySource } from './body-source.ts'
import { callsOfFunction } from './functions.ts'
import { importedModules } from './imported-modules.ts'
import { optionOf } from './model-call.ts'
import { literalObject } from './object-properties.ts'
import { originOf } from './origin.ts'
import { stringOf, unwrap } from './unwrap.ts'

/** Options with which clients and parsers end what is longer. */
const LIMIT_OPTIONS: readonly string[] = [
  'limit',
  'limits',
  'maxBuffer',
  'maxContentLength',
  'maxResponseSize',
  'maxBodySize',
  'maxSize',
  'maxBytes',
  'maxLength',
  // A socket of this machine.
  'socketPath',
  // node-fetch
  'size',
]
/** Middleware that ends a request whose body is longer. */
const LIMIT_MODULES: ReadonlySet<string> = new Set(['hono/body-limit'])
const LOOPBACK = /^(?:https?|wss?):\/\/(?:localhost|127\.\d+\.\d+\.\d+|\[::1\]|0\.0\.0\.0)(?:[:/]|$)/

/** True when something other than the loop bounds a body: an option of the call that opens it, a middleware, this very machine. */
export function bodyLimit(source: Source, { feeder, opened }: BodySource): boolean {
  if (feeder === 'request' && importedModules(source).some(({ specifier }) => LIMIT_MODULES.has(specifier))) return true
  return (opened?.arguments ?? []).some(
    (argument) =>
      argument.type !== 'SpreadElement' &&
      (isLoopback(source, argument) || hasLimit(source, argument) || hasLoopbackHost(source, argument)),
  )
}

/** An address of this machine; of a parameter, in all calls of the file. */
function isLoopback(source: Source, address: Node): boolean {
  const origin = originOf(source, address)
  if (origin.kind === 'parameter' && origin.path.length === 0) {
    const given = callsOfFunction(source, origin.fn).map((call) => call.arguments[origin.index])
    return given.length > 0 && given.every((it) => it !== undefined && isLoopbackText(source, it))
  }
  return isLoopbackText(source, address)
}

function isLoopbackText(source: Source, address: Node, scheme = ''): boolean {
  const origin = originOf(source, address)
  const node = origin.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : unwrap(address)
  const text = stringOf(node) ?? (node.type === 'TemplateLiteral' ? node.quasis[0]?.value.raw : undefined)
  return text !== undefined && LOOPBACK.test(`${scheme}${text}`)
}

/** `{ hostname: 'localhost' }`, the options of Node's own client. */
function hasLoopbackHost(source: Source, options: Node): boolean {
  const object = literalObject(source, options)
  return ['hostname', 'host'].some((name) => {
    const value = object === undefined ? undefined : optionOf(source, object, name)
    return value !== undefined && value !== 'spread' && isLoopbackText(source, value, 'http://')
  })
}

function hasLimit(source: Source, options: Node): boolean {
  const origin = originOf(source, options)
  const node = origin.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : unwrap(options)
  if (node.type !== 'ObjectExpression') return false
  return LIMIT_OPTIONS.some((name) => {
    const value = optionOf(source, node, name)
    return value !== undefined && value !== 'spread'
  })
}
