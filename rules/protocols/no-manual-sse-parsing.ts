import { matchesGlobs } from '../../src/facts/globs.ts'
import { sseParsings } from '../../src/facts/sse-parsing.ts'
import { defineRule } from '../../src/rule.ts'

interface Options {
  readonly allowFiles: readonly string[]
}

export default defineRule<Options, 'manual'>({
  name: 'no-manual-sse-parsing',
  mistake: 'protocols',
  tier: 'recommended',
  description: 'Disallow taking an event stream apart by hand',
  terms: [['data:', '\\n\\n', '\\n\\r?\\n', '{2}']],
  messages: {
    manual:
      'A server that leaves out the space behind `data:`, ends lines with CRLF, or sends data of several lines loses its events here; a parser such as `eventsource-parser` reads them all.',
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
    },
    additionalProperties: false,
  },
  defaultOptions: { allowFiles: [] },
  *find({ source, options, project }) {
    const { root } = project
    const path =
      root !== undefined && source.path.startsWith(`${root}/`) ? source.path.slice(root.length + 1) : source.path
    if (options.allowFiles.length > 0 && matchesGlobs(options.allowFiles, path)) return
    for (const { at } of sseParsings(source)) yield { at, messageId: 'manual' as const }
  },
})
