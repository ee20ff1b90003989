import type { Linter } from 'eslint'
import { NAMESPACE } from '../configs.ts'
import type { FolderLinter, LintedFile } from './linted-files.ts'

/** What the codemods make of one file. */
export interface FileChange {
  readonly absolutePath: string
  readonly path: string
  readonly before: string
  /** Equal to `before` when nothing changes. */
  readonly after: string
  /** True for a file that is not there yet. */
  readonly isNew?: boolean
  /** What is still reported by the codemods' rules, to be done by hand. */
  readonly byHand: readonly Linter.LintMessage[]
  /** Why the file was left as it is, although there was something to change. */
  readonly failure: string | undefined
}

/** An edit may make room for the next one; ESLint itself stops after ten passes too. */
const MAX_PASSES = 10

/**
 * Applies the fix, else the first suggestion, of every report of some rules, until nothing is left to apply.
 * @param names rules without prefix
 */
export async function applyRules(
  linter: FolderLinter,
  { absolutePath, path, text, messages }: LintedFile,
  names: ReadonlySet<string>,
): Promise<FileChange> {
  const isAsked = ({ ruleId }: Linter.LintMessage) => names.has(ruleId?.slice(NAMESPACE.length + 1) ?? '')
  const seen = new Set([text])
  let after = text
  let left = messages.filter(isAsked)
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const next = applied(after, left)
    if (next === after || seen.has(next)) break
    seen.add(next)
    const reports = await linter.text(next, absolutePath)
    const fatal = reports.find((message) => message.fatal === true)
    if (fatal !== undefined) {
      const failure = `the changed text does not parse (${fatal.message.split('\n')[0] ?? ''})`
      return { absolutePath, path, before: text, after: text, byHand: messages.filter(isAsked), failure }
    }
    after = next
    left = reports.filter(isAsked)
  }
  return { absolutePath, path, before: text, after, byHand: left, failure: undefined }
}

/** The text with one edit of each message, in the order of their places; an edit that touches one before it waits for the next pass. */
function applied(given: string, messages: readonly Linter.LintMessage[]): string {
  // ESLint counts from behind a byte order mark.
  const mark = given.startsWith('\uFEFF') ? '\uFEFF' : ''
  const text = given.slice(mark.length)
  const edits = messages
    .flatMap(({ fix, suggestions }) => fix ?? suggestions?.[0]?.fix ?? [])
    .sort((a, b) => a.range[0] - b.range[0] || a.range[1] - b.range[1])
  let result = ''
  let position = 0
  let isFirst = true
  for (const edit of edits) {
    const [start, end] = edit.range
    if (!isFirst && start <= position) continue
    result += text.slice(position, start) + edit.text
    position = end
    isFirst = false
  }
  return mark + result + text.slice(position)
}
