import type { Linter, Rule, Scope, SourceCode } from 'eslint'
import { parseSync } from 'rolldown/utils'
import type { Linted, LintText } from './lint-text.ts'

/**
 * What must hold for every fix and every suggestion, whatever the rule: the result is valid code that keeps all comments,
 * names nothing that is not there, keeps the line endings, and is no longer reported in that place or newly in another.
 */

/** A change that a report carries. */
interface CarriedEdit {
  readonly message: Linter.LintMessage
  /** `fix`, or the message id of the suggestion. */
  readonly label: string
  readonly range: readonly [start: number, end: number]
  readonly text: string
}

/** Names that code for browsers and workers may use and Node does not have. */
const BROWSER_GLOBALS = new Set([
  'cancelAnimationFrame',
  'document',
  'EventSource',
  'location',
  'requestAnimationFrame',
  'window',
  'WebSocket',
])

/** All edits of all reports of a run. */
function editsOf({ messages }: Linted): CarriedEdit[] {
  return messages.flatMap((message) => [
    ...(message.fix === undefined ? [] : [carried(message, 'fix', message.fix)]),
    ...(message.suggestions ?? []).map(({ messageId, fix }) => carried(message, messageId ?? '', fix)),
  ])
}

/** The text after one edit. */
function applied(text: string, { range, text: insert }: CarriedEdit): string {
  return text.slice(0, range[0]) + insert + text.slice(range[1])
}

/**
 * Applies each edit of a text by itself, then edits of the same kind until none is left.
 * @returns a sentence for everything that does not hold; empty when all is well
 */
export function editProblems(text: string, lint: LintText): string[] {
  const before = lint(text)
  const found: string[] = []
  for (const edit of editsOf(before)) {
    let current = before
    let next: CarriedEdit | undefined = edit
    // Every edit takes one report away, so there are at most as many rounds as reports.
    for (let round = 0; next !== undefined; round++) {
      if (round > before.messages.length) {
        found.push(`${titleOf(edit)} is offered again and again:\n${current.text}`)
        break
      }
      const after = lint(applied(current.text, next))
      const problems = problemsOf(current, next, after)
      found.push(...problems.map((problem) => `${titleOf(next!)} ${problem}\n${after.text}`))
      if (problems.length > 0) break
      current = after
      next = editsOf(after).find(({ message, label }) => message.ruleId === edit.message.ruleId && label === edit.label)
    }
  }
  return found
}

/** ESLint's own limit to the passes of `--fix`. */
const PASSES = 10

/**
 * Applies all fixes at once, as `--fix` does, again and again.
 * @returns a sentence for everything that does not hold; empty when all is well
 */
export function bulkProblems(text: string, lint: LintText): string[] {
  const before = lint(text)
  let after = before
  for (let pass = 0; fixesOf(after).length > 0; pass++) {
    if (pass === PASSES) return [`There are fixes left after ${PASSES} passes:\n${after.text}`]
    after = lint(fixesOf(after).reduceRight((done, fix) => applied(done, fix), after.text))
  }
  if (after === before) return []
  const grown = added(before.messages.map(keyOf), after.messages.map(keyOf)).map((key) => `bring a report, ${key}`)
  const problems = [...textProblems(before, after), ...(after.sourceCode === undefined ? [] : grown)]
  return problems.map((problem) => `All fixes together ${problem}\n${after.text}`)
}

/** The fixes of one pass: in order, without those that begin before the last one's end. */
function fixesOf(linted: Linted): CarriedEdit[] {
  const fixes = editsOf(linted).filter(({ label }) => label === 'fix')
  const chosen: CarriedEdit[] = []
  for (const fix of fixes.sort((a, b) => a.range[0] - b.range[0] || a.range[1] - b.range[1])) {
    const last = chosen.at(-1)
    if (last === undefined || fix.range[0] > last.range[1]) chosen.push(fix)
  }
  return chosen
}

/**
 * What is wrong with the result of one edit.
 * @param before the run that offered the edit
 * @param after a run over the text with the edit applied
 */
function problemsOf(before: Linted, edit: CarriedEdit, after: Linted): string[] {
  if (after.text === before.text) return ['changes nothing']
  const problems = textProblems(before, after)
  return after.sourceCode === undefined ? problems : [...problems, ...reportProblems(before, edit, after)]
}

