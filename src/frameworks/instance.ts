import { importedName, methodName, receiverOf } from '../facts/callee.ts'
import { isForeign } from '../facts/call-path.ts'
import { calledFunction, referencesToFunction, returnedExpressions } from '../facts/functions.ts'
import type { FunctionNode } from '../facts/nodes.ts'
import { originOf } from '../facts/origin.ts'
import { writtenType } from '../facts/type-annotation.ts'
import { stringOf, unwrap, unwrapAwait, wrapped } from '../facts/unwrap.ts'
import type { Node, Source } from '../source.ts'
import { perNode } from '../source.ts'
import { functionTypeKey } from './function-type.ts'
import { typeKey } from './parameters.ts'

/** Which app, router or server an expression is. */
export interface Instance {
  /**
   * What made it or what its type says, as `module#name`: `express#Router`, `fastify#FastifyInstance`.
   * Undefined: it comes from another file of the project or from an untyped parameter, so its use must tell.
   */
  readonly key: string | undefined
  /** What `app.route('/x')` and `app.basePath('/x')` said on the way. */
  readonly path: string
}

const FASTIFY_INSTANCE = 'fastify#FastifyInstance'
/** Types of functions whose first parameter is an instance. */
const PLUGIN_TYPES: Readonly<Record<string, string>> = {
  'fastify#FastifyPluginAsync': FASTIFY_INSTANCE,
  'fastify#FastifyPluginCallback': FASTIFY_INSTANCE,
  'fastify#FastifyPlugin': FASTIFY_INSTANCE,
  '@fastify/type-provider-typebox#FastifyPluginAsyncTypebox': FASTIFY_INSTANCE,
  '@fastify/type-provider-typebox#FastifyPluginCallbackTypebox': FASTIFY_INSTANCE,
  'fastify-type-provider-zod#FastifyPluginAsyncZod': FASTIFY_INSTANCE,
  'fastify-type-provider-zod#FastifyPluginCallbackZod': FASTIFY_INSTANCE,
}
/** Calls that hand an instance to the function that they are given. */
const PLUGIN_CALLS: Readonly<Record<string, string>> = { 'fastify-plugin#default': FASTIFY_INSTANCE }

const OPEN: Instance = { key: undefined, path: '' }
/** Methods that answer with the app itself, or with a part of it that a path is tied to. */
const PATH_METHODS = new Set(['route', 'basePath'])

/** The instance that an expression means, through constants, fields, chains and same-file factories; undefined when it is certainly something else. */
export const instanceOf: (source: Source, expression: Node) => Instance | undefined = perNode((source, expression) => {
  const node = unwrapAwait(expression)
  if (node.type === 'CallExpression' || node.type === 'NewExpression') {
    const made = importedName(source, node.callee)
    if (made !== undefined && (isForeign(made.module) || made.module.startsWith('#')))
      return { key: `${made.module}#${made.name}`, path: '' }
    if (node.type === 'NewExpression') return undefined
    return chained(source, node) ?? returnedInstance(source, node)
  }
  const type = typeKey(writtenType(source, node))
  if (type !== undefined) return { key: type, path: '' }
  const origin = originOf(source, node)
  switch (origin.kind) {
    case 'import':
      return isForeign(origin.module) ? undefined : OPEN
    case 'parameter':
      return origin.index === 0 && origin.path.length === 0 ? (handedInstance(source, origin.fn) ?? OPEN) : OPEN
    case 'expression': {
      const value = unwrapAwait(origin.node)
      if (value === node) return undefined
      if (origin.path.length === 0) return instanceOf(source, value)
      // `const { app } = expressWs(express())`
      if (value.type !== 'CallExpression' && value.type !== 'NewExpression') return undefined
      const made = importedName(source, value.callee)
      return made === undefined
        ? undefined
        : { key: `${made.module}#${made.name}().${origin.path.join('.')}`, path: '' }
    }
    case 'unknown':
      return node.type === 'Identifier' || node.type === 'MemberExpression' ? OPEN : undefined
    default:
      return undefined
  }
}, undefined)

/** The first parameter of a plugin: of `app.register(fn)`, of a call or a type that makes the function a plugin. */
function handedInstance(source: Source, fn: FunctionNode): Instance | undefined {
  const type = functionTypeKey(source, fn)
  const typed = type === undefined ? undefined : PLUGIN_TYPES[type]
  if (typed !== undefined) return { key: typed, path: '' }
  const place = [fn, ...referencesToFunction(source, fn)].map((it) => wrapped(it))
  for (const value of place) {
    const call = value.parent
    if (call?.type !== 'CallExpression' || call.arguments[0] !== value) continue
    const receiver = receiverOf(call)
    if (methodName(call) === 'register' && receiver !== undefined) {
      const instance = instanceOf(source, receiver)
      if (instance?.key !== undefined) return { key: instance.key, path: '' }
    }
    const made = importedName(source, call.callee)
    const plugin = made === undefined ? undefined : PLUGIN_CALLS[`${made.module}#${made.name}`]
    if (plugin !== undefined) return { key: plugin, path: '' }
  }
  return undefined
}

/** `app.get(…).post(…)`, `app.route('/x').get(…)`: the object that the chain begins with. */
function chained(source: Source, call: Extract<Node, { type: 'CallExpression' }>): Instance | undefined {
  const receiver = receiverOf(call)
  const name = methodName(call)
  if (receiver === undefined || name === undefined) return undefined
  const object = unwrap(receiver)
  if (object.type === 'ThisExpression' || object.type === 'Super') return undefined
  const base = instanceOf(source, receiver)
  if (base === undefined || !PATH_METHODS.has(name)) return base
  const path = stringOf(call.arguments[0])
  return call.arguments.length === 1 && path !== undefined ? { ...base, path: base.path + path } : base
}

function returnedInstance(source: Source, call: Extract<Node, { type: 'CallExpression' }>): Instance | undefined {
  const factory = calledFunction(source, call)
  const returned = factory === undefined ? [] : returnedExpressions(source, factory)
  return returned.length === 1 && returned[0] !== undefined ? instanceOf(source, returned[0]) : undefined
}
