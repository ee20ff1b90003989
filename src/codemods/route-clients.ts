import type { CumulativeSend } from '../facts/cumulative-sends.ts'
import { isFetchCall } from '../facts/fetch-calls.ts'
import type { FrameReaders } from '../facts/frame-readers.ts'
import { readersOfFetch, readersOfSocket } from '../facts/frame-readers.ts'
import { enclosingFunction } from '../facts/functions.ts'
import { declarationOf } from '../facts/kept-value.ts'
import { nodesOf } from '../facts/nodes.ts'
import { urlConnections } from '../facts/url-connections.ts'
import { placeText } from '../frameworks/codebase.ts'
import { requestHandlers } from '../frameworks/handlers.ts'
import { codebaseOf } from '../frameworks/project-codebase.ts'
import { handlersReaching } from '../frameworks/reaching-handlers.ts'
import type { AskedRoute, RouteReader } from '../frameworks/route-readers.ts'
import { routeReaders } from '../frameworks/route-readers.ts'
import { waysTo } from '../frameworks/ways-to-handler.ts'
import { isPage } from '../project/file-tree.ts'
import { relativeTo, segmentsOf } from '../project/posix-path.ts'
import type { ProjectIndex } from '../project/project-index.ts'
import { projectIndex } from '../project/project-index.ts'
import type { Source } from '../source.ts'
import type { CodemodContext, CodemodFile } from './codemod.ts'

/**
 * The way to what sends: by the paths of routes, by a connection to the server of `ws` that answers once or each of the messages
 * that it gets; undefined when that cannot be told.
 */
export type Routes = readonly AskedRoute[] | 'connections' | 'messages' | undefined

/** The way to what a send sends. */
export function routesOf(file: CodemodFile, { node, gathering }: CumulativeSend): Routes {
  const handlers = handlersReaching(file.source, node)
  if (handlers.length === 1 && handlers[0]?.framework === 'ws') {
    const declared = declarationOf(gathering.growth.value)
    const isPerConnection = declared !== undefined && enclosingFunction(declared) === handlers[0].fn
    return isPerConnection ? 'connections' : 'messages'
  }
  const codebase = codebaseOf(file)
  const routes = handlers.flatMap((handler) => {
    const ways = waysTo(codebase, file.source, handler)
    if (ways.length === 0) return [undefined]
    return ways.map(({ path, end, method }): AskedRoute | undefined =>
      path === undefined || lastWord({ path }) === ''
        ? undefined
        : { path, isWhole: end === 'app', method: handler.method ?? method },
    )
  })
  const known = routes.filter((it) => it !== undefined)
  return known.length === routes.length && known.length > 0 ? known : undefined
}

/** The last part of a path that every address of it has. */
function lastWord({ path }: Pick<AskedRoute, 'path'>): string {
  return segmentsOf(path).findLast((it) => /^[\w.~-]+$/.test(it)) ?? ''
}

/** A place of the project that reads, or may read, what is sent. */
export interface Client {
  /** Undefined for a page, whose scripts are not read. */
  readonly source: Source | undefined
  readonly readers: FrameReaders
  /** `src/client.ts:12` */
  readonly place: string
}

/** The clients of the project that read what is sent; undefined when its files cannot be read. */
export async function clientsOf(
  context: CodemodContext,
  file: CodemodFile,
  routes: Routes,
): Promise<readonly Client[] | undefined> {
  const index = projectIndex(file)
  if (index === undefined) return undefined
  const isRoutes = typeof routes === 'object'
  const words = isRoutes
    ? [...new Set(routes.map(lastWord))]
    : ['EventSource', 'fetch', 'WebSocket', 'socket.io-client']
  const found: Client[] = []
  const { sources, unreadable } = index.sourcesWith([words])
  if (unreadable.length > 0) return undefined
  const servers = sources.flatMap((it) => requestHandlers(it).filter(({ framework }) => framework === 'ws'))
  for (const other of sources) {
    const opened = other.path === file.path ? file : await context.open(other.path)
    const client = opened?.source ?? other
    const readers = isRoutes
      ? routes.flatMap((route) => routeReaders(client, route))
      : routes === undefined
        ? streamClients(client)
        : socketClients(client, servers.length === 1)
    for (const { node, readers: known } of readers)
      found.push({
        source: client,
        readers: opened === undefined ? 'unknown' : known,
        place: placeText({ source: client, node }, file.project.root),
      })
  }
  return [...found, ...pageClients(index, routes)]
}

/** What scripts of a page can read a stream with. */
const READS = ['EventSource', 'fetch(', 'WebSocket']

/** The pages of HTML whose scripts name a route, told by their text alone. */
function pageClients(index: ProjectIndex, routes: Routes): Client[] {
  const groups = typeof routes === 'object' ? [READS, routes.map(lastWord)] : [READS]
  return index
    .textsWith(groups)
    .filter(({ path }) => isPage(path))
    .map(({ path, text }) => {
      const at = Math.min(...READS.map((word) => text.indexOf(word)).filter((it) => it !== -1))
      const line = text.slice(0, at).split('\n').length
      return { source: undefined, readers: 'unknown', place: `${relativeTo(index.root, path) ?? path}:${line}` }
    })
}

/** The clients of a file that may read any stream; what a server asks for is none of its own. */
function streamClients(source: Source): RouteReader[] {
  const sockets = urlConnections(source).map(({ call }) => call)
  const fetches = nodesOf(source, 'CallExpression').filter((call) => {
    if (!isFetchCall(source, call) || handlersReaching(source, call).length > 0) return false
    const readers = readersOfFetch(source, call)
    return readers === 'unknown' || readers.length > 0
  })
  return [...sockets, ...fetches].map((node) => ({ node, readers: 'unknown' }))
}

/**
 * The sockets that a file opens.
 * @param isOnlyServer true when there is one server in the project that they can be connected to
 */
function socketClients(source: Source, isOnlyServer: boolean): RouteReader[] {
  return urlConnections(source)
    .filter(({ kind }) => kind === 'websocket' || kind === 'ws' || kind === 'partysocket')
    .map(({ call }) => ({ node: call, readers: isOnlyServer ? readersOfSocket(source, call) : 'unknown' }))
}
