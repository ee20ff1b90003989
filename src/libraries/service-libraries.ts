import type { Library } from './library.ts'
import { ALL_FRAMEWORKS, byDefault, EVERYWHERE, named } from './library.ts'

/** Libraries that measure, guard and spread a service. The first that fits is the default. */
export const SERVICE_LIBRARIES = {
  /** Durations, counts and outcomes. */
  metrics: [
    {
      package: 'prom-client',
      idiom: 'prom-client',
      imports: named('prom-client', 'Counter', 'Histogram'),
      runtimes: ['node'],
    },
    {
      package: '@opentelemetry/api',
      idiom: 'opentelemetry',
      imports: named('@opentelemetry/api', 'metrics', 'trace', 'SpanStatusCode'),
      runtimes: EVERYWHERE,
    },
  ],
  /** Lines with fields. */
  logging: [
    { package: 'pino', idiom: 'pino', imports: named('pino', 'pino'), runtimes: EVERYWHERE },
    {
      package: 'winston',
      idiom: 'winston',
      imports: byDefault('winston', 'winston'),
      runtimes: ['node'],
      onlyIfPresent: true,
    },
  ],
  /** A line per request. Fastify has it built in. */
  'request-logging': [
    {
      package: 'pino-http',
      idiom: 'express-middleware',
      imports: named('pino-http', 'pinoHttp'),
      frameworks: ['express', 'node-http'],
      runtimes: ['node'],
    },
    {
      package: 'hono',
      idiom: 'hono-middleware',
      imports: named('hono/logger', 'logger'),
      frameworks: ['hono'],
      runtimes: EVERYWHERE,
    },
  ],
  /** Who is asking. */
  auth: [
    {
      package: 'express-oauth2-jwt-bearer',
      idiom: 'express-middleware',
      imports: named('express-oauth2-jwt-bearer', 'auth'),
      frameworks: ['express'],
      runtimes: ['node'],
    },
    {
      package: '@fastify/jwt',
      idiom: 'fastify-plugin',
      imports: byDefault('@fastify/jwt', 'jwt'),
      frameworks: ['fastify'],
      runtimes: ['node'],
    },
    {
      package: 'hono',
      idiom: 'hono-middleware',
      imports: named('hono/jwt', 'jwt'),
      frameworks: ['hono'],
      runtimes: EVERYWHERE,
    },
    {
      package: '@nestjs/passport',
      idiom: 'nest-guard',
      imports: named('@nestjs/passport', 'AuthGuard'),
      frameworks: ['nest'],
      runtimes: ['node'],
    },
    {
      package: 'better-auth',
      idiom: 'session',
      imports: named('better-auth', 'betterAuth'),
      frameworks: ['next-app', 'next-pages'],
      runtimes: ['node'],
    },
    {
      package: 'jose',
      idiom: 'verify-token',
      imports: named('jose', 'createRemoteJWKSet', 'jwtVerify'),
      frameworks: ALL_FRAMEWORKS,
      runtimes: EVERYWHERE,
    },
  ],
  /** Which sites may read an answer. */
  cors: [
    {
      package: 'cors',
      idiom: 'express-middleware',
      imports: byDefault('cors', 'cors'),
      frameworks: ['express'],
      runtimes: ['node'],
    },
    {
      package: '@fastify/cors',
      idiom: 'fastify-plugin',
      imports: byDefault('@fastify/cors', 'cors'),
      frameworks: ['fastify'],
      runtimes: ['node'],
    },
    {
      package: '@koa/cors',
      idiom: 'koa-middleware',
      imports: byDefault('@koa/cors', 'cors'),
      frameworks: ['koa'],
      runtimes: ['node'],
    },
    {
      package: 'hono',
      idiom: 'hono-middleware',
      imports: named('hono/cors', 'cors'),
      frameworks: ['hono'],
      runtimes: EVERYWHERE,
    },
  ],
  /** Markup that may be shown. */
  'sanitize-html': [
    { package: 'dompurify', idiom: 'dompurify', imports: byDefault('dompurify', 'DOMPurify'), runtimes: ['browser'] },
    {
      package: 'sanitize-html',
      idiom: 'sanitize-html',
      imports: byDefault('sanitize-html', 'sanitizeHtml'),
      runtimes: ['node'],
    },
  ],
  /** Messages between the processes of one service. */
  broker: [
    { package: 'redis', idiom: 'redis', imports: named('redis', 'createClient'), runtimes: ['node'] },
    { package: 'ioredis', idiom: 'ioredis', imports: named('ioredis', 'Redis'), runtimes: ['node'] },
    {
      package: '@nats-io/transport-node',
      idiom: 'nats',
      imports: named('@nats-io/transport-node', 'connect'),
      runtimes: ['node'],
    },
    {
      package: '@platformatic/kafka',
      idiom: 'kafka-streams',
      imports: named('@platformatic/kafka', 'Consumer', 'Producer'),
      runtimes: ['node'],
    },
    {
      package: '@confluentinc/kafka-javascript',
      idiom: 'kafka-js',
      imports: named('@confluentinc/kafka-javascript', 'KafkaJS'),
      runtimes: ['node'],
    },
    { package: 'mqtt', idiom: 'mqtt', imports: byDefault('mqtt', 'mqtt'), runtimes: ['node'] },
  ],
  /** Messages between the nodes of a socket.io server. */
  'socket-adapter': [
    {
      package: '@socket.io/redis-streams-adapter',
      idiom: 'streams-adapter',
      imports: named('@socket.io/redis-streams-adapter', 'createAdapter'),
      runtimes: ['node'],
      needs: ['redis'],
    },
    {
      package: '@socket.io/redis-adapter',
      idiom: 'sharded-adapter',
      imports: named('@socket.io/redis-adapter', 'createShardedAdapter'),
      runtimes: ['node'],
      needs: ['redis'],
      onlyIfPresent: true,
    },
  ],
  /** A stream that a client can take up again. */
  'resumable-stream': [
    {
      package: 'resumable-stream',
      idiom: 'resumable-context',
      imports: named('resumable-stream', 'createResumableStreamContext'),
      runtimes: ['node'],
      needs: ['redis'],
    },
  ],
  /** Work that outlives its request. */
  'job-queue': [
    {
      package: 'bullmq',
      idiom: 'bullmq',
      imports: named('bullmq', 'Queue', 'QueueEvents', 'Worker'),
      runtimes: ['node'],
    },
  ],
  /** Subscriptions of GraphQL across processes. */
  'graphql-pubsub': [
    {
      package: 'graphql-redis-subscriptions',
      idiom: 'redis-pubsub',
      imports: named('graphql-redis-subscriptions', 'RedisPubSub'),
      runtimes: ['node'],
    },
  ],
  /** Many clients at once, from a script. */
  'load-test': [
    { package: 'autocannon', idiom: 'autocannon', imports: byDefault('autocannon', 'autocannon'), runtimes: ['node'] },
  ],
} satisfies Record<string, readonly Library[]>
