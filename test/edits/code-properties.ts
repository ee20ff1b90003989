import { visitWithin } from '../../src/facts/nodes.ts'
import type { Source } from '../../src/source.ts'

/** The texts of all tokens; white space within JSX text, which folds, is levelled. */
export function tokensOf(source: Source): string[] {
  const tokens = (source.ast.tokens ?? []) as readonly { type: string; value: string }[]
  return tokens.map(({ type, value }) =>
    type === 'JSXText' && !/^["']/.test(value) ? value.replace(/\s+/g, ' ') : value,
  )
}

/** The values of all strings and template literals, sorted. */
export function literalsOf(source: Source): string[] {
  const found: string[] = []
  visitWithin(source, source.ast, (node) => {
    if (node.type === 'TemplateElement') found.push(node.value.raw)
    if (node.type === 'Literal' && typeof node.value === 'string') found.push(node.value)
    return 'enter'
  })
  return found.sort()
}

/** The names that nothing in the file declares, sorted, each once. */
export function freeNames(source: Source): string[] {
  const names = source.scopes.scopes.flatMap((scope) =>
    scope.references
      .filter(({ resolved }) => resolved === null || resolved.defs.length === 0)
      .map(({ identifier }) => ('name' in identifier ? String(identifier.name) : '')),
  )
  return [...new Set(names)].sort()
}

/** What of the first list does not come in the second in the same order. */
export function missingFrom(wanted: readonly string[], all: readonly string[]): string[] {
  let at = 0
  const missing: string[] = []
  for (const text of wanted) {
    const found = all.indexOf(text, at)
    if (found === -1) missing.push(text)
    else at = found + 1
  }
  return missing
}
