import { cacheGet } from '../../src/edits/cache-get.ts'
import { addOptions } from '../../src/edits/add-argument.ts'
import { uncachedGets } from '../../src/facts/uncached-gets.ts'
import { unwrap } from '../../src/facts/unwrap.ts'
import { defineRule } from '../../src/rule.ts'
import type { Node, Source } from '../../src/source.ts'

/** How long the suggested caches keep an answer. */
const SECONDS = 60

export default defineRule({
  name: 'no-uncached-fetch',
  mistake: 'caching',
  tier: 'recommended',
  description: 'Disallow fetching the same address anew for every request or in every turn of a loop',
  terms: [
    ['fetch', 'axios', 'undici', "'got'", '"got"', "'ky'", '"ky"'],
    ['json', 'text', 'data', 'body', 'arrayBuffer', 'blob', 'bytes', 'buffer', 'formData'],
  ],
  messages: {
    perRequest:
      'Every request fetches {{address}} anew and waits for it, although the answer does not depend on the request: the more clients come, the slower and the more expensive it gets.',
    perTurn:
      'Every turn of the loop fetches {{address}} anew and waits for it, although the address stays the same: the longer the list, the slower and the more expensive it gets.',
    cache: 'Keep the answer for a minute with `{{library}}`, which has all {{runs}} share one fetch{{install}}.',
    revalidate: 'Have Next keep the answer for a minute.',
  },
  defaultOptions: {},
  fixable: 'code',
  hasSuggestions: true,
  *find({ source, settings, project }) {
    for (const uncached of uncachedGets(source, project)) {
      const { get, handler } = uncached
      const data = { address: nameOf(source, get.address) }
      const isNextFetch = handler?.framework === 'next-app' && get.client === 'fetch'
      const remedy = isNextFetch ? undefined : cacheGet(uncached, SECONDS, { source, settings, project })
      yield {
        at: placeOf(get.call),
        messageId: handler === undefined ? ('perTurn' as const) : ('perRequest' as const),
        data,
        suggestions: isNextFetch
          ? [
              {
                messageId: 'revalidate' as const,
                edit: () => {
                  const changes = addOptions(source, get.call, 1, [
                    { name: 'next', value: `{ revalidate: ${SECONDS} }` },
                  ])
                  return changes === undefined ? undefined : { changes }
                },
              },
            ]
          : remedy === undefined
            ? []
            : [
                {
                  messageId: 'cache' as const,
                  data: {
                    library: remedy.library,
                    install: remedy.install,
                    runs: handler === undefined ? 'turns' : 'requests',
                  },
                  edit: remedy.edit,
                },
              ],
      }
    }
  },
})

/** `fetch`, `axios.get`; only `get` where that stands on a line of its own. */
function placeOf(call: { readonly callee: Node }): Node {
  const callee = unwrap(call.callee)
  return callee.type !== 'MemberExpression' || callee.loc.start.line === callee.loc.end.line ? callee : callee.property
}

/** The address as the file writes it, when that fits into a sentence. */
function nameOf(source: Source, address: Node): string {
  const text = source.text.slice(...address.range)
  return text.length <= MAX_NAME && !text.includes('\n') && !text.includes('`') ? `\`${text}\`` : 'the same address'
}

const MAX_NAME = 60
