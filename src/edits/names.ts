import type { TSESLint } from '@typescript-eslint/utils'
import type { Node, Source, Variable } from '../source.ts'
import { perSource } from '../source.ts'
import type { Token } from './tokens.ts'

type Scope = TSESLint.Scope.Scope

/**
 * Every name that means something in the file: declared in any scope, or used without a declaration (globals).
 * In a Vue file the names in the template count too, which its scopes leave out.
 */
const takenNames = perSource((source): ReadonlySet<string> => {
  const names = new Set<string>(templateNames(source))
  for (const scope of source.scopes.scopes) {
    for (const variable of scope.variables) if (variable.defs.length > 0) names.add(variable.name)
    for (const { identifier } of scope.references) if ('name' in identifier) names.add(identifier.name as string)
  }
  return names
})

/** How many scopes of the file declare a name. */
export const declarationCounts = perSource((source): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const scope of source.scopes.scopes)
    for (const variable of scope.variables)
      if (variable.defs.length > 0) counts.set(variable.name, (counts.get(variable.name) ?? 0) + 1)
  return counts
})

/**
 * A name that nothing in the file has: the preferred one, else the first of the others, else with a number (from 2).
 * @param alsoTaken names that the same edit has given out
 */
export function freshName(
  source: Source,
  preferred: string,
  others: readonly string[] = [],
  alsoTaken: ReadonlySet<string> = new Set(),
): string {
  const taken = takenNames(source)
  const isFree = (name: string) => isIdentifier(name) && !taken.has(name) && !alsoTaken.has(name)
  const candidates = [preferred, ...others].filter(isIdentifier)
  const free = candidates.find(isFree)
  if (free !== undefined) return free
  const stem = candidates.at(-1) ?? 'value'
  for (let number = 2; ; number++) if (isFree(`${stem}${number}`)) return `${stem}${number}`
}

/** The innermost scope in which a node stands. */
export function scopeAt(source: Source, node: Node): Scope | null {
  for (
    let current: Node | null | undefined = node;
    current !== undefined && current !== null;
    current = current.parent
  ) {
    const scope = source.scopes.acquire(current, true)
    if (scope !== null) return scope
  }
  return source.scopes.scopes[0] ?? null
}

/** What a name means in a scope; undefined when nothing in the file declares it. */
export function resolveName(scope: Scope | null, name: string): Variable | undefined {
  for (let current = scope; current !== null; current = current.upper) {
    const variable = current.set.get(name)
    if (variable !== undefined && variable.defs.length > 0) return variable
  }
  return undefined
}

const RESERVED = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends ' +
    'false finally for function if implements import in instanceof interface let new null package private protected ' +
    'public return static super switch this throw true try typeof undefined var void while with yield'
  ).split(' '),
)

/** True for a name that may be declared in any module. */
function isIdentifier(name: string): boolean {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) && !RESERVED.has(name)
}

/** A name in camel case made of the words of any text: `p-map` gives `pMap`. */
export function camelCase(text: string): string {
  const words = text.split(/[^\p{ID_Continue}$]+/u).filter((word) => word !== '')
  return words.map((word, i) => (i === 0 ? lowerFirst(word) : upperFirst(word))).join('')
}

/** The text with its first letter in upper case. */
export function upperFirst(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1)
}

function templateNames(source: Source): string[] {
  const template = (source.ast as { templateBody?: { tokens?: readonly Token[] } | null }).templateBody
  return (template?.tokens ?? []).filter((token) => token.type === 'Identifier').map((token) => token.value)
}
