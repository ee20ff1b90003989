import type { HandParser } from '../facts/hand-parsers.ts'
import type { Source } from '../source.ts'
import type { Edit } from './edit.ts'
import { areApart, changesOf } from './edit.ts'
import { feedEvents } from './feed-events.ts'
import { pipeEvents } from './pipe-events.ts'

/** Where the parser's two forms are. */
export interface ParserModules {
  /** Of `EventSourceParserStream`. */
  readonly stream: string
  /** Of `createParser`. */
  readonly parser: string
}

/**
 * Has `eventsource-parser` read the events that a loop takes out of a stream by hand: as a stream that is piped through
 * where nothing but the loop reads it, else as a parser that each chunk is fed to.
 */
export function parseEvents(source: Source, parser: HandParser, modules: ParserModules): Edit | undefined {
  const ways = [() => pipeEvents(source, parser, modules.stream), () => feedEvents(source, parser, modules.parser)]
  for (const way of ways) {
    const edit = way()
    if (edit !== undefined && areApart(changesOf(edit))) return edit
  }
  return undefined
}
