import { splitDecodeFix, splitDecodeSuggestions } from '../../src/edits/split-decode.ts'
import { isPullProgress } from '../../src/facts/pull-progress.ts'
import type { SplitDecode } from '../../src/facts/split-decodes.ts'
import { splitDecodes } from '../../src/facts/split-decodes.ts'
import { STREAM_LOOP_TERMS } from '../../src/facts/stream-loops.ts'
import { receiverOf } from '../../src/facts/callee.ts'
import { defineRule } from '../../src/rule.ts'
import type { Node } from '../../src/source.ts'
import type { Assumption } from '../../src/type-oracle.ts'

export default defineRule({
  name: 'no-split-decode',
  mistake: 'errors',
  tier: 'recommended',
  description: 'Disallow decoding the chunks of a stream one by one, which breaks characters that lie in two chunks',
  terms: [STREAM_LOOP_TERMS, ['decode', 'toString', 'String(', '+=', '+ ', '`']],
  messages: {
    missingStream:
      'A character whose bytes arrive in two chunks becomes U+FFFD: `decode` without `{ stream: true }` forgets the first half.',
    newDecoder:
      'A character whose bytes arrive in two chunks becomes U+FFFD: this decoder is new for every chunk and cannot know the bytes before.',
    bufferText:
      'A character whose bytes arrive in two chunks becomes U+FFFD: each chunk of bytes is turned into text on its own.',
    addStream: 'Tell the decoder that more bytes follow: `{ stream: true }`.',
    ownDecoder: 'Decode this stream with a decoder of its own, made before the loop.',
    hoistDecoder: 'Make the decoder once, before the loop, and tell it that more bytes follow.',
    setEncoding: "Let the stream decode: `setEncoding('utf8')`.",
    useDecoder: 'Decode with one `TextDecoder`, made before the loop.',
    addFlush: 'The same, and flush the decoder after the loop.',
  },
  schema: {
    type: 'object',
    properties: {
      progress: {
        type: 'boolean',
        description: 'Whether to report the progress of a model that Ollama pulls, which is ASCII.',
      },
    },
    additionalProperties: false,
  },
  defaultOptions: { progress: true },
  recommendedOptions: { progress: false },
  fixable: 'code',
  hasSuggestions: true,
  *find({ source, options }) {
    for (const found of splitDecodes(source)) {
      if (!options.progress && isPullProgress(source, found.loop)) continue
      const fix = splitDecodeFix(source, found)
      yield {
        at: placeOf(found),
        messageId: MESSAGES[found.kind],
        assumes: assumptions(found),
        ...(fix === undefined ? {} : { fix: () => fix }),
        suggestions: splitDecodeSuggestions(source, found),
      }
    }
  },
})

const MESSAGES = {
  'missing-stream': 'missingStream',
  'new-decoder': 'newDecoder',
  'buffer-text': 'bufferText',
} as const

function placeOf(found: SplitDecode): Node {
  return found.kind === 'buffer-text' ? found.texts[0]!.node : found.calls[0]!.call
}

function assumptions(found: SplitDecode): Assumption[] {
  if (found.kind === 'buffer-text') return found.texts.map(({ chunk }) => ({ node: chunk, is: 'bytes' as const }))
  return found.calls.flatMap(({ call, decoder }) => [
    { node: receiverOf(call) ?? decoder, is: 'decoder' as const },
    ...(call.arguments[0] === undefined ? [] : [{ node: call.arguments[0], is: 'bytes' as const }]),
  ])
}
