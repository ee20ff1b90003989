import type { Handler, Part } from './handler.ts'

/**
 * The text of an expression for a part of the platform, to be written inside the handler; undefined where no parameter
 * leads to it. A `signal` is the web request's own, unless the framework names another.
 */
export function partText(handler: Handler, part: Part): string | undefined {
  for (const place of handler.parts[part] ?? []) {
    const text = textOfPlace(handler, place)
    if (text !== undefined) return text
  }
  if (part !== 'signal') return undefined
  const request = partText(handler, 'webRequest')
  return request === undefined ? undefined : `${request}.signal`
}

function textOfPlace(handler: Handler, place: string): string | undefined {
  const [role, ...path] = place.split('.')
  const holder =
    role === 'request'
      ? handler.request
      : role === 'response'
        ? handler.response
        : role === 'context'
          ? handler.context
          : undefined
  return holder === undefined ? undefined : [holder.name, ...path].join('.')
}
