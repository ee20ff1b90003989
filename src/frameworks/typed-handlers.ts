import { holdsText } from '../facts/file-text.ts'
import type { FunctionNode } from '../facts/nodes.ts'
import { nodesOf } from '../facts/nodes.ts'
import type { Source } from '../source.ts'
import { perSource } from '../source.ts'
import { FRAMEWORKS } from './frameworks.ts'
import { functionTypeKey } from './function-type.ts'
import type { Framework, Handler } from './handler.ts'
import { importedModules } from './imported-modules.ts'
import { makeHandler } from './make-handler.ts'
import { indexOfRole, parameterTypeKey, rolesOf, typedRolesOf } from './parameters.ts'

interface TypeTables {
  readonly parameters: ReadonlyMap<string, Framework>
  readonly functions: ReadonlyMap<string, Framework>
  /** The modules that the types come from. */
  readonly modules: ReadonlySet<string>
  /** The types that come from none. */
  readonly globals: readonly string[]
}
let tables: TypeTables | undefined

/** The frameworks by their types; made when first asked, because facts that frameworks ask may ask for handlers themselves. */
function typeTables(): TypeTables {
  if (tables !== undefined) return tables
  const parameters = new Map<string, Framework>()
  const functions = new Map<string, Framework>()
  for (const framework of FRAMEWORKS) {
    for (const key of Object.keys(framework.parameterTypes))
      if (!key.startsWith('#') && !parameters.has(key)) parameters.set(key, framework)
    for (const key of framework.functionTypes) functions.set(key, framework)
  }
  const keys = [...parameters.keys(), ...functions.keys()].map(
    (key) => key.split('#') as [module: string, name: string],
  )
  tables = {
    parameters,
    functions,
    modules: new Set(keys.map(([module]) => module)),
    globals: keys.flatMap(([module, name]) => (module === '' ? [name] : [])),
  }
  return tables
}

/** Handlers that their written types tell, and that this file hands to nobody: controllers, helpers that are given the request. */
export function typedHandlers(source: Source, isClaimed: (fn: FunctionNode) => boolean): Handler[] {
  const found: Handler[] = []
  if (!namesTypes(source)) return found
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

/** Whether the file imports from one of the modules that such types come from, or names a global one. */
const namesTypes = perSource((source): boolean => {
  const { modules, globals } = typeTables()
  if (globals.some((name) => holdsText(source, name))) return true
  return [...importedModules(source)].some(
    (module) => modules.has(module) || module.endsWith('/$types') || module.includes('/+types/'),
  )
})

/** The framework whose handler a function is by its own type, or by those of its parameters. */
export function frameworkOfTypes(source: Source, fn: FunctionNode): Framework | undefined {
  const annotated = functionTypeKey(source, fn)
  const byFunction = annotated === undefined ? undefined : typeTables().functions.get(annotated)
  if (byFunction !== undefined) return byFunction
  for (const index of fn.params.keys()) {
    const key = parameterTypeKey(source, fn, index)
    const framework = key === undefined ? undefined : typeTables().parameters.get(key)
    if (framework !== undefined && isHandlerOf(source, framework, fn)) return framework
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
  const roles = rolesOf(source, fn, response === 2 ? ['error', ...shape] : shape, parameterTypes, 'types')
  return (response === 1 || (response === 2 && fn.params.length === 4)) && roles.get(response - 1) === 'request'
}
