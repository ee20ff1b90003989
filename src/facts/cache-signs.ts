import type { Handler } from '../frameworks/handler.ts'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { importedName } from './callee.ts'
import { wordsOf } from './name-words.ts'
import type { FunctionNode } from './nodes.ts'
import { contains, isWithin } from './nodes.ts'
import { unwrap } from './unwrap.ts'
import { globalName, variableOf } from './variables.ts'
import { methodCalls } from './named-calls.ts'

/** Words of names that have to do with kept answers. */
const CACHE_WORDS = new Set([
  'cache',
  'cached',
  'caches',
  'caching',
  'cacheable',
  'isr',
  'kv',
  'lru',
  'memo',
  'memoise',
  'memoised',
  'memoize',
  'memoized',
  'memoizee',
  'redis',
  'revalidate',
  'stale',
  'storage',
  'swr',
  'ttl',
])
/** Methods that put something into a collection. */
const KEEPS = new Set(['set', 'push', 'add', 'unshift'])

/** True when a name speaks of caching: `getFromCache`, `unstable_cache`, `memoize`, `env.PRICES_KV`. */
function namesCache(name: string): boolean {
  return wordsOf(name).some((word) => CACHE_WORDS.has(word))
}

/**
 * True when a function keeps something for a later run: it names a cache, writes to a variable or collection that lies
 * outside it, or lets whoever gets its answer keep that (`s-maxage`).
 */
export function keepsAnswers(source: Source, fn: FunctionNode): boolean {
  return contains(source, fn, (node) => isCacheSign(source, node, fn)) || hasCacheDirective(fn)
}

function isCacheSign(source: Source, node: Node, fn: FunctionNode): boolean {
  switch (node.type) {
    case 'Identifier':
    case 'PrivateIdentifier':
      return namesCache(node.name) && !isKey(node)
    case 'Literal':
      return typeof node.value === 'string' && isKeptByHeader(node.value)
    case 'TemplateElement':
      return isKeptByHeader(node.value.raw)
    case 'NewExpression':
      return isKeptPicture(source, node.callee)
    case 'AssignmentExpression':
      return isOutside(source, node.left, fn)
    case 'CallExpression': {
      const callee = unwrap(node.callee)
      if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return false
      return KEEPS.has(callee.property.name) && isOutside(source, callee.object, fn)
    }
    default:
      return false
  }
}

/** `ImageResponse` of `next/og` and `@vercel/og` tells caches to keep the picture for a year (Next's documentation of its headers). */
function isKeptPicture(source: Source, callee: Node): boolean {
  const imported = importedName(source, callee)
  return imported?.name === 'ImageResponse' && PICTURES.has(imported.module)
}

const PICTURES: ReadonlySet<string> = new Set(['@vercel/og', 'next/og', 'next/server'])

/** The `cache` of `{ cache: 'no-store' }` is an option, and says the opposite. */
function isKey(node: Node): boolean {
  const parent = node.parent
  return parent?.type === 'Property' && parent.key === node && !parent.computed && !parent.shorthand
}

/** A `Cache-Control` with which a shared cache may keep the answer for a while. */
function isKeptByHeader(text: string): boolean {
  if (/\bprivate\b|no-store/i.test(text)) return false
  return /\bs-maxage\s*=\s*(?!0\b)|\bmax-age\s*=\s*(?!0\b)|stale-while-revalidate/i.test(text)
}

/** True for a place that lives longer than one run of the function: a variable around it, `this`, the global object, `app.locals`. */
function isOutside(source: Source, target: Node, fn: FunctionNode): boolean {
  const names: string[] = []
  let root = unwrap(target)
  while (root.type === 'MemberExpression') {
    if (root.property.type === 'Identifier') names.push(root.property.name)
    root = unwrap(root.object)
  }
  if (root.type === 'ThisExpression') return true
  if (root.type !== 'Identifier') return false
  if (names.includes('locals') && (names.includes('app') || root.name === 'app')) return true
  const global = globalName(source, root)
  if (global !== undefined) return global === 'globalThis' || global === 'global'
  const definition = variableOf(source, root)?.defs[0]
  return definition !== undefined && !isWithin(definition.name as Node, fn)
}

function hasCacheDirective(fn: FunctionNode): boolean {
  return fn.body.type === 'BlockStatement' && fn.body.body.some(isCacheDirective)
}

function isCacheDirective(statement: Node): boolean {
  return (
    statement.type === 'ExpressionStatement' &&
    statement.expression.type === 'Literal' &&
    /^use cache\b/.test(String(statement.expression.value))
  )
}

/** True when the whole file is cached by its framework: `'use cache'` at its top. */
export const isCachedFile = perSource((source): boolean => source.ast.body.some(isCacheDirective))

/** True when something in front of the handler answers from a cache: a wrapper, a middleware of its route or app, a decorator. */
export function isBehindCache(source: Source, handler: Handler): boolean {
  const { registration, fn, wrappers } = handler
  if (wrappers.some((name) => name.type === 'Identifier' && namesCache(name.name))) return true
  // The registration holds the handler itself, which is asked elsewhere.
  const isNamed = (root: Node) =>
    contains(source, root, (node) => (node.type === 'Identifier' && namesCache(node.name)) || isCacheHeaderOf(node), {
      functions: 'skip',
    })
  if (registration.type === 'CallExpression') {
    if (isNamed(registration.callee)) return true
    if (registration.arguments.some((argument) => !isWithin(fn, argument) && isNamed(argument))) return true
    return hasCacheMiddleware(source)
  }
  if (registration.type !== 'Decorator') return false
  const method = registration.parent
  const owner = method.type === 'MethodDefinition' ? method.parent.parent : undefined
  const decorators = [
    ...(method.type === 'MethodDefinition' ? (method.decorators ?? []) : []),
    ...(owner?.decorators ?? []),
  ]
  return decorators.some(isNamed)
}

/** `@Header('Cache-Control', 'public, max-age=60')` */
function isCacheHeaderOf(node: Node): boolean {
  return node.type === 'Literal' && typeof node.value === 'string' && isKeptByHeader(node.value)
}

/** `app.use(cache({ … }))` somewhere in the file. */
const hasCacheMiddleware = perSource((source): boolean =>
  methodCalls(source, ['use', 'register', 'useGlobalInterceptors']).some((call) =>
    call.arguments.some((argument) =>
      contains(source, argument, (node) => node.type === 'Identifier' && namesCache(node.name), { functions: 'skip' }),
    ),
  ),
)
