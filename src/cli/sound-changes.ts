import type { ChangedTogether } from '../codemods/engine.ts'
import type { Surroundings } from './check.ts'
import { checkChanges } from './check-changes.ts'
import { formatChanges } from './format-changes.ts'
import type { FolderLinter } from './linted-files.ts'
import { ownFormatter } from './own-formatter.ts'
import type { FileChange } from './rule-codemod.ts'
import { counted } from './terminal.ts'

/** The changes as they would be written: formatted as the project formats, and without those that make its types wrong. */
export async function soundChanges(
  linter: FolderLinter,
  wanted: readonly FileChange[],
  together: readonly ChangedTogether[],
  tsconfig: string | undefined,
  { cwd, stderr, progress }: Surroundings,
): Promise<{ readonly sources: readonly FileChange[]; readonly isWhole: boolean }> {
  if (wanted.length === 0) return { sources: wanted, isWhole: true }
  const notes: string[] = []
  let formatted = wanted
  progress.show(`Formatting ${counted(wanted.length, 'file')}`)
  const formatter = await ownFormatter(cwd)
  if (typeof formatter === 'string') notes.push(`Files are not formatted: ${formatter}`)
  else if (formatter !== undefined) {
    const done = await formatChanges(wanted, formatter, linter)
    formatted = done.changes
    notes.push(...done.notes)
  }
  progress.clear()
  progress.show(`Checking the types of ${counted(wanted.length, 'file')}`)
  const checked = await checkChanges(cwd, formatted, together, tsconfig)
  progress.clear()
  for (const note of [...notes, ...checked.notes]) stderr.write(`${note}\n`)
  for (const [path, reason] of checked.rejected) stderr.write(`${path}: left as it is, because ${reason}\n`)
  return { sources: checked.kept, isWhole: checked.rejected.size === 0 }
}
