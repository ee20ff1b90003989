import { importedName } from '../facts/callee.ts'
import { isDevelopmentTool } from '../facts/development-tool.ts'
import { socketServers, wiresAdapter } from '../facts/socket-servers.ts'
import { unwrap } from '../facts/unwrap.ts'
import type { Node, Source } from '../source.ts'
import { definitionOf } from './definition.ts'
import type { IndexAsk, ProjectIndex } from './project-index.ts'
import { projectIndex } from './project-index.ts'
import { methodCalls } from '../facts/named-calls.ts'

/** `yes`: wired somewhere. `exempt`: the servers serve one machine only. */
export type AdapterAnswer = 'yes' | 'no' | 'unknown' | 'exempt'

const WIRING_TERMS = ['.adapter(', "'socket.io'", '"socket.io"', '@socket.io/', 'socket.io-', 'useWebSocketAdapter']

/**
 * Whether the socket.io servers of a project share what they send through an adapter. One is enough, wherever it is wired.
 * @param isGateway true for Nest, whose server is made by the adapter that the application is given
 */
export function socketAdapter(ask: IndexAsk, isGateway: boolean): AdapterAnswer {
  const { source, project } = ask
  if (wiresAdapter(source)) return 'yes'
  if (isDevelopmentTool(source) || project.has('electron')) return 'exempt'
  const index = projectIndex(ask)
  if (index === undefined) return 'unknown'
  const folder = index.packageFolderOf(source.path) ?? project.root ?? index.root
  return index.remember(`socket adapter ${isGateway} ${folder} ${isGateway ? '' : source.path}`, () =>
    isListeningToLoopback(index, source) ? 'exempt' : inProject(index, folder, isGateway),
  )
}

function inProject(index: ProjectIndex, folder: string, isGateway: boolean): AdapterAnswer {
  const { sources, unreadable } = index.sourcesWith([WIRING_TERMS])
  const isOwn = (path: string): boolean => (index.packageFolderOf(path) ?? folder) === folder
  let answer: AdapterAnswer = unreadable.some(isOwn) ? 'unknown' : 'no'
  for (const source of sources) {
    if (!wiresAdapter(source)) continue
    if (isOwn(source.path)) return 'yes'
    // Another application of the workspace wires its own server; a shared package may wire this one.
    if (socketServers(source).length === 0) answer = 'unknown'
  }
  return isGateway ? forGateways(index, sources, answer) : answer
}

/** Without a word Nest makes its own server, without an adapter behind it; a word to it may say anything. */
function forGateways(index: ProjectIndex, sources: readonly Source[], answer: AdapterAnswer): AdapterAnswer {
  if (index.sourcesWith([['NestFactory']]).sources.length === 0) return 'unknown'
  for (const source of sources)
    for (const call of methodCalls(source, ['useWebSocketAdapter'])) {
      const [adapter] = call.arguments
      if (adapter === undefined) continue
      const made = unwrap(adapter)
      if (made.type !== 'NewExpression') return 'unknown'
      if (!isPlainAdapter(index, source, made.callee)) return 'unknown'
    }
  return answer
}

/** Nest's `IoAdapter`, or a class of the project that extends it: what it wires has been looked for already. */
function isPlainAdapter(index: ProjectIndex, source: Source, callee: Node): boolean {
  const imported = importedName(source, callee)
  if (imported?.module === '@nestjs/platform-socket.io') return imported.name === 'IoAdapter'
  const definition = definitionOf(index, source, callee)
  if (definition?.origin.kind !== 'expression') return false
  const made = definition.origin.node
  if (made.type !== 'ClassDeclaration' || made.superClass === null) return false
  return isPlainAdapter(index, definition.source, made.superClass)
}

/** Servers are often handed over by the file that makes them listen. */
function isListeningToLoopback(index: ProjectIndex, source: Source): boolean {
  return index.importersOf(source.path).sources.some(isDevelopmentTool)
}
