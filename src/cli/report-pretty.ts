import { MISTAKES } from '../rule.ts'
import type { Mistake } from '../rule.ts'
import { codemodsFor } from '../codemods/codemods.ts'
import type { Finding } from './findings.ts'
import { groupBy } from '../facts/group-by.ts'
import { MISTAKE_TITLES, TODAY } from './mistake-titles.ts'
import type { Report } from './report.ts'
import type { Output } from './terminal.ts'
import { counted, paint, wrap } from './terminal.ts'

/** How many places of one message are shown; the rest is counted. */
const FIRST_PLACES = 5

/** For people: mistakes in ranked order, what to do today before the rest, each message once with its first places. */
export function reportPretty(report: Report, output: Output): void {
  const { findings, failures, fileCount } = report
  const byMistake = groupBy(findings, ({ mistake }) => mistake)
  const today = TODAY.filter((mistake) => byMistake.has(mistake))
  const later = MISTAKES.filter((mistake) => byMistake.has(mistake) && !TODAY.includes(mistake))
  if (today.length > 0) section('Do this today', today)
  if (later.length > 0) section(today.length > 0 ? 'Then this' : 'To do', later)
  for (const { path, reason } of failures) output.write(`${paint(output, 'red', 'Not linted')} ${path}:${reason}\n`)
  output.write(summary(findings, fileCount, output))

  function section(title: string, mistakes: readonly Mistake[]): void {
    output.write(`${paint(output, ['bold', 'underline'], title)}\n\n`)
    for (const mistake of mistakes) writeMistake(mistake, byMistake.get(mistake) ?? [], output)
  }
}

function writeMistake(mistake: Mistake, findings: readonly Finding[], output: Output): void {
  const rank = String(MISTAKES.indexOf(mistake) + 1).padStart(2)
  const { title, cost } = MISTAKE_TITLES[mistake]
  const count = paint(output, 'cyan', counted(findings.length, 'finding'))
  output.write(`${paint(output, ['bold', 'cyan'], `${rank}  ${title}`)}  ${paint(output, 'dim', cost)}  ${count}\n`)
  for (const [rule, ofRule] of groupBy(findings, (finding) => finding.rule)) {
    output.write(`    ${paint(output, 'bold', rule)}\n`)
    for (const [message, same] of groupBy(ofRule, (finding) => finding.message)) {
      output.write(`${wrap(output, message, 6)}\n`)
      writePlaces(same, output)
    }
  }
  output.write('\n')
}

function writePlaces(findings: readonly Finding[], output: Output): void {
  const shown = findings.slice(0, FIRST_PLACES)
  const places = shown.map(({ path, line, column }) => `${path}:${line}:${column}`)
  const width = Math.max(...places.map((place) => place.length))
  for (const [at, { code, remedy }] of shown.entries()) {
    const place = paint(output, 'cyan', (places[at] ?? '').padEnd(width))
    output.write(`        ${place}  ${cut(code, Math.max(24, output.width - width - 26))}${mark(remedy, output)}\n`)
  }
  const more = findings.length - shown.length
  if (more > 0) output.write(`        ${paint(output, 'dim', `and ${more} more`)}\n`)
}

function mark(remedy: Finding['remedy'], output: Output): string {
  switch (remedy) {
    case 'fix':
      return paint(output, 'green', '  [fix]')
    case 'suggestion':
      return paint(output, 'yellow', '  [suggestion]')
    case 'codemod':
      return paint(output, 'yellow', '  [codemod]')
    case 'hand':
      return ''
  }
}

function summary(findings: readonly Finding[], fileCount: number, output: Output): string {
  if (findings.length === 0) return `${paint(output, 'green', 'No findings')} in ${counted(fileCount, 'file')}.\n`
  const errors = findings.filter(({ severity }) => severity === 'error').length
  const count = (remedy: Finding['remedy']) => findings.filter((finding) => finding.remedy === remedy).length
  const kinds = `${counted(errors, 'error')}, ${counted(findings.length - errors, 'warning')}`
  const codemods = codemodsOf(findings)
  return [
    `${paint(output, 'bold', counted(findings.length, 'finding'))} (${kinds}) in ${counted(fileCount, 'file')}:`,
    `  ${count('fix')} that eslint --fix repairs by itself  ${paint(output, 'green', '[fix]')}`,
    `  ${count('suggestion')} that 'fix <rule>' of this tool, or the editor, changes  ${paint(output, 'yellow', '[suggestion]')}`,
    ...(codemods === ''
      ? []
      : [`  ${count('codemod')} that ${codemods} changes as far as it can  ${paint(output, 'yellow', '[codemod]')}`]),
    `  ${count('hand')} to repair by hand`,
    '',
  ].join('\n')
}

/** The codemods without which nobody but people would repair the findings, as they are typed. */
function codemodsOf(findings: readonly Finding[]): string {
  const rules = new Set(findings.filter(({ remedy }) => remedy === 'codemod').map(({ rule }) => rule))
  const codemods = new Set([...rules].flatMap(codemodsFor))
  return [...codemods]
    .map(({ name, needs = [] }) => `'fix ${[name, ...needs.map((it) => `--${it} …`)].join(' ')}'`)
    .join(', ')
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`
}
