import type { FunctionNode } from '../facts/nodes.ts'
import { nodesOf } from '../facts/nodes.ts'
import type { Source } from '../source.ts'
import { FRAMEWORKS } from './frameworks.ts'
import { functionTypeKey } from './function-type.ts'
import type { Framework, Handler, Role } from './handler.ts'
import { makeHandler } from './make-handler.ts'
import { parameterTypeKey, rolesOf } from './parameters.ts'

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
    const isErrorHandler = framework.name === 'express' && fn.params.length === 4
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

/** True when the parameters that the framework's handlers cannot do without are there, in their places. */
function isHandlerOf(source: Source, framework: Framework, fn: FunctionNode): boolean {
  const needed: Role[] = framework.shape[0] === 'context' ? ['context'] : framework.shape.filter((it) => it !== 'next')
  const shape: Role[] =
    framework.name === 'express' && fn.params.length === 4 ? ['error', ...framework.shape] : [...framework.shape]
  const roles = rolesOf(source, fn, shape, framework.parameterTypes, false)
  const indexes = [...roles.keys()].toSorted((a, b) => a - b)
  const ordered = indexes.map((index) => roles.get(index)).filter((role) => role !== undefined && needed.includes(role))
  return ordered.length === needed.length && ordered.every((role, at) => role === needed[at]) && indexes[0] === 0
}
