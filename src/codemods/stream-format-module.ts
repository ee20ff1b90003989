import { codeFor } from '../edits/code-lines.ts'
import { fileStyle } from '../edits/file-style.ts'
import { STREAM_FORMAT } from '../frameworks/negotiated-format.ts'
import type { Source } from '../source.ts'
import type { SharedModule } from './shared-module.ts'

/**
 * The text of a module that chooses the format of a stream by `Accept` and writes its items in it, in the style of a file.
 * It reads the header itself: libraries prefer the media type that is named to one that only a wildcard takes in, so that every
 * client that sends `application/json, text/plain, *\/*`, as axios and Angular do, would get another format than until now.
 */
export function streamFormatModule(source: Source, { syntax, isTypeScript }: SharedModule): string {
  const code = codeFor(source)
  const typed = (text: string) => (isTypeScript ? text : '')
  const isImport = syntax === 'import'
  const lines = [
    ...(isImport
      ? code`import { encodeData } from 'eventsource-encoder';`
      : code`const { encodeData } = require('eventsource-encoder');`),
    '',
    ...(isTypeScript
      ? code`/** How the items of a stream are written. */
        interface ItemWriter {
          /** True for an event stream, which alone has comments, delays and a sign of its end. */
          readonly isEvents: boolean;
          /** A value, as JSON. */
          item(value: unknown): string;
          /** A piece of text. */
          text(piece: string): string;
        }

        /** The format that a client gets. */
        export interface StreamFormat extends ItemWriter {
          /** For the header \`Content-Type\`. */
          readonly mediaType: string;
        }
        `
      : []),
    ...(isTypeScript ? [''] : []),
    ...code`/** A value is an event, and so is a piece of text. */
    const EVENTS${typed(': ItemWriter')} = {
      isEvents: true,
      item: (value) => encodeData(JSON.stringify(value)),
      text: (piece) => encodeData(piece),
    };
    /** A value is a line of JSON, and so is a piece of text. */
    const LINES${typed(': ItemWriter')} = { isEvents: false, item: lineOf, text: lineOf };
    /** Pieces of text follow each other as they are; any other value is a line of JSON. */
    const TEXT${typed(': ItemWriter')} = {
      isEvents: false,
      item: (value) => (typeof value === 'string' ? value : lineOf(value)),
      text: (piece) => piece,
    };

    /** What clients can ask for. */
    const FORMATS${typed(': readonly StreamFormat[]')} = [
      { mediaType: 'text/event-stream', ...EVENTS },
      { mediaType: 'application/x-ndjson', ...LINES },
      { mediaType: 'application/ndjson', ...LINES },
      { mediaType: 'application/jsonl', ...LINES },
      { mediaType: 'text/plain; charset=utf-8', ...TEXT },
    ];`,
    '',
    '/**',
    ' * The format that a client likes best by its header `Accept`. Who likes another one no better, or none of them at all, gets what',
    ' * the route has always sent.',
    ' */',
    ...code`${isImport ? 'export ' : ''}function ${STREAM_FORMAT}(${typed('accept: string | null | undefined, sent: string') || 'accept, sent'})${typed(': StreamFormat')} {
      const usual = FORMATS.find((it) => typeOf(it.mediaType) === typeOf(sent)) ?? { mediaType: sent, ...LINES };
      let chosen = { ...usual, mediaType: sent };
      let best = accept ? qualityOf(accept, sent) : 1;
      for (const format of FORMATS) {
        const quality = accept ? qualityOf(accept, format.mediaType) : 0;
        if (quality > best) {
          chosen = format;
          best = quality;
        }
      }
      return chosen;
    }`,
    '',
    ...code`/** How much a client likes a media type, from 0 to 1: the narrowest range of \`Accept\` that takes it in says so (RFC 9110, 12.5.1). */
    function qualityOf(${typed('accept: string, mediaType: string') || 'accept, mediaType'})${typed(': number')} {
      const type = typeOf(mediaType);
      const ranges = ['*/*', type.replace(/[^/]+$/, '*'), type];
      let narrowest = -1;
      let quality = 0;
      for (const part of accept.split(',')) {
        const [, ...parameters] = part.split(';').map((it) => it.trim().toLowerCase());
        const width = ranges.indexOf(typeOf(part));
        if (width <= narrowest) continue;
        narrowest = width;
        const weight = parameters.find((it) => it.startsWith('q='));
        quality = weight === undefined ? 1 : Number(weight.slice(2)) || 0;
      }
      return quality;
    }`,
    '',
    ...code`function typeOf(${typed('mediaType: string') || 'mediaType'})${typed(': string')} {
      return mediaType.replace(/;.*/, '').trim().toLowerCase();
    }`,
    '',
    ...code`function lineOf(${typed('value: unknown') || 'value'})${typed(': string')} {
      return \`\${JSON.stringify(value)}\\n\`;
    }`,
    ...(isImport ? [] : ['', ...code`module.exports = { ${STREAM_FORMAT} };`]),
    '',
  ]
  return lines.join(fileStyle(source).lineEnding)
}
