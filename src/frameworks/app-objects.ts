import { importedName, methodName, receiverOf } from '../facts/callee.ts'
import { isForeign } from '../facts/call-path.ts'
import { returnedExpressions } from '../facts/functions.ts'
import { originOf } from '../facts/origin.ts'
import { writtenType } from '../facts/type-annotation.ts'
import { stringOf, unwrap, unwrapAwait } from '../facts/unwrap.ts'
import type { Node, Source } from '../source.ts'
import { classAcross, functionAcross, valueAcross } from './across.ts'
import type { Codebase, Place } from './codebase.ts'
import { placeKey } from './codebase.ts'
import { typeKey } from './parameters.ts'

/** An app or router: the call that makes it, or the function (by the index of its parameter) that it is handed to. */
export interface AppObject extends Place {
  /** Index of the parameter; undefined when `node` makes the object. */
  readonly parameter: number | undefined
  /** The property of a destructured parameter: `app` of `({ app }) => …`. */
  readonly property: string | undefined
  /** What made it or its written type, as `module#name`. */
  readonly key: string | undefined
  /** What `app.route('/x')` and `basePath('/x')` said on the way. */
  readonly path: string
}

/** Methods that answer with the app itself, so that calls can be chained. */
const PATH_METHODS = new Set(['route', 'basePath'])
/** What a router is mounted as: `app.use(router.routes())`. */
const VIEWS = new Set(['routes', 'middleware', 'callback', 'handler', 'getMiddleware'])
const MAX_STEPS = 10

/** The app or router that an expression means, made in whatever file; undefined for anything else. */
export function appObject(
  codebase: Codebase,
  source: Source,
  expression: Node,
  steps = MAX_STEPS,
): AppObject | undefined {
  if (steps === 0) return undefined
  const node = unwrapAwait(expression)
  if (node.type === 'CallExpression' || node.type === 'NewExpression') return made(codebase, source, node, steps)
  if (node.type === 'MemberExpression' && VIEWS.has(viewName(node) ?? ''))
    return appObject(codebase, source, node.object, steps - 1)
  const origin = originOf(source, node)
  switch (origin.kind) {
    case 'parameter':
      return {
        source,
        node: origin.fn,
        parameter: origin.index,
        property: origin.path[0],
        key: origin.path.length > 1 ? undefined : typeKey(writtenType(source, node)),
        path: '',
      }
    case 'expression': {
      const value = unwrapAwait(origin.node)
      if (origin.path.length === 0) return value === node ? undefined : appObject(codebase, source, value, steps - 1)
      break
    }
    case 'import':
    case 'unknown':
      break
    default:
      return undefined
  }
  const value = valueAcross(codebase, source, node)
  if (value === undefined || (value.source === source && value.node === node)) return undefined
  return appObject(codebase, value.source, value.node, steps - 1)
}

/** True for two names of one app or router. */
export function isSameApp(a: AppObject | undefined, b: AppObject | undefined): boolean {
  return a !== undefined && b !== undefined && appKey(a) === appKey(b)
}

/** A name of an app or router that all its names share. */
export function appKey(app: AppObject): string {
  return `${placeKey(app)}:${app.parameter ?? ''}${app.property === undefined ? '' : `.${app.property}`}`
}

function made(
  codebase: Codebase,
  source: Source,
  call: Extract<Node, { type: 'CallExpression' | 'NewExpression' }>,
  steps: number,
): AppObject | undefined {
  const imported = importedName(source, call.callee)
  if (imported !== undefined && isForeign(imported.module) && !codebase.resolves(source, imported.module)) {
    // `expressWs(app)` and the like give back what they were given.
    const key = `${imported.module}#${imported.name}`
    return { source, node: call, parameter: undefined, property: undefined, key, path: '' }
  }
  if (call.type === 'NewExpression') {
    const owner = classAcross(codebase, source, call.callee)
    const base = owner?.node.superClass
    if (owner === undefined || base == null) return undefined
    const parent = importedName(owner.source, base)
    return parent === undefined
      ? undefined
      : {
          source,
          node: call,
          parameter: undefined,
          property: undefined,
          key: `${parent.module}#${parent.name}`,
          path: '',
        }
  }
  const receiver = receiverOf(call)
  const name = methodName(call)
  if (receiver !== undefined && name !== undefined && unwrap(receiver).type !== 'ThisExpression') {
    const base = appObject(codebase, source, receiver, steps - 1)
    if (base !== undefined) {
      const path = PATH_METHODS.has(name) && call.arguments.length === 1 ? stringOf(call.arguments[0]) : undefined
      return path === undefined ? base : { ...base, path: base.path + path }
    }
  }
  const factory = functionAcross(codebase, source, call.callee)
  if (factory === undefined) return undefined
  for (const returned of returnedExpressions(factory.source, factory.node)) {
    const object = appObject(codebase, factory.source, returned, steps - 1)
    if (object !== undefined && object.parameter === undefined) return object
  }
  return undefined
}

function viewName(node: Extract<Node, { type: 'MemberExpression' }>): string | undefined {
  return node.property.type === 'Identifier' && !node.computed ? node.property.name : undefined
}
