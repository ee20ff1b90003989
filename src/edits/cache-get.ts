import type { TSESTree } from '@typescript-eslint/utils'
import { methodName } from '../facts/callee.ts'
import { contains } from '../facts/nodes.ts'
import { originOf } from '../facts/origin.ts'
import type { UncachedGet } from '../facts/uncached-gets.ts'
import { runtimeOf } from '../facts/runtime.ts'
import { unwrap, wrapped } from '../facts/unwrap.ts'
import { chooseLibrary } from '../libraries/choose-library.ts'
import { installHint } from '../libraries/install-hint.ts'
import type { Library } from '../libraries/library.ts'
import type { Surroundings } from '../frameworks/handler.ts'
import type { Node, Range, Source } from '../source.ts'
import type { CacheNames, CacheSite } from './cache-code.ts'
import { CACHE_IDIOMS, cacheCode, readCache } from './cache-code.ts'
import { codeFor } from './code-lines.ts'
import type { Change, Edit } from './edit.ts'
import { replace } from './edit.ts'
import { importBinding } from './imports.ts'
import { keepsMeaning } from './meaning.ts'
import { isTypeScript } from './module-syntax.ts'
import { freshName, resolveName, scopeAt } from './names.ts'
import { Precedence } from './precedence.ts'
import { replaceExpression } from './replace-expression.ts'
import { declareBefore, topStatement } from './top-level.ts'
import { hasCommentInside, textOf } from './tokens.ts'

/** A cache that can be put around a GET. */
export interface CacheRemedy {
  readonly library: string
  /** How to get the library, as part of a sentence; empty when the project has it. */
  readonly install: string
  readonly edit: () => Edit | undefined
}

/** What replaces the GET, and what is declared in front of its statement. */
interface Plan {
  readonly code: readonly string[]
  readonly changes: readonly Change[] | undefined
}

/** What a plan is made with. */
interface Site extends UncachedGet, CacheSite {}

/**
 * Keeps the answer of a GET in the memory of the process, by the cache library of the project.
 * @param seconds how long
 * @returns undefined when no library fits
 */
export function cacheGet(uncached: UncachedGet, seconds: number, where: Surroundings): CacheRemedy | undefined {
  const { source, settings, project } = where
  const choice = chooseLibrary('cache', { settings, project, runtime: runtimeOf(source), idioms: CACHE_IDIOMS })
  if (choice === undefined) return undefined
  return {
    library: choice.library.package,
    install: installHint(choice, project, { types: isTypeScript(source) }),
    edit: () => edit(uncached, seconds, choice.library, source),
  }
}

function edit(uncached: UncachedGet, seconds: number, library: Library, source: Source): Edit | undefined {
  const [{ from, name, local }] = library.imports as [Library['imports'][number]]
  const top = topStatement(uncached.get.call)
  const binding = importBinding(source, { module: from, name, as: local, ...(top === undefined ? {} : { at: top }) })
  if (top === undefined || binding === undefined || !canMove(source, uncached, top)) return undefined
  const plan = planOf({ ...uncached, source, library, seconds, maker: binding.local })
  if (plan?.changes === undefined) return undefined
  const inserted = declareBefore(source, top, plan.code)
  return inserted === undefined ? undefined : { imports: [binding], changes: [...inserted, ...plan.changes] }
}

/** The client, its options and the types that it is given mean the same at the top of the module. */
function canMove(source: Source, { get: { call, options } }: UncachedGet, top: Node): boolean {
  const scope = top.parent === undefined || top.parent === null ? null : scopeAt(source, top.parent)
  const place = { scope, fn: undefined, offset: top.range[0] }
  const method = methodCallOn(call)
  const moved = [call.callee, options, call.typeArguments, method?.typeArguments]
  return moved.every((node) => node == null || keepsMeaning(source, node, place))
}

