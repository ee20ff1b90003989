import type { Handler } from './handler.ts'
import { partText } from './part-text.ts'

/**
 * The text of an expression for the header `Accept` of the request, undefined or null when there is none, to be written inside the handler.
 * @param name the quoted name of the header
 * @returns undefined where no parameter leads to the request
 */
export function acceptHeader(handler: Handler, name: string): string | undefined {
  const { framework, request, context } = handler
  switch (framework) {
    case 'hono':
      return context === undefined ? undefined : `${context.name}.req.header(${name})`
    case 'koa':
      return context === undefined ? undefined : `${context.name}.headers.accept`
    case 'fastify':
      return request === undefined ? undefined : `${request.name}.headers.accept`
    default: {
      const web = partText(handler, 'webRequest')
      if (web !== undefined) return `${web}.headers.get(${name})`
      const node = partText(handler, 'nodeRequest')
      return node === undefined ? undefined : `${node}.headers.accept`
    }
  }
}
