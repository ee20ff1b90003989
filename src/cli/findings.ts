import type { Linter } from 'eslint'
import { codemodsFor } from '../codemods/codemods.ts'
import type { StreamingPlugin } from '../index.ts'
import type { Mistake } from '../rule.ts'
import { MISTAKES } from '../rule.ts'
import type { LintedFile } from './linted-files.ts'

/** One report of one of our rules. Lines and columns count from 1. */
export interface Finding {
  readonly path: string
  readonly rule: string
  readonly mistake: Mistake
  readonly severity: 'error' | 'warning'
  readonly message: string
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
  /** The reported line, trimmed. */
  readonly code: string
  readonly url: string
  /**
   * `fix`: `eslint --fix` does it. `suggestion`: the editor and `fix` of this tool do it. `codemod`: a codemod of several files does it,
   * as far as it can. `hand`: nobody does.
   */
  readonly remedy: 'fix' | 'suggestion' | 'codemod' | 'hand'
}

/** The findings of linted files, by mistake in ranked order, then rule, path and place. */
export function findingsIn(files: readonly LintedFile[], rules: StreamingPlugin['rules']): Finding[] {
  const found = files.flatMap((file) => file.messages.flatMap((message) => findingOf(file, message, rules)))
  return found.sort(
    (a, b) =>
      MISTAKES.indexOf(a.mistake) - MISTAKES.indexOf(b.mistake) ||
      compare(a.rule, b.rule) ||
      compare(a.path, b.path) ||
      a.line - b.line ||
      a.column - b.column,
  )
}

function findingOf(file: LintedFile, message: Linter.LintMessage, rules: StreamingPlugin['rules']): Finding[] {
  const name = message.ruleId?.slice(message.ruleId.indexOf('/') + 1) ?? ''
  const docs = rules[name]?.meta.docs
  if (docs === undefined) return []
  const { line, column, endLine = line, endColumn = column } = message
  return [
    {
      path: file.path,
      rule: name,
      mistake: docs.mistake as Mistake,
      severity: message.severity === 2 ? 'error' : 'warning',
      message: message.message,
      line,
      column,
      endLine,
      endColumn,
      code: file.text.split('\n')[line - 1]?.trim() ?? '',
      url: docs.url,
      remedy: remedyOf(message, name),
    },
  ]
}

function remedyOf({ fix, suggestions }: Linter.LintMessage, rule: string): Finding['remedy'] {
  if (fix !== undefined) return 'fix'
  if (suggestions !== undefined) return 'suggestion'
  return codemodsFor(rule).length > 0 ? 'codemod' : 'hand'
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
