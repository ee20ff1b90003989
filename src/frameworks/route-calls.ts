import type { TSESTree } from '@typescript-eslint/utils'
import { methodName, receiverOf } from '../facts/callee.ts'
import { byPlace } from '../facts/in-range.ts'
import { stringOf, unwrap } from '../facts/unwrap.ts'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import type { Instance } from './instance.ts'
import { instanceOf } from './instance.ts'
import { methodCalls } from '../facts/named-calls.ts'

/** A method call on something that may be an app, a router or a server. */
export interface RouteCall {
  readonly call: TSESTree.CallExpression
  /** `get`, `use`, `on`, `register`, … */
  readonly name: string
  readonly instance: Instance
}

/** HTTP methods as names of route methods. */
export const VERBS: ReadonlySet<string> = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'del'])
const REGISTRATIONS = new Set([
  ...VERBS,
  'all',
  'query',
  'use',
  'on',
  'once',
  'addListener',
  'route',
  'openapi',
  'register',
  'addHook',
  'setErrorHandler',
  'setNotFoundHandler',
  'onError',
  'notFound',
])

/** Every call of the file that may register a handler, with the object that it is called on. */
export const routeCalls = perSource((source): readonly RouteCall[] => {
  const found: RouteCall[] = []
  for (const call of methodCalls(source, REGISTRATIONS)) {
    const name = methodName(call)
    const receiver = receiverOf(call)
    if (name === undefined || receiver === undefined || !mayHandOver(call)) continue
    const instance = instanceOf(source, receiver)
    if (instance !== undefined) found.push({ call, name, instance })
  }
  return found
})

/** The route calls that lie in a node, in document order. */
export const { within: routeCallsWithin } = byPlace(routeCalls, ({ call }) => call)

const callNodes = perSource((source) => new Set<Node>(routeCalls(source).map(({ call }) => call)))

/** True for a call that may register a handler. */
export function isRouteCall(source: Source, call: Node): boolean {
  return callNodes(source).has(call)
}

/** The HTTP method that a route method stands for; undefined for `all`, `use` and the like. */
export function httpMethod(name: string): string | undefined {
  if (name === 'del') return 'DELETE'
  return VERBS.has(name) ? name.toUpperCase() : undefined
}

/** The path that a route call names in its first argument, behind that of its instance; undefined when it is not literal. */
export function pathOfCall({ call, instance }: RouteCall): string | undefined {
  const first = stringOf(call.arguments[0])
  if (first === undefined) return instance.path === '' ? undefined : instance.path
  return first.startsWith('/') || first.startsWith('*') || instance.path === '' ? instance.path + first : instance.path
}

function mayHandOver(call: TSESTree.CallExpression): boolean {
  return call.arguments.some((argument) => {
    if (argument.type === 'SpreadElement') return true
    const value = unwrap(argument)
    return value.type !== 'Literal' && value.type !== 'TemplateLiteral'
  })
}

/** The arguments of a route call that can be handlers: all but a leading path. */
export function handlerArguments(call: TSESTree.CallExpression): TSESTree.CallExpressionArgument[] {
  const [first] = call.arguments
  return first !== undefined && stringOf(first) !== undefined ? call.arguments.slice(1) : call.arguments
}

/**
 * How surely the first argument of a call is a path, so that the call is a route and not a look-up such as `map.get(key)`.
 * A name or a member may hold a path; a text that does not look like one is none.
 */
export function namesPath(source: Source, call: TSESTree.CallExpression): 'yes' | 'maybe' | 'no' {
  const [first] = call.arguments
  if (first === undefined) return 'no'
  const text = stringOf(first)
  if (text !== undefined) return text.startsWith('/') || text === '*' ? 'yes' : 'no'
  const value = unwrap(first)
  switch (value.type) {
    case 'TemplateLiteral':
      return source.text.slice(value.range[0] + 1).startsWith('/') ? 'yes' : 'maybe'
    case 'Identifier':
    case 'MemberExpression':
    case 'ArrayExpression':
    case 'BinaryExpression':
      return 'maybe'
    default:
      return value.type === 'Literal' && 'regex' in value ? 'yes' : 'no'
  }
}
