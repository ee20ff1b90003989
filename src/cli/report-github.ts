import type { Report } from './report.ts'
import type { Output } from './terminal.ts'

/** Workflow commands of GitHub Actions, which shows them beside the lines of a pull request. */
export function reportGithub({ findings, failures }: Report, output: Output): void {
  for (const finding of findings) {
    const { severity, path, line, endLine, column, endColumn, rule, message, url } = finding
    const place = { file: path, line, endLine, col: column, endColumn, title: `streaming/${rule}` }
    output.write(`::${severity}${properties(place)}::${escapeData(`${message} ${url}`)}\n`)
  }
  for (const { path, reason } of failures)
    output.write(`::error${properties({ file: path, title: 'not linted' })}::${escapeData(reason)}\n`)
}

function properties(values: Readonly<Record<string, string | number>>): string {
  return ` ${Object.entries(values)
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
    .join(',')}`
}

// The escapes that the runner undoes, as its toolkit writes them (actions/toolkit, packages/core/src/command.ts).
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
