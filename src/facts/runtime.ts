import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { exportedValue } from './exported-value.ts'
import type { ImportedModule } from './imported-modules.ts'
import { importedModules } from './imported-modules.ts'
import { optionOf } from './model-call.ts'
import { moduleKind, packageOf } from './module-name.ts'
import { isFunction } from './nodes.ts'
import { bareModule, originOf } from './origin.ts'
import {
  BROWSER_GLOBALS,
  BROWSER_PACKAGES,
  BUN_KEYS,
  EDGE_GLOBALS,
  EDGE_PACKAGES,
  EDGE_SCHEMES,
  HOOK_PACKAGES,
  NODE_PACKAGES,
  REPLACED_BUILTINS,
  SERVER_ENTRIES,
  SERVER_TYPES,
  WORKER_KEYS,
} from './runtime-tables.ts'
import { propertyName, stringOf, unwrap } from './unwrap.ts'
import { readsOf, variableOf } from './variables.ts'

export type FileRuntime = 'node' | 'browser' | 'edge' | 'unknown'

/**
 * What runs a file, as far as the file itself tells.
 *
 * `edge`: it says so (`runtime = 'edge'`, a Worker's default export, Cloudflare's modules and types).
 * `browser`: it must be able to run in a page: `'use client'`, component files, hooks, DOM globals; code that asks
 * `typeof window` is such code too, as it is written to be loaded by pages.
 * `node`: it imports what only Node has or is a script for it, and nothing speaks for a page.
 * `unknown`: no evidence, or evidence for both (a Next page with its `getServerSideProps`).
 */
export const runtimeOf = perSource((source): FileRuntime => {
  const runtime = declaredRuntime(source)
  if (runtime === 'edge' || runtime === 'experimental-edge') return 'edge'
  const modules = importedModules(source)
  if (modules.some(isEdgeModule) || isWorker(source) || isEdgeMiddleware(source, modules, runtime)) return 'edge'
  const globals = globalNames(source)
  if (hasAny(globals.all, EDGE_GLOBALS)) return 'edge'
  if (isComponentFile(source.path) || isClientFile(source)) return 'browser'
  const inBrowser = modules.some((it) => isBrowserModule(source, it)) || hasAny(globals.values, BROWSER_GLOBALS)
  const inNode = runtime === 'nodejs' || modules.some(isNodeModule) || isNodeScript(source.text)
  if (inBrowser) return inNode ? 'unknown' : 'browser'
  return inNode ? 'node' : 'unknown'
})

/** `export const runtime = '…'` of a Next segment, or `export const config = { runtime: '…' }` of a middleware or function. */
function declaredRuntime(source: Source): string | undefined {
  const runtime = exportedValue(source, 'runtime')
  if (runtime !== undefined) return textOf(source, runtime)
  const config = exportedValue(source, 'config')
  const option = config === undefined ? undefined : optionOf(source, config, 'runtime')
  return option === undefined || option === 'spread' ? undefined : textOf(source, option)
}

function textOf(source: Source, node: Node): string | undefined {
  const origin = originOf(source, node)
  return origin.kind === 'expression' && origin.path.length === 0 ? stringOf(origin.node) : undefined
}

function isEdgeModule({ specifier }: ImportedModule): boolean {
  return (
    EDGE_SCHEMES.some((scheme) => specifier.startsWith(scheme)) ||
    EDGE_PACKAGES.has(specifier) ||
    EDGE_PACKAGES.has(packageOf(specifier) ?? '')
  )
}

