/** Methods of an emitter that attach a listener; the event is their first argument. */
export const LISTEN_METHODS: ReadonlySet<string> = new Set([
  'on',
  'once',
  'addListener',
  'prependListener',
  'prependOnceListener',
])

/**
 * Functions, as `module#name`, that listen for the failure of every stream that they are given, until it has ended.
 * Node's own source and the packages' readme files say so.
 */
export const FAILURE_LISTENERS: ReadonlySet<string> = new Set([
  'stream#finished',
  'stream#pipeline',
  'stream#addAbortSignal',
  'stream#compose',
  'stream#Readable.toWeb',
  'stream#Writable.toWeb',
  'stream#Duplex.toWeb',
  'stream/promises#finished',
  'stream/promises#pipeline',
  'stream/consumers#arrayBuffer',
  'stream/consumers#blob',
  'stream/consumers#buffer',
  'stream/consumers#json',
  'stream/consumers#text',
  'events#once',
  'events#on',
  'events#EventEmitter.once',
  'end-of-stream#default',
  'pump#default',
  'pumpify#default',
  'mississippi#pipe',
  'mississippi#finished',
  'multipipe#default',
  'stream-combiner2#default',
  'get-stream#default',
  'get-stream#buffer',
  'raw-body#default',
  'merge2#default',
])

/** Functions of packages that look at a stream and attach nothing. */
export const LOOKERS: ReadonlySet<string> = new Set([
  'assert#default',
  'assert#ok',
  'util#inspect',
  'util#format',
  'util#types.isProxy',
  'is-stream#default',
  'is-stream#isStream',
  'is-stream#isReadableStream',
  'is-stream#isWritableStream',
  'stream#Readable.from',
  'stream#isReadable',
  'stream#isErrored',
  'stream#Readable.isDisturbed',
])

/** Globals, or their methods, that look at their arguments and attach nothing. */
export const LOOKING_GLOBALS: ReadonlySet<string> = new Set([
  'console',
  'JSON',
  'Boolean',
  'String',
  'Number',
  'Object',
  'Array',
  'Buffer',
  'expect',
])

/** Methods of a stream that take another stream and do not make its failures heard. */
export const DEAF_METHODS: ReadonlySet<string> = new Set(['pipe', 'unpipe'])

/** Names of functions that are about the life of what they are given; one of these may listen for failures. */
export const LIFE_NAMES =
  /err|fail|handle|finish|close|abort|clean|guard|watch|track|attach|listen|destroy|monitor|pipe/i

/** Methods of a response that send a value; those of other objects may take a stream and look after it. */
export const ANSWERS: ReadonlySet<string> = new Set(['send', 'json'])

/** Methods that take a chunk. */
export const TAKES_CHUNKS: ReadonlySet<string> = new Set(['end', 'write'])
