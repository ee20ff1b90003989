import { NAMESPACE } from '../configs.ts'
import type { FolderLinter } from './linted-files.ts'
import type { OwnFormatter } from './own-formatter.ts'
import type { FileChange } from './rule-codemod.ts'

/**
 * Formats changed texts. What the formatter cannot format, or formats into something that does not parse, stays as it was.
 * @returns the changes, with what is left to do by hand at its new places; and what went wrong, by sentence
 */
export async function formatChanges(
  changes: readonly FileChange[],
  formatter: OwnFormatter,
  linter: FolderLinter,
): Promise<{ readonly changes: FileChange[]; readonly notes: string[] }> {
  const formatted: FileChange[] = []
  const notes: string[] = []
  for (const change of changes) {
    const { absolutePath, path, after } = change
    let text: string
    try {
      text = await formatter.format(after, absolutePath)
    } catch (error) {
      const [line = ''] = (error as Error).message.split('\n')
      notes.push(`${path} is not formatted: ${line || formatter.name}`)
      formatted.push(change)
      continue
    }
    const messages = text === after ? undefined : await linter.text(text, absolutePath)
    if (messages === undefined || messages.some(({ fatal }) => fatal === true)) {
      formatted.push(change)
      continue
    }
    const rules = new Set(change.byHand.map(({ ruleId }) => ruleId))
    const isLeft = ({ ruleId }: { ruleId: string | null }): boolean =>
      ruleId?.startsWith(`${NAMESPACE}/`) === true && rules.has(ruleId)
    formatted.push({ ...change, after: text, byHand: messages.filter(isLeft) })
  }
  return { changes: formatted, notes }
}
