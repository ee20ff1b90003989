import { partOf } from '../frameworks/handlers.ts'
import type { Node, Source } from '../source.ts'

/** Whether an expression is the Node request or response of a handler, as its framework hands it out. */
export function httpRole(source: Source, expression: Node): 'request' | 'response' | undefined {
  const part = partOf(source, expression)?.part
  return part === 'nodeRequest' ? 'request' : part === 'nodeResponse' ? 'response' : undefined
}
