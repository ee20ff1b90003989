/** Packages whose values have a `pipe` of another kind, or Node streams whose failures their own tool reports. A prefix ends in `/` or `-`. */
export const FOREIGN_PIPES: readonly string[] = [
  'rxjs',
  'rxjs/',
  'effect',
  'effect/',
  '@effect/',
  'fp-ts',
  'fp-ts/',
  'io-ts',
  'zod',
  'zod/',
  '@hono/zod-',
  'valibot',
  'arktype',
  'yup',
  '@langchain/',
  'langchain',
  'langchain/',
  '@ngrx/',
  '@angular/',
  'ramda',
  'remeda',
  'xstream',
  'most',
  'kefir',
  'baconjs',
  'callbag-',
  'hono',
  'hono/',
  'gulp',
  'gulp-',
  'vinyl-',
  'lazypipe',
  'execa',
  'zx',
  'zx/',
  'dax',
  'dax-sh',
  'tinyexec',
  'nano-spawn',
  'bun',
  '@huggingface/transformers',
  '@xenova/transformers',
  // The global tag of shells that need no import.
  '$',
  'ioredis',
  'redis',
]

/** Packages whose values are emitters with a `pipe` and no streams, so that `pipeline` throws ERR_INVALID_ARG_TYPE for them. */
export const PIPING_EMITTERS: ReadonlySet<string> = new Set(['fluent-ffmpeg', 'ffmpeg'])

/** Events that only a Node stream (or something made like one) has listeners for. */
export const STREAM_EVENTS: ReadonlySet<string> = new Set([
  'data',
  'end',
  'finish',
  'close',
  'drain',
  'error',
  'readable',
  'pipe',
  'unpipe',
  'pause',
  'resume',
  'entry',
])

/** Methods that only the readable side of a Node stream has. */
export const READABLE_METHODS: ReadonlySet<string> = new Set([
  'setEncoding',
  'unpipe',
  'unshift',
  'isPaused',
  'pause',
  'resume',
  'destroy',
])

/** Methods that the writable side of a Node stream, or an HTTP response, has; asked only of what is piped into. */
export const WRITABLE_METHODS: ReadonlySet<string> = new Set([
  'write',
  'end',
  'cork',
  'uncork',
  'setDefaultEncoding',
  'setHeader',
  'writeHead',
  'flushHeaders',
  'destroy',
])

/** What handlers call the response; counts only for a parameter that something is piped into. */
export const RESPONSE_PARAMETERS: ReadonlySet<string> = new Set(['res', 'response', 'resp', 'httpResponse'])

/** The same for a property of something that holds it. */
export const RESPONSE_PROPERTIES: ReadonlySet<string> = new Set(['res', 'response'])
