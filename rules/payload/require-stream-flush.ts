import { flushWrites } from '../../src/edits/flush-writes.ts'
import { letStreamThrough } from '../../src/edits/let-stream-through.ts'
import { isTypeScript } from '../../src/edits/module-syntax.ts'
import { calleeNameNode } from '../../src/facts/callee.ts'
import type { HeldStream } from '../../src/facts/held-streams.ts'
import { heldStreams, mayHold } from '../../src/facts/held-streams.ts'
import { routeText } from '../../src/facts/route-texts.ts'
import { placeText } from '../../src/frameworks/codebase.ts'
import { handlersOfFunction } from '../../src/frameworks/handlers.ts'
import { headerWrites } from '../../src/frameworks/header-writes.ts'
import { codebaseOf } from '../../src/frameworks/project-codebase.ts'
import { sharedResponse } from '../../src/frameworks/response-roots.ts'
import type { UnknownOption } from '../../src/project/unknown-option.ts'
import { UNKNOWN_BY_DEFAULT, UNKNOWN_IN_STRICT, unknownSchema } from '../../src/project/unknown-option.ts'
import { defineRule } from '../../src/rule.ts'
import type { Source } from '../../src/source.ts'

export default defineRule<UnknownOption, 'held' | 'unknown' | 'transform' | 'flush'>({
  name: 'require-stream-flush',
  mistake: 'payload',
  tier: 'recommended',
  description: 'Require that the frames of an event stream get through compression at once',
  terms: [['event-stream', 'UIMessageStreamToResponse', 'AgentUIStreamToResponse']],
  messages: {
    held: 'The events of {{route}} reach the client in batches, most of them when the stream ends: `{{module}}`, mounted in {{place}}, keeps them until its buffer is full.',
    unknown:
      'Whether the events of {{route}} reach the client one by one cannot be told: `{{module}}`, mounted in {{place}}, may keep them until its buffer is full.',
    transform: 'Add `no-transform` to `Cache-Control`, so that this stream is not compressed.',
    flush: 'Flush the compressed frames after each write.',
  },
  schema: {
    type: 'object',
    properties: {
      unknown: unknownSchema(
        'What to do about routes for which the project does not tell whether their frames are held back.',
      ),
    },
    additionalProperties: false,
  },
  defaultOptions: UNKNOWN_BY_DEFAULT,
  strictOptions: UNKNOWN_IN_STRICT,
  fixable: 'code',
  hasSuggestions: true,
  *find(ask) {
    const { source, options, project } = ask
    // To know the project costs a look at all its files.
    if (!mayHold(source)) return
    const codebase = codebaseOf(ask)
    for (const stream of heldStreams(codebase, source)) {
      const { answer, opening, handler, way, gate, module } = stream
      if (answer === 'unknown' && options.unknown === 'ignore') continue
      const at = opening.kind === 'headers' ? opening.headers.setting.node : calleeNameNode(opening.call)
      const data = { route: routeText(handler, way), module, place: placeText(gate, codebase.root) }
      if (answer === 'unknown') {
        yield { at, messageId: 'unknown', data }
        continue
      }
      // `flush` is on the type of the response only with the types of the middleware.
      const isTyped = !isTypeScript(source) || project.has('@types/compression')
      yield {
        at,
        messageId: 'held',
        data,
        suggestions: [
          { messageId: 'transform', edit: () => letStreamThrough(source, opening) },
          { messageId: 'flush', edit: () => (isTyped ? flushed(source, stream) : undefined) },
        ],
      }
    }
  },
})

function flushed(source: Source, { opening, handler, isOnEveryWay }: HeldStream) {
  if (!isOnEveryWay || opening.kind !== 'headers' || handler.framework !== 'express') return undefined
  const on = headerWrites(source).get(opening.headers.setting.at)?.on
  const response = on === undefined || on.type === 'MethodDefinition' ? undefined : sharedResponse(source, on)
  // A helper of several routes writes for those too that are not compressed.
  const handlers = response?.functions.filter((fn) => handlersOfFunction(source, fn).length > 0) ?? []
  return response === undefined || handlers.length > 1 ? undefined : flushWrites(source, response)
}
