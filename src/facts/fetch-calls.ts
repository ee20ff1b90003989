import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { importedName, methodName } from './callee.ts'
import { localFunction } from './functions.ts'
import { importedModules } from './imported-modules.ts'
import { nodesOf } from './nodes.ts'
import type { Use } from './uses.ts'
import { usesOf, usesOfVariable } from './uses.ts'
import { globalName, variableOf } from './variables.ts'
import { callsNamed } from './named-calls.ts'

/** Modules whose `fetch` behaves as the platform's: it does not reject for an error status. */
const FETCH_MODULES: Readonly<Record<string, readonly string[]>> = {
  undici: ['fetch'],
  'node-fetch': ['default', 'fetch'],
  'cross-fetch': ['default', 'fetch'],
  'isomorphic-fetch': ['default'],
  'node-fetch-native': ['default', 'fetch'],
}

/** True when the file names one of the modules at all; in most files no call needs to be followed. */
export const namesFetch = perSource((source) =>
  importedModules(source).some(({ specifier }) => Object.hasOwn(FETCH_MODULES, specifier)),
)

/** True for a call of the platform's `fetch`, or of a package's that behaves the same. */
export function isFetchCall(source: Source, call: TSESTree.CallExpression): boolean {
  if (globalName(source, call.callee) === 'fetch') return true
  if (!namesFetch(source)) return false
  const imported = importedName(source, call.callee)
  return imported !== undefined && FETCH_MODULES[imported.module]?.includes(imported.name) === true
}

/** Every call of `fetch` in the file, in document order. */
export const fetchCalls = perSource((source): readonly TSESTree.CallExpression[] =>
  (namesFetch(source) ? nodesOf(source, 'CallExpression') : callsNamed(source, ['fetch'])).filter((call) =>
    isFetchCall(source, call),
  ),
)

/**
 * What happens to the response of a fetch: awaited, or in the callback of a `then`; through `catch` and `finally`.
 * What a `then` callback gives back is another value and not followed.
 */
export function responseUses(source: Source, call: TSESTree.CallExpression): Use[] {
  return usesOf(source, call).flatMap((use): Use[] => {
    if (use.kind !== 'method-call') return [use]
    if (use.name === 'catch' || use.name === 'finally') return responseUses(source, use.call)
    if (use.name !== 'then') return [use]
    const callback = use.call.arguments[0]
    const fn = callback === undefined ? undefined : localFunction(source, callback)
    if (fn === undefined || fn !== callback) return [{ kind: 'unknown', node: use.node }]
    return parameterUses(source, fn.params[0], use.node)
  })
}

function parameterUses(source: Source, parameter: Node | undefined, value: Node): Use[] {
  if (parameter?.type === 'Identifier') {
    const variable = variableOf(source, parameter)
    return variable === undefined ? [] : usesOfVariable(source, variable)
  }
  if (parameter?.type !== 'ObjectPattern') return []
  return parameter.properties.map((property): Use => {
    if (property.type !== 'Property' || property.computed || property.key.type !== 'Identifier')
      return { kind: 'unknown', node: value }
    return { kind: 'destructured', node: value, name: property.key.name, target: property.value as Node }
  })
}

/** True for a method call on `console`, whose arguments nobody acts on. */
export function isConsoleCall(source: Source, call: Node): boolean {
  if (call.type !== 'CallExpression' || methodName(call) === undefined) return false
  return call.callee.type === 'MemberExpression' && globalName(source, call.callee.object) === 'console'
}
