import type { Node, Source } from '../source.ts'
import { perNode } from '../source.ts'
import type { Call } from './callee.ts'
import { importedName, importedNameOf } from './callee.ts'
import { originOf } from './origin.ts'
import { writtenType } from './type-annotation.ts'
import { propertyName, unwrap } from './unwrap.ts'

/** Which API a callee is: the package it comes from, when that can be told, and the dotted path inside it. */
export interface CallPath {
  /** Without `node:`; undefined when the value comes from somewhere that cannot be followed (another file of the project, say). */
  readonly module: string | undefined
  /** `chat.completions.create` for `new OpenAI().chat.completions.create`, through aliases, fields and typed parameters. */
  readonly path: string
}

/** What a call calls. Undefined for callees that are no plain names and members. */
export const callPath = perNode<Call, CallPath | undefined>(
  (source, call) => pathOf(source, unwrap(call.callee), MAX_MAKERS),
  undefined,
)

/** How many calls that make clients of clients are followed. */
const MAX_MAKERS = 4

/** What a member or name denotes, as `callPath` does for callees. */
function pathOf(source: Source, expression: Node, steps: number): CallPath | undefined {
  const origin = originOf(source, expression)
  if (origin.kind === 'import') {
    const name = importedNameOf(origin)
    return isForeign(origin.module) ? { module: origin.module, path: name?.name ?? '' } : dotted(expression)
  }
  if (origin.kind === 'expression' && (origin.node.type === 'NewExpression' || origin.node.type === 'CallExpression')) {
    const maker = importedName(source, origin.node.callee)
    if (maker !== undefined && isForeign(maker.module)) return { module: maker.module, path: origin.path.join('.') }
    // `genAI.getGenerativeModel(…).generateContent`: what a client makes belongs to the client's package.
    const made = steps === 0 || maker !== undefined ? undefined : pathOf(source, origin.node.callee, steps - 1)
    if (made?.module !== undefined) return { module: made.module, path: origin.path.join('.') }
  }
  const written = dotted(expression)
  if (written === undefined) return undefined
  // `client: OpenAI` or `this.client` with a written type: the path begins behind the typed part.
  let current: Node = unwrap(expression)
  const tail: string[] = []
  while (current.type === 'MemberExpression') {
    const type = writtenType(source, current)
    if (type?.module !== undefined && isForeign(type.module)) return { module: type.module, path: tail.join('.') }
    tail.unshift(propertyName(current) ?? '')
    current = unwrap(current.object)
  }
  const type = current.type === 'Identifier' ? writtenType(source, current) : undefined
  if (type?.module !== undefined && isForeign(type.module)) return { module: type.module, path: tail.join('.') }
  return written
}

/** True for packages; false for files of the project (relative paths and the usual path aliases). */
export function isForeign(module: string): boolean {
  return !/^(?:[./#~]|@\/|src\/|\$)/.test(module)
}

/** The dotted tail of an expression, without what it begins with. */
function dotted(expression: Node): CallPath | undefined {
  const names: string[] = []
  let current = unwrap(expression)
  while (current.type === 'MemberExpression') {
    const name = propertyName(current)
    if (name === undefined) return undefined
    names.unshift(name)
    current = unwrap(current.object)
  }
  if (names.length === 0) return current.type === 'Identifier' ? { module: undefined, path: current.name } : undefined
  return { module: undefined, path: names.join('.') }
}
