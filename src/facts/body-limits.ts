import type { Source } from '../source.ts'
import type { BodySource } from './body-source.ts'
import { importedModules } from './imported-modules.ts'
import { optionOf } from './model-call.ts'
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
  // node-fetch
  'size',
]
/** Middleware that ends a request whose body is longer. */
const LIMIT_MODULES: ReadonlySet<string> = new Set(['hono/body-limit'])
const LOOPBACK = /^(?:https?|wss?):\/\/(?:localhost|127\.\d+\.\d+\.\d+|\[::1\]|0\.0\.0\.0)(?:[:/]|$)/

/** True when something other than the loop bounds a body: an option of the call that opens it, a middleware, this very machine. */
export function bodyLimit(source: Source, { feeder, opened }: BodySource): boolean {
  if (feeder === 'request' && importedModules(source).some(({ specifier }) => LIMIT_MODULES.has(specifier))) return true
  return (opened?.arguments ?? []).some((argument) => {
    if (argument.type === 'SpreadElement') return false
    const origin = originOf(source, argument)
    const node = origin.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : unwrap(argument)
    const address = stringOf(node) ?? (node.type === 'TemplateLiteral' ? node.quasis[0]?.value.raw : undefined)
    if (address !== undefined) return LOOPBACK.test(address)
    if (node.type !== 'ObjectExpression') return false
    return [...LIMIT_OPTIONS, 'socketPath'].some((name) => {
      const value = optionOf(source, node, name)
      return value !== undefined && value !== 'spread'
    })
  })
}
