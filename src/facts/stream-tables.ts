/** Where the bytes of a stream come from or go to. */
export type StreamSource =
  /** The body of a response to a request that this program made. */
  | 'fetch'
  | 'http-client'
  /** The body of a request that this program serves, an upload part among them. */
  | 'request'
  /** The response that this program writes. */
  | 'response'
  | 'file'
  | 'socket'
  | 'child-process'
  | 'process'
  | 'object-store'
  | 'database'
  | 'compressor'
  | 'transform'
  | 'archive'
  /** Made here from values that are in memory already. */
  | 'memory'
  /** Output of a language model. */
  | 'model'
  | 'unknown'

/** `node`: a stream of node:stream. `web`: a WHATWG stream. `iterable`: an async iterable that is neither. */
export type StreamFamily = 'node' | 'web' | 'iterable'

/** What flows: bytes (`Uint8Array`/`Buffer`), text, whole items (objects, framed messages), or nobody knows. */
export type ChunkKind = 'bytes' | 'text' | 'items' | 'unknown'

export interface StreamInfo {
  readonly family: StreamFamily
  readonly source: StreamSource
  readonly chunks: ChunkKind
}

const info = (family: StreamFamily, source: StreamSource, chunks: ChunkKind = 'bytes'): StreamInfo => ({
  family,
  source,
  chunks,
})

const FILE = info('node', 'file')
const COMPRESSOR = info('node', 'compressor')
const TRANSFORM = info('node', 'transform')
const SOCKET = info('node', 'socket')
const NODE_CLIENT = info('node', 'http-client')
const ARCHIVE = info('node', 'archive')
const ITEMS = info('node', 'transform', 'items')
/** What a streaming call of a model's SDK gives. */
export const MODEL = info('iterable', 'model', 'items')
const MODEL_TEXT = info('iterable', 'model', 'text')

const ZLIB = ['Gzip', 'Gunzip', 'Deflate', 'Inflate', 'DeflateRaw', 'InflateRaw', 'Unzip', 'BrotliCompress']
const ZLIB_MORE = ['BrotliDecompress', 'ZstdCompress', 'ZstdDecompress']

/** Calls and constructions whose result is a stream: `module#name`, or `module#name().property` for a part of the result. */
export const STREAM_CALLS: Readonly<Record<string, StreamInfo>> = {
  'fs#createReadStream': FILE,
  'fs#createWriteStream': FILE,
  'fs#ReadStream': FILE,
  'fs#WriteStream': FILE,
  'fs-extra#createReadStream': FILE,
  'fs-extra#createWriteStream': FILE,
  'graceful-fs#createReadStream': FILE,
  'graceful-fs#createWriteStream': FILE,
  ...Object.fromEntries(
    [...ZLIB, ...ZLIB_MORE].flatMap((name) => [
      [`zlib#create${name}`, COMPRESSOR],
      [`zlib#${name}`, COMPRESSOR],
    ]),
  ),
  'crypto#createCipheriv': TRANSFORM,
  'crypto#createDecipheriv': TRANSFORM,
  'crypto#createHash': TRANSFORM,
  'crypto#createHmac': TRANSFORM,
  'stream#PassThrough': TRANSFORM,
  'stream#Transform': TRANSFORM,
  'stream#Duplex': TRANSFORM,
  'stream#Readable': info('node', 'unknown', 'unknown'),
  'stream#Writable': info('node', 'unknown', 'unknown'),
  'stream#Readable.from': info('node', 'memory', 'items'),
  'stream#Duplex.from': info('node', 'unknown', 'unknown'),
  'stream#Readable.fromWeb': info('node', 'unknown'),
  'stream#compose': info('node', 'unknown', 'unknown'),
  'http#request': NODE_CLIENT,
  'http#get': NODE_CLIENT,
  'https#request': NODE_CLIENT,
  'https#get': NODE_CLIENT,
  'http2#connect().request()': NODE_CLIENT,
  'net#connect': SOCKET,
  'net#createConnection': SOCKET,
  'net#Socket': SOCKET,
  'tls#connect': SOCKET,
  'child_process#spawn().stdout': info('node', 'child-process'),
  'child_process#spawn().stderr': info('node', 'child-process'),
  'child_process#spawn().stdin': info('node', 'child-process'),
  'child_process#exec().stdout': info('node', 'child-process', 'text'),
  'child_process#exec().stderr': info('node', 'child-process', 'text'),
  'child_process#execFile().stdout': info('node', 'child-process', 'text'),
  'child_process#fork().stdout': info('node', 'child-process'),
  'child_process#fork().stderr': info('node', 'child-process'),
  'got#stream': NODE_CLIENT,
  'got#stream.get': NODE_CLIENT,
  'got#stream.post': NODE_CLIENT,
  'request#default': NODE_CLIENT,
  'request#get': NODE_CLIENT,
  'request#post': NODE_CLIENT,
  'node-fetch#default().body': NODE_CLIENT,
  'undici#request().body': NODE_CLIENT,
  'undici#fetch().body': info('web', 'fetch'),
  'cross-fetch#default().body': info('web', 'fetch'),
  'cross-fetch#fetch().body': info('web', 'fetch'),
  'ky#default().body': info('web', 'fetch'),
  'ky#get().body': info('web', 'fetch'),
  'ky#post().body': info('web', 'fetch'),
  'archiver#default': ARCHIVE,
  'archiver#create': ARCHIVE,
  'tar#create': ARCHIVE,
  'tar#c': ARCHIVE,
  'tar#extract': ARCHIVE,
  'tar#x': ARCHIVE,
  'tar-stream#pack': ARCHIVE,
  'tar-stream#extract': ARCHIVE,
  'tar-fs#pack': ARCHIVE,
  'tar-fs#extract': ARCHIVE,
  'unzipper#Extract': ARCHIVE,
  'unzipper#Parse': ARCHIVE,
  'yazl#ZipFile().outputStream': ARCHIVE,
  'csv-parse#parse': ITEMS,
  'csv-parser#default': ITEMS,
  'csv-stringify#stringify': TRANSFORM,
  'fast-csv#parse': ITEMS,
  'fast-csv#format': TRANSFORM,
  'JSONStream#parse': ITEMS,
  'JSONStream#stringify': TRANSFORM,
  'split2#default': info('node', 'transform', 'items'),
  'byline#default': info('node', 'transform', 'items'),
  'ndjson#parse': ITEMS,
  'through2#default': TRANSFORM,
  'through2#obj': ITEMS,
  'busboy#default': info('node', 'request'),
  'sharp#default': TRANSFORM,
  'ffmpeg-static#default': TRANSFORM,
  'csv#parse': ITEMS,
  'pdfkit#default': TRANSFORM,
  'get-stream#default': info('node', 'unknown', 'unknown'),
}

