import { EXPRESS } from './express.ts'
import { FASTIFY } from './fastify.ts'
import type { Framework, FrameworkName } from './handler.ts'
import { HONO } from './hono.ts'
import { NEXT_APP } from './next-app.ts'
import { NODE_HTTP } from './node-http.ts'

/** Every framework that is known, in the order in which they are asked. */
export const FRAMEWORKS: readonly Framework[] = [FASTIFY, EXPRESS, HONO, NEXT_APP, NODE_HTTP]

const byName = new Map(FRAMEWORKS.map((framework) => [framework.name, framework]))

/** The framework of a handler. */
export function frameworkOf(handler: { readonly framework: FrameworkName }): Framework {
  const framework = byName.get(handler.framework)
  if (framework === undefined) throw new Error(`No framework is called ${handler.framework}.`)
  return framework
}
