import { codeFor } from '../edits/code-lines.ts'
import { fileStyle } from '../edits/file-style.ts'
import type { Source } from '../source.ts'
import type { TelemetryIdiom } from './record-stream-code.ts'
import { figureTypes, recordStreamCode, telemetryImport } from './record-stream-code.ts'
import type { SharedModule } from './shared-module.ts'

/** The function that the module exports. */
export const MEASURE_STREAM = 'measureStream'

/**
 * The text of the module that measures what is written to responses of Node, in the style of a file. It sees each call of `write`
 * and `end` and passes it on, so that what they return, and with it backpressure, stays what it was.
 */
export function measureStreamModule(
  source: Source,
  { syntax, isTypeScript }: SharedModule,
  idiom: TelemetryIdiom,
): string {
  const code = codeFor(source)
  const language = { syntax, isTypeScript }
  const typed = (text: string) => (isTypeScript ? text : '')
  const isImport = syntax === 'import'
  // Failures go into lines of a log, not into metrics.
  const error = idiom === 'pino' ? ', response.errored' : ''
  const lines = [
    ...(isTypeScript ? code`import type { ServerResponse } from 'node:http';` : []),
    ...telemetryImport(code, idiom, syntax),
    '',
    ...figureTypes(code, language),
    ...recordStreamCode(code, idiom, language),
    '',
    '/**',
    ' * Records duration, time to the first chunk, chunks, bytes and outcome of what is written to a response, once it is over. Call it',
    ' * first in a handler.',
    ...parameters(isTypeScript),
    ' */',
    ...code`${isImport ? 'export ' : ''}function ${MEASURE_STREAM}(response${typed(': ServerResponse')}, route${typed(': string')})${typed(': void')} {
      const start = performance.now();
      const seconds = () => (performance.now() - start) / 1000;
      let firstChunk${typed(': number | undefined')};
      let chunks = 0;
      let bytes = 0;
      const count = (chunk${typed(': unknown')}, encoding${typed(': unknown')}) => {
        const size = sizeOf(chunk, encoding);
        if (size === 0) return;
        firstChunk ??= seconds();
        chunks++;
        bytes += size;
      };

      const write = response.write.bind(response)${typed(' as (...args: unknown[]) => boolean')};
      response.write = (...args${typed(': unknown[]')}) => {
        count(args[0], args[1]);
        return write(...args);
      };
      const end = response.end.bind(response)${typed(' as (...args: unknown[]) => ServerResponse')};
      response.end = (...args${typed(': unknown[]')}) => {
        count(args[0], args[1]);
        return end(...args);
      };

      // Comes after a normal end too.
      response.once('close', () => {
        const figures = { duration: seconds(), firstChunk, chunks, bytes };
        recordStream(route, outcomeOf(response), figures${error});
      });
    }

    function outcomeOf(response${typed(': ServerResponse')})${typed(': Outcome')} {
      const { statusCode, writableFinished, errored, req } = response;
      if (!writableFinished) {
        // A client that leaves ends the connection or resets it; otherwise it was cut from this side.
        const { readableEnded, errored: reset } = req.socket;
        return readableEnded || (reset && !errored) ? 'abandoned' : 'failed';
      }
      if (statusCode >= 500) return 'failed';
      return statusCode >= 400 ? 'refused' : 'completed';
    }
    `,
    '',
    ...(isTypeScript
      ? code`function sizeOf(chunk: unknown, encoding: unknown): number {
          if (typeof chunk === 'string')
            return Buffer.byteLength(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8');
          return chunk instanceof Uint8Array ? chunk.byteLength : 0;
        }`
      : code`function sizeOf(chunk, encoding) {
          if (typeof chunk === 'string') return Buffer.byteLength(chunk, typeof encoding === 'string' ? encoding : 'utf8');
          return chunk instanceof Uint8Array ? chunk.byteLength : 0;
        }`),
    ...(isImport ? [] : ['', ...code`module.exports = { ${MEASURE_STREAM} };`]),
    '',
  ]
  return lines.join(fileStyle(source).lineEnding)
}

function parameters(isTypeScript: boolean): string[] {
  return isTypeScript
    ? [' * @param route a name for the figures: `POST /chat`']
    : [
        " * @param {import('node:http').ServerResponse} response",
        ' * @param {string} route a name for the figures: `POST /chat`',
      ]
}
