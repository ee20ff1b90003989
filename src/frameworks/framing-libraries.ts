import { calleeName } from '../facts/callee.ts'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { requestHandlers } from './handlers.ts'
import { imports } from './imported-modules.ts'
import { isNestSse } from './nest.ts'
import { streamResponders } from './stream-responders.ts'

/** Packages whose import alone says that they frame what the file sends. */
const FRAMERS = [
  'better-sse',
  'sse-channel',
  '@fastify/sse',
  'fastify-sse-v2',
  'graphql-sse',
  'sveltekit-sse',
  'remix-utils/sse/server',
]

/** True when a library frames events for the code of the file: it answers here, or a decorator or subscription does. */
export const framesForOthers = perSource((source: Source): boolean => {
  if (imports(source, FRAMERS)) return true
  if (streamResponders(source).some((it) => it.mediaType === 'text/event-stream' || isDataStream(it.at))) return true
  return requestHandlers(source).some((handler) => handler.framework === 'trpc' || isNestSse(source, handler))
})

/** `toDataStreamResponse` and the like of the AI SDK 4: a protocol of its own. */
function isDataStream(at: Node): boolean {
  const name = at.type === 'CallExpression' || at.type === 'NewExpression' ? calleeName(at) : undefined
  return name?.includes('DataStream') === true
}