function planOf(site: Site): Plan | undefined {
  const { get, read } = site
  if (
    get.options !== undefined &&
    ['validateStatus', 'throwHttpErrors', 'throwOnError'].some((name) => get.optionNames.has(name))
  )
    return undefined
  switch (get.client) {
    case 'fetch':
      return responsePlan(site)
    case 'ky':
      return methodCallOn(get.call) === undefined ? responsePlan(site) : valuePlan(site)
    case 'got':
      if (methodCallOn(get.call) !== undefined) return valuePlan(site)
      return get.optionNames.has('responseType') ? undefined : partsPlan(site, ['body', 'statusCode'])
    case 'axios':
      return read.isAll ? partsPlan(site, ['data', 'status', 'statusText']) : undefined
    case 'undici':
      return requestPlan(site)
  }
}

/** `got(url).json()`, `ky.get(url).text()` */
function methodCallOn(call: TSESTree.CallExpression): TSESTree.CallExpression | undefined {
  const member = wrapped(call).parent
  if (member?.type !== 'MemberExpression' || member.object !== wrapped(call)) return undefined
  const outer = wrapped(member).parent
  return outer?.type === 'CallExpression' && outer.callee === wrapped(member) && methodName(outer) !== 'then'
    ? outer
    : undefined
}

/** The text of the call with its address replaced by the parameter `url`; undefined where a comment would be lost. */
function requestText({ source, get: { call, address, options } }: Site): string | undefined {
  const isShorthand = address.parent?.type === 'Property' && address.parent.shorthand
  if (hasCommentInside(source, call) || (isShorthand && textOf(source, address) !== 'url')) return undefined
  const isTaken = (node: Node) =>
    node.type === 'Identifier' && node !== address && OWN_NAMES.has(node.name) && !isKey(node)
  if (options !== undefined && contains(source, options, isTaken)) return undefined
  const [start, end] = call.range
  const property = address.parent
  const replaced: Node =
    property?.type === 'Property' && !property.shorthand && textOf(source, property.key) === 'url' ? property : address
  return source.text.slice(start, replaced.range[0]) + 'url' + source.text.slice(replaced.range[1], end)
}

/** Names that the inserted functions use themselves. */
const OWN_NAMES = new Set(['url', 'response', 'body', 'statusCode', 'data', 'status', 'statusText', 'value'])

function isKey(node: Node): boolean {
  const { parent } = node
  if (parent?.type === 'MemberExpression') return parent.property === node && !parent.computed
  return parent?.type === 'Property' && parent.key === node && !parent.computed && !parent.shorthand
}

/** The address as a key: a URL object is turned into its text. */
function keyText({ source, get: { address } }: Site): string {
  const text = textOf(source, address)
  const origin = originOf(source, address)
  const isObject =
    origin.kind === 'expression' && origin.path.length === 0 && unwrap(origin.node).type === 'NewExpression'
  return isObject ? `String(${text})` : text
}

/** Names that nothing in the file has. */
function namesFor(source: Source, use: string): CacheNames {
  return {
    cache: freshName(source, 'answers', ['keptAnswers']),
    load: freshName(source, 'loadAnswer'),
    use: freshName(source, use),
  }
}

/** The platform's `Response`, where the file's own is another one: Express has a type of that name. */
function responseName(source: Source, place: Node): string {
  const top = topStatement(place)?.parent
  const isTaken = top !== undefined && top !== null && resolveName(scopeAt(source, top), 'Response') !== undefined
  return isTaken ? 'globalThis.Response' : 'Response'
}

/** What is read of a `Response` and can be given again, with the code that keeps it. */
const RESPONSE_PARTS: Readonly<Record<string, string>> = {
  ok: 'status',
  status: 'status',
  statusText: 'statusText',
  headers: 'headers',
}

/** The client's call becomes that of a function which gives each caller a `Response` of its own, made of the kept text. */
function responsePlan(site: Site): Plan | undefined {
  const { source, get, read } = site
  const request = requestText(site)
  if (request === undefined || ![...read.methods].every((name) => name === 'json' || name === 'text')) return undefined
  const parts = new Set(['status'])
  for (const name of read.parts) {
    const part = RESPONSE_PARTS[name]
    if (part === undefined) return undefined
    parts.add(part)
  }
  const given = [...parts]
  const kept = given.map((name) =>
    name === 'headers' ? 'headers: [...response.headers]' : `${name}: response.${name}`,
  )
  const names = namesFor(source, 'cachedFetch')
  const response = responseName(source, get.call)
  const load = codeFor(source)`const response = await ${request};
    return { body: await response.text(), ${kept.join(', ')} };`
  const use = codeFor(source)`return new ${response}(body || null, { ${given.join(', ')} });`
  const code = cacheCode(site, names, { load, parts: typed('body', ...given), failed: 'status >= 400', use })
  return { code, changes: [replace(get.call, `${names.use}(${keyText(site)})`)] }
}