/** What is wrong with a text apart from its reports. */
function textProblems(before: Linted, after: Linted): string[] {
  if (after.sourceCode === undefined) return [`does not parse: ${after.messages[0]?.message}`]
  if (before.sourceCode === undefined) throw new Error('the text did not parse before the edit')
  return [
    ...added(syntaxErrors(before), syntaxErrors(after)).map((message) => `makes invalid code: ${message}`),
    ...added(comments(after.sourceCode), comments(before.sourceCode)).map(
      (comment) => `loses the comment "${comment}"`,
    ),
    ...added(unknownNames(before.sourceCode), unknownNames(after.sourceCode))
      .filter((name) => !(name in globalThis) && !BROWSER_GLOBALS.has(name))
      .map((name) => `uses ${name}, which is not declared`),
    ...added(clashes(before.sourceCode), clashes(after.sourceCode)).map((name) => `declares ${name} beside its import`),
    ...(mixesLineEndings(before.text, after.text) ? ['mixes line endings'] : []),
  ]
}

/** The report is gone, and none is new: reports before and behind the edit keep their places, within it they get fewer. */
function reportProblems(before: Linted, edit: CarriedEdit, after: Linted): string[] {
  const [start, end] = edit.range
  const endAfter = start + edit.text.length
  // Both ends count: what is inserted right before a report moves it from the one to the other.
  const isWithin = (offset: number, last: number): boolean => offset >= start && offset <= last
  const own = offsetOf(before, edit.message)
  const within: string[] = []
  const outside: string[] = []
  for (const message of before.messages) {
    if (message === edit.message) continue
    const offset = offsetOf(before, message)
    if (isWithin(offset, end)) within.push(keyOf(message))
    else outside.push(`${keyOf(message)} ${offset >= end ? offset - end + endAfter : offset}`)
  }
  const left: string[] = []
  const problems: string[] = []
  const ownPlace = `${keyOf(edit.message)} ${own >= end ? own - end + endAfter : own}`
  for (const message of after.messages) {
    const offset = offsetOf(after, message)
    const place = `${keyOf(message)} ${offset}`
    if (outside.includes(place)) continue
    if (!isWithin(own, end) && place === ownPlace) problems.push('leaves its report')
    else if (isWithin(offset, endAfter)) left.push(keyOf(message))
    else problems.push(`brings a new report, ${keyOf(message)} in line ${message.line}`)
  }
  for (const key of added(within, left))
    problems.push(key === keyOf(edit.message) ? 'leaves its report, or brings another of its kind' : `brings ${key}`)
  return problems
}

function carried(message: Linter.LintMessage, label: string, fix: Rule.Fix): CarriedEdit {
  return { message, label, range: fix.range, text: fix.text }
}

function titleOf({ message, label }: CarriedEdit): string {
  return `${message.ruleId} ${label} (line ${message.line})`
}

function keyOf({ ruleId, messageId }: Linter.LintMessage): string {
  return `${ruleId}/${messageId}`
}

function offsetOf({ sourceCode }: Linted, { line, column }: Linter.LintMessage): number {
  return sourceCode!.getIndexFromLoc({ line, column: column - 1 })
}

/** Errors that the language demands before a program runs: `await` outside async functions, names declared twice… */
function syntaxErrors({ text, filename }: Linted): string[] {
  const { errors } = parseSync(filename, text, { sourceType: 'module', showSemanticErrors: true })
  return errors.map(({ message }) => message)
}

/** Comments without the indentation of their lines. */
function comments(sourceCode: SourceCode): string[] {
  return sourceCode.getAllComments().map(({ value }) => value.replace(/\s*\n\s*/g, '\n').trim())
}

/** Names that nothing in the file declares; the word in `as const` looks like one. */
function unknownNames({ scopeManager }: SourceCode): string[] {
  const references = scopeManager.scopes.flatMap((scope: Scope.Scope) => scope.references)
  const free = references.filter(({ resolved }) => resolved === null || resolved.defs.length === 0)
  return [...new Set(free.map(({ identifier }) => identifier.name))].filter((name) => name !== 'const')
}

/** Imported names that are declared a second time in the same scope. */
function clashes({ scopeManager }: SourceCode): string[] {
  const variables = scopeManager.scopes.flatMap((scope: Scope.Scope) => scope.variables)
  return variables
    .filter(({ defs }) => defs.length > 1 && defs.some(({ type }) => type === 'ImportBinding'))
    .map(({ name }) => name)
}

/** A text of one line may get any one kind. */
function mixesLineEndings(before: string, after: string): boolean {
  const known = lineEndings(before)
  return known.length === 0 ? lineEndings(after).length > 1 : lineEndings(after).some((it) => !known.includes(it))
}

function lineEndings(text: string): string[] {
  return [...new Set(text.match(/\r?\n/g) ?? [])]
}

/** What stands in the second list more often than in the first. */
function added<T>(first: readonly T[], second: readonly T[]): T[] {
  const left = new Map<T, number>()
  for (const item of first) left.set(item, (left.get(item) ?? 0) + 1)
  return second.filter((item) => {
    const count = left.get(item) ?? 0
    left.set(item, count - 1)
    return count <= 0
  })
}
