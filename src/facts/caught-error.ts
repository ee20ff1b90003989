import type { TSESTree } from '@typescript-eslint/utils'
import { handlersOfFunction } from '../frameworks/handlers.ts'
import type { Node, Source } from '../source.ts'
import { importedName, methodName } from './callee.ts'
import type { FunctionNode } from './nodes.ts'

import { originOf } from './origin.ts'
import { propertyName, stringOf, unwrap, wrapped } from './unwrap.ts'
import { variableOf, writesOf } from './variables.ts'

/** What gets an error: a `catch`, or a callback. */
export type Catcher = TSESTree.CatchClause | FunctionNode

/** How many constants that rename an error are followed. */
const MAX_STEPS = 4
const LISTEN = new Set(['on', 'once', 'addListener', 'addEventListener'])
/** Hono's streaming helpers take what runs after an error as their third argument. */
const HONO_HELPERS = new Set(['stream', 'streamText', 'streamSSE'])

/** What got the error that an expression is; undefined when it is none, or nobody can tell. */
export function caughtError(source: Source, expression: Node): Catcher | undefined {
  return caught(source, unwrap(expression), MAX_STEPS)
}

function caught(source: Source, node: Node, steps: number): Catcher | undefined {
  if (node.type !== 'Identifier' || steps === 0) return undefined
  const variable = variableOf(source, node)
  const definition = variable?.defs[0]
  if (variable === undefined || definition === undefined || variable.defs.length > 1) return undefined
  const declared = definition.node as Node
  if (declared.type === 'CatchClause') return declared.param?.type === 'Identifier' ? declared : undefined
  if (definition.type === ('Parameter' as string)) {
    const origin = originOf(source, node)
    return origin.kind === 'parameter' && isGivenError(source, origin.fn, origin.index, origin.path)
      ? origin.fn
      : undefined
  }
  const [write, ...others] = writesOf(variable)
  if (write?.value === undefined || write.isPattern || others.length > 0) return undefined
  return caught(source, unwrap(write.value), steps - 1)
}

/** True for the parameter of a callback that is there for errors. */
function isGivenError(source: Source, fn: FunctionNode, index: number, path: readonly string[]): boolean {
  const place = wrapped(fn)
  const { parent } = place
  if (parent?.type === 'Property' && parent.value === place) {
    // `onError: (error) => …`, `onError: ({ error }) => …`
    const isErrorOption = /^on_?error$/i.test(propertyName(parent) ?? '')
    return isErrorOption && index === 0 && (path.length === 0 || (path.length === 1 && path[0] === 'error'))
  }
  if (path.length > 0) return false
  if (parent?.type === 'CallExpression' && parent.callee !== place && index === 0) {
    const at = parent.arguments.indexOf(place as never)
    const name = methodName(parent)
    if (name === 'catch') return at === 0
    if (name === 'then') return at === 1
    if (name !== undefined && LISTEN.has(name))
      return at === 1 && stringOf(parent.arguments[0]) === 'error' && name !== 'addEventListener'
    const imported = importedName(source, parent.callee)
    if (imported?.module === 'hono/streaming' && HONO_HELPERS.has(imported.name)) return at === 2
  }
  return handlersOfFunction(source, fn).some(({ roles }) => roles.get(index) === 'error')
}
