import parser from '@typescript-eslint/parser'
import { ESLint } from 'eslint'
import { parseCommand } from '../../src/cli/arguments.ts'
import { fix } from '../../src/cli/fix.ts'
import type { FolderLinter } from '../../src/cli/linted-files.ts'
import { folderLinter } from '../../src/cli/linted-files.ts'
import { NO_PROGRESS } from '../../src/cli/progress.ts'
import { memoryOutput } from '../../src/cli/terminal.ts'
import { CODEMODS } from '../../src/codemods/codemods.ts'
import plugin from '../../src/index.ts'

/** How a run of a codemod ended. */
export interface CodemodRun {
  readonly code: number
  /** The list of places to repair by hand, as it is printed; empty when there is none. */
  readonly byHand: string
  readonly errors: string
  readonly linter: FolderLinter
}

/** The user's ESLint of every folder: all rules, in their strict form. */
class FolderEslint extends ESLint {
  constructor(options: ESLint.Options) {
    super({
      ...options,
      overrideConfigFile: true,
      baseConfig: [
        {
          files: ['**/*.{js,mjs,cjs,ts,tsx,mts,cts}'],
          plugins: { streaming: plugin },
          rules: plugin.configs.strict.rules ?? {},
        },
        { files: ['**/*.{ts,tsx,mts,cts}'], languageOptions: { parser } },
        { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs' } },
      ],
    })
  }
}

/**
 * Runs `fix <codemod> --write` in a folder.
 * @param given more arguments of the command line
 * @throws {Error} when the arguments ask for something else than `fix`
 */
export async function runCodemod(codemod: string, cwd: string, given: readonly string[] = []): Promise<CodemodRun> {
  const [stdout, stderr] = [memoryOutput(), memoryOutput()]
  const options = parseCommand(
    ['fix', codemod, '--write', '--force', ...given],
    CODEMODS.map((it) => it.name),
  )
  if (options.kind !== 'fix') throw new Error(`${given.join(' ')} asks for something else`)
  const linter = folderLinter({ ESLint: FolderEslint }, cwd, options, NO_PROGRESS)
  const code = await fix(linter, options, { cwd, plugin, stdout, stderr, progress: NO_PROGRESS, ask: undefined })
  const printed = stdout.text()
  const at = printed.search(/^\d+ places? to repair by hand:$/m)
  return { code, byHand: at === -1 ? '' : printed.slice(at), errors: stderr.text(), linter }
}
