import { isBuiltin } from 'node:module'

/** What an import's text points at. */
export type ModuleKind = 'builtin' | 'package' | 'internal' | 'other'

/**
 * The kind of module that a specifier names.
 * `internal`: relative and absolute paths, `#imports` and the usual path aliases (`@/`, `~/`).
 * `other`: what only one runtime or tool understands (`cloudflare:workers`, `npm:x`, `virtual:x`, addresses).
 */
export function moduleKind(specifier: string): ModuleKind {
  if (/^(?:[./#~]|@\/|\$)/.test(specifier)) return 'internal'
  if (specifier.startsWith('node:')) return 'builtin'
  if (specifier.includes(':')) return 'other'
  return isBuiltin(specifier) ? 'builtin' : 'package'
}

/** The package that a specifier names: `es-toolkit` of `es-toolkit/function`; undefined when it names none. */
export function packageOf(specifier: string): string | undefined {
  if (moduleKind(specifier) !== 'package') return undefined
  const [first = '', second] = specifier.split('/')
  if (!first.startsWith('@')) return first
  return second === undefined ? undefined : `${first}/${second}`
}
