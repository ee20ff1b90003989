import type { Source } from '../source.ts'
import { exportedFunctions } from './exported-functions.ts'
import type { Framework, Handler } from './handler.ts'
import { makeHandler } from './make-handler.ts'
import { ANSWERS_BY_RETURN } from './web-handler.ts'

const SERVER_FILE = /(?:^|\/)\+server\.[jt]s$/
const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'fallback'])

export const SVELTEKIT: Framework = {
  ...ANSWERS_BY_RETURN,
  name: 'sveltekit',
  registered,
  parameterTypes: { '@sveltejs/kit#RequestEvent': 'context', '$types#RequestEvent': 'context' },
  functionTypes: ['@sveltejs/kit#RequestHandler', '$types#RequestHandler'],
  shape: ['context'],
  parts: { webRequest: ['request', 'context.request'] },
}

function registered(source: Source): Handler[] {
  if (!SERVER_FILE.test(source.path)) return []
  return exportedFunctions(source)
    .filter(({ name }) => METHODS.has(name))
    .map(({ fn, wrappers, name, exported }) =>
      makeHandler(source, SVELTEKIT, {
        fn,
        wrappers,
        registration: exported,
        method: name === 'fallback' ? undefined : name,
        path: pathOf(source.path),
      }),
    )
}

/** `src/routes/(app)/chat/[id]/+server.ts` answers `/chat/:id`. */
function pathOf(file: string): string | undefined {
  const inside = /(?:^|\/)routes\/((?:.*\/)?)\+server\.[jt]s$/.exec(file)?.[1]
  if (inside === undefined) return undefined
  const segments = inside.split('/').filter((segment) => segment !== '' && !segment.startsWith('('))
  return `/${segments.map((segment) => segment.replace(/^\[+(?:\.{3})?([^=\]]+).*$/, ':$1')).join('/')}`
}
