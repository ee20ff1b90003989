import { parseArgs } from 'node:util'
import { nearestName } from '../nearest-name.ts'
import { UsageError } from './usage-error.ts'

/** How findings are printed. */
export const REPORTERS = ['pretty', 'json', 'sarif', 'github'] as const
export type ReporterName = (typeof REPORTERS)[number]

/** What the linting commands share. */
export interface LintOptions {
  /** Files, folders and globs; empty: the whole folder. */
  readonly paths: readonly string[]
  /** Globs that are left out, beside what ESLint's config and `.gitignore` leave out. */
  readonly ignore: readonly string[]
  /** Whether long work may show how far it is, where there is a terminal. */
  readonly progress: boolean
}

/** `check`: what is wrong in the whole project. */
export interface CheckOptions extends LintOptions {
  readonly kind: 'check'
  readonly reporter: ReporterName
  /** Where the report goes instead of the standard output. */
  readonly outputFile: string | undefined
  /** More warnings than this end with exit code 1; undefined: no limit. */
  readonly maxWarnings: number | undefined
}

/** `fix`: what a codemod changes. */
export interface FixOptions extends LintOptions {
  readonly kind: 'fix'
  /** Names of codemods; `all` for every one. */
  readonly codemods: readonly string[]
  /** `preview` prints a diff, `write` applies it, `check` only says whether there is anything to change. */
  readonly mode: 'preview' | 'write' | 'check'
  /** True when all codemods were asked for, so that those that lack an argument are left out. */
  readonly isAll: boolean
  /** Modules and the names that they export, for the codemods that mount a guard; undefined: none was named. */
  readonly guard: readonly string[] | undefined
  /** Write although the files have changes that git does not know yet. */
  readonly force: boolean
  /** Ask about each finding. */
  readonly interactive: boolean
  /** The tsconfig that holds for all files, as it was typed; undefined: the nearest of each file. */
  readonly tsconfig: string | undefined
}

export type Command = CheckOptions | FixOptions | { readonly kind: 'list' | 'help' | 'version' }

const COMMANDS = ['check', 'fix', 'list', 'help']

const OPTIONS = {
  check: { type: 'boolean' },
  force: { type: 'boolean' },
  guard: { type: 'string', multiple: true },
  help: { type: 'boolean', short: 'h' },
  ignore: { type: 'string', multiple: true },
  interactive: { type: 'boolean', short: 'i' },
  'max-warnings': { type: 'string' },
  'no-progress': { type: 'boolean' },
  'output-file': { type: 'string', short: 'o' },
  reporter: { type: 'string' },
  tsconfig: { type: 'string' },
  version: { type: 'boolean', short: 'v' },
  write: { type: 'boolean' },
} as const

/** Every option, without its dashes. */
export const OPTION_NAMES: readonly string[] = Object.keys(OPTIONS)

const ONLY_FOR: Readonly<Record<string, readonly (keyof typeof OPTIONS)[]>> = {
  check: ['max-warnings', 'output-file', 'reporter'],
  fix: ['check', 'force', 'guard', 'interactive', 'tsconfig', 'write'],
}

/**
 * What somebody typed, understood.
 * @param argv without the program's own name
 * @param codemods the names that `fix` knows
 * @throws {UsageError} for anything that is not understood, with the nearest thing that is
 */
export function parseCommand(argv: readonly string[], codemods: readonly string[]): Command {
  const { values, positionals } = parse(argv)
  if (values.help === true) return { kind: 'help' }
  if (values.version === true) return { kind: 'version' }
  const [name, ...rest] = positionals
  if (name === undefined || name === 'help') return { kind: 'help' }
  if (!COMMANDS.includes(name)) {
    if (codemods.includes(name)) throw new UsageError(`There is no command '${name}'. Did you mean 'fix ${name}'?`)
    throw new UsageError(`There is no command '${name}'.${hint(name, COMMANDS)} Try --help.`)
  }
  for (const [command, names] of Object.entries(ONLY_FOR))
    for (const option of names)
      if (values[option] !== undefined && command !== name)
        throw new UsageError(`Option --${option} belongs to '${command}', not to '${name}'.`)
  const shared = { ignore: values.ignore ?? [], progress: values['no-progress'] !== true }
  switch (name) {
    case 'check':
      return {
        kind: 'check',
        paths: rest,
        ...shared,
        reporter: reporterOf(values.reporter),
        outputFile: values['output-file'],
        maxWarnings: countOf('max-warnings', values['max-warnings']),
      }
    case 'fix': {
      if (values.write === true && values.check === true)
        throw new UsageError('Options --write and --check exclude each other.')
      if (values.interactive === true && values.check === true)
        throw new UsageError('Options --interactive and --check exclude each other.')
      return {
        kind: 'fix',
        ...codemodsAndPaths(rest, codemods),
        ...shared,
        guard: values.guard,
        mode: values.write === true ? 'write' : values.check === true ? 'check' : 'preview',
        force: values.force === true,
        interactive: values.interactive === true,
        tsconfig: values.tsconfig,
      }
    }
    default:
      if (rest.length > 0) throw new UsageError(`Command '${name}' takes no arguments.`)
      return { kind: 'list' }
  }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true, strict: true })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const given = /'-{1,2}([^' ]+)/.exec(message)?.[1] ?? ''
    if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION')
      throw new UsageError(`There is no option '--${given}'.${hint(given, OPTION_NAMES, '--')} Try --help.`)
    if (code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') throw new UsageError(message.split('\n')[0] ?? message)
    throw error
  }
}

/** Leading names of codemods, then paths. A word that is neither a codemod nor there as a file is an error further on. */
function codemodsAndPaths(words: readonly string[], codemods: readonly string[]) {
  const names: string[] = []
  for (const word of words) {
    if (word !== 'all' && !codemods.includes(word)) break
    names.push(word)
  }
  const paths = words.slice(names.length)
  const [first] = paths
  const isAll = names.includes('all')
  if (names.length > 0) return { codemods: isAll ? codemods : names, isAll, paths }
  if (first === undefined) throw new UsageError("Name a codemod, or 'all'. 'list' shows them.")
  throw new UsageError(`There is no codemod '${first}'.${hint(first, codemods)} 'list' shows them.`)
}

function reporterOf(given: string | undefined): ReporterName {
  if (given === undefined) return 'pretty'
  const found = REPORTERS.find((name) => name === given)
  if (found === undefined) throw new UsageError(`There is no reporter '${given}'. Use one of: ${REPORTERS.join(', ')}.`)
  return found
}

function countOf(option: string, given: string | undefined): number | undefined {
  if (given === undefined) return undefined
  if (!/^\d+$/.test(given)) throw new UsageError(`Option --${option} wants a whole number, but got '${given}'.`)
  return Number(given)
}

function hint(name: string, known: readonly string[], prefix = ''): string {
  const nearest = nearestName(name, known)
  return nearest === undefined ? '' : ` Did you mean '${prefix}${nearest}'?`
}
