import type { ESLint, Linter, Rule, SourceCode } from 'eslint'
import type { CodemodFinding } from '../codemods/codemod.ts'
import type { ReadText } from '../codemods/engine.ts'
import { NAMESPACE } from '../configs.ts'
import { sourceOfEslint } from '../eslint-source.ts'
import { readSettings } from '../settings.ts'

/** The name of the plugin that looks over ESLint's shoulder. It exists only inside of one run. */
const READER = 'streaming-reader'

interface Seen {
  readonly sourceCode: SourceCode
  readonly filename: string
  readonly settings: Readonly<Record<string, unknown>>
}

/**
 * Makes a function that lints a text as the content of a file and also gives the parsed text, by the user's own parser, with the
 * settings that hold for the file. A rule that reports nothing takes them out of ESLint's run.
 * @param options what the folder is linted with
 */
export function readerWith(
  constructor: typeof ESLint,
  options: ESLint.Options,
): (text: string, absolutePath: string) => Promise<ReadText | undefined> {
  let seen: Seen | undefined
  const read: Rule.RuleModule = {
    create({ sourceCode, filename, physicalFilename, settings }) {
      // A block that a processor takes out of the file has a text of its own.
      if (filename === physicalFilename) seen = { sourceCode, filename, settings }
      return {}
    },
  }
  let eslint: ESLint | undefined
  const make = () =>
    new constructor({
      ...options,
      overrideConfig: { plugins: { [READER]: { rules: { read } } }, rules: { [`${READER}/read`]: 'error' } },
      ruleFilter: ({ ruleId }: { ruleId: string }) => ruleId.startsWith(`${NAMESPACE}/`) || ruleId === `${READER}/read`,
    } as ESLint.Options)
  return async (text, absolutePath) => {
    eslint ??= make()
    seen = undefined
    const [result] = await eslint.lintText(text, { filePath: absolutePath })
    if (result === undefined || (await eslint.isPathIgnored(absolutePath))) return undefined
    const fatal = result.messages.find((message) => message.fatal === true)
    const source = seen === undefined ? undefined : sourceIn(seen)
    return {
      source,
      settings: readSettings((seen as Seen | undefined)?.settings).settings,
      findings: source === undefined ? [] : result.messages.flatMap((it) => findingOf(it, source.text)),
      failure: fatal?.message.split('\n')[0],
    }
  }
}

function sourceIn({ sourceCode, filename, settings }: Seen) {
  return sourceOfEslint(sourceCode, filename, readSettings(settings).settings.modelPackages)
}

function findingOf(report: Linter.LintMessage, text: string): CodemodFinding[] {
  const { ruleId, messageId = '', message, line, column, endLine = line, endColumn = column } = report
  if (ruleId?.startsWith(`${NAMESPACE}/`) !== true) return []
  const [start, end] = [offsetOf(text, line, column), offsetOf(text, endLine, endColumn)]
  return [{ rule: ruleId.slice(NAMESPACE.length + 1), messageId, message, line, start, end }]
}

/** ESLint's lines end as those of JavaScript do. */
function offsetOf(text: string, line: number, column: number): number {
  const lineBreak = /\r\n|[\n\r\u2028\u2029]/g
  for (let current = 1; current < line && lineBreak.exec(text) !== null;) current++
  return (line === 1 ? 0 : lineBreak.lastIndex) + column - 1
}
