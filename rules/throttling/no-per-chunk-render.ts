import { isTypeScript } from '../../src/edits/module-syntax.ts'
import { throttleRenders } from '../../src/edits/throttle-render.ts'
import { calleeNameNode } from '../../src/facts/callee.ts'
import type { ChunkRender } from '../../src/facts/chunk-renders.ts'
import { chunkRenders } from '../../src/facts/chunk-renders.ts'
import { RENDER_TERMS } from '../../src/facts/render-tables.ts'
import { runtimeOf } from '../../src/facts/runtime.ts'
import { STREAM_LOOP_TERMS } from '../../src/facts/stream-loops.ts'
import { chooseLibrary } from '../../src/libraries/choose-library.ts'
import { offerText } from '../../src/libraries/offer-text.ts'
import { defineRule } from '../../src/rule.ts'
import type { Node } from '../../src/source.ts'

export default defineRule({
  name: 'no-per-chunk-render',
  mistake: 'throttling',
  tier: 'recommended',
  description: 'Disallow showing the text of a stream anew for every chunk',
  terms: [STREAM_LOOP_TERMS, RENDER_TERMS],
  messages: {
    perChunk:
      'Every chunk has `{{name}}` shown anew: a fast answer brings hundreds of chunks a second, and the page of whoever reads it stutters or stands still.',
    throttle: 'Show it at most every 50 ms, with `throttle` of {{library}}.',
  },
  defaultOptions: {},
  fixable: 'code',
  hasSuggestions: true,
  *find({ source, settings, project }) {
    for (const all of chunkRenders(source, settings.throttles)) {
      const [first] = all
      const choice = chooseLibrary('throttle', {
        settings,
        project,
        runtime: runtimeOf(source),
        idioms: ['throttle-flush'],
      })
      yield {
        at: placeOf(first),
        messageId: 'perChunk',
        data: { name: first.render.name },
        suggestions:
          choice === undefined
            ? []
            : [
                {
                  messageId: 'throttle',
                  data: { library: offerText(choice, project, { types: isTypeScript(source) }) },
                  edit: () => throttleRenders(source, all, choice.library),
                },
              ],
      }
    }
  },
})

function placeOf({ render, via }: ChunkRender): Node {
  const { node } = render
  if (via !== undefined) return calleeNameNode(via)
  return node.type === 'CallExpression' ? calleeNameNode(node) : node.left
}
