import type { WantedHeader } from '../../src/edits/add-headers.ts'
import { addHeaders } from '../../src/edits/add-headers.ts'
import { calleeNameNode } from '../../src/facts/callee.ts'
import type { EventStreamHeaders } from '../../src/frameworks/event-stream-headers.ts'
import { eventStreamHeaders, servesOneResponse } from '../../src/frameworks/event-stream-headers.ts'
import { defineRule } from '../../src/rule.ts'
import type { Node, Range } from '../../src/source.ts'

interface Options {
  readonly proxyBuffering: boolean
}

export default defineRule<Options, 'cache' | 'buffering' | 'add'>({
  name: 'require-sse-headers',
  mistake: 'protocols',
  tier: 'recommended',
  description: 'Require the headers that keep caches and proxies away from an event stream',
  terms: [['event-stream']],
  messages: {
    cache:
      'A cache between server and client may keep this event stream and replay old events to the next client: `Cache-Control` holds neither `no-cache` nor `no-store`.',
    buffering:
      'A proxy or compressor in front of this server may hold events back until its buffer is full, so that they arrive in batches: {{missing}} is not set.',
    add: 'Set {{missing}}.',
  },
  schema: {
    type: 'object',
    description: 'Which headers are required.',
    properties: {
      proxyBuffering: {
        type: 'boolean',
        description: 'Also require `no-transform` in `Cache-Control`, and `X-Accel-Buffering: no`.',
      },
    },
    additionalProperties: false,
  },
  defaultOptions: { proxyBuffering: false },
  strictOptions: { proxyBuffering: true },
  fixable: 'code',
  hasSuggestions: true,
  *find({ source, options }) {
    const reported = new Set<Node>()
    for (const response of eventStreamHeaders(source)) {
      const wanted = wantedHeaders(response, options)
      if (wanted.length === 0 || reported.has(response.setting.node)) continue
      reported.add(response.setting.node)
      const missing = wanted.map(({ name, value }) => `\`${name}: ${value}\``).join(' and ')
      const edit = () => addHeaders(source, response, wanted)
      const isSafe = wanted.every(({ instead }) => instead === undefined) && servesOneResponse(source, response)
      const isCached = !hasToken(response, 'cache-control', ['no-cache', 'no-store'])
      yield {
        at: placeOf(response),
        messageId: isCached ? 'cache' : 'buffering',
        ...(isCached ? {} : { data: { missing } }),
        ...(isSafe ? { fix: edit } : { suggestions: [{ messageId: 'add' as const, data: { missing }, edit }] }),
      }
    }
  },
})

function wantedHeaders(response: EventStreamHeaders, { proxyBuffering }: Options): WantedHeader[] {
  const wanted: WantedHeader[] = []
  const current = response.values.findLast(({ name }) => name === 'cache-control')
  const isCached = !hasToken(response, 'cache-control', ['no-cache', 'no-store'])
  const isTransformed = proxyBuffering && !hasToken(response, 'cache-control', ['no-transform'])
  if (isCached || isTransformed) {
    const kept = isCached ? 'no-cache' : (current?.text ?? 'no-cache')
    const value = isTransformed ? `${kept}, no-transform` : kept
    wanted.push({ name: 'Cache-Control', value, instead: current?.node })
  }
  if (proxyBuffering && !hasToken(response, 'x-accel-buffering', ['no']))
    wanted.push({
      name: 'X-Accel-Buffering',
      value: 'no',
      instead: response.values.findLast(({ name }) => name === 'x-accel-buffering')?.node,
    })
  return wanted
}

/** True when the header holds one of the tokens, or a value that cannot be told. */
function hasToken({ values }: EventStreamHeaders, header: string, tokens: readonly string[]): boolean {
  return values.some(({ name, text }) => {
    if (name !== header) return false
    return text === undefined || text.split(',').some((it) => tokens.includes(it.trim().toLowerCase()))
  })
}

function placeOf({ setting, property }: EventStreamHeaders): Node | Range {
  if (property !== undefined) return property
  const { at } = setting
  if (at.type !== 'CallExpression') return at
  return [calleeNameNode(at).range[0], at.range[1]]
}
