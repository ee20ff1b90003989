import type { Linter, Rule } from 'eslint'
import { NAMESPACE } from '../configs.ts'
import type { Interview } from './interview.ts'
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

/**
 * The same for one report after the other, as somebody accepts them. What is skipped is not asked again, and is not
 * left to be done by hand.
 */
export async function applyAccepted(
  linter: FolderLinter,
  { absolutePath, path, text, messages }: LintedFile,
  names: ReadonlySet<string>,
  interview: Interview,
): Promise<FileChange> {
  const isAsked = ({ ruleId }: Linter.LintMessage) => names.has(ruleId?.slice(NAMESPACE.length + 1) ?? '')
  const seen = new Set([text])
  let after = text
  let left = messages.filter(isAsked)
  let skipped: { readonly ruleId: string | null; readonly start: number }[] = []
  const limit = MAX_PASSES * left.length
  for (let accepted = 0; accepted < limit;) {
    const next = left.find((it) => {
      const start = startOf(it, after)
      return editOf(it) !== undefined && !skipped.some((one) => one.ruleId === it.ruleId && one.start === start)
    })
    const edit = next === undefined ? undefined : editOf(next)
    if (next === undefined || edit === undefined) break
    const skip = { ruleId: next.ruleId, start: startOf(next, after) }
    const changed = applied(after, [next])
    const reports = seen.has(changed) ? undefined : await linter.text(changed, absolutePath)
    const isSound = reports?.every(({ fatal }) => fatal !== true) === true
    const question = {
      name: next.ruleId?.slice(NAMESPACE.length + 1) ?? '',
      place: `${path}:${next.line}:${next.column}`,
      message: next.message,
      changes: [{ path, before: after, after: changed }],
    }
    if (!isSound || !(await interview.accepts(question))) {
      skipped.push(skip)
      continue
    }
    accepted++
    seen.add(changed)
    const [start, end] = edit.range
    const growth = edit.text.length - (end - start)
    // What lies in the edited range is new, and is asked for.
    skipped = skipped
      .filter((it) => it.start < start || it.start >= end)
      .map((it) => (it.start < start ? it : { ...it, start: it.start + growth }))
    after = changed
    left = reports?.filter(isAsked) ?? []
  }
  const byHand = left.filter((it) => editOf(it) === undefined)
  return { absolutePath, path, before: text, after, byHand, failure: undefined }
}

function editOf({ fix, suggestions }: Linter.LintMessage): Rule.Fix | undefined {
  return fix ?? suggestions?.[0]?.fix
}

/** The offset of a report; as ESLint counts, from behind a byte order mark. */
function startOf({ line, column }: Linter.LintMessage, text: string): number {
  const lineBreak = /\r\n|[\n\r\u2028\u2029]/g
  const code = text.replace(/^\uFEFF/, '')
  for (let current = 1; current < line && lineBreak.exec(code) !== null;) current++
  return lineBreak.lastIndex + column - 1
}

/** The text with one edit of each message, in the order of their places; an edit that touches one before it waits for the next pass. */
function applied(given: string, messages: readonly Linter.LintMessage[]): string {
  // ESLint counts from behind a byte order mark.
  const mark = given.startsWith('\uFEFF') ? '\uFEFF' : ''
  const text = given.slice(mark.length)
  const edits = messages
    .flatMap((message) => editOf(message) ?? [])
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
