import { stringOf } from '../facts/unwrap.ts'
import type { Node } from '../source.ts'
import { perSource } from '../source.ts'
import { choosesFormat, fixedFormat } from './format-choice.ts'
import type { Handler } from './handler.ts'
import type { StreamRoute } from './stream-route.ts'
import { streamRoutes } from './stream-route.ts'

/** A stream route that answers in one format, whatever its clients ask for. */
export interface FixedFormatRoute {
  readonly route: StreamRoute
  /** In lower case, parameters left out. */
  readonly mediaType: string
  /** Where it is reported: the text of its path, else what names the setting of the media type. */
  readonly at: Node
}

/** The routes of the file that offer one format only; routes that share what sets it are there once. */
export const fixedFormatRoutes = perSource((source): readonly FixedFormatRoute[] => {
  const found: FixedFormatRoute[] = []
  const places = new Set<Node>()
  for (const route of streamRoutes(source)) {
    const format = fixedFormat(source, route)
    if (format === undefined || route.handler.isMiddleware) continue
    const at = pathOf(route.handler) ?? format.at
    if (places.has(at) || choosesFormat(source, route)) continue
    places.add(at)
    found.push({ route, mediaType: format.mediaType, at })
  }
  return found
})

/** Where the route says its path. Its name is the place of other rules, about the route as a whole. */
function pathOf({ registration }: Handler): Node | undefined {
  const path = registration.type === 'CallExpression' ? registration.arguments[0] : undefined
  return path !== undefined && stringOf(path) !== undefined ? path : undefined
}
