import { usesBroker } from '../../src/facts/brokers.ts'
import { isDevelopmentTool } from '../../src/facts/development-tool.ts'
import { inMemoryEmitters } from '../../src/facts/in-memory-emitters.ts'
import { inMemoryFanOuts } from '../../src/facts/in-memory-fan-outs.ts'
import { isFedFromBroker } from '../../src/project/fed-from-broker.ts'
import type { Node, Range } from '../../src/source.ts'
import { defineRule } from '../../src/rule.ts'

export default defineRule<{ readonly sessions: boolean }, 'collection' | 'emitter'>({
  name: 'no-in-memory-fan-out',
  mistake: 'scale',
  tier: 'recommended',
  description: 'Disallow sending to clients through connections or listeners that only this process holds in memory',
  terms: [
    ['write', 'enqueue', '.send', 'emit', 'handleRequest', 'handlePostMessage', '.json', 'yield', 'Sse'],
    ['new Map', 'new Set', 'new Array', '[]', '{}', 'Object.create', 'clients', 'Emitter', 'Subject', 'mitt'],
  ],
  messages: {
    collection:
      'As soon as a second process runs, what is sent here reaches only the clients of its own process; the others hear nothing: their {{held}} are held in the memory of the process they are connected to.',
    emitter:
      'As soon as a second process runs, what is emitted here reaches only the streams of its own process; the clients of the others hear nothing: an emitter lives in the memory of one process.',
  },
  schema: {
    type: 'object',
    properties: {
      sessions: {
        type: 'boolean',
        description:
          "Whether to report transports of MCP that are looked up for nothing but a session's own requests (`handleRequest`).",
      },
    },
    additionalProperties: false,
  },
  defaultOptions: { sessions: true },
  recommendedOptions: { sessions: false },
  *find(ask) {
    const { source, project, options } = ask
    const fanOuts = inMemoryFanOuts(source)
    const emitters = inMemoryEmitters(source)
    if (fanOuts.length === 0 && emitters.length === 0) return
    if (usesBroker(source) || isDevelopmentTool(source) || project.has('electron') || isFedFromBroker(ask)) return
    for (const { at, holds, isOfSessions } of fanOuts)
      if (options.sessions || !isOfSessions) yield { at: onOneLine(at), messageId: 'collection', data: { held: holds } }
    for (const at of emitters) yield { at: onOneLine(at), messageId: 'emitter' }
  },
})

/** The beginning of what spans lines: `new Map`, `{`. */
function onOneLine(node: Node): Node | Range {
  if (node.loc.start.line === node.loc.end.line) return node
  const end = node.type === 'NewExpression' || node.type === 'CallExpression' ? node.callee.range[1] : node.range[0] + 1
  return [node.range[0], end]
}
