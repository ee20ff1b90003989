/** What makes an app that can serve by itself, as `module#name`. Routers are not in it. */
export const APPS: ReadonlySet<string> = new Set([
  'express#default',
  'express#express',
  'express-ws#default().app',
  'ultimate-express#default',
  'polka#default',
  'connect#default',
  'restify#createServer',
  'koa#default',
  'fastify#default',
  'fastify#fastify',
  'h3#createApp',
  'h3#H3',
  'hono#Hono',
  'hono/tiny#Hono',
  'hono/quick#Hono',
  '@hono/hono#Hono',
  '@hono/zod-openapi#OpenAPIHono',
])

/** What makes a router that is mounted on an app. */
export const ROUTERS: ReadonlySet<string> = new Set([
  'express#Router',
  'express#IRouter',
  'express#default.Router',
  'express-promise-router#default',
  'router#default',
  'ultimate-express#Router',
  '@koa/router#default',
  '@koa/router#Router',
  'koa-router#default',
  'koa-joi-router#default',
  'h3#createRouter',
])

/** Methods that mount what they are given. */
export const HANDED_ON: ReadonlySet<string> = new Set(['use', 'route', 'register', 'mount', 'all'])

/** Methods whose order beside routes does not count. Fastify collects hooks when it is ready. */
export const ORDERLESS: ReadonlySet<string> = new Set(['addHook'])

/** Options of a route or router whose functions run before the handler, in this order. */
export const OPTION_GATES: readonly string[] = [
  'onRequest',
  'preParsing',
  'preValidation',
  'preHandler',
  'middleware',
  'middlewares',
  'beforeHandle',
]

/** Functions that hand a Hono app to a server or platform. */
export const ROOT_CALLS: ReadonlySet<string> = new Set(['serve', 'handle', 'createServer', 'showRoutes', 'testClient'])
