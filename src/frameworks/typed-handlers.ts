import type { FunctionNode } from '../facts/nodes.ts'
import { nodesOf } from '../facts/nodes.ts'
import type { Source } from '../source.ts'
import { FRAMEWORKS } from './frameworks.ts'
import { functionTypeKey } from './function-type.ts'
import type { Framework, Handler, Role } from './handler.ts'
import { makeHandler } from './make-handler.ts'
import { indexOfRole, parameterTypeKey, rolesOf, typedRolesOf } from './parameters.ts'

const byParameterType = new Map<string, { framework: Framework; role: Role }>()
const byFunctionType = new Map<string, Framework>()
for (const framework of FRAMEWORKS) {
  for (const [key, role] of Object.entries(framework.parameterTypes))
    if (!key.startsWith('#') && !byParameterType.has(key)) byParameterType.set(key, { framework, role })
  for (const key of framework.functionTypes) byFunctionType.set(key, framework)
}

/** Handlers that their written types tell, and that this file hands to nobody: controllers, helpers that are given the request. */
export function typedHandlers(source: Source, isClaimed: (fn: FunctionNode) => boolean): Handler[] {
  const found: Handler[] = []
  for (const fn of nodesOf(source, 'FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression')) {
    if (fn.params.length === 0 || isClaimed(fn)) continue
    const framework = frameworkOfTypes(source, fn)
    if (framework === undefined) continue
    const isErrorHandler =
      framework.name === 'express' &&
      fn.params.length === 4 &&
      typedRolesOf(source, fn, framework.parameterTypes).get(0) === undefined
    found.push(
      makeHandler(source, framework, {
        fn,
        registration: fn,
        isRegistered: false,
        isErrorHandler,
        ...(isErrorHandler ? { shape: ['error', 'request', 'response', 'next'] } : {}),
      }),
    )
  }
  return found
}

/** The framework whose handler a function is by its own type, or by those of its parameters. */
export function frameworkOfTypes(source: Source, fn: FunctionNode): Framework | undefined {
  const annotated = functionTypeKey(source, fn)
  const byFunction = annotated === undefined ? undefined : byFunctionType.get(annotated)
  if (byFunction !== undefined) return byFunction
  for (const index of fn.params.keys()) {
    const key = parameterTypeKey(source, fn, index)
    const entry = key === undefined ? undefined : byParameterType.get(key)
    if (entry === undefined) continue
    if (isHandlerOf(source, entry.framework, fn)) return entry.framework
  }
  return undefined
}

/**
 * True when what the framework's handlers cannot do without is there, in its place: the context or web request first; the
 * response by its type, with the request right before it.
 */
function isHandlerOf(source: Source, { shape, parameterTypes }: Framework, fn: FunctionNode): boolean {
  const typed = typedRolesOf(source, fn, parameterTypes)
  if (!shape.includes('response')) return typed.get(0) === shape[0]
  const response = indexOfRole(typed, 'response')
  if (response === undefined) return false
  const roles = rolesOf(source, fn, response === 2 ? ['error', ...shape] : shape, parameterTypes, false)
  return (response === 1 || (response === 2 && fn.params.length === 4)) && roles.get(response - 1) === 'request'
}
