import type { TSESTree } from '@typescript-eslint/utils'
import type { Source } from '../source.ts'
import { callsOfFunction, variableOfFunction } from './functions.ts'
import type { FunctionNode } from './nodes.ts'
import { usesOfVariable } from './uses.ts'

/**
 * Every call of a function, when this file shows them all: the function has a name of its own, is not exported, and its
 * name is only called. Undefined when others may call it too.
 */
export function allCallsOf(source: Source, fn: FunctionNode): readonly TSESTree.CallExpression[] | undefined {
  const variable = variableOfFunction(source, fn)
  if (variable === undefined || usesOfVariable(source, variable).some(({ kind }) => kind !== 'called')) return undefined
  return callsOfFunction(source, fn)
}
