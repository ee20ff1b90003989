import type { Node } from '../source.ts'
import { enclosingFunction, functionName } from './functions.ts'

/** True in the body itself of what is named as a component or hook: it runs again for each render, and its variables are new then. */
export function isRunByRender(node: Node): boolean {
  const fn = enclosingFunction(node)
  return fn !== undefined && /^(?:[A-Z]|use[A-Z])/.test(functionName(fn) ?? '')
}
