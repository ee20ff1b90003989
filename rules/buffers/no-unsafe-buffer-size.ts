import { allOf } from '../../src/edits/all-of.ts'
import { quoted } from '../../src/edits/file-style.ts'
import { replaceExpression } from '../../src/edits/replace-expression.ts'
import { commentsIn } from '../../src/edits/tokens.ts'
import { addProperty } from '../../src/edits/add-property.ts'
import { Precedence } from '../../src/edits/precedence.ts'
import { calleeNameNode } from '../../src/facts/callee.ts'
import { isDevelopmentTool } from '../../src/facts/development-tool.ts'
import type { SizeOption } from '../../src/facts/size-options.ts'
import { sizeOptions, unboundedServers } from '../../src/facts/size-options.ts'
import { SIZE_APIS } from '../../src/facts/size-tables.ts'
import { defineRule } from '../../src/rule.ts'
import type { Node, Source } from '../../src/source.ts'

const KIB = 1024
const MIB = 1024 * KIB

/** `limit` is a word of many; it counts where a body parser is. */
const NAMES = [...new Set(SIZE_APIS.map(({ option }) => option)), "'ws'", '"ws"'].filter((it) => it !== 'limit')

/** What `ws` is given where it has no `maxPayload`: its default is more than this rule lets pass. */
const WS_ADVICE = '1024 * 1024'

export default defineRule({
  name: 'no-unsafe-buffer-size',
  mistake: 'buffers',
  tier: 'recommended',
  description: 'Disallow sizes of buffers and bodies that bound nothing',
  terms: [
    [...NAMES, 'limit'],
    [...NAMES, 'express', 'body-parser', 'raw-body', 'micro', 'co-body'],
  ],
  messages: {
    unlimited:
      '`{{name}}` is no limit here: {{holds}} of any length is kept in memory whole, and one that is long enough ends the process.',
    tooLarge: '`{{name}}` lets {{holds}} of {{size}} into memory: a few of them at once end the process for everybody.',
    largeMark:
      '`{{name}}` lets a stream keep {{size}} before it asks its writer to wait: a few slow readers fill the memory.',
    smallMark:
      '`{{name}}` makes the stream stop after {{size}}: it reads and writes in crumbs, and each costs a turn of the event loop.',
    refused: '`{{name}}` is no size that this API takes: it throws, or turns away whatever comes.',
    missing:
      'Without `maxPayload`, `ws` keeps messages of up to 100 MiB in memory whole: a few clients that send such end the process for everybody.',
    useDefault: 'Use the documented default, `{{value}}`.',
    bound: 'Set a bound, `{{value}}`.',
  },
  schema: {
    type: 'object',
    properties: {
      min: { type: 'number', description: 'The smallest `highWaterMark` that passes, in bytes.', minimum: 0 },
      maxHighWaterMark: {
        type: 'number',
        description: 'The largest `highWaterMark` that passes, in bytes.',
        minimum: 0,
      },
      max: { type: 'number', description: 'The largest of all other sizes that passes, in bytes.', minimum: 0 },
      defaults: {
        type: 'boolean',
        description: 'Whether to report a size that only says what holds by default, as `Infinity` of axios does.',
      },
      synchronous: {
        type: 'boolean',
        description:
          'Whether to report a large `maxBuffer` of a command that the whole process waits for: there is never a second one at the same time.',
      },
    },
    additionalProperties: false,
  },
  defaultOptions: { min: KIB, maxHighWaterMark: 16 * MIB, max: 64 * MIB, defaults: true, synchronous: true },
  recommendedOptions: { defaults: false, synchronous: false },
  fixable: 'code',
  hasSuggestions: true,
  *find({ source, options }) {
    for (const found of sizeOptions(source)) {
      const messageId = verdict(found, options)
      if (messageId === undefined) continue
      if (messageId === 'tooLarge' && found.api.isSync === true && !options.synchronous) continue
      if (messageId === 'unlimited' && found.api.isUnlimitedByDefault === true && !options.defaults) continue
      yield {
        at: placeOf(found),
        messageId,
        data: { name: found.api.option, ...factsOf(messageId, found) },
        suggestions: remedy(source, found, options),
      }
    }
    if (isDevelopmentTool(source)) return
    for (const { call, options: given } of unboundedServers(source))
      yield {
        at: calleeNameNode(call),
        messageId: 'missing' as const,
        suggestions: [
          {
            messageId: 'bound' as const,
            data: { value: WS_ADVICE },
            edit: () => allOf([addProperty(source, given, 'maxPayload', WS_ADVICE)]),
          },
        ],
      }
  },
})

interface Bounds {
  readonly min: number
  readonly maxHighWaterMark: number
  readonly max: number
}

function verdict({ api, size, isOwnStream }: SizeOption, { min, maxHighWaterMark, max }: Bounds) {
  if (size < 0) return api.negative
  if (size === Number.POSITIVE_INFINITY) return api.infinity ?? 'unlimited'
  if (size >= Number.MAX_SAFE_INTEGER) return 'unlimited'
  if (api.kind === 'limit') {
    if (size === 0) return api.zero === 'unlimited' ? 'unlimited' : undefined
    return size > max ? 'tooLarge' : undefined
  }
  if (size > maxHighWaterMark) return 'largeMark'
  // A stream of the file's own that passes on what another one keeps.
  const isPullOnly = size === 0 && isOwnStream
  return size < min && !api.isWeb && !isPullOnly ? 'smallMark' : undefined
}

function factsOf(messageId: string, { api, size }: SizeOption): Record<string, string> {
  switch (messageId) {
    case 'unlimited':
      return { holds: api.holds }
    case 'tooLarge':
      return { holds: api.holds, size: sizeText(size) }
    case 'refused':
      return {}
    default:
      return { size: sizeText(size) }
  }
}

/** The property, or its key where it stands on several lines. */
function placeOf({ place }: SizeOption): Node {
  if (place.loc.start.line === place.loc.end.line) return place
  return place.type === 'Property' ? place.key : place.property
}

function remedy(source: Source, { api, value }: SizeOption, { max, maxHighWaterMark }: Bounds) {
  const bytes = api.byDefault ?? api.advice
  // With bounds of one's own the default may be reported too.
  if (bytes === undefined || bytes > (api.kind === 'mark' ? maxHighWaterMark : max)) return []
  const text = sizeCode(source, bytes, api.strings === true)
  return [
    {
      messageId: api.byDefault === undefined ? ('bound' as const) : ('useDefault' as const),
      data: { value: text },
      edit: () =>
        commentsIn(source, value.range).length > 0
          ? undefined
          : allOf([replaceExpression(source, value, text, Precedence.UNARY - 1)]),
    },
  ]
}

/** A size as people write it. */
function sizeCode(source: Source, bytes: number, strings: boolean): string {
  const [count, unit, factor] =
    bytes % MIB === 0 ? [bytes / MIB, 'mb', '1024 * 1024'] : bytes % KIB === 0 ? [bytes / KIB, 'kb', '1024'] : [bytes]
  if (unit === undefined || factor === undefined) return String(bytes).replace(/\B(?=(?:\d{3})+$)/g, '_')
  if (strings) return quoted(source, `${count}${unit}`)
  return count === 1 ? factor : `${count} * ${factor}`
}

function sizeText(bytes: number): string {
  if (bytes === 1) return '1 byte'
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']
  let unit = 0
  let size = bytes
  for (; size >= KIB && unit < units.length - 1; unit++) size /= KIB
  return `${Math.round(size * 10) / 10} ${units[unit] ?? ''}`
}
