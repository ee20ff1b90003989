import type { Source } from '../source.ts'
import { methodName } from './callee.ts'
import { referencesToFunction } from './functions.ts'
import type { FunctionNode } from './nodes.ts'
import { propertyName, wrapped } from './unwrap.ts'

/**
 * True when a function is certainly run no more than once each time the code around it runs: called where it stands, a
 * promise's executor or `then` callback, `start` of a web stream's source, or a helper that is called in one place only.
 */
export function runsOnce(source: Source, fn: FunctionNode): boolean {
  const outer = wrapped(fn)
  const parent = outer.parent
  switch (parent?.type) {
    case 'CallExpression':
      if (parent.callee === outer) return true
      if (methodName(parent) === 'then') return true
      break
    case 'NewExpression':
      return parent.callee.type === 'Identifier' && parent.callee.name === 'Promise'
    case 'Property':
      return propertyName(parent) === 'start' && parent.parent.parent?.type === 'NewExpression'
    default:
  }
  const [reference, ...others] = referencesToFunction(source, fn)
  if (reference === undefined || others.length > 0) return false
  const call = wrapped(reference).parent
  return call?.type === 'CallExpression' && call.callee === wrapped(reference)
}
