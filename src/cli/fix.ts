import { resolve } from 'node:path'
import { readTsconfig, TsconfigError } from '../codemods/type-check.ts'
import { neededPackages } from './add-dependencies.ts'
import { applyCodemods } from './apply-codemods.ts'
import type { ByHand } from '../codemods/codemod.ts'
import { CODEMODS } from '../codemods/codemods.ts'
import { NAMESPACE } from '../configs.ts'
import type { FixOptions } from './arguments.ts'
import type { Surroundings } from './check.ts'
import { uncommitted } from './git-changes.ts'
import { Interview } from './interview.ts'
import type { FolderLinter, LintedFile } from './linted-files.ts'
import type { FileChange } from './rule-codemod.ts'
import { applyAccepted, applyRules } from './rule-codemod.ts'
import { showDiff } from './show-diff.ts'
import { soundChanges } from './sound-changes.ts'
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
  const interview = interviewFor(options, where)
  const tsconfig = await readableTsconfig(options, where)
  const work = await applyCodemods(linter, await linter.files(), options, interview, where)
  const { files, before, created, scripts, together } = work
  const changes: FileChange[] = []
  let hasFailed = false
  for (const [at, file] of files.entries()) {
    progress.show(`Fixing file ${at + 1} of ${files.length}  ${file.path}`)
    if (file.failure !== undefined) {
      hasFailed = true
      stderr.write(`${file.path}:${file.failure}\n`)
    } else if (file.messages.length > 0 || before.has(file.absolutePath)) {
      const names = namesFor(file, options, work.byHand)
      const change =
        interview === undefined
          ? await applyRules(linter, file, names)
          : await applyAccepted(linter, file, names, interview)
      changes.push({ ...change, before: before.get(file.absolutePath) ?? change.before })
    }
  }
  for (const [path, failure] of work.failures) {
    hasFailed = true
    stderr.write(`${path}: left as it is, because ${failure}\n`)
  }
  progress.clear()
  for (const { path, failure } of changes)
    if (failure !== undefined) {
      hasFailed = true
      stderr.write(`${path}: left as it is, because ${failure}\n`)
    }
  const wanted = [...changes.filter((it) => it.before !== it.after), ...created]
  const isGuarded = options.mode === 'write' && !options.force
  if (isGuarded) await refuseUncommitted(cwd, wanted)
  const { sources, isWhole } = await soundChanges(linter, wanted, together, tsconfig, where)
  if (!isWhole) hasFailed = true
  const { manifests, installCommands } = await neededPackages(cwd, sources, scripts)
  const changed = [...sources, ...manifests]
  switch (options.mode) {
    case 'preview':
      for (const change of changed) showDiff(change, stdout)
      break
    case 'write': {
      if (isGuarded) await refuseUncommitted(cwd, manifests)
      const unwritten = await writeFiles(
        changed.map(({ absolutePath, after, isNew }) => ({ absolutePath, text: after, isNew })),
      )
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
  const isLeftAlone = (change: FileChange) => !wanted.includes(change)
  listByHand([...changes.filter(isLeftAlone), ...sources], work.byHand, where)
  if (hasFailed) return 2
  return options.mode === 'check' && changed.length > 0 ? 1 : 0
}

/** The rules whose own edits are applied to a file: those that were asked for, but for what a codemod with the last word leaves to people. */
function namesFor({ path }: LintedFile, { codemods }: FixOptions, byHand: readonly ByHand[]): ReadonlySet<string> {
  const left = new Set(byHand.filter((it) => it.path === path).map(({ rule }) => rule))
  const kept = CODEMODS.filter(({ name, isLastWord }) => isLastWord === true && codemods.includes(name))
    .flatMap(({ rules }) => rules)
    .filter((rule) => left.has(rule))
  return new Set(codemods.filter((name) => !kept.includes(name)))
}

function interviewFor({ interactive }: FixOptions, { ask }: Surroundings): Interview | undefined {
  if (!interactive) return undefined
  if (ask === undefined) throw new UsageError('Option --interactive asks questions, and this is no terminal.')
  return new Interview(ask)
}

/** The absolute path of the tsconfig that was named. */
async function readableTsconfig({ tsconfig }: FixOptions, { cwd }: Surroundings): Promise<string | undefined> {
  if (tsconfig === undefined) return undefined
  const path = resolve(cwd, tsconfig)
  try {
    await readTsconfig(path)
  } catch (error) {
    throw error instanceof TsconfigError ? new UsageError(error.message) : error
  }
  return path
}

function listByHand(changes: readonly FileChange[], byCodemods: readonly ByHand[], { stdout }: Surroundings): void {
  const ofRules = changes.flatMap(({ path, byHand }) =>
    byHand.map(({ line, column, ruleId, message }) => {
      const rule = ruleId?.slice(NAMESPACE.length + 1) ?? ''
      return { path, line, rule, message, place: `${path}:${line}:${column}` }
    }),
  )
  // What a codemod says of a place tells what to do; the rule's message would only say again what is wrong.
  const isSaid = (it: ByHand) =>
    byCodemods.some(({ path, line, rule }) => path === it.path && line === it.line && rule === it.rule)
  const left = [
    ...byCodemods.map((it) => ({ ...it, place: `${it.path}:${it.line}` })),
    ...ofRules.filter((it) => !isSaid(it)),
  ]
  if (left.length === 0) return
  stdout.write(`${paint(stdout, 'bold', counted(left.length, 'place'))} to repair by hand:\n`)
  for (const { place, rule, message } of left)
    stdout.write(`  ${paint(stdout, 'cyan', place)}  ${NAMESPACE}/${rule}\n    ${message}\n`)
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
