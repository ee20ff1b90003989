import type { Report } from './report.ts'
import type { Output } from './terminal.ts'

/** For programs: one object. Lines and columns count from 1, the end column is the one behind the last character. */
export function reportJson({ findings, failures, fileCount, version }: Report, output: Output): void {
  const errors = findings.filter(({ severity }) => severity === 'error').length
  const summary = { files: fileCount, errors, warnings: findings.length - errors, failures: failures.length }
  output.write(
    `${JSON.stringify({ tool: 'eslint-plugin-streaming', version, findings, failures, summary }, undefined, 2)}\n`,
  )
}
