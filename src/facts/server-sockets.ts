import { handlersOfFunction } from '../frameworks/handlers.ts'
import type { Node, Source } from '../source.ts'
import { importedName, methodName, receiverOf } from './callee.ts'
import { elementRead } from './stored-values.ts'
import { originOf } from './origin.ts'
import { propertyName, unwrap } from './unwrap.ts'

const FRAMEWORKS: ReadonlySet<string> = new Set(['ws', 'socket.io'])
/** Methods of socket.io that choose who gets what is sent. */
const CHOOSING = new Set(['to', 'in', 'volatile', 'except'])

/** True for a socket that a server accepted, all of them, or some: `socket.to(room)`, `io.in(room)`, an item of `wss.clients`. */
export function isClientSocket(source: Source, expression: Node): boolean {
  let node = unwrap(expression)
  while (node.type === 'CallExpression' && CHOOSING.has(methodName(node) ?? '')) {
    const receiver = receiverOf(node)
    if (receiver === undefined) return false
    node = unwrap(receiver)
  }
  if (isItemOfClients(source, node)) return true
  const origin = originOf(source, node)
  if (origin.kind === 'parameter')
    return handlersOfFunction(source, origin.fn).some(
      ({ framework, roles }) => FRAMEWORKS.has(framework) && roles.get(origin.index) === 'context',
    )
  const made = origin.kind === 'expression' ? unwrap(origin.node) : undefined
  const imported = made?.type === 'NewExpression' ? importedName(source, made.callee) : undefined
  return imported?.module === 'socket.io'
}

/** `client` of `wss.clients.forEach((client) => …)` and `for (const client of wss.clients)`. */
function isItemOfClients(source: Source, node: Node): boolean {
  const collection = elementRead(source, node)?.collection
  const list = collection === undefined ? undefined : unwrap(collection)
  if (list?.type !== 'MemberExpression' || propertyName(list) !== 'clients') return false
  const server = originOf(source, list.object)
  const made = server.kind === 'expression' && server.path.length === 0 ? unwrap(server.node) : undefined
  return made?.type === 'NewExpression' && importedName(source, made.callee)?.module === 'ws'
}
