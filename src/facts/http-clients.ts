/** What an option of a client does to a GET. `constant`: part of the address, so it must be constant too. */
export type OptionEffect = 'none' | 'method' | 'headers' | 'constant' | 'address' | 'response-type'

export type ClientName = 'fetch' | 'axios' | 'got' | 'ky' | 'undici'

export interface HttpClient {
  readonly name: ClientName
  /** Imported functions that send a GET to their first argument, by `module#name`. */
  readonly calls: readonly string[]
  /** Of these, which take an object with everything in it, also the address. */
  readonly objectCalls: readonly string[]
  /** What each option does; one that is not here makes the call unknown. */
  readonly options: Readonly<Record<string, OptionEffect>>
}

const none = (...names: readonly string[]): Record<string, OptionEffect> =>
  Object.fromEntries(names.map((name) => [name, 'none'] as const))

const FETCH_OPTIONS: HttpClient['options'] = {
  method: 'method',
  headers: 'headers',
  ...none('signal', 'redirect', 'mode', 'referrer', 'referrerPolicy', 'keepalive', 'priority', 'integrity'),
  // Those of node-fetch.
  ...none('timeout', 'compress', 'follow', 'size'),
}

/** Clients whose GETs are understood. Their own instances (`axios.create()`, `got.extend()`) may hold anything and are unknown. */
export const HTTP_CLIENTS: readonly HttpClient[] = [
  // The calls of `fetch` are known by fetch-calls.ts.
  { name: 'fetch', calls: [], objectCalls: [], options: FETCH_OPTIONS },
  {
    name: 'axios',
    calls: ['axios#default', 'axios#axios', 'axios#get', 'axios#axios.get'],
    objectCalls: ['axios#default', 'axios#axios', 'axios#request', 'axios#axios.request'],
    options: {
      method: 'method',
      headers: 'headers',
      url: 'address',
      baseURL: 'constant',
      params: 'constant',
      responseType: 'response-type',
      ...none('timeout', 'timeoutErrorMessage', 'signal', 'maxRedirects', 'maxContentLength', 'maxBodyLength'),
      ...none('validateStatus', 'decompress', 'transformResponse', 'responseEncoding'),
    },
  },
  {
    name: 'got',
    calls: ['got#default', 'got#got', 'got#get', 'got#got.get'],
    objectCalls: [],
    options: {
      method: 'method',
      headers: 'headers',
      searchParams: 'constant',
      prefixUrl: 'constant',
      responseType: 'response-type',
      ...none('timeout', 'retry', 'signal', 'followRedirect', 'maxRedirects', 'throwHttpErrors', 'resolveBodyOnly'),
      ...none('decompress', 'http2'),
    },
  },
  {
    name: 'ky',
    calls: ['ky#default', 'ky#get', 'ky#ky', 'ky#ky.get'],
    objectCalls: [],
    options: {
      ...FETCH_OPTIONS,
      searchParams: 'constant',
      prefixUrl: 'constant',
      prefix: 'constant',
      ...none('retry', 'throwHttpErrors'),
    },
  },
  {
    name: 'undici',
    calls: ['undici#request'],
    objectCalls: [],
    options: {
      method: 'method',
      headers: 'headers',
      query: 'constant',
      ...none('signal', 'headersTimeout', 'bodyTimeout', 'maxRedirections', 'throwOnError'),
    },
  },
]

/** Modules that put a cache, a dispatcher or a recorder under clients, wherever they are set up. */
export const CACHING_MODULES: ReadonlySet<string> = new Set([
  'apollo-datasource-rest',
  'axios-cache-adapter',
  'axios-cache-interceptor',
  'cacheable-request',
  'make-fetch-happen',
  'node-fetch-cache',
])
