import { relative } from 'node:path'
import type { ESLint, Linter, Rule } from 'eslint'
import type { ReadText } from '../codemods/engine.ts'
import { NAMESPACE } from '../configs.ts'
import { toPosixPath } from '../project/posix-path.ts'
import type { LintOptions } from './arguments.ts'
import { ignoredByGit } from './git-ignored.ts'
import type { OwnEslint } from './own-eslint.ts'
import { canSuppress } from './own-eslint.ts'
import type { Progress } from './progress.ts'
import { NO_PROGRESS } from './progress.ts'
import { readerWith } from './text-reader.ts'
import { UsageError } from './usage-error.ts'

/** What ESLint said about one file, as far as it is ours. */
export interface LintedFile {
  /** Absolute, as the system writes it. */
  readonly absolutePath: string
  /** From the folder that was linted, with forward slashes. */
  readonly path: string
  readonly text: string
  readonly messages: readonly Linter.LintMessage[]
  /** The first line of why the file could not be linted. */
  readonly failure: string | undefined
}

/** A linter of one folder, with the folder's own ESLint and config. */
export interface FolderLinter {
  /** Lints what the options name. */
  files(): Promise<LintedFile[]>
  /** Lints a text as if it were the content of a file; only the reports of this plugin. */
  text(text: string, absolutePath: string): Promise<readonly Linter.LintMessage[]>
  /** The same with the parsed text and the settings; undefined when ESLint ignores the file. */
  read(text: string, absolutePath: string): Promise<ReadText | undefined>
}

const PREFIX = `${NAMESPACE}/`

/** Our own rule that reports nothing; ESLint asks it about each file, and so it knows how far ESLint is. */
const PROGRESS = `${NAMESPACE}-progress`

/**
 * Makes the linter of a folder.
 * @param cwd absolute path
 * @param progress shows each file that ESLint begins with
 * @throws {UsageError} from its methods, when ESLint has no config here, the config is broken or has none of our rules,
 * or no file matches
 */
export function folderLinter(own: OwnEslint, cwd: string, options: LintOptions, progress: Progress): FolderLinter {
  const ignorePatterns = [...options.ignore]
  let begun = 0
  let isListing = false
  const set: ESLint.Options = {
    cwd,
    ...(ignorePatterns.length === 0 ? {} : { ignorePatterns }),
    // Only the reports of this plugin are looked at, so other rules need not run.
    ruleFilter: ({ ruleId }: { ruleId: string }) => ruleId.startsWith(PREFIX) || ruleId.startsWith(PROGRESS),
    ...(progress === NO_PROGRESS
      ? {}
      : {
          overrideConfig: watching((path) => {
            if (!isListing) return
            begun++
            progress.show(`Linting file ${begun}  ${toPosixPath(relative(cwd, path))}`)
          }),
        }),
    // A finding that is suppressed in bulk is no finding here either.
    ...(canSuppress(own) ? { applySuppressions: true } : {}),
  }
  const eslint = new own.ESLint(set)
  return {
    async files() {
      isListing = true
      const results = await explained(() => eslint.lintFiles(options.paths.length === 0 ? ['.'] : [...options.paths]))
      isListing = false
      const isIgnored = await ignoredByGit(
        cwd,
        results.map(({ filePath }) => filePath),
      )
      const kept = results.filter(({ filePath }) => !isIgnored(filePath))
      progress.clear()
      if (kept.length === 0) throw new UsageError('Every file that matches is listed in .gitignore.')
      const files = kept.map((result) => lintedFile(result, cwd))
      if (!(await isAsked(eslint, files)))
        throw new UsageError(
          `ESLint's config switches on no rule of ${PREFIX}* for these files. Extend 'streaming/recommended' as the README shows under "Start".`,
        )
      return files
    },
    async text(text, absolutePath) {
      const [result] = await eslint.lintText(text, { filePath: absolutePath })
      return result === undefined ? [] : result.messages.filter(isOurs)
    },
    read: readerWith(own.ESLint, set),
  }
}

function lintedFile({ filePath, messages, source }: ESLint.LintResult, cwd: string): LintedFile {
  const fatal = messages.find((message) => message.fatal === true)
  return {
    absolutePath: filePath,
    path: toPosixPath(relative(cwd, filePath)),
    text: source ?? '',
    messages: messages.filter(isOurs),
    failure:
      fatal === undefined ? undefined : `${fatal.line ?? 1}:${fatal.column ?? 1} ${fatal.message.split('\n')[0] ?? ''}`,
  }
}

/** A config of one rule that is told of each file and reports nothing. */
function watching(onFile: (path: string) => void): Linter.Config {
  const rule: Rule.RuleModule = {
    create({ filename }) {
      onFile(filename)
      return {}
    },
  }
  return { plugins: { [PROGRESS]: { rules: { file: rule } } }, rules: { [`${PROGRESS}/file`]: 'error' } }
}

/** Whether our rules had anything to say: silence because of a config without them is no praise. */
async function isAsked(eslint: ESLint, files: readonly LintedFile[]): Promise<boolean> {
  if (files.some(({ messages, failure }) => messages.length > 0 || failure !== undefined)) return true
  for (const { absolutePath } of files) {
    const config = (await eslint.calculateConfigForFile(absolutePath)) as Linter.Config | undefined
    for (const [name, entry] of Object.entries(config?.rules ?? {})) {
      const level = Array.isArray(entry) ? entry[0] : entry
      if (name.startsWith(PREFIX) && level !== 0 && level !== 'off') return true
    }
  }
  return false
}

function isOurs({ ruleId }: Linter.LintMessage): boolean {
  return ruleId?.startsWith(PREFIX) === true
}

/** ESLint's own complaints about config and paths, in one line. */
async function explained<T>(lint: () => Promise<T>): Promise<T> {
  try {
    return await lint()
  } catch (error) {
    const { message, messageTemplate } = error as Error & { messageTemplate?: string }
    const [line = ''] = message.split('\n')
    if (messageTemplate === 'config-file-missing' || message.includes('Could not find config file'))
      throw new UsageError('ESLint finds no eslint.config.js here. Make one as the README shows under "Start".')
    if (
      messageTemplate === 'file-not-found' ||
      messageTemplate === 'all-files-ignored' ||
      messageTemplate === 'all-matched-files-ignored'
    )
      throw new UsageError(line)
    throw new UsageError(`ESLint could not run: ${line}`)
  }
}
