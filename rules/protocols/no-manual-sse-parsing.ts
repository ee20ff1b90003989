import { parseEvents } from '../../src/edits/parse-events.ts'
import { matchesGlobs } from '../../src/facts/globs.ts'
import { handParserOf } from '../../src/facts/hand-parsers.ts'
import { runtimeOf } from '../../src/facts/runtime.ts'
import { SSE_PARSING_TERMS, sseParsings } from '../../src/facts/sse-parsing.ts'
import { chooseLibrary } from '../../src/libraries/choose-library.ts'
import { offerText } from '../../src/libraries/offer-text.ts'
import type { Ask, Suggestion } from '../../src/rule.ts'
import { defineRule } from '../../src/rule.ts'
import type { StreamLoop } from '../../src/facts/stream-loops.ts'

interface Options {
  readonly allowFiles: readonly string[]
  readonly parsers: 'fragile' | 'all'
  readonly ownServer: boolean
}

export default defineRule<Options, 'manual' | 'own' | 'parse'>({
  name: 'no-manual-sse-parsing',
  mistake: 'protocols',
  tier: 'recommended',
  description: 'Disallow taking an event stream apart by hand',
  terms: [SSE_PARSING_TERMS],
  messages: {
    manual:
      'A server that leaves out the space behind `data:`, ends lines with CRLF, or sends data of several lines loses its events here; a parser such as `eventsource-parser` reads them all.',
    own: 'This parser of event streams has to be kept right by hand: `id`, `retry`, comments and data of several lines are easily lost. A parser such as `eventsource-parser` reads them all.',
    parse: 'Let {{library}} read the events: it gives each one when a blank line has ended it.',
  },
  schema: {
    type: 'object',
    description: 'Where the format is read by hand on purpose.',
    properties: {
      allowFiles: {
        type: 'array',
        items: { type: 'string' },
        description: 'Globs of files that are parsers of event streams themselves, from the root of the project.',
      },
      parsers: {
        type: 'string',
        enum: ['fragile', 'all'],
        description:
          'Which parsers are reported: those that lose events which the format allows, or all that are written by hand.',
      },
      ownServer: {
        type: 'boolean',
        description:
          'Also report the parser of a page for JSON that its own server sends, as far as it keeps what two chunks cut.',
      },
    },
    additionalProperties: false,
  },
  defaultOptions: { allowFiles: [], parsers: 'all', ownServer: true },
  recommendedOptions: { parsers: 'fragile', ownServer: false },
  fixable: 'code',
  hasSuggestions: true,
  *find(ask) {
    const { source, options, project } = ask
    const { root } = project
    const path =
      root !== undefined && source.path.startsWith(`${root}/`) ? source.path.slice(root.length + 1) : source.path
    if (options.allowFiles.length > 0 && matchesGlobs(options.allowFiles, path)) return
    for (const { at, loop, isFragile, isOwnServer } of sseParsings(source)) {
      if ((!isFragile && options.parsers === 'fragile') || (isOwnServer && !options.ownServer)) continue
      yield {
        at,
        messageId: isFragile ? ('manual' as const) : ('own' as const),
        suggestions: loop === undefined ? [] : suggestions(ask, loop),
      }
    }
  },
})

function suggestions({ source, settings, project }: Ask<Options>, loop: StreamLoop): Suggestion<'parse'>[] {
  const choice = chooseLibrary('sse-parse', { settings, project, runtime: runtimeOf(source) })
  const [stream, parser] = choice?.library.imports ?? []
  if (choice === undefined || stream === undefined || parser === undefined) return []
  const edit = () => {
    const found = handParserOf(source, loop)
    return found === undefined ? undefined : parseEvents(source, found, { stream: stream.from, parser: parser.from })
  }
  return [{ messageId: 'parse', data: { library: offerText(choice, project, { types: false }) }, edit }]
}
