import { usesBroker } from '../facts/brokers.ts'
import type { Source } from '../source.ts'
import type { IndexAsk, ProjectIndex } from './project-index.ts'
import { projectIndex } from './project-index.ts'
import { methodCalls } from '../facts/named-calls.ts'

const SUBSCRIBE = new Set(['subscribe', 'pSubscribe', 'psubscribe', 'sSubscribe'])

/** True when another file of the project that names this one subscribes to a broker: what is sent here has come from all processes. */
export function isFedFromBroker(ask: IndexAsk): boolean {
  const index = projectIndex(ask)
  return index !== undefined && hasSubscribingImporter(index, ask.source.path)
}

/** The same for the file at a path of an index. */
export function hasSubscribingImporter(index: ProjectIndex, path: string): boolean {
  return index.remember(`fed from broker ${path}`, () => index.importersOf(path).sources.some(subscribesToBroker))
}

function subscribesToBroker(source: Source): boolean {
  return usesBroker(source) && methodCalls(source, SUBSCRIBE).length > 0
}