/** The default export of a Worker: `fetch` with the environment as second parameter, or beside handlers that only Workers have. */
function isWorker(source: Source): boolean {
  const exported = exportedValue(source, 'default')
  if (exported === undefined) return false
  const origin = originOf(source, exported)
  if (origin.kind !== 'expression' || origin.path.length > 0) return false
  const object = unwrap(origin.node)
  if (object.type !== 'ObjectExpression') return false
  const properties = new Map<string, Node>()
  for (const property of object.properties) {
    const name = property.type === 'Property' ? propertyName(property) : undefined
    if (property.type === 'Property' && name !== undefined) properties.set(name, property.value)
  }
  const names = [...properties.keys()]
  const fetch = properties.get('fetch')
  if (fetch === undefined || names.some((name) => BUN_KEYS.has(name))) return false
  return (isFunction(fetch) && fetch.params.length > 1) || names.some((name) => WORKER_KEYS.has(name))
}

/** Next runs `middleware.ts` at the edge unless told otherwise. */
function isEdgeMiddleware(source: Source, modules: readonly ImportedModule[], runtime: string | undefined): boolean {
  return (
    runtime === undefined &&
    /(?:^|\/)middleware\.[cm]?[jt]s$/.test(source.path) &&
    modules.some(({ specifier }) => specifier === 'next/server') &&
    (exportedValue(source, 'middleware') ?? exportedValue(source, 'default')) !== undefined
  )
}

/** Also the script blocks that processors cut out of such files (`x.vue/0.ts`). */
function isComponentFile(path: string): boolean {
  return /\.(?:vue|svelte)(?:\/[^/]*)?$/.test(path)
}

function isClientFile(source: Source): boolean {
  for (const statement of source.ast.body) {
    if (statement.type !== 'ExpressionStatement' || stringOf(statement.expression) === undefined) return false
    if (stringOf(statement.expression) === 'use client') return true
  }
  return false
}

/** A file that is run by its first line. */
function isNodeScript(text: string): boolean {
  return /^#!.*\b(?:node|tsx|ts-node|bun)\b/.test(text)
}

function isNodeModule({ specifier, names, isType }: ImportedModule): boolean {
  if (moduleKind(specifier) !== 'builtin') return NODE_PACKAGES.has(packageOf(specifier) ?? specifier)
  if (isType) return names.some((name) => SERVER_TYPES[bareModule(specifier)]?.has(name))
  return !REPLACED_BUILTINS.has(specifier)
}

function isBrowserModule(source: Source, { specifier, names, isType, locals }: ImportedModule): boolean {
  if (isType) return false
  if (HOOK_PACKAGES.has(specifier)) return names.some(isHook) || locals.some((local) => usesHook(source, local))
  if (SERVER_ENTRIES.has(specifier)) return false
  return BROWSER_PACKAGES.has(specifier) || BROWSER_PACKAGES.has(packageOf(specifier) ?? '')
}

function isHook(name: string): boolean {
  return /^use[A-Z]/.test(name)
}

/** `React.useState` of a default or namespace import. */
function usesHook(source: Source, local: TSESTree.Identifier): boolean {
  const variable = variableOf(source, local)
  return (
    variable !== undefined &&
    readsOf(variable).some(({ parent }) => parent.type === 'MemberExpression' && isHook(propertyName(parent) ?? ''))
  )
}

/** Names that nothing in the file declares: all of them, and those that stand for values. */
function globalNames(source: Source): { readonly all: ReadonlySet<string>; readonly values: ReadonlySet<string> } {
  const all = new Set<string>()
  const values = new Set<string>()
  for (const scope of source.scopes.scopes)
    for (const { identifier, resolved } of scope.references) {
      if (resolved !== null && resolved.defs.length > 0) continue
      const name = String(identifier.name)
      all.add(name)
      if (!isTypePosition(identifier as Node)) values.add(name)
    }
  return { all, values }
}

function hasAny(names: ReadonlySet<string>, wanted: ReadonlySet<string>): boolean {
  for (const name of wanted) if (names.has(name)) return true
  return false
}

function isTypePosition({ parent }: Node): boolean {
  return parent?.type === 'TSTypeReference' || parent?.type === 'TSTypeQuery' || parent?.type === 'TSQualifiedName'
}
