import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import type { Call } from './callee.ts'
import { calleeNameNode, importedName } from './callee.ts'
import { holdsText } from './file-text.ts'
import { importedModules } from './imported-modules.ts'
import { optionOf } from './model-call.ts'
import { nodesOf } from './nodes.ts'
import { originOf } from './origin.ts'
import { writtenType } from './type-annotation.ts'
import { unwrap } from './unwrap.ts'
import { variableOf } from './variables.ts'
import { methodCalls } from './named-calls.ts'

const SERVERS = new Set(['Server', 'default', 'Server.Server'])

/** A socket.io server that a file makes. */
export interface SocketServer {
  readonly call: Call
  /** Where its options stand among the arguments, or would. */
  readonly optionsIndex: number
  /** Whether its options name an adapter; undefined: they cannot be seen. */
  readonly hasAdapter: boolean | undefined
}

/** The socket.io servers of a file: `new Server(…)`, `socketio(…)`, `require('socket.io')(…)`. */
export const socketServers = perSource((source): readonly SocketServer[] => {
  if (!holdsText(source, 'socket.io')) return []
  const found: SocketServer[] = []
  for (const call of nodesOf(source, 'NewExpression', 'CallExpression')) {
    const imported = importedName(source, call.callee)
    if (imported?.module !== 'socket.io' || !SERVERS.has(imported.name)) continue
    const optionsIndex = optionsIndexOf(source, call)
    found.push({ call, optionsIndex, hasAdapter: hasAdapter(source, call, optionsIndex) })
  }
  return found
})

/** The decorators of Nest's gateways. */
export const socketGateways = perSource((source): readonly TSESTree.Decorator[] =>
  nodesOf(source, 'Decorator').filter(({ expression }) => {
    const name = importedName(source, expression.type === 'CallExpression' ? expression.callee : expression)
    return name?.module === '@nestjs/websockets' && name.name === 'WebSocketGateway'
  }),
)

/**
 * True when the file gives a socket.io server an adapter or makes one: `io.adapter(…)`, an option, or an adapter package
 * whose import is used.
 */
export const wiresAdapter = perSource((source): boolean => {
  if (socketServers(source).some((server) => server.hasAdapter === true)) return true
  if (methodCalls(source, ['adapter']).some((call) => call.arguments.length > 0)) return true
  return importedModules(source).some(
    ({ specifier, locals, isType, names }) =>
      isAdapterPackage(specifier) &&
      !isType &&
      (locals.length === 0 ? names.length > 0 : locals.some((local) => isUsed(source, local))),
  )
})

/** The name of a server's callee: a good place for a report. */
export function serverName({ call }: SocketServer): Node {
  return calleeNameNode(call)
}

function isAdapterPackage(specifier: string): boolean {
  if (specifier === '@socket.io/pm2') return true
  if (/^@socket\.io\/[\w-]+-adapter$/.test(specifier)) return true
  return /^socket\.io-(?:adapter|redis|ioredis|nats|amqp|mongo|mubsub|zeromq)/.test(specifier)
}

function isUsed(source: Source, local: Node): boolean {
  const references = variableOf(source, local)?.references ?? []
  return references.some((it) => (it as { isValueReference?: boolean }).isValueReference !== false)
}

function optionsIndexOf(source: Source, call: Call): number {
  const [first, second] = call.arguments
  if (second !== undefined) return 1
  if (first === undefined || first.type === 'SpreadElement') return 0
  return isOptions(source, first) === false ? 1 : 0
}

/** Whether the only argument is the options; undefined: it can be a server too. */
function isOptions(source: Source, argument: Node): boolean | undefined {
  const node = unwrap(argument)
  if (node.type === 'ObjectExpression') return true
  if (node.type === 'Literal') return false
  if (/Options|Opts|Config/.test(writtenType(source, node)?.name ?? '')) return true
  const origin = originOf(source, node)
  if (origin.kind === 'expression') return unwrap(origin.node).type === 'ObjectExpression'
  // `new Server(this.httpServer)`: options are seldom handed over whole, and are then called so.
  const name = node.type === 'MemberExpression' && node.property.type === 'Identifier' ? node.property.name : node
  const text = typeof name === 'string' ? name : name.type === 'Identifier' ? name.name : ''
  return /opt|config/i.test(text) ? undefined : false
}

function hasAdapter(source: Source, call: Call, optionsIndex: number): boolean | undefined {
  const options = call.arguments[optionsIndex]
  if (call.arguments.slice(0, optionsIndex + 1).some((it) => it.type === 'SpreadElement')) return undefined
  const adapter = optionOf(source, options, 'adapter')
  return adapter === 'spread' ? undefined : adapter !== undefined
}
