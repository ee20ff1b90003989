/** One line of versions of a package. */
export interface PackageVersion {
  /** What goes into package.json. */
  readonly range: string
  /** The Node versions that it runs on, by its own `engines`. */
  readonly node: string
  /** True when CommonJS code can load it without `require` of an ES module. */
  readonly commonJs: boolean
}

/** What is known of a package beside what it is good for. */
export interface PackageFacts {
  /** Newest first; the last one runs on every Node version that this plugin supports. */
  readonly versions: readonly [PackageVersion, ...PackageVersion[]]
  /** The oldest major whose names and options the idioms use; an older one in a project is left alone. */
  readonly oldestMajor: number
  /** Where the types are, when the package brings none. */
  readonly types?: string
  /** Belongs into `devDependencies`. */
  readonly isForDevelopment?: true
}

/** Runs on every Node version that this plugin supports. */
const ANY = '>=20'

/** A package that CommonJS and ES modules can load. */
function both(range: string, oldestMajor: number, rest: Partial<PackageFacts> = {}): PackageFacts {
  return { versions: [{ range, node: ANY, commonJs: true }], oldestMajor, ...rest }
}

/** A package that is an ES module only. */
function esm(range: string, oldestMajor: number, rest: Partial<PackageFacts> = {}): PackageFacts {
  return { versions: [{ range, node: ANY, commonJs: false }], oldestMajor, ...rest }
}

/** Every package that an edit may import, with the version that the behaviour tests and field notes were made with. */
export const PACKAGES = {
  '@confluentinc/kafka-javascript': both('^1.10.1', 1),
  '@fastify/accepts': both('^5.0.6', 4),
  '@fastify/cors': both('^11.4.3', 9),
  '@fastify/jwt': both('^10.2.8', 8),
  '@fastify/rate-limit': both('^11.2.0', 9),
  '@fastify/sse': both('^0.6.0', 0),
  '@koa/cors': both('^5.0.0', 4, { types: '@types/koa__cors' }),
  '@nats-io/transport-node': both('^3.4.0', 3),
  '@nestjs/common': both('^12.0.0', 9),
  '@nestjs/passport': both('^12.0.0', 9),
  '@nestjs/throttler': both('^6.7.1', 5),
  '@opentelemetry/api': both('^1.9.1', 1),
  '@platformatic/kafka': esm('^1.35.0', 1),
  '@socket.io/redis-adapter': both('^8.3.0', 8),
  '@socket.io/redis-streams-adapter': both('^0.3.1', 0),
  '@upstash/ratelimit': both('^2.2.0', 1),
  '@upstash/redis': both('^1.39.0', 1),
  ai: both('^6.0.326', 5),
  'async-cache-dedupe': both('^3.4.0', 2),
  autocannon: both('^9.0.0', 7, { types: '@types/autocannon', isForDevelopment: true }),
  'better-auth': esm('^1.7.25', 1),
  'better-sse': both('^0.16.1', 0),
  bullmq: both('^6.7.0', 5),
  cacheable: both('^2.5.0', 2),
  cors: both('^2.8.6', 2, { types: '@types/cors' }),
  dompurify: both('^3.4.18', 3),
  'es-toolkit': both('^1.53.2', 1),
  eventsource: {
    versions: [
      { range: '^5.1.5', node: '>=22.12', commonJs: false },
      { range: '^4.1.1', node: ANY, commonJs: false },
    ],
    oldestMajor: 3,
  },
  'eventsource-client': both('^1.2.0', 1),
  'eventsource-encoder': both('^1.0.2', 1),
  'eventsource-parser': {
    versions: [
      { range: '^4.1.3', node: '>=22.12', commonJs: false },
      { range: '^3.1.1', node: ANY, commonJs: true },
    ],
    oldestMajor: 3,
  },
  'express-oauth2-jwt-bearer': both('^1.10.0', 1),
  'express-rate-limit': both('^8.7.4', 8),
  'fast-check': esm('^4.10.2', 3, { isForDevelopment: true }),
  'fast-json-patch': both('^3.1.1', 3),
  'get-stream': esm('^9.0.1', 9),
  'graphql-redis-subscriptions': both('^2.7.0', 2),
  hono: both('^4.13.19', 4),
  'hono-rate-limiter': esm('^0.5.4', 0),
  ioredis: both('^6.0.0', 5),
  jose: esm('^6.2.17', 5),
  ky: esm('^1.14.3', 1),
  lodash: both('^4.18.1', 4, { types: '@types/lodash' }),
  'lodash-es': esm('^4.18.1', 4, { types: '@types/lodash-es' }),
  'lru-cache': both('^11.5.3', 10),
  mqtt: both('^5.16.0', 5),
  msw: {
    versions: [
      { range: '^3.0.5', node: '>=22.12', commonJs: false },
      { range: '^2.15.0', node: ANY, commonJs: false },
    ],
    oldestMajor: 2,
    isForDevelopment: true,
  },
  negotiator: both('^1.1.0', 0, { types: '@types/negotiator' }),
  'p-limit': esm('^7.3.3', 3),
  'p-map': esm('^7.1.1', 4),
  'p-retry': {
    versions: [
      { range: '^9.0.0', node: '>=22', commonJs: false },
      { range: '^7.1.1', node: ANY, commonJs: false },
    ],
    oldestMajor: 6,
  },
  'p-throttle': esm('^8.1.1', 5),
  partysocket: both('^1.3.0', 1),
  pino: both('^10.4.0', 8),
  'pino-http': both('^11.0.0', 8),
  'prom-client': both('^15.1.3', 14),
  'rate-limiter-flexible': both('^11.4.0', 3),
  'raw-body': {
    versions: [
      { range: '^4.0.0', node: '>=22', commonJs: false },
      { range: '^3.0.2', node: ANY, commonJs: true },
    ],
    oldestMajor: 2,
  },
  'reconnecting-websocket': both('^4.4.0', 4),
  redis: both('^6.3.1', 4),
  'resumable-stream': both('^2.2.13', 2),
  'sanitize-html': both('^2.17.5', 2, { types: '@types/sanitize-html' }),
  split2: both('^4.2.0', 4, { types: '@types/split2' }),
  'stream-chain': esm('^4.4.1', 4),
  undici: {
    versions: [
      { range: '^8.12.4', node: '>=22.19', commonJs: true },
      { range: '^7.30.2', node: ANY, commonJs: true },
    ],
    oldestMajor: 7,
  },
  winston: both('^3.19.0', 3),
} satisfies Record<string, PackageFacts>

export type PackageName = keyof typeof PACKAGES

/** The facts about a package; undefined for packages that are in no table. */
export function packageFacts(name: string): PackageFacts | undefined {
  return Object.hasOwn(PACKAGES, name) ? PACKAGES[name as PackageName] : undefined
}
