import { chunkMessageSuggestions } from '../edits/chunk-message.ts'
import type { Edit } from '../edits/edit.ts'
import { parseEvents } from '../edits/parse-events.ts'
import { calleeNameNode } from '../facts/callee.ts'
import { chunkMessages } from '../facts/chunk-messages.ts'
import { handParserOf } from '../facts/hand-parsers.ts'
import { importedModules } from '../facts/imported-modules.ts'
import { packageOf } from '../facts/module-name.ts'
import { runtimeOf } from '../facts/runtime.ts'
import { sseParsings } from '../facts/sse-parsing.ts'
import type { StreamLoop } from '../facts/stream-loops.ts'
import { chooseLibrary } from '../libraries/choose-library.ts'
import type { Codemod, CodemodFile, CodemodFinding } from './codemod.ts'
import { perFinding } from './per-finding.ts'

const PARSER = 'eventsource-parser'

const BY_HAND =
  'Let `EventSourceParserStream` or `createParser` of `eventsource-parser` read the events of this stream.'

export const SSE_PARSER: Codemod = {
  name: 'sse-parser',
  title: 'Let a parser read the event streams that are taken apart by hand',
  mistake: 'protocols',
  rules: ['no-manual-sse-parsing', 'no-chunk-as-message'],
  transform: perFinding((file, finding) =>
    finding.rule === 'no-manual-sse-parsing' ? ofParsing(file, finding) : ofChunk(file, finding),
  ),
}

function ofParsing(file: CodemodFile, { start }: CodemodFinding): Edit | string {
  const found = sseParsings(file.source).find(({ at }) => at.range[0] === start)
  return found?.loop === undefined ? BY_HAND : (parsed(file, found.loop) ?? BY_HAND)
}

/** Chunks of an event stream that are taken for messages; those of other formats are not the business of a parser of events. */
function ofChunk(file: CodemodFile, { start }: CodemodFinding): Edit | string | undefined {
  const { source } = file
  const message = chunkMessages(source).find((it) => startOf(it) === start)
  if (message === undefined) return undefined
  if (sseParsings(source).some(({ loop }) => loop === message.loop)) return parsed(file, message.loop) ?? BY_HAND
  // What is left where the parser has taken over: the end mark is to end the stream.
  const isParsed = importedModules(source).some(({ specifier }) => packageOf(specifier) === PARSER)
  if (message.kind !== 'inner-break' || !isParsed) return undefined
  return chunkMessageSuggestions(source, message)[0]?.edit() ?? 'Leave the outer loop too, and cancel the stream.'
}

function startOf(message: ReturnType<typeof chunkMessages>[number]): number | undefined {
  switch (message.kind) {
    case 'parse':
      return message.call.callee.range[0]
    case 'split':
    case 'reparse':
      return calleeNameNode(message.call).range[0]
    case 'frame-state':
      return message.declarators[0]?.id.range[0]
    case 'inner-break':
      return message.statement.range[0]
  }
}

function parsed({ source, settings, project }: CodemodFile, loop: StreamLoop): Edit | undefined {
  const choice = chooseLibrary('sse-parse', { settings, project, runtime: runtimeOf(source) })
  const [stream, parser] = choice?.library.imports ?? []
  const found = handParserOf(source, loop)
  if (stream === undefined || parser === undefined || found === undefined) return undefined
  return parseEvents(source, found, { stream: stream.from, parser: parser.from })
}
