import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { CheckOptions, FixOptions } from './arguments.ts'
import { parseCommand } from './arguments.ts'
import type { Surroundings } from './check.ts'
import { check } from './check.ts'
import { fix } from './fix.ts'
import { HELP } from './help.ts'
import { codemodNames, list } from './list.ts'
import type { FolderLinter } from './linted-files.ts'
import { folderLinter } from './linted-files.ts'
import { canSuppress, ownEslint } from './own-eslint.ts'
import { Interrupted } from './interview.ts'
import { NO_PROGRESS } from './progress.ts'
import { UsageError } from './usage-error.ts'
import { INTERRUPTED } from './write-files.ts'

/** Where ESLint writes down what is suppressed in bulk. */
const SUPPRESSIONS = 'eslint-suppressions.json'

/**
 * Runs one command.
 * @param argv what was typed, without the program's name
 * @returns the exit code: 0 clean, done or previewed, 1 something is wrong in the code, 2 wrong usage or a failure
 */
export async function run(argv: readonly string[], where: Surroundings): Promise<number> {
  const { plugin, stdout, stderr } = where
  try {
    const command = parseCommand(argv, codemodNames(plugin.rules))
    switch (command.kind) {
      case 'help':
        stdout.write(HELP)
        return 0
      case 'version':
        stdout.write(`${plugin.meta.version}\n`)
        return 0
      case 'list':
        list(plugin.rules, stdout)
        return 0
      case 'check':
        return await check(await linterFor(command, where), command, where)
      case 'fix':
        return await fix(await linterFor(command, where), command, withProgress(command, where))
    }
  } catch (error) {
    if (error instanceof Interrupted) {
      stderr.write('Interrupted. No file was changed.\n')
      return INTERRUPTED
    }
    if (!(error instanceof UsageError)) throw error
    stderr.write(`${error.message}\n`)
    return 2
  }
}

async function linterFor(options: CheckOptions | FixOptions, where: Surroundings): Promise<FolderLinter> {
  const { cwd, progress, stderr } = withProgress(options, where)
  const own = await ownEslint(cwd)
  if (!canSuppress(own) && existsSync(join(cwd, SUPPRESSIONS)))
    stderr.write(
      `${SUPPRESSIONS} is not heeded here: ESLint ${own.ESLint.version} keeps it to its own command. ESLint 10.1 does not.\n`,
    )
  return folderLinter(own, cwd, options, progress)
}

function withProgress({ progress }: CheckOptions | FixOptions, where: Surroundings): Surroundings {
  return progress ? where : { ...where, progress: NO_PROGRESS }
}
