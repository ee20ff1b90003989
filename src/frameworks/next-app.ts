import type { Source } from '../source.ts'
import { exportedFunctions } from './exported-functions.ts'
import type { Framework, Handler } from './handler.ts'
import { makeHandler } from './make-handler.ts'
import { ANSWERS_BY_RETURN } from './web-handler.ts'

/** A route file of the app router: the framework gives these files their meaning by place and name. */
const ROUTE_FILE = /(?:^|\/)app\/(?:.*\/)?route\.[cm]?[jt]sx?$/
const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'])

export const NEXT_APP: Framework = {
  ...ANSWERS_BY_RETURN,
  name: 'next-app',
  registered,
  parameterTypes: { 'next/server#NextRequest': 'request', '#Request': 'request' },
  functionTypes: [],
  shape: ['request'],
  parts: { webRequest: ['request'] },
}

function registered(source: Source): Handler[] {
  if (!ROUTE_FILE.test(source.path)) return []
  return exportedFunctions(source)
    .filter(({ name }) => METHODS.has(name))
    .map(({ fn, wrappers, name, exported }) =>
      makeHandler(source, NEXT_APP, { fn, wrappers, registration: exported, method: name, path: pathOf(source.path) }),
    )
}

/** `app/api/(chat)/[id]/route.ts` answers `/api/:id`. */
function pathOf(file: string): string | undefined {
  const inside = /(?:^|\/)app\/((?:.*\/)?)route\.[cm]?[jt]sx?$/.exec(file)?.[1]
  if (inside === undefined) return undefined
  const segments = inside.split('/').filter((segment) => segment !== '' && !/^[(@]/.test(segment))
  return `/${segments.map((segment) => segment.replace(/^\[+(?:\.{3})?(.+?)\]+$/, ':$1')).join('/')}`
}
