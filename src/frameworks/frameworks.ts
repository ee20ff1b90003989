import { EXPRESS } from './express.ts'
import { FASTIFY } from './fastify.ts'
import { FETCH_HANDLER } from './fetch-handler.ts'
import { H3 } from './h3.ts'
import type { Framework, FrameworkName } from './handler.ts'
import { HONO } from './hono.ts'
import { KOA } from './koa.ts'
import { NEST } from './nest.ts'
import { NEXT_APP } from './next-app.ts'
import { NEXT_PAGES } from './next-pages.ts'
import { NODE_HTTP } from './node-http.ts'
import { REMIX } from './remix.ts'
import { SOCKET_IO, WS } from './sockets.ts'
import { SVELTEKIT } from './sveltekit.ts'
import { TRPC } from './trpc.ts'

/** Every framework that is known, in the order in which they are asked about a function that several could claim. */
export const FRAMEWORKS: readonly Framework[] = [
  FASTIFY,
  EXPRESS,
  KOA,
  HONO,
  NEST,
  NEXT_APP,
  NEXT_PAGES,
  SVELTEKIT,
  REMIX,
  H3,
  NODE_HTTP,
  FETCH_HANDLER,
  TRPC,
  WS,
  SOCKET_IO,
]

const byName = new Map(FRAMEWORKS.map((framework) => [framework.name, framework]))

/** The framework of a handler. */
export function frameworkOf(handler: { readonly framework: FrameworkName }): Framework {
  const framework = byName.get(handler.framework)
  if (framework === undefined) throw new Error(`No framework is called ${handler.framework}.`)
  return framework
}
