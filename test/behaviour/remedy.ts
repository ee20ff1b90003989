import type { Rule } from 'eslint'
import { fixtureFile } from '../fixture-projects.ts'
import { lintText } from '../lint-text.ts'

/** How a rule is run over the code of a behaviour test. */
export interface RemedySetUp {
  /** The rule, and its name without prefix. */
  readonly rule: Rule.RuleModule
  readonly name: string
  /** Options of the rule. */
  readonly options?: object
  /** Folder of `fixtures/projects` whose package.json the code is said to stand under, and the path in it. */
  readonly project?: string
  readonly file?: string
  /** What `settings.streaming` says. */
  readonly settings?: object
}

/**
 * Code as the tool leaves it: every report takes the suggestion of the given id, or its fix, until none is left.
 * @param remedy the messageId of a suggestion, or `fix`
 * @throws {Error} when the rule reports nothing, offers no such remedy, or still reports when each report has taken its one
 */
export function remedied(
  code: string,
  remedy: string,
  { rule, name, options, project = 'node', file, settings }: RemedySetUp,
): string {
  const lint = lintText({
    rules: { [name]: rule },
    levels: { [name]: options === undefined ? 'error' : ['error', options] },
    filename: fixtureFile(project, file ?? 'src/code.js'),
    ...(settings === undefined ? {} : { settings: { streaming: settings } }),
  })
  let text = code
  let { messages } = lint(text)
  const reports = messages.length
  if (reports === 0) throw new Error(`${name} reports nothing`)
  for (let round = 0; round < reports; round++) {
    const [first] = messages
    if (first === undefined) return text
    if (first.fatal === true) throw new Error(`${first.line}: ${first.message}`)
    const edit = remedy === 'fix' ? first.fix : first.suggestions?.find(({ messageId }) => messageId === remedy)?.fix
    if (edit === undefined) throw new Error(`${name} offers no ${remedy} for: ${first.message}`)
    text = text.slice(0, edit.range[0]) + edit.text + text.slice(edit.range[1])
    messages = lint(text).messages
  }
  const [left] = messages
  if (left !== undefined) throw new Error(`${name} still reports: ${left.message}`)
  return text
}