/** The same for globals: `name`, `new name`, or `name().property`. */
export const GLOBAL_STREAM_CALLS: Readonly<Record<string, StreamInfo>> = {
  'fetch().body': info('web', 'fetch'),
  ReadableStream: info('web', 'unknown', 'unknown'),
  WritableStream: info('web', 'unknown', 'unknown'),
  'TransformStream().readable': info('web', 'transform', 'unknown'),
  'TransformStream().writable': info('web', 'transform', 'unknown'),
  'CompressionStream().readable': info('web', 'compressor'),
  'DecompressionStream().readable': info('web', 'compressor'),
  'TextDecoderStream().readable': info('web', 'transform', 'text'),
  'TextEncoderStream().readable': info('web', 'transform'),
  'Response().body': info('web', 'memory'),
  'Blob().stream()': info('web', 'memory'),
  'File().stream()': info('web', 'memory'),
  'process.stdin': info('node', 'process'),
  'process.stdout': info('node', 'process'),
  'process.stderr': info('node', 'process'),
}

/** Written types (the last name) whose values are streams, with the modules they may be imported from; `''` stands for a global. */
export const STREAM_TYPES: Readonly<Record<string, StreamInfo & { readonly modules: readonly string[] }>> = {
  Readable: { ...info('node', 'unknown', 'unknown'), modules: ['stream'] },
  Duplex: { ...info('node', 'unknown', 'unknown'), modules: ['stream'] },
  Transform: { ...TRANSFORM, modules: ['stream'] },
  PassThrough: { ...TRANSFORM, modules: ['stream'] },
  Writable: { ...info('node', 'unknown', 'unknown'), modules: ['stream'] },
  Stream: { ...info('node', 'unknown', 'unknown'), modules: ['stream'] },
  'NodeJS.ReadableStream': { ...info('node', 'unknown', 'unknown'), modules: [''] },
  'NodeJS.WritableStream': { ...info('node', 'unknown', 'unknown'), modules: [''] },
  'NodeJS.ReadWriteStream': { ...info('node', 'unknown', 'unknown'), modules: [''] },
  ReadStream: { ...FILE, modules: ['fs'] },
  WriteStream: { ...FILE, modules: ['fs'] },
  Socket: { ...SOCKET, modules: ['net'] },
  TLSSocket: { ...SOCKET, modules: ['tls'] },
  IncomingMessage: { ...info('node', 'request'), modules: ['http', 'https'] },
  ClientRequest: { ...NODE_CLIENT, modules: ['http', 'https'] },
  ServerResponse: { ...info('node', 'response'), modules: ['http', 'https'] },
  ReadableStream: { ...info('web', 'unknown', 'unknown'), modules: ['', 'stream/web'] },
  WritableStream: { ...info('web', 'unknown', 'unknown'), modules: ['', 'stream/web'] },
}

