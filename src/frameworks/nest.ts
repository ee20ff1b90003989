import type { TSESTree } from '@typescript-eslint/utils'
import { importedName } from '../facts/callee.ts'
import type { FunctionNode } from '../facts/nodes.ts'
import { isFunction, nodesOf } from '../facts/nodes.ts'
import { stringOf, unwrap } from '../facts/unwrap.ts'
import type { Node, Source } from '../source.ts'
import { FASTIFY } from './fastify.ts'
import type { Framework, Handler, Role, Surroundings } from './handler.ts'
import { imports } from './imported-modules.ts'
import { makeHandler } from './make-handler.ts'
import { BODILESS_METHODS, endNodeResponse } from './node-response.ts'
import { readsPlace } from './parameter-use.ts'
import { parameterTypeKey } from './parameters.ts'
import { partText } from './part-text.ts'

const COMMON = '@nestjs/common'
const METHODS: Readonly<Record<string, string | undefined>> = {
  Get: 'GET',
  Post: 'POST',
  Put: 'PUT',
  Patch: 'PATCH',
  Delete: 'DELETE',
  Head: 'HEAD',
  Options: 'OPTIONS',
  Sse: 'GET',
  All: undefined,
}
const PARAMETERS: Readonly<Record<string, Role>> = {
  Req: 'request',
  Request: 'request',
  Res: 'response',
  Response: 'response',
  Next: 'next',
}

export const NEST: Framework = {
  name: 'nest',
  registered,
  parameterTypes: {},
  functionTypes: [],
  shape: [],
  parts: { nodeRequest: ['request'], nodeResponse: ['response'] },
  // The exceptions zone awaits a method's promise.
  catchesRejections: () => true,
  parsesBody,
  wayOut: (handler, errorName) => {
    const response = partText(handler, 'nodeResponse')
    return response === undefined ? undefined : endNodeResponse(response, errorName)
  },
}

/** True for methods that answer an event stream through `@Sse()`. */
export function isNestSse(source: Source, handler: Handler): boolean {
  return handler.framework === 'nest' && decoratorName(source, handler.registration as TSESTree.Decorator) === 'Sse'
}

function registered(source: Source): Handler[] {
  if (!imports(source, [COMMON])) return []
  const found: Handler[] = []
  for (const method of nodesOf(source, 'MethodDefinition')) {
    if (!isFunction(method.value)) continue
    const controller = controllerPath(source, method.parent.parent)
    if (controller === undefined) continue
    for (const decorator of method.decorators ?? []) {
      const name = decoratorName(source, decorator)
      if (name === undefined || !Object.hasOwn(METHODS, name)) continue
      found.push(
        makeHandler(source, NEST, {
          fn: method.value,
          registration: decorator,
          method: METHODS[name],
          path: joined(controller, argumentPath(decorator)),
          roles: decoratedRoles(source, method.value),
          ...(isOnFastify(source, method.value) ? { parts: FASTIFY.parts } : {}),
        }),
      )
    }
  }
  return found
}

/** The path of `@Controller('path')`, `''` for one without; undefined for classes that are no controllers. */
function controllerPath(
  source: Source,
  owner: TSESTree.ClassDeclaration | TSESTree.ClassExpression,
): string | undefined {
  const decorator = (owner.decorators ?? []).find((it) => decoratorName(source, it) === 'Controller')
  return decorator === undefined ? undefined : (argumentPath(decorator) ?? '')
}

function decoratedRoles(source: Source, fn: FunctionNode): Map<number, Role> {
  const roles = new Map<number, Role>()
  for (const [index, parameter] of fn.params.entries())
    for (const decorator of parameter.decorators ?? []) {
      const role = PARAMETERS[decoratorName(source, decorator) ?? '']
      if (role !== undefined) roles.set(index, role)
    }
  return roles
}

/** Nest runs on Express unless told otherwise; a parameter of Fastify's type tells. */
function isOnFastify(source: Source, fn: FunctionNode): boolean {
  return [...fn.params.keys()].some((index) => parameterTypeKey(source, fn, index)?.startsWith('fastify#') === true)
}

/** The name of a decorator of Nest's own; undefined for those of others. */
function decoratorName(source: Source, decorator: TSESTree.Decorator): string | undefined {
  const expression = unwrap(decorator.expression)
  const callee = expression.type === 'CallExpression' ? expression.callee : expression
  const imported = importedName(source, callee)
  return imported?.module === COMMON ? imported.name : undefined
}

function argumentPath(decorator: TSESTree.Decorator): string | undefined {
  const expression = unwrap(decorator.expression)
  if (expression.type !== 'CallExpression') return undefined
  const [first] = expression.arguments
  if (first === undefined) return ''
  const value: Node = unwrap(first)
  if (value.type !== 'ObjectExpression') return stringOf(value)
  for (const property of value.properties)
    if (property.type === 'Property' && property.key.type === 'Identifier' && property.key.name === 'path')
      return stringOf(property.value as Node)
  return ''
}

function joined(controller: string, path: string | undefined): string | undefined {
  if (path === undefined) return undefined
  const segments = `${controller}/${path}`.split('/').filter((segment) => segment !== '')
  return `/${segments.join('/')}`
}

function parsesBody(handler: Handler, { source }: Surroundings): boolean | undefined {
  if (handler.method !== undefined && BODILESS_METHODS.has(handler.method)) return false
  const hasBody = handler.fn.params.some((parameter) =>
    (parameter.decorators ?? []).some((decorator) => decoratorName(source, decorator) === 'Body'),
  )
  return hasBody || readsPlace(source, handler, 'request.body') ? true : undefined
}
