/** Packages whose calls log, measure or trace, by name; a name that ends in `/` stands for a scope. */
export const TELEMETRY_PACKAGES: readonly string[] = [
  '@axiomhq/',
  '@bugsnag/',
  '@datadog/',
  '@google-cloud/logging',
  '@grafana/',
  '@honeycombio/',
  '@logtail/',
  '@opentelemetry/',
  '@sentry/',
  '@vercel/analytics',
  '@vercel/otel',
  'applicationinsights',
  'bunyan',
  'consola',
  'dd-trace',
  'debug',
  'elastic-apm-node',
  'hot-shots',
  'langfuse',
  'log4js',
  'loglevel',
  'newrelic',
  'pino',
  'posthog-node',
  'prom-client',
  'rollbar',
  'signale',
  'statsd-client',
  'tslog',
  'winston',
]

/**
 * Packages that record every request of a process by themselves once they are loaded, often by a flag of `node` that no
 * file shows. A project that depends on one is not judged.
 */
export const AUTOMATIC_PACKAGES: readonly string[] = [
  '@azure/monitor-opentelemetry',
  '@opentelemetry/auto-instrumentations-node',
  '@opentelemetry/sdk-node',
  '@sentry/bun',
  '@sentry/cloudflare',
  '@sentry/nestjs',
  '@sentry/nextjs',
  '@sentry/node',
  '@sentry/remix',
  '@sentry/sveltekit',
  '@vercel/otel',
  'applicationinsights',
  'dd-trace',
  'elastic-apm-node',
  'newrelic',
]

/** Middleware and plugins that log each request with its outcome or duration: packages, or modules of packages. */
export const REQUEST_LOGGERS: ReadonlySet<string> = new Set([
  'express-pino-logger',
  'express-prom-bundle',
  'express-requests-logger',
  'express-winston',
  'fastify-metrics',
  'hono-pino',
  'hono/logger',
  'hono/timing',
  'koa-bunyan-logger',
  'koa-logger',
  'koa-morgan',
  'koa-pino-logger',
  'morgan',
  'nestjs-pino',
  'pino-http',
])

/** Words of a name that say that something is written down: parts of `logUsage`, `tokenCounter`, `this.metrics`. */
export const TELEMETRY_WORDS: ReadonlySet<string> = new Set([
  'analytics',
  'audit',
  'audits',
  'capture',
  'captures',
  'console',
  'counter',
  'debug',
  'gauge',
  'histogram',
  'instrument',
  'instrumentation',
  'instrumented',
  'log',
  'logged',
  'logger',
  'logging',
  'logs',
  'measure',
  'meter',
  'metric',
  'metrics',
  'monitor',
  'monitoring',
  'observability',
  'observe',
  'posthog',
  'record',
  'recorder',
  'records',
  'report',
  'reporter',
  'reports',
  'sentry',
  'span',
  'statsd',
  'telemetry',
  'tracer',
  'tracing',
  'track',
  'tracker',
  'usage',
  'warn',
])

/** Methods of a logger that other objects have too: of a stream's controller, a promise, a subscriber. */
export const LEVEL_METHODS: ReadonlySet<string> = new Set(['error', 'fatal', 'info', 'trace', 'verbose', 'warning'])

/** Names of calls that begin a measurement, whose end is elsewhere: `startTimer`, `startActiveSpan`. */
export const BEGINNINGS: ReadonlySet<string> = new Set([
  'startActiveObservation',
  'startActiveSpan',
  'startInactiveSpan',
  'startObservation',
  'startSegment',
  'startSpan',
  'startSpanManual',
  'startTimer',
  'startTransaction',
  'withSpan',
])

/** Options by which an SDK traces its own calls. */
export const TELEMETRY_OPTIONS: ReadonlySet<string> = new Set(['experimental_telemetry', 'telemetry'])

/** Properties and methods whose function runs when a stream ends, fails or is left. */
export const END_CALLBACKS: ReadonlySet<string> = new Set([
  'cancel',
  'catch',
  'complete',
  'error',
  'finalize',
  'finally',
  'flush',
  'onAbort',
  'onAborted',
  'onClose',
  'onComplete',
  'onDisconnect',
  'onDone',
  'onEnd',
  'onError',
  'onFinal',
  'onFinish',
  'onSettled',
  'onStepFinish',
  'onStop',
  'onabort',
  'onclose',
  'onerror',
])

/** Events that say that a stream or a response has ended, failed, or lost its reader. */
export const END_EVENTS: ReadonlySet<string> = new Set([
  'abort',
  'aborted',
  'close',
  'complete',
  'done',
  'end',
  'error',
  'finalMessage',
  'finish',
])

/** Functions whose callback is told of the end of a stream. */
export const END_FUNCTIONS: ReadonlySet<string> = new Set([
  'after',
  'eos',
  'finalize',
  'finished',
  'pipeline',
  'waitUntil',
])

/** Calls that take a function for the error at a position of their own: Hono's `streamSSE(c, write, onError)`. */
export const ERROR_ARGUMENTS: Readonly<Record<string, number>> = { stream: 2, streamSSE: 2, streamText: 2 }
