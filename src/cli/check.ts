import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { StreamingPlugin } from '../index.ts'
import type { CheckOptions, ReporterName } from './arguments.ts'
import { findingsIn } from './findings.ts'
import type { Ask } from './interview.ts'
import type { FolderLinter } from './linted-files.ts'
import type { Progress } from './progress.ts'
import type { Report, Reporter } from './report.ts'
import { reportGithub } from './report-github.ts'
import { reportJson } from './report-json.ts'
import { reportPretty } from './report-pretty.ts'
import { reportSarif } from './report-sarif.ts'
import type { Output } from './terminal.ts'
import { counted, memoryOutput } from './terminal.ts'
import { UsageError } from './usage-error.ts'

const REPORTERS: Readonly<Record<ReporterName, Reporter>> = {
  github: reportGithub,
  json: reportJson,
  pretty: reportPretty,
  sarif: reportSarif,
}

/** What the commands work with. */
export interface Surroundings {
  /** Absolute path of the folder. */
  readonly cwd: string
  readonly plugin: StreamingPlugin
  readonly stdout: Output
  readonly stderr: Output
  readonly progress: Progress
  /** Undefined where nobody can be asked. */
  readonly ask: Ask | undefined
}

/**
 * Lints and reports.
 * @returns the exit code: 0 clean, 1 errors or too many warnings, 2 when a file could not be linted
 * @throws {UsageError} when ESLint cannot run, or the report cannot be written
 */
export async function check(linter: FolderLinter, options: CheckOptions, where: Surroundings): Promise<number> {
  const { cwd, plugin, stdout, stderr } = where
  const files = await linter.files()
  const report: Report = {
    findings: findingsIn(files, plugin.rules),
    failures: files.flatMap(({ path, failure }) => (failure === undefined ? [] : [{ path, reason: failure }])),
    fileCount: files.length,
    rules: plugin.rules,
    version: plugin.meta.version,
  }
  const print = REPORTERS[options.reporter]
  if (options.outputFile === undefined) print(report, stdout)
  else {
    const kept = memoryOutput()
    print(report, kept)
    await writeReport(resolve(cwd, options.outputFile), kept.text())
  }
  const errors = report.findings.filter(({ severity }) => severity === 'error').length
  const warnings = report.findings.length - errors
  if (report.failures.length > 0) return 2
  if (options.maxWarnings !== undefined && warnings > options.maxWarnings) {
    stderr.write(`${counted(warnings, 'warning')}, but --max-warnings allows ${options.maxWarnings}.\n`)
    return 1
  }
  return errors > 0 ? 1 : 0
}

async function writeReport(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text)
  } catch (error) {
    throw new UsageError(`The report cannot be written to ${path}: ${(error as NodeJS.ErrnoException).code ?? ''}`)
  }
}
