/**
 * What files that answers about other files can hang on have in common: they speak to a server. Files that such files
 * import, and files that import them, count too, whatever they say themselves.
 */

/** Packages and built-in modules, without `node:`; what ends with a slash stands for everything of that scope. */
const PACKAGES: ReadonlySet<string> = new Set([
  ...[
    'express',
    'polka',
    'connect',
    'restify',
    'router',
    'ultimate-express',
    'koa',
    'fastify',
    'hono',
    'h3',
    'nitropack',
  ],
  ...[
    'next',
    'ws',
    'socket.io',
    'isomorphic-ws',
    'react-router',
    'graphql-yoga',
    'elysia',
    'itty-router',
    'partyserver',
  ],
  ...['http', 'https', 'http2', 'net', 'tls', 'cluster', 'autocannon', 'k6', 'artillery', 'loadtest'],
  ...['agents', 'better-sse', 'compression', 'koa-compress', 'h3-nightly', 'nitro'],
])
const SCOPES =
  /^(?:@(?:nestjs|fastify|koa|hono|trpc|sveltejs|remix-run|react-router|socket\.io|feathersjs|hapi|nuxt|bull-board)\/|express-|fastify-|koa-|hono-|socket\.io-|cloudflare:|k6\/|node:)/

/** Texts without which no file mounts, guards or listens; files whose imports say nothing are told by them. */
const TEXTS = [
  '.use(',
  '.listen(',
  '.register(',
  '.route(',
  '.mount(',
  '.adapter(',
  'addEventListener',
  'defineEventHandler',
]

/** Files that a framework runs because of where they lie. */
const CONVENTIONS =
  /(?:^|\/)(?:(?:route|middleware|proxy|instrumentation|entry\.server|entry\.worker|worker|hooks\.server|\+server|\+(?:page|layout)\.server|next\.config|nuxt\.config|svelte\.config)\.[cm]?[jt]sx?|(?:pages\/api|app\/routes|server\/(?:api|routes|middleware|plugins))\/.+)$/

/** True for a file that answers can begin at. */
export function speaksToServers(path: string, specifiers: Iterable<string>, text: string): boolean {
  if (CONVENTIONS.test(path)) return true
  for (const specifier of specifiers) {
    if (SCOPES.test(specifier)) return true
    const name = specifier.startsWith('@') ? specifier : (specifier.split('/')[0] ?? specifier)
    if (PACKAGES.has(name)) return true
  }
  return TEXTS.some((it) => text.includes(it))
}
