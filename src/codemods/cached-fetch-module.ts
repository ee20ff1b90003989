import { codeFor } from '../edits/code-lines.ts'
import { fileStyle } from '../edits/file-style.ts'
import type { Source } from '../source.ts'
import type { SharedModule } from './shared-module.ts'

/** The function that the module exports. */
export const CACHED_FETCH = 'cachedFetch'

/**
 * The text of a module with a `fetch` that keeps answers in the memory of the process, in the style of a file.
 * @param seconds how long an answer is kept
 */
export function cachedFetchModule(source: Source, { syntax, isTypeScript }: SharedModule, seconds: number): string {
  const code = codeFor(source)
  const typed = (text: string) => (isTypeScript ? text : '')
  const isImport = syntax === 'import'
  const lines = [
    ...(isImport ? code`import { LRUCache } from 'lru-cache';` : code`const { LRUCache } = require('lru-cache');`),
    '',
    '/** How long an answer is kept, in milliseconds. */',
    ...code`const TTL = ${`${seconds}_000`};`,
    '/** How many answers are kept. */',
    ...code`const MAX_ANSWERS = 100;`,
    '',
    ...(isTypeScript
      ? code`interface Asked {
          url: string | URL;
          init: RequestInit | undefined;
        }

        interface Answer {
          body: string;
          status: number;
          statusText: string;
          headers: [string, string][];
        }
        `
      : []),
    ...(isTypeScript ? [''] : []),
    ...code`async function loadAnswer(${typed('_key: string, _stale: Answer | undefined, { context }: { context: Asked }') || '_key, _stale, { context }'})${typed(': Promise<Answer>')} {
      const response = await fetch(context.url, context.init);
      const { status, statusText, headers } = response;
      return { body: await response.text(), status, statusText, headers: [...headers] };
    }`,
    '',
    ...code`const answers = new LRUCache${typed('<string, Answer, Asked>')}({ max: MAX_ANSWERS, ttl: TTL, fetchMethod: loadAnswer });`,
    '',
    '/**',
    ' * Fetches an address, or gives what it answered a short while ago. Callers that come at the same time share one request.',
    ' * Failures are not kept.',
    ' */',
    ...code`${isImport ? 'export ' : ''}async function ${CACHED_FETCH}(${typed('url: string | URL, init?: RequestInit') || 'url, init'})${typed(': Promise<Response>')} {
      const key = JSON.stringify([url, init]);
      const { body, status, statusText, headers } = await answers.forceFetch(key, { context: { url, init } });
      if (status >= 400) answers.delete(key);
      return new Response(body || null, { status, statusText, headers });
    }`,
    ...(isImport ? [] : ['', ...code`module.exports = { ${CACHED_FETCH} };`]),
    '',
  ]
  return lines.join(fileStyle(source).lineEnding)
}
