import type { Library } from '../libraries/library.ts'
import type { Source } from '../source.ts'
import { codeFor } from './code-lines.ts'
import { fileStyle } from './file-style.ts'
import { isTypeScript } from './module-syntax.ts'

/** The names that a cache brings into a file. */
export interface CacheNames {
  readonly cache: string
  /** The function that asks the upstream. */
  readonly load: string
  /** The function that gives what is kept to a caller. */
  readonly use: string
}

/** How a cache is written. */
export interface CacheSite {
  readonly source: Source
  readonly library: Library
  /** How long answers are kept. */
  readonly seconds: number
  /** The local name of what is imported of the library. */
  readonly maker: string
}

/** The functions around a cache; every text is code of the file's style. */
export interface CacheParts {
  /** The body of the function that asks the upstream; its parameter is `url`. */
  readonly load: readonly string[]
  /** What it gives back: names, with their types in TypeScript. */
  readonly parts: Readonly<Record<string, string>>
  /** A condition on these under which the answer is not to be kept; only with `use`. */
  readonly failed?: string
  /** What a caller gets, made of the parts; without it the parts themselves. */
  readonly use?: readonly string[]
}

/** What differs from library to library. */
interface Idiom {
  readonly declare: (site: CacheSite, names: CacheNames, type: string) => string[]
  /** An expression for a promise of what is kept. */
  readonly read: (names: CacheNames, key: string) => string
  readonly forget: (names: CacheNames, key: string) => string
  /** True when what `read` gives may be undefined for TypeScript. */
  readonly isNullable?: true
}

const IDIOMS: Readonly<Record<string, Idiom>> = {
  'fetch-method': {
    declare: ({ source, maker, seconds }, { cache, load }, type) => {
      const types = isTypeScript(source) ? `<string, ${type}>` : ''
      return codeFor(source)`const ${cache} = new ${maker}${types}({
        max: 100,
        ttl: ${milliseconds(seconds)},
        fetchMethod: ${load},
      });`
    },
    read: ({ cache }, key) => `${cache}.forceFetch(${key})`,
    forget: ({ cache }, key) => `${cache}.delete(${key})`,
  },
  'get-or-set': {
    declare: ({ source, maker, seconds }, { cache }) =>
      codeFor(source)`const ${cache} = new ${maker}({ ttl: ${milliseconds(seconds)} });`,
    read: ({ cache, load }, key) => `${cache}.getOrSet(${key}, () => ${load}(${key}), { throwErrors: true })`,
    forget: ({ cache }, key) => `await ${cache}.delete(${key})`,
    isNullable: true,
  },
  define: {
    declare: ({ source, maker, seconds }, { cache, load }) =>
      codeFor(
        source,
      )`const ${cache} = ${maker}({ ttl: ${String(seconds)}, storage: { type: 'memory' } }).define('answer', ${load});`,
    read: ({ cache }, key) => `${cache}.answer(${key})`,
    forget: ({ cache }, key) => `await ${cache}.clear('answer', ${key})`,
  },
}

/** The libraries' idioms that can be written. */
export const CACHE_IDIOMS: readonly string[] = Object.keys(IDIOMS)

function idiomOf({ library }: CacheSite): Idiom {
  return IDIOMS[library.idiom] as Idiom
}

/** Declarations at the top of a module: the function that asks, the cache, and the function that gives what is kept. */
export function cacheCode(site: CacheSite, names: CacheNames, { load, parts, failed, use }: CacheParts): string[] {
  const { source } = site
  const code = codeFor(source)
  const idiom = idiomOf(site)
  const parameter = isTypeScript(source) ? 'url: string' : 'url'
  const lines = [
    ...code`async function ${names.load}(${parameter}) {`,
    ...indented(source, load),
    '}',
    '',
    ...idiom.declare(site, names, typeOf(parts)),
  ]
  if (!hasUse(site, use)) return lines
  const list = Object.keys(parts).join(', ')
  const kept = awaitedRead(site, names)
  const forget =
    failed === undefined
      ? []
      : [...code`// A failure is not kept.`, ...code`if (${failed}) ${idiom.forget(names, 'url')};`]
  const body = use === undefined ? code`return ${kept};` : [...code`const { ${list} } = ${kept};`, ...forget, ...use]
  return [...lines, '', ...code`async function ${names.use}(${parameter}) {`, ...indented(source, body), '}']
}

/** The parts as the type of an object. */
function typeOf(parts: CacheParts['parts']): string {
  const members = Object.entries(parts).map(([name, type]) => `${name}: ${type}`)
  return `{ ${members.join('; ')} }`
}

/** An expression for a promise of what is kept under a key. */
export function readCache(site: CacheSite, names: CacheNames, key: string): string {
  return hasUse(site, undefined) ? `${names.use}(${key})` : idiomOf(site).read(names, key)
}

function hasUse(site: CacheSite, use: readonly string[] | undefined): boolean {
  return use !== undefined || (idiomOf(site).isNullable === true && isTypeScript(site.source))
}

function awaitedRead(site: CacheSite, names: CacheNames): string {
  const idiom = idiomOf(site)
  const read = `await ${idiom.read(names, 'url')}`
  return idiom.isNullable === true && isTypeScript(site.source) ? `(${read})!` : read
}

function indented(source: Source, lines: readonly string[]): string[] {
  const { indent } = fileStyle(source)
  return lines.map((line) => (line === '' ? line : indent + line))
}

function milliseconds(seconds: number): string {
  return `${seconds}_000`
}
