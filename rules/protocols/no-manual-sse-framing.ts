import { encodeFrames, isSameEncoded } from '../../src/edits/encode-frame.ts'
import type { Edit } from '../../src/edits/edit.ts'
import { replace } from '../../src/edits/edit.ts'
import { quoted } from '../../src/edits/file-style.ts'
import { writeHonoEvents } from '../../src/edits/hono-events.ts'
import { setHeadersApart } from '../../src/edits/set-headers-apart.ts'
import { calleeNameNode } from '../../src/facts/callee.ts'
import { runtimeOf } from '../../src/facts/runtime.ts'
import type { ManualFrame } from '../../src/frameworks/manual-frames.ts'
import { manualFrames, framesIn } from '../../src/frameworks/manual-frames.ts'
import { chooseLibrary } from '../../src/libraries/choose-library.ts'
import { installCommand } from '../../src/libraries/install-command.ts'
import type { Ask, Finding, Suggestion } from '../../src/rule.ts'
import { defineRule } from '../../src/rule.ts'
import type { Node, Range, Source } from '../../src/source.ts'

interface Options {
  readonly allow: 'correct' | 'never'
}

type MessageId = keyof typeof MESSAGES

const MESSAGES = {
  rawText:
    'A line break in this {{what}} ends or forges the event: clients lose what follows it, or read it as fields of their own.',
  noBlankLine: 'No blank line ends this event, so clients never see it: they wait for the rest.',
  unknownField:
    'Clients drop the line that begins with `{{field}}`: the fields of an event are `data`, `event`, `id` and `retry`.',
  oneHeader: '`setHeader` takes one name and one value: the headers behind them are never sent.',
  mislabelled: 'No client of event streams sees any of this: what is sent as `text/event-stream` is {{actual}}.',
  byHand:
    'This event is put together by hand: nothing keeps the next change from putting a line break into it, and then clients lose what follows.',
  helper: 'Let `streamSSE` of Hono write the events.',
  encode: 'Let `encode` of eventsource-encoder write the event{{install}}.',
  apart: 'Set each header by a call of its own.',
  relabel: 'Say what it is: `{{mediaType}}`.',
}

export default defineRule<Options, MessageId>({
  name: 'no-manual-sse-framing',
  mistake: 'protocols',
  tier: 'recommended',
  description: 'Disallow hand-written events that clients cannot read',
  terms: [['event-stream', '`data:', "'data:", '"data:', '\\ndata:']],
  messages: MESSAGES,
  schema: {
    type: 'object',
    description: 'Which hand-written events are allowed.',
    properties: {
      allow: {
        type: 'string',
        enum: ['correct', 'never'],
        description:
          '`correct`: only events that clients cannot read are reported. `never`: all that are written by hand.',
      },
    },
    additionalProperties: false,
  },
  defaultOptions: { allow: 'correct' },
  strictOptions: { allow: 'never' },
  fixable: 'code',
  hasSuggestions: true,
  *find(ask) {
    const frames = manualFrames(ask.source).filter(({ kind }) => kind !== 'by-hand' || ask.options.allow === 'never')
    const byStream = new Map<Node, TextFrame[]>()
    for (const frame of frames) {
      if (!('text' in frame)) yield findingOfResponse(ask.source, frame)
      else byStream.set(frame.scope, [...(byStream.get(frame.scope) ?? []), frame])
    }
    for (const [, ofStream] of byStream) yield findingOfFrames(ask, ofStream)
  },
})

type TextFrame = Extract<ManualFrame, { readonly text: unknown }>

/** One report for each stream: its first frame that clients cannot read, else its first. */
function findingOfFrames(ask: Ask<Options>, frames: readonly TextFrame[]): Finding<MessageId> {
  const frame = frames.find(({ kind }) => kind !== 'by-hand') ?? frames[0]!
  const found = { at: lineOf(ask.source, frame.text.node), ...encoded(ask, frames) }
  switch (frame.kind) {
    case 'raw-text':
      return { ...found, messageId: 'rawText', data: { what: frame.what } }
    case 'no-blank-line':
      return { ...found, messageId: 'noBlankLine' }
    case 'unknown-field':
      return { ...found, messageId: 'unknownField', data: { field: frame.field } }
    case 'by-hand':
      return { ...found, messageId: 'byHand' }
  }
}

function findingOfResponse(source: Source, frame: Exclude<ManualFrame, TextFrame>): Finding<MessageId> {
  if (frame.kind === 'one-header')
    return {
      at: calleeNameNode(frame.call),
      messageId: 'oneHeader',
      suggestions: [{ messageId: 'apart', edit: () => setHeadersApart(source, frame.call) }],
    }
  const { setting, actual } = frame
  const mediaType = actual === 'NDJSON' ? 'application/x-ndjson' : 'text/plain; charset=utf-8'
  const edit = (): Edit => ({ changes: [replace(setting.node, quoted(source, mediaType))] })
  return {
    at: setting.node,
    messageId: 'mislabelled',
    data: { actual },
    suggestions: [{ messageId: 'relabel', data: { mediaType }, edit }],
  }
}

/** A fix where the bytes stay the same, else a suggestion. */
function encoded(
  { source, settings, project }: Ask<Options>,
  frames: readonly TextFrame[],
): { fix?: () => Edit | undefined; suggestions?: readonly Suggestion<MessageId>[] } {
  // The helper writes all events of a stream, those too that are reported only in strict.
  const scope = frames[0]?.scope
  const ofStream = scope === undefined ? [] : framesIn(source, scope).flatMap((it) => ('text' in it ? [it.text] : []))
  const written = () => writeHonoEvents(source, ofStream)
  const helper = { messageId: 'helper' as const, edit: written }
  const choice = chooseLibrary('sse-encode', { settings, project, runtime: runtimeOf(source) })
  const imported = choice?.library.imports[0]
  if (choice === undefined || imported === undefined) return { suggestions: [helper] }
  const texts = frames.map(({ text }) => text)
  const edit = () => encodeFrames(source, texts, { module: imported.from, name: imported.name })
  const command = installCommand(choice.library, project, { types: false })
  const isSame = frames.every(({ kind }) => kind === 'by-hand') && isSameEncoded(source, texts)
  return {
    ...(isSame ? { fix: () => (written() === undefined ? edit() : undefined) } : {}),
    suggestions: [helper, { messageId: 'encode', data: { install: command === '' ? '' : ` (\`${command}\`)` }, edit }],
  }
}

/** The text, or as much of it as stands on its first line. */
function lineOf(source: Source, { range: [start, end] }: Node): Range {
  const lineBreak = source.text.slice(start, end).search(/[\r\n]/)
  return [start, lineBreak === -1 ? end : start + lineBreak]
}
