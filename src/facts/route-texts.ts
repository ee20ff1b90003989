import type { Codebase } from '../frameworks/codebase.ts'
import { placeText } from '../frameworks/codebase.ts'
import type { Handler } from '../frameworks/handler.ts'
import type { WayIn } from '../frameworks/ways-to-handler.ts'
import type { Protection } from './route-protection.ts'

/** A route as a reader knows it: `POST /api/chat`, or `this route` where the path is not written anywhere. */
export function routeText(handler: Handler, { path, method: registered }: WayIn): string {
  if (path === undefined) return 'this route'
  const method = handler.method ?? registered
  return method === undefined ? path : `${method} ${path}`
}

/** Where a route without a guard is brought to its server, with file and line: `mounted in src/app.ts:31`. */
export function openPlace(codebase: Codebase, { mount, way }: Protection): string {
  if (mount !== undefined) return `mounted in ${placeText(mount, codebase.root)}`
  return way.end === 'app' ? 'registered here' : 'used'
}