/** SDK calls that give a stream of model output: package, the end of the method path, and whether it streams only when told so. */
export interface ModelCall {
  readonly packages: readonly string[]
  /** Dotted end of the call: `chat.completions.create` matches `client.chat.completions.create(…)`. Functions of the package by name. */
  readonly call: string
  /** The option that must be `true` in the argument; undefined: the call always streams. */
  readonly streamOption?: string
  /** How the call takes a signal: an option of an argument, by the argument's index; undefined: nobody knows. */
  readonly signal?: { readonly option: string; readonly argument: number }
  readonly result: StreamInfo
}

const STREAM_TRUE = 'stream'
const OPENAI_LIKE = ['openai', 'groq-sdk', 'together-ai', '@cerebras/cerebras_cloud_sdk']

/** Streaming calls of model SDKs; the packages are those of the rule catalogue. */
export const MODEL_STREAM_CALLS: readonly ModelCall[] = [
  ...['chat.completions.create', 'completions.create', 'responses.create'].map((call) => ({
    packages: OPENAI_LIKE,
    call,
    streamOption: STREAM_TRUE,
    signal: { option: 'signal', argument: 1 },
    result: MODEL,
  })),
  ...['chat.completions.stream', 'beta.chat.completions.stream', 'responses.stream', 'chat.completions.runTools'].map(
    (call) => ({ packages: OPENAI_LIKE, call, signal: { option: 'signal', argument: 1 }, result: MODEL }),
  ),
  ...['messages.create', 'completions.create', 'beta.messages.create'].map((call) => ({
    packages: ['@anthropic-ai/sdk', '@anthropic-ai/bedrock-sdk', '@anthropic-ai/vertex-sdk'],
    call,
    streamOption: STREAM_TRUE,
    signal: { option: 'signal', argument: 1 },
    result: MODEL,
  })),
  ...['messages.stream', 'beta.messages.stream'].map((call) => ({
    packages: ['@anthropic-ai/sdk', '@anthropic-ai/bedrock-sdk', '@anthropic-ai/vertex-sdk'],
    call,
    signal: { option: 'signal', argument: 1 },
    result: MODEL,
  })),
  ...['streamText', 'streamObject', 'experimental_streamText'].map((call) => ({
    packages: ['ai'],
    call,
    signal: { option: 'abortSignal', argument: 0 },
    result: MODEL,
  })),
  ...['models.generateContentStream', 'generateContentStream', 'sendMessageStream'].map((call) => ({
    packages: ['@google/genai'],
    call,
    signal: { option: 'config.abortSignal', argument: 0 },
    result: MODEL,
  })),
  ...['generateContentStream', 'sendMessageStream'].map((call) => ({
    packages: ['@google/generative-ai'],
    call,
    signal: { option: 'signal', argument: 1 },
    result: MODEL,
  })),
  ...['chat', 'generate'].map((call) => ({
    packages: ['ollama'],
    call,
    streamOption: STREAM_TRUE,
    signal: { option: '', argument: -1 },
    result: MODEL,
  })),
  {
    packages: ['@mistralai/mistralai'],
    call: 'chat.stream',
    signal: { option: 'fetchOptions.signal', argument: 1 },
    result: MODEL,
  },
  {
    packages: ['cohere-ai'],
    call: 'chatStream',
    signal: { option: 'abortSignal', argument: 1 },
    result: MODEL,
  },
  {
    packages: ['cohere-ai'],
    call: 'v2.chatStream',
    signal: { option: 'abortSignal', argument: 1 },
    result: MODEL,
  },
  {
    packages: ['@huggingface/inference'],
    call: 'chatCompletionStream',
    signal: { option: 'signal', argument: 1 },
    result: MODEL,
  },
  {
    packages: ['@huggingface/inference'],
    call: 'textGenerationStream',
    signal: { option: 'signal', argument: 1 },
    result: MODEL,
  },
  { packages: ['replicate'], call: 'stream', signal: { option: 'signal', argument: 1 }, result: MODEL },
]

/** Parts of an AI SDK result that are streams. */
export const AI_SDK_PARTS: Readonly<Record<string, StreamInfo>> = {
  textStream: MODEL_TEXT,
  fullStream: MODEL,
  partialObjectStream: MODEL,
  elementStream: MODEL,
}
