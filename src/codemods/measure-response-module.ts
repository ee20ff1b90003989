import { codeFor } from '../edits/code-lines.ts'
import { fileStyle } from '../edits/file-style.ts'
import type { Source } from '../source.ts'
import type { TelemetryIdiom } from './record-stream-code.ts'
import { figureTypes, recordStreamCode, telemetryImport } from './record-stream-code.ts'
import type { SharedModule } from './shared-module.ts'

/** The function that the module exports. */
export const MEASURE_RESPONSE = 'measureResponse'

/**
 * The text of the module that measures the bodies of web responses, in the style of a file. It reads a body only when its reader wants
 * more, and cancels it when its reader leaves. `cancel` of a `TransformStream` would do that too, but not every runtime calls it yet.
 */
export function measureResponseModule(
  source: Source,
  { syntax, isTypeScript }: SharedModule,
  idiom: TelemetryIdiom,
): string {
  const code = codeFor(source)
  const language = { syntax, isTypeScript }
  const typed = (text: string) => (isTypeScript ? text : '')
  const isImport = syntax === 'import'
  const isLogged = idiom === 'pino'
  const lines = [
    ...telemetryImport(code, idiom, syntax),
    '',
    ...figureTypes(code, language),
    ...recordStreamCode(code, idiom, language),
    '',
    '/**',
    ' * Begins to measure a route: the function that it gives passes a response on, and records duration, time to the first chunk, chunks,',
    ' * bytes and outcome once its body is over. Call it first in a handler.',
    ...(isTypeScript
      ? [' * @param route a name for the figures: `POST /chat`']
      : [
          ' * @param {string} route a name for the figures: `POST /chat`',
          ' * @returns {(response: Response) => Response}',
        ]),
    ' */',
    ...code`${isImport ? 'export ' : ''}function ${MEASURE_RESPONSE}(route${typed(': string')})${typed(': (response: Response) => Response')} {
      const start = performance.now();
      const seconds = () => (performance.now() - start) / 1000;
      return (response) => {
        if (response.body === null) return response;
        const reader = response.body.getReader();
        let firstChunk${typed(': number | undefined')};
        let chunks = 0;
        let bytes = 0;
        let hasLeft = false;
        const figures = () => ({ duration: seconds(), firstChunk, chunks, bytes });
        const body = new ReadableStream${typed('<Uint8Array>')}(
          {
            async pull(controller) {
              try {
                const { done, value } = await reader.read();
                // A read that waits when the reader leaves is told that there is no more.
                if (hasLeft) return;
                if (done) {
                  recordStream(route, outcomeOf(response.status), figures()${isLogged ? ', undefined' : ''});
                  controller.close();
                  return;
                }
                const size = sizeOf(value);
                if (size > 0) {
                  firstChunk ??= seconds();
                  chunks++;
                  bytes += size;
                }
                controller.enqueue(value);
              } catch (error) {
                if (hasLeft) return;
                recordStream(route, 'failed', figures()${isLogged ? ', error' : ''});
                controller.error(error);
              }
            },
            async cancel(reason) {
              hasLeft = true;
              recordStream(route, 'abandoned', figures()${isLogged ? ', undefined' : ''});
              await reader.cancel(reason);
            },
          },
          // Nothing is read ahead.
          { highWaterMark: 0 },
        );
        return new Response(body, response);
      };
    }

    function outcomeOf(status${typed(': number')})${typed(': Outcome')} {
      if (status >= 500) return 'failed';
      return status >= 400 ? 'refused' : 'completed';
    }

    function sizeOf(chunk${typed(': unknown')})${typed(': number')} {
      if (typeof chunk === 'string') return new TextEncoder().encode(chunk).byteLength;
      return chunk instanceof Uint8Array ? chunk.byteLength : 0;
    }`,
    ...(isImport ? [] : ['', ...code`module.exports = { ${MEASURE_RESPONSE} };`]),
    '',
  ]
  return lines.join(fileStyle(source).lineEnding)
}
