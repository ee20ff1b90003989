import type { Handler } from '../../src/frameworks/handler.ts'
import { requestHandlers } from '../../src/frameworks/handlers.ts'
import type { Source } from '../../src/source.ts'
import { parseSource } from '../parse-source.ts'

/**
 * One line per handler of the code: framework, method, path, flags, and the names of its variables.
 * `express POST /chat req=req res=res`, `! ` before what is not registered here.
 */
export function describeHandlers(code: string, path?: string): string[] {
  return requestHandlers(parseSource(code, path)).map(describeHandler)
}

export function describeHandler(handler: Handler): string {
  const parts: (string | undefined)[] = [
    handler.isRegistered ? handler.framework : `!${handler.framework}`,
    handler.method,
    handler.path,
    handler.isErrorHandler ? 'error-handler' : undefined,
    handler.isMiddleware ? 'middleware' : undefined,
    handler.request === undefined ? undefined : `req=${handler.request.name}`,
    handler.response === undefined ? undefined : `res=${handler.response.name}`,
    handler.context === undefined ? undefined : `ctx=${handler.context.name}`,
    handler.next === undefined ? undefined : `next=${handler.next.name}`,
    handler.wrappers.length === 0
      ? undefined
      : `in ${handler.wrappers.map((it) => (it as { name?: string }).name).join(',')}`,
  ]
  return parts.filter((part) => part !== undefined).join(' ')
}

/** The first handler of the code, and its source. */
export function firstHandler(code: string, path?: string): { source: Source; handler: Handler } {
  const source = parseSource(code, path)
  const handler = requestHandlers(source)[0]
  if (handler === undefined) throw new Error('The code has no handler.')
  return { source, handler }
}
