import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { optionOf } from './model-call.ts'
import { originsOf } from './origin.ts'
import { stringOf, unwrap } from './unwrap.ts'
import { callsNamed } from './named-calls.ts'

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1', '[::1]'])
/** Methods and functions that begin to listen. */
const LISTEN = new Set(['listen', 'serve'])
const HOST_OPTIONS = ['host', 'hostname']

/**
 * Whether the servers that the file starts can be reached from this machine alone. Undefined: it starts none, or its
 * host is read from somewhere.
 */
export const listensToLoopback = perSource((source): boolean | undefined => {
  const answers = callsNamed(source, LISTEN).map((call) => isOnLoopback(source, call))
  if (answers.length === 0 || answers.includes(undefined)) return undefined
  return answers.every((it) => it === true)
})

function isOnLoopback(source: Source, call: TSESTree.CallExpression): boolean | undefined {
  for (const argument of call.arguments) {
    if (argument.type === 'SpreadElement') return undefined
    if (unwrap(argument).type !== 'ObjectExpression') continue
    for (const name of HOST_OPTIONS) {
      const host = optionOf(source, argument, name)
      if (host === 'spread') return undefined
      if (host !== undefined) return isLoopback(source, host)
    }
    return false
  }
  const host = call.arguments[1]
  if (host === undefined || host.type === 'SpreadElement') return false
  const node = unwrap(host)
  if (node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression') return false
  return isLoopback(source, host)
}

/** One address among those that a host can be is enough: the rest comes from settings. */
function isLoopback(source: Source, host: Node): boolean | undefined {
  const texts = originsOf(source, host).map((origin) =>
    origin.kind === 'expression' && origin.path.length === 0 ? stringOf(origin.node) : undefined,
  )
  if (texts.some((text) => text !== undefined && LOOPBACK.has(text))) return true
  return texts.includes(undefined) ? undefined : false
}
