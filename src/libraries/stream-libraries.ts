import type { Library } from './library.ts'
import { byDefault, EVERYWHERE, FETCH_STYLE, named, NODE_STYLE } from './library.ts'

/** Libraries that read, write, parse and shape streams. The first that fits is the default. */
export const STREAM_LIBRARIES = {
  /** A stream read whole, up to a limit. */
  'bounded-body': [
    {
      package: 'get-stream',
      idiom: 'get-stream',
      imports: byDefault('get-stream', 'getStream'),
      runtimes: EVERYWHERE,
    },
  ],
  /** The body of a request read whole, up to a limit. */
  'request-body': [
    {
      package: 'hono',
      idiom: 'body-limit-middleware',
      imports: named('hono/body-limit', 'bodyLimit'),
      frameworks: ['hono'],
      runtimes: EVERYWHERE,
    },
    { package: 'raw-body', idiom: 'raw-body', imports: byDefault('raw-body', 'getRawBody'), runtimes: ['node'] },
  ],
  /** Events out of a `text/event-stream` response. */
  'sse-parse': [
    {
      package: 'eventsource-parser',
      idiom: 'event-source-parser',
      imports: [
        ...named('eventsource-parser/stream', 'EventSourceParserStream'),
        ...named('eventsource-parser', 'createParser'),
      ],
      runtimes: EVERYWHERE,
    },
  ],
  /** Values out of newline-delimited JSON. `readline` is none: since Node 24 it also splits on U+2028 and U+2029. */
  'ndjson-parse': [
    { package: 'split2', idiom: 'node-transform', imports: byDefault('split2', 'split2'), runtimes: ['node'] },
    {
      package: 'stream-chain',
      idiom: 'web-transform',
      imports: named('stream-chain/jsonl/parserWebStream.js', 'parserWebStream'),
      runtimes: EVERYWHERE,
    },
  ],
  /** Newline-delimited JSON out of values. */
  'ndjson-encode': [
    {
      package: 'stream-chain',
      idiom: 'node-transform',
      imports: byDefault('stream-chain/jsonl/stringerStream.js', 'stringerStream'),
      runtimes: ['node'],
    },
  ],
  /** One event as text. */
  'sse-encode': [
    {
      package: 'eventsource-encoder',
      idiom: 'encode-event',
      imports: named('eventsource-encoder', 'encode'),
      runtimes: EVERYWHERE,
    },
  ],
  /** A whole event-stream endpoint: headers, framing, keep-alive. */
  'sse-session': [
    {
      package: 'better-sse',
      idiom: 'node-session',
      imports: named('better-sse', 'createSession', 'createChannel'),
      frameworks: NODE_STYLE,
      runtimes: ['node'],
    },
    {
      package: 'better-sse',
      idiom: 'fetch-session',
      imports: named('better-sse', 'createResponse', 'createChannel'),
      frameworks: FETCH_STYLE,
      runtimes: ['node'],
    },
    {
      package: '@fastify/sse',
      idiom: 'fastify-plugin',
      imports: named('@fastify/sse', 'fastifySSE'),
      frameworks: ['fastify'],
      runtimes: ['node'],
    },
    {
      package: 'hono',
      idiom: 'hono-stream',
      imports: named('hono/streaming', 'streamSSE'),
      frameworks: ['hono'],
      runtimes: EVERYWHERE,
    },
    {
      package: '@nestjs/common',
      idiom: 'nest-decorator',
      imports: named('@nestjs/common', 'Sse'),
      frameworks: ['nest'],
      runtimes: ['node'],
    },
  ],
  /** Which media type the client asks for. Express (`res.format`) and Koa (`ctx.accepts`) have it built in. */
  negotiation: [
    {
      package: 'negotiator',
      idiom: 'negotiator',
      imports: byDefault('negotiator', 'Negotiator'),
      frameworks: ['node-http', ...FETCH_STYLE],
      runtimes: EVERYWHERE,
    },
    {
      package: '@fastify/accepts',
      idiom: 'fastify-plugin',
      imports: byDefault('@fastify/accepts', 'accepts'),
      frameworks: ['fastify'],
      runtimes: ['node'],
    },
    {
      package: 'hono',
      idiom: 'hono-accepts',
      imports: named('hono/accepts', 'accepts'),
      frameworks: ['hono'],
      runtimes: EVERYWHERE,
    },
  ],
  /** The difference of two states (RFC 6902). */
  'state-patch': [
    {
      package: 'fast-json-patch',
      idiom: 'json-patch',
      imports: byDefault('fast-json-patch', 'jsonpatch'),
      runtimes: EVERYWHERE,
    },
  ],
  /** An object without its empty fields. */
  'omit-nulls': [
    {
      package: 'es-toolkit',
      idiom: 'omit-by',
      imports: [...named('es-toolkit/object', 'omitBy'), ...named('es-toolkit/predicate', 'isNil')],
      runtimes: EVERYWHERE,
    },
  ],
  /** `fetch` that rejects when the status is no success. */
  'http-client': [{ package: 'ky', idiom: 'ky', imports: byDefault('ky', 'ky'), runtimes: EVERYWHERE }],
  /** Answers of a server in a test, cut into pieces. */
  'http-double': [
    {
      package: 'msw',
      idiom: 'msw',
      imports: [...named('msw', 'delay', 'http', 'HttpResponse'), ...named('msw/node', 'setupServer')],
      runtimes: ['node'],
    },
  ],
  /** A stream in a test that takes its time. */
  'stream-double': [
    {
      package: 'ai',
      idiom: 'simulate-readable-stream',
      imports: named('ai', 'simulateReadableStream'),
      runtimes: EVERYWHERE,
      onlyIfPresent: true,
    },
  ],
  /** Every way of cutting a text into chunks. */
  'property-test': [
    { package: 'fast-check', idiom: 'fast-check', imports: byDefault('fast-check', 'fc'), runtimes: EVERYWHERE },
  ],
} satisfies Record<string, readonly Library[]>