/** `request` of undici: its body is given again as one of a `Response`, which has the same methods. */
function requestPlan(site: Site): Plan | undefined {
  const { source, get, read } = site
  const request = requestText(site)
  const isKnown = [...read.parts].every((name) => name === 'body' || name === 'statusCode')
  if (request === undefined || !isKnown || !read.isAll) return undefined
  if (![...read.methods].every((name) => name === 'json' || name === 'text')) return undefined
  const names = namesFor(source, 'cachedRequest')
  const load = codeFor(source)`const { body, statusCode } = await ${request};
    return { body: await body.text(), statusCode };`
  const use = codeFor(source)`return { body: new ${responseName(source, get.call)}(body), statusCode };`
  const code = cacheCode(site, names, { load, parts: typed('body', 'statusCode'), failed: 'statusCode >= 400', use })
  return { code, changes: [replace(get.call, `${names.use}(${keyText(site)})`)] }
}

/** A client that reads the body itself and rejects for failures: the parts of its answer that are used are kept. */
function partsPlan(site: Site, known: readonly string[]): Plan | undefined {
  const { source, get, read } = site
  const request = requestText(site)
  const parts = known.filter((name) => read.parts.has(name))
  if (request === undefined || parts.length !== read.parts.size || parts.length === 0 || !read.isAll) return undefined
  const names = namesFor(source, 'cachedAnswer')
  const list = parts.join(', ')
  const load = codeFor(source)`const { ${list} } = await ${request};
    return { ${list} };`
  const key = keyText(site)
  const code = cacheCode(site, names, { load, parts: { ...typed(...parts), ...typeOfData(site) } })
  return { code, changes: [replace(get.call, readCache(site, names, key))] }
}

/** The types of what is kept, where they are the same for every answer. */
const TYPES: Readonly<Record<string, string>> = {
  body: 'string',
  headers: '[string, string][]',
  status: 'number',
  statusCode: 'number',
  statusText: 'string',
}

function typed(...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, TYPES[name] ?? 'unknown']))
}

/** axios' own type of what it has parsed: that of the call, else `any`. */
function typeOfData({ source, get: { call, client }, read }: Site): Record<string, string> {
  if (client !== 'axios' || !read.parts.has('data')) return {}
  const [type] = call.typeArguments?.params ?? []
  return { data: type === undefined ? 'any' : textOf(source, type) }
}

/** What `.json<T>()` or `.text()` gives. */
function typeOfValue(source: Source, read: TSESTree.CallExpression): string {
  const [type] = read.typeArguments?.params ?? []
  if (type !== undefined) return textOf(source, type)
  return methodName(read) === 'text' ? 'string' : 'unknown'
}

/** `await got(url).json()`: the value is kept in an object, since no cache takes `null` and `undefined`. */
function valuePlan(site: Site): Plan | undefined {
  const { source, get } = site
  const outer = methodCallOn(get.call)
  const request = requestText(site)
  const isText = outer !== undefined && ['json', 'text'].includes(methodName(outer) ?? '')
  if (!isText || request === undefined || hasCommentInside(source, outer)) return undefined
  const awaited = wrapped(outer).parent
  const range: Range = [get.call.range[1], outer.range[1]]
  const names = namesFor(source, 'cachedAnswer')
  const load = codeFor(source)`return { value: await ${request + textOf(source, range)} };`
  const code = cacheCode(site, names, { load, parts: { value: typeOfValue(source, outer) } })
  const text = readCache(site, names, keyText(site))
  const changes =
    awaited?.type === 'AwaitExpression'
      ? replaceExpression(source, awaited, `(await ${text}).value`, Precedence.MEMBER)
      : replaceExpression(source, outer, `${text}.then((answer) => answer.value)`, Precedence.CALL)
  return { code, changes }
}
