/** What an API does with a number that is no usable size. */
export type SizeMeaning =
  /** There is no bound. */
  | 'unlimited'
  /** It throws, or turns away whatever comes. */
  | 'refused'

/** One option of an API that bounds what is kept in memory. */
export interface SizeApi {
  readonly option: string
  /** `module#name` of the functions, classes and decorators that take it; `module#*` for everything of a module and its clients. */
  readonly callees: readonly string[]
  /** `limit`: more is turned away. `mark`: at this size a stream asks its writer to wait. */
  readonly kind: 'limit' | 'mark'
  /** What is kept: `a message`, `a request's body`. */
  readonly holds: string
  readonly zero: SizeMeaning
  readonly negative: SizeMeaning
  /** The same for `Infinity`, where the API takes whole numbers only. */
  readonly infinity?: SizeMeaning
  /** True for a strategy of WHATWG streams, where a low mark is a choice: the source is asked only when somebody reads. */
  readonly isWeb?: true
  /** True when sizes may be strings such as `'1mb'`. */
  readonly strings?: true
  /** The default of the API's documentation, in bytes; undefined: it has none, or one that is no bound. */
  readonly byDefault?: number
  /** A good size where the default is none. */
  readonly advice?: number
  /** True where the API has no bound by default, so that `Infinity` says what would hold anyhow. */
  readonly isUnlimitedByDefault?: true
  /** True for a call that the whole process waits for: there is never a second one at the same time. */
  readonly isSync?: true
}

const KIB = 1024
const MIB = 1024 * KIB

const PARSERS = ['json', 'raw', 'text', 'urlencoded']
const CHILD_PROCESSES = ['exec', 'execFile']
const SYNC_CHILD_PROCESSES = ['execFileSync', 'execSync', 'spawnSync']
const EXECA = ['default', '$', 'execa', 'execaCommand', 'execaNode']
const SYNC_EXECA = ['execaCommandSync', 'execaSync']
const NODE_STREAMS = ['Duplex', 'PassThrough', 'Readable', 'Transform', 'Writable']
const FILES = ['createReadStream', 'createWriteStream', 'ReadStream', 'WriteStream']
const ZLIB = [
  'Gzip',
  'Gunzip',
  'Deflate',
  'Inflate',
  'DeflateRaw',
  'InflateRaw',
  'Unzip',
  'BrotliCompress',
  'BrotliDecompress',
]

const of = (module: string, names: readonly string[]): string[] => names.map((name) => `${module}#${name}`)

/** Sizes by API. What 0 and -1 mean is read from the code of the packages: body-parser 1 and 2 with raw-body, ws 8, engine.io 6, axios 1, fastify 5, Node 20. */
export const SIZE_APIS: readonly SizeApi[] = [
  {
    option: 'limit',
    callees: [...of('express', PARSERS), ...of('body-parser', [...PARSERS, 'default'])],
    kind: 'limit',
    holds: "a request's body",
    zero: 'refused',
    negative: 'refused',
    strings: true,
    byDefault: 100 * KIB,
  },
  {
    option: 'limit',
    callees: [...of('micro', ['json', 'text', 'buffer']), ...of('co-body', ['default', 'json', 'form', 'text'])],
    kind: 'limit',
    holds: "a request's body",
    zero: 'refused',
    negative: 'refused',
    strings: true,
    byDefault: MIB,
  },
  {
    option: 'limit',
    callees: ['raw-body#default'],
    kind: 'limit',
    holds: 'a body',
    zero: 'refused',
    negative: 'refused',
    strings: true,
    advice: MIB,
  },
  {
    option: 'bodyLimit',
    callees: ['fastify#*', '@nestjs/platform-fastify#FastifyAdapter'],
    kind: 'limit',
    holds: "a request's body",
    zero: 'refused',
    negative: 'refused',
    infinity: 'refused',
    byDefault: MIB,
  },
  {
    // Hono's middleware of that name.
    option: 'maxSize',
    callees: ['hono/body-limit#bodyLimit'],
    kind: 'limit',
    holds: "a request's body",
    zero: 'refused',
    negative: 'refused',
    byDefault: 100 * KIB,
  },
  {
    option: 'maxPayload',
    callees: [...of('ws', ['WebSocketServer', 'Server', 'default', 'WebSocket']), '@fastify/websocket#default'],
    kind: 'limit',
    holds: 'a message',
    zero: 'unlimited',
    negative: 'unlimited',
    // The default, 100 MiB, is more than this plugin lets pass.
    advice: MIB,
  },
  {
    option: 'maxHttpBufferSize',
    callees: ['*', ...of('socket.io', ['Server', 'default']), '@nestjs/websockets#WebSocketGateway'],
    kind: 'limit',
    holds: 'a message',
    zero: 'unlimited',
    negative: 'unlimited',
    byDefault: 1_000_000,
  },
  ...[CHILD_PROCESSES, SYNC_CHILD_PROCESSES].map((names): SizeApi => ({
    option: 'maxBuffer',
    callees: of('child_process', names),
    kind: 'limit',
    holds: "a command's output",
    zero: 'refused',
    negative: 'refused',
    byDefault: MIB,
    ...(names === SYNC_CHILD_PROCESSES ? { isSync: true } : {}),
  })),
  ...[EXECA, SYNC_EXECA].map((names): SizeApi => ({
    option: 'maxBuffer',
    callees: of('execa', names),
    kind: 'limit',
    holds: "a command's output",
    zero: 'refused',
    negative: 'refused',
    // The default, 100 MB, is more than this plugin lets pass.
    advice: MIB,
    ...(names === SYNC_EXECA ? { isSync: true } : {}),
  })),
  {
    option: 'maxBuffer',
    callees: of('get-stream', ['default', 'getStreamAsArray', 'getStreamAsArrayBuffer', 'getStreamAsBuffer']),
    kind: 'limit',
    holds: 'a stream',
    zero: 'refused',
    negative: 'refused',
    advice: MIB,
  },
  ...['maxContentLength', 'maxBodyLength'].map((option): SizeApi => ({
    option,
    callees: ['axios#*', '@nestjs/axios#*'],
    kind: 'limit',
    holds: option === 'maxBodyLength' ? "a request's body" : "a response's body",
    zero: 'refused',
    // Axios asks `> -1`, and -1 is its default.
    negative: 'unlimited',
    advice: 10 * MIB,
    isUnlimitedByDefault: true,
  })),
  {
    option: 'highWaterMark',
    callees: ['fs', 'fs-extra', 'graceful-fs'].flatMap((module) => of(module, FILES)),
    kind: 'mark',
    holds: 'a file',
    zero: 'refused',
    negative: 'refused',
    byDefault: 64 * KIB,
  },
  {
    option: 'highWaterMark',
    callees: [
      ...of('stream', NODE_STREAMS),
      ...of('zlib', [...ZLIB, ...ZLIB.map((name) => `create${name}`)]),
      ...['http', 'https', 'net', 'tls'].flatMap((module) =>
        of(module, ['createServer', 'Server', 'request', 'Socket']),
      ),
      'through2#default',
      'busboy#default',
    ],
    kind: 'mark',
    holds: 'a stream',
    zero: 'refused',
    negative: 'refused',
    byDefault: 16 * KIB,
  },
  {
    // Of the WHATWG strategies the only one that counts bytes.
    option: 'highWaterMark',
    callees: ['#ByteLengthQueuingStrategy'],
    kind: 'mark',
    isWeb: true,
    holds: 'a stream',
    zero: 'refused',
    negative: 'refused',
    byDefault: 16 * KIB,
  },
]
