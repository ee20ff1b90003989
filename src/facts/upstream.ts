import type { Node, Source, Variable } from '../source.ts'
import { importedName, methodName, receiverOf } from './callee.ts'
import { globalName, readsOf, variableOf, writesOf } from './variables.ts'
import { unwrapAwait } from './unwrap.ts'

/**
 * What a variable between a stream and its origin holds. `stream`: the stream, or one that it is piped from.
 * `container`: something whose part is the stream, a response say. `opener`: what opened it, `client` of `client.open()`.
 */
export type UpstreamRole = 'stream' | 'container' | 'opener'

/** Methods that give another stream over the same bytes. */
const SAME_BYTES = new Set(['pipeThrough', 'clone', 'tee'])
const CONVERSIONS = new Set(['Readable.toWeb', 'Readable.fromWeb'])

/** The variables that a stream comes from, followed backwards through variables, members, pipes and conversions. */
export function upstreamOf(source: Source, stream: Node): ReadonlyMap<Variable, UpstreamRole> {
  const roles = new Map<Variable, UpstreamRole>()
  follow(source, stream, 'stream', roles)
  return roles
}

function follow(source: Source, expression: Node, role: UpstreamRole, roles: Map<Variable, UpstreamRole>): void {
  const node = unwrapAwait(expression)
  switch (node.type) {
    case 'Identifier': {
      const variable = variableOf(source, node)
      if (variable === undefined || roles.has(variable)) return
      roles.set(variable, role)
      for (const { value, isPattern } of writesOf(variable))
        if (value !== undefined) follow(source, value, isPattern ? outwards(role) : role, roles)
      return
    }
    case 'MemberExpression':
      follow(source, node.object, outwards(role), roles)
      return
    case 'ConditionalExpression':
      follow(source, node.consequent, role, roles)
      follow(source, node.alternate, role, roles)
      return
    case 'LogicalExpression':
      follow(source, node.left, role, roles)
      follow(source, node.right, role, roles)
      return
    case 'CallExpression': {
      const receiver = receiverOf(node)
      const argument = node.arguments[0]
      const imported = importedName(source, node.callee)
      if (argument !== undefined && imported?.module === 'stream' && CONVERSIONS.has(imported.name))
        follow(source, argument, 'stream', roles)
      else if (receiver !== undefined && SAME_BYTES.has(methodName(node) ?? '')) follow(source, receiver, role, roles)
      else if (receiver !== undefined && globalName(source, receiver) === undefined) addRoot(source, receiver, roles)
      break
    }
    default:
  }
}

/** `body` of `response.body` holds the stream, `response` contains it, and what is further out only leads to it. */
function outwards(role: UpstreamRole): UpstreamRole {
  return role === 'stream' ? 'container' : 'opener'
}

function addRoot(source: Source, expression: Node, roles: Map<Variable, UpstreamRole>): void {
  let node = unwrapAwait(expression)
  while (node.type === 'MemberExpression' || node.type === 'CallExpression')
    node = unwrapAwait(node.type === 'MemberExpression' ? node.object : node.callee)
  const variable = node.type === 'Identifier' ? variableOf(source, node) : undefined
  if (variable === undefined || roles.has(variable) || importedName(source, node) !== undefined) return
  roles.set(variable, 'opener')
}

/** The calls of methods with one of the given names on a variable or on a member of it: `res.body?.cancel()`. */
export function methodCallsOn(
  variable: Variable,
  names: ReadonlySet<string>,
): { readonly name: string; readonly call: Node }[] {
  const calls: { name: string; call: Node }[] = []
  for (const read of readsOf(variable)) {
    let current: Node = read
    for (let parent: Node | undefined = current.parent; parent != null; parent = current.parent) {
      const isChain =
        (parent.type === 'MemberExpression' && parent.object === current) ||
        parent.type === 'TSNonNullExpression' ||
        parent.type === 'ChainExpression'
      if (!isChain) {
        const name = parent.type === 'CallExpression' && parent.callee === current ? methodName(parent) : undefined
        if (name !== undefined && names.has(name)) calls.push({ name, call: parent })
        break
      }
      current = parent
    }
  }
  return calls
}
