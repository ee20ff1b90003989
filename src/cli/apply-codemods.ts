import { readFile } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import type { ByHand, Codemod, NewScript } from '../codemods/codemod.ts'
import { CODEMODS, codemodOf, missingArguments } from '../codemods/codemods.ts'
import type { ChangedTogether } from '../codemods/engine.ts'
import { runCodemods } from '../codemods/engine.ts'
import { NAMESPACE } from '../configs.ts'
import { toPosixPath } from '../project/posix-path.ts'
import type { FixOptions } from './arguments.ts'
import type { Surroundings } from './check.ts'
import type { Interview } from './interview.ts'
import type { FolderLinter, LintedFile } from './linted-files.ts'
import type { FileChange } from './rule-codemod.ts'
import { UsageError } from './usage-error.ts'

/** What the codemods of several files make of the linted files. */
export interface CodemodWork {
  /** The linted files as they are afterwards, with their reports. */
  readonly files: readonly LintedFile[]
  /** What the changed ones were before, by absolute path. */
  readonly before: ReadonlyMap<string, string>
  readonly created: readonly FileChange[]
  readonly scripts: readonly NewScript[]
  /** The files that a change of several has to be made to as a whole. */
  readonly together: readonly ChangedTogether[]
  readonly byHand: readonly ByHand[]
  /** Why files were left as they are, by path from the folder. */
  readonly failures: ReadonlyMap<string, string>
}

/**
 * Runs the codemods that were asked for, as far as they are more than a rule's suggestion.
 * @param interview asks about each of their changes; undefined: all are wanted
 * @throws {UsageError} when one lacks an argument, or got a wrong one
 */
export async function applyCodemods(
  linter: FolderLinter,
  files: readonly LintedFile[],
  options: FixOptions,
  interview: Interview | undefined,
  { cwd, stderr, progress }: Surroundings,
): Promise<CodemodWork> {
  const codemods = askedFor(options, cwd)
  for (const line of leftOut(files, options)) stderr.write(line)
  const none: CodemodWork = {
    files,
    before: new Map(),
    created: [],
    scripts: [],
    together: [],
    byHand: [],
    failures: new Map(),
  }
  if (codemods.length === 0) return none
  const reporting = files.filter(({ messages, failure }) => messages.length > 0 && failure === undefined)
  const shown = (path: string) => toPosixPath(relative(cwd, resolve(path)))
  const outcome = await runCodemods(
    {
      cwd,
      ...(interview === undefined
        ? {}
        : {
            accepts: ({ name, title }, texts) =>
              interview.accepts({
                name,
                place: texts.map(({ path, line }) => `${shown(path)}:${line}`).join(', '),
                message: `${title}.`,
                changes: texts.map((it) => ({ ...it, path: shown(it.path) })),
              }),
          }),
      read: (text, path) => linter.read(text, resolve(path)),
      note(sentence) {
        progress.clear()
        stderr.write(`${sentence}\n`)
      },
    },
    reporting.map(({ absolutePath, text, messages }) => ({
      path: toPosixPath(absolutePath),
      text,
      rules: new Set(messages.map(({ ruleId }) => ruleId?.slice(NAMESPACE.length + 1) ?? '')),
    })),
    {
      codemods,
      given: { guard: options.guard },
      tsconfig: options.tsconfig === undefined ? undefined : resolve(cwd, options.tsconfig),
    },
  )
  const left = new Map(outcome.changed)
  const before = new Map<string, string>()
  const after: LintedFile[] = []
  const changedFile = async (absolutePath: string, text: string, known: string): Promise<LintedFile> => {
    before.set(absolutePath, known)
    const messages = await linter.text(text, absolutePath)
    return { absolutePath, path: shown(absolutePath), text, messages, failure: undefined }
  }
  for (const file of files) {
    const key = toPosixPath(file.absolutePath)
    const text = left.get(key)
    left.delete(key)
    const known = file.text === '' ? await readFile(file.absolutePath, 'utf8') : file.text
    after.push(text === undefined ? file : await changedFile(file.absolutePath, text, known))
  }
  for (const [path, text] of left) after.push(await changedFile(resolve(path), text, await readFile(path, 'utf8')))
  return {
    files: after,
    before,
    created: [...outcome.created].map(([path, text]): FileChange => ({
      absolutePath: resolve(path),
      path: shown(path),
      before: '',
      after: text,
      isNew: true,
      byHand: [],
      failure: undefined,
    })),
    scripts: outcome.scripts,
    together: outcome.together,
    byHand: outcome.byHand.map((it) => ({ ...it, path: shown(it.path) })),
    failures: new Map([...outcome.failures].map(([path, reason]) => [shown(path), reason])),
  }
}

function askedFor({ codemods, isAll, guard }: FixOptions, cwd: string): Codemod[] {
  const given = { guard }
  return codemods.flatMap((name) => {
    const codemod = codemodOf(name)
    if (codemod === undefined) return []
    const [missing] = missingArguments(codemod, given)
    if (missing !== undefined) {
      if (isAll) return []
      throw new UsageError(`Codemod '${name}' needs option --${missing}.`)
    }
    const problem = codemod.problem?.(given, cwd)
    if (problem !== undefined) throw new UsageError(problem)
    return [codemod]
  })
}

/** Which codemods `all` leaves out for want of an option, although they would have something to do; each in a line. */
function leftOut(files: readonly LintedFile[], { isAll, guard }: FixOptions): string[] {
  if (!isAll) return []
  const reported = new Set(files.flatMap(({ messages }) => messages.map(({ ruleId }) => ruleId)))
  return CODEMODS.flatMap((codemod) => {
    const missing = missingArguments(codemod, { guard })
    if (missing.length === 0 || !codemod.rules.some((rule) => reported.has(`${NAMESPACE}/${rule}`))) return []
    return [
      `${codemod.name} is left out: it needs option ${missing.map((name) => `--${name}`).join(' and ')}, see --help.\n`,
    ]
  })
}
