import type { Library } from './library.ts'
import { ALL_FRAMEWORKS, byDefault, EVERYWHERE, named } from './library.ts'

/** Libraries that pace calls, renders and requests, and that keep answers. The first that fits is the default. */
export const PACING_LIBRARIES = {
  /** Many calls, few at a time. */
  concurrency: [
    { package: 'p-map', idiom: 'map-limited', imports: byDefault('p-map', 'pMap'), runtimes: EVERYWHERE },
    { package: 'p-limit', idiom: 'limit-call', imports: byDefault('p-limit', 'pLimit'), runtimes: EVERYWHERE },
  ],
  /** A function that runs at most once in a while and can be flushed. */
  throttle: [
    {
      package: 'es-toolkit',
      idiom: 'throttle-flush',
      imports: named('es-toolkit/function', 'throttle'),
      runtimes: EVERYWHERE,
    },
    {
      package: 'lodash-es',
      idiom: 'throttle-flush',
      imports: named('lodash-es', 'throttle'),
      runtimes: EVERYWHERE,
      onlyIfPresent: true,
    },
    {
      package: 'lodash',
      idiom: 'throttle-flush',
      imports: byDefault('lodash/throttle.js', 'throttle'),
      runtimes: EVERYWHERE,
      onlyIfPresent: true,
    },
  ],
  /** Calls per second to somebody else's service. */
  'call-throttle': [
    {
      package: 'p-throttle',
      idiom: 'throttle-calls',
      imports: byDefault('p-throttle', 'pThrottle'),
      runtimes: EVERYWHERE,
    },
  ],
  /** A failed call once more, later and later. */
  retry: [
    {
      package: 'p-retry',
      idiom: 'retry',
      imports: [...byDefault('p-retry', 'pRetry'), ...named('p-retry', 'AbortError')],
      runtimes: EVERYWHERE,
    },
  ],
  /** A WebSocket that comes back. */
  'websocket-reconnect': [
    {
      package: 'partysocket',
      idiom: 'reconnecting-websocket',
      imports: byDefault('partysocket/ws', 'ReconnectingWebSocket'),
      runtimes: ['node', 'browser'],
    },
    {
      package: 'reconnecting-websocket',
      idiom: 'reconnecting-websocket',
      imports: byDefault('reconnecting-websocket', 'ReconnectingWebSocket'),
      runtimes: ['node', 'browser'],
      onlyIfPresent: true,
    },
  ],
  /** An event stream that comes back and can carry headers. */
  'sse-client': [
    {
      package: 'eventsource',
      idiom: 'event-source',
      imports: named('eventsource', 'EventSource'),
      runtimes: EVERYWHERE,
    },
    {
      package: 'eventsource-client',
      idiom: 'create-event-source',
      imports: named('eventsource-client', 'createEventSource'),
      runtimes: EVERYWHERE,
    },
  ],
  /** Requests per user and minute. */
  'rate-limit': [
    {
      package: 'express-rate-limit',
      idiom: 'express-middleware',
      imports: named('express-rate-limit', 'rateLimit', 'ipKeyGenerator'),
      frameworks: ['express'],
      runtimes: ['node'],
    },
    {
      package: '@fastify/rate-limit',
      idiom: 'fastify-plugin',
      imports: byDefault('@fastify/rate-limit', 'rateLimit'),
      frameworks: ['fastify'],
      runtimes: ['node'],
    },
    {
      package: 'hono-rate-limiter',
      idiom: 'hono-middleware',
      imports: named('hono-rate-limiter', 'rateLimiter'),
      frameworks: ['hono'],
      runtimes: EVERYWHERE,
    },
    {
      package: '@nestjs/throttler',
      idiom: 'nest-guard',
      imports: named('@nestjs/throttler', 'Throttle', 'ThrottlerGuard', 'ThrottlerModule'),
      frameworks: ['nest'],
      runtimes: ['node'],
    },
    {
      package: '@upstash/ratelimit',
      idiom: 'upstash-limit',
      imports: named('@upstash/ratelimit', 'Ratelimit'),
      frameworks: ['next-app', 'next-pages', 'hono', 'sveltekit', 'remix', 'fetch-handler'],
      runtimes: ['node', 'edge'],
      needs: ['@upstash/redis'],
    },
    {
      package: 'rate-limiter-flexible',
      idiom: 'consume',
      imports: named('rate-limiter-flexible', 'RateLimiterMemory', 'RateLimiterRes'),
      frameworks: ALL_FRAMEWORKS,
      runtimes: ['node'],
    },
  ],
  /** Values that are kept for a while; concurrent misses share one load. */
  cache: [
    { package: 'lru-cache', idiom: 'fetch-method', imports: named('lru-cache', 'LRUCache'), runtimes: EVERYWHERE },
    { package: 'cacheable', idiom: 'get-or-set', imports: named('cacheable', 'Cacheable'), runtimes: ['node'] },
    {
      package: 'async-cache-dedupe',
      idiom: 'define',
      imports: named('async-cache-dedupe', 'createCache'),
      runtimes: ['node'],
    },
  ],
  /** The same for several processes. */
  'shared-cache': [
    { package: 'cacheable', idiom: 'get-or-set', imports: named('cacheable', 'Cacheable'), runtimes: ['node'] },
    {
      package: 'async-cache-dedupe',
      idiom: 'define',
      imports: named('async-cache-dedupe', 'createCache'),
      runtimes: ['node'],
    },
  ],
  /** Responses kept by the rules of HTTP. */
  'http-cache': [
    {
      package: 'undici',
      idiom: 'dispatcher',
      imports: named('undici', 'Agent', 'fetch', 'interceptors'),
      runtimes: ['node'],
    },
  ],
} satisfies Record<string, readonly Library[]>
