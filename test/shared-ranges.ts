import type { Linter } from 'eslint'

/**
 * The ranges that more than one rule reports, which must not be: one of them would be read as the other.
 * @returns one text a range, with its lines, columns and rules; empty when there is none
 */
export function sharedRanges(messages: readonly Linter.LintMessage[]): string[] {
  const rules = new Map<string, Set<string>>()
  for (const { line, column, endLine, endColumn, ruleId } of messages) {
    const range = `${line}:${column}-${endLine ?? line}:${endColumn ?? column}`
    rules.set(range, (rules.get(range) ?? new Set()).add(ruleId ?? 'the parser'))
  }
  return [...rules].filter(([, names]) => names.size > 1).map(([range, names]) => `${range} ${[...names].join(' + ')}`)
}
