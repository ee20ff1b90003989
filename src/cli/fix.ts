import { neededPackages } from './add-dependencies.ts'
import type { FixOptions } from './arguments.ts'
import type { Surroundings } from './check.ts'
import { uncommitted } from './git-changes.ts'
import type { FolderLinter } from './linted-files.ts'
import type { FileChange } from './rule-codemod.ts'
import { applyRules } from './rule-codemod.ts'
import { showDiff } from './show-diff.ts'
import { counted, paint } from './terminal.ts'
import { UsageError } from './usage-error.ts'
import { writeFiles } from './write-files.ts'

/** How many files with uncommitted changes are named. */
const NAMED_FILES = 3

/**
 * Shows or applies what the codemods change. Everything is computed before the first file is written.
 * @returns the exit code: 0 done or previewed, 1 with `--check` when something would change, 2 when a file was left out
 * @throws {UsageError} when ESLint cannot run, or files to be written have changes that are not committed
 */
export async function fix(linter: FolderLinter, options: FixOptions, where: Surroundings): Promise<number> {
  const { cwd, stdout, stderr, progress } = where
  const files = await linter.files()
  const names = new Set(options.codemods)
  const changes: FileChange[] = []
  let hasFailed = false
  for (const [at, file] of files.entries()) {
    progress.show(`Fixing file ${at + 1} of ${files.length}  ${file.path}`)
    if (file.failure !== undefined) {
      hasFailed = true
      stderr.write(`${file.path}:${file.failure}\n`)
    } else if (file.messages.length > 0) changes.push(await applyRules(linter, file, names))
  }
  progress.clear()
  for (const { path, failure } of changes)
    if (failure !== undefined) {
      hasFailed = true
      stderr.write(`${path}: left as it is, because ${failure}\n`)
    }
  const sources = changes.filter(({ before, after }) => before !== after)
  const { manifests, installCommands } = await neededPackages(cwd, sources)
  const changed = [...sources, ...manifests]
  switch (options.mode) {
    case 'preview':
      for (const { path, before, after } of changed) showDiff(path, before, after, stdout)
      break
    case 'write': {
      if (!options.force) await refuseUncommitted(cwd, changed)
      const unwritten = await writeFiles(changed.map(({ absolutePath, after }) => ({ absolutePath, text: after })))
      for (const { absolutePath, reason } of unwritten) {
        hasFailed = true
        stderr.write(`${absolutePath} was not written: ${reason}\n`)
      }
      break
    }
    case 'check':
      for (const { path } of changed) stdout.write(`${path} would change\n`)
  }
  const verb = options.mode === 'write' ? 'changed' : 'to change'
  stdout.write(`${paint(stdout, 'bold', counted(changed.length, 'file'))} ${verb}.`)
  stdout.write(options.mode === 'preview' && changed.length > 0 ? ' Apply it with --write.\n' : '\n')
  if (installCommands.length > 0) stdout.write(`New packages in package.json: run ${installCommands.join(' and ')}.\n`)
  listByHand(changes, where)
  if (hasFailed) return 2
  return options.mode === 'check' && changed.length > 0 ? 1 : 0
}

function listByHand(changes: readonly FileChange[], { stdout }: Surroundings): void {
  const left = changes.flatMap(({ path, byHand }) => byHand.map((message) => ({ path, ...message })))
  if (left.length === 0) return
  stdout.write(`${paint(stdout, 'bold', counted(left.length, 'place'))} to repair by hand:\n`)
  for (const { path, line, column, ruleId, message } of left)
    stdout.write(`  ${paint(stdout, 'cyan', `${path}:${line}:${column}`)}  ${ruleId ?? ''}\n    ${message}\n`)
}

/** What git does not know yet cannot be brought back. */
async function refuseUncommitted(cwd: string, changed: readonly FileChange[]): Promise<void> {
  const dirty = await uncommitted(
    cwd,
    changed.map(({ path }) => path),
  )
  if (dirty === undefined || dirty.length === 0) return
  const named = dirty.slice(0, NAMED_FILES).join(', ') + (dirty.length > NAMED_FILES ? ', …' : '')
  throw new UsageError(
    `Commit or stash first, or use --force: ${named} ${dirty.length === 1 ? 'has' : 'have'} changes.`,
  )
}
