import { checkTypes } from '../codemods/type-check.ts'
import { neededPackages } from './add-dependencies.ts'
import type { FileChange } from './rule-codemod.ts'

/** Changes after the type check. */
export interface CheckedChanges {
  readonly kept: readonly FileChange[]
  /** Why files stay as they are, by path from the folder. */
  readonly rejected: ReadonlyMap<string, string>
  /** What could not be checked, by sentence. */
  readonly notes: readonly string[]
}

/**
 * Leaves out the changes after which the project's types would be wrong where they were right before.
 * @param cwd absolute path that paths are shown from
 * @param tsconfig absolute path; undefined: the nearest of each file
 */
export async function checkChanges(
  cwd: string,
  changes: readonly FileChange[],
  tsconfig: string | undefined,
): Promise<CheckedChanges> {
  if (changes.length === 0) return { kept: [], rejected: new Map(), notes: [] }
  const { packages } = await neededPackages(cwd, changes)
  const { rejected, unchecked, notes } = await checkTypes(changes, tsconfig, packages)
  const pathOf = new Map(changes.map(({ absolutePath, path }) => [absolutePath, path]))
  const [first] = unchecked
  const more = unchecked.length > 1 ? ` and ${unchecked.length - 1} more` : ''
  return {
    kept: changes.filter(({ absolutePath }) => !rejected.has(absolutePath)),
    rejected: new Map([...rejected].map(([path, reason]) => [pathOf.get(path) ?? path, reason])),
    notes: [
      ...notes.map((sentence) => `Types are not checked: ${sentence}`),
      ...(first === undefined
        ? []
        : [`Types are not checked: no tsconfig.json includes ${pathOf.get(first) ?? first}${more}.`]),
    ],
  }
}
