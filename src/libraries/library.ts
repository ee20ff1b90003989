import type { FrameworkName } from '../frameworks/handler.ts'
import type { PackageName } from './packages.ts'

/** What runs the code of a file. */
export type Runtime = 'node' | 'browser' | 'edge'

export const EVERYWHERE: readonly Runtime[] = ['node', 'browser', 'edge']

/** Frameworks whose routes turn a `Request` into a `Response`. */
export const FETCH_STYLE: readonly FrameworkName[] = ['next-app', 'sveltekit', 'remix', 'fetch-handler']

/** Frameworks whose routes get the request and response objects of Node. */
export const NODE_STYLE: readonly FrameworkName[] = ['express', 'koa', 'node-http', 'next-pages']

export const ALL_FRAMEWORKS: readonly FrameworkName[] = [
  ...FETCH_STYLE,
  ...NODE_STYLE,
  'fastify',
  'hono',
  'nest',
  'h3',
  'trpc',
  'ws',
  'socket.io',
]

/** One name that an edit can import. */
export interface LibraryImport {
  /** The module as it is written in the import. */
  readonly from: string
  /** The exported name, or `default`. */
  readonly name: string
  /** What it is called in the file unless that name is taken. */
  readonly local: string
}

/** One package that serves a purpose, and how. */
export interface Library {
  readonly package: PackageName
  /** The shape of the code that uses it. Libraries of one purpose with the same idiom can replace each other. */
  readonly idiom: string
  readonly imports: readonly LibraryImport[]
  /** Only for these; without it, for any code that is not tied to a framework. */
  readonly frameworks?: readonly FrameworkName[]
  readonly runtimes: readonly Runtime[]
  /** Other packages that the idiom imports too. */
  readonly needs?: readonly PackageName[]
  /** Taken where the project has it, never added: it is no longer kept up, or another one serves better. */
  readonly onlyIfPresent?: true
}

/** A named import. */
export function named(from: string, ...names: readonly string[]): LibraryImport[] {
  return names.map((name) => ({ from, name, local: name }))
}

/** A default import under the name that the package's own documentation uses. */
export function byDefault(from: string, local: string): LibraryImport[] {
  return [{ from, name: 'default', local }]
}
