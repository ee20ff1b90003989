import type { ChangedTogether } from '../codemods/engine.ts'
import { checkTypes } from '../codemods/type-check.ts'
import { toPosixPath } from '../project/posix-path.ts'
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
 * Leaves out the changes after which the project's types would be wrong where they were right before, with what was changed together
 * with them, and new modules that nobody imports then.
 * @param cwd absolute path that paths are shown from
 * @param together the files of each change of several files
 * @param tsconfig absolute path; undefined: the nearest of each file
 */
export async function checkChanges(
  cwd: string,
  changes: readonly FileChange[],
  together: readonly ChangedTogether[],
  tsconfig: string | undefined,
): Promise<CheckedChanges> {
  if (changes.length === 0) return { kept: [], rejected: new Map(), notes: [] }
  const { packages } = await neededPackages(cwd, changes)
  const pathOf = new Map(changes.map(({ absolutePath, path }) => [absolutePath, path]))
  const rejected = new Map<string, string>()
  const { unchecked, notes } = await checkAgain()
  const [first] = unchecked
  const more = unchecked.length > 1 ? ` and ${unchecked.length - 1} more` : ''
  return {
    kept: withoutOrphans(kept(), together),
    rejected: new Map([...rejected].map(([path, reason]) => [pathOf.get(path) ?? path, reason])),
    notes: [
      ...notes.map((sentence) => `Types are not checked: ${sentence}`),
      ...(first === undefined
        ? []
        : [`Types are not checked: no tsconfig.json includes ${pathOf.get(first) ?? first}${more}.`]),
    ],
  }

  function kept(): FileChange[] {
    return changes.filter(({ absolutePath }) => !rejected.has(absolutePath))
  }

  /** Checks what is left, until all of it is sound: a file may lean on one that was left out. */
  async function checkAgain(): ReturnType<typeof checkTypes> {
    for (;;) {
      const found = await checkTypes(kept(), tsconfig, packages)
      for (const [path, reason] of found.rejected) rejected.set(path, `its types would be wrong (${reason})`)
      rejectTogether()
      if (found.rejected.size === 0) return found
    }
  }

  /** What was changed with a file that stays as it is stays too: half a change is none. */
  function rejectTogether(): void {
    const absolute = new Map(changes.map(({ absolutePath }) => [toPosixPath(absolutePath), absolutePath]))
    for (let isNew = true; isNew;) {
      isNew = false
      for (const { edited } of together) {
        const paths = edited.flatMap((path) => absolute.get(path) ?? [])
        const culprit = paths.find((path) => rejected.has(path))
        if (culprit === undefined) continue
        for (const path of paths) {
          if (rejected.has(path)) continue
          rejected.set(path, `it belongs to a change of ${pathOf.get(culprit) ?? culprit}, which stays as it is`)
          isNew = true
        }
      }
    }
  }
}

/** The changes without new modules whose users were all left out. */
function withoutOrphans(kept: readonly FileChange[], together: readonly ChangedTogether[]): readonly FileChange[] {
  const made = new Map(together.flatMap(({ edited, created }) => created.map((path) => [path, edited.length > 0])))
  return kept.filter((change) => {
    const path = toPosixPath(change.absolutePath)
    if (made.get(path) !== true) return true
    const stem = (path.split('/').at(-1) ?? '').replace(/\.[cm]?[jt]sx?$/, '')
    return kept.some((other) => other !== change && other.after.includes(`/${stem}`))
  })
}
