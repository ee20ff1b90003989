import { pathToFileURL } from 'node:url'
import type { Mistake } from '../rule.ts'
import { MISTAKES } from '../rule.ts'
import type { Finding } from './findings.ts'
import { MISTAKE_TITLES } from './mistake-titles.ts'
import type { Report } from './report.ts'
import type { Output } from './terminal.ts'

/**
 * SARIF 2.1.0, as code scanning services read it. Paths are relative to the linted folder.
 * Columns count UTF-16 units from 1, as ESLint's do, and the run says so.
 */
export function reportSarif({ findings, failures, rules, version }: Report, output: Output): void {
  const names = Object.keys(rules)
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        columnKind: 'utf16CodeUnits',
        tool: {
          driver: {
            name: 'eslint-plugin-streaming',
            semanticVersion: version,
            informationUri: 'https://github.com/eslint-plugin-streaming/eslint-plugin-streaming',
            rules: names.map((name) => ruleOf(name, rules)),
          },
        },
        originalUriBaseIds: { ROOT: { uri: `${pathToFileURL(process.cwd()).href}/` } },
        invocations: [
          {
            executionSuccessful: failures.length === 0,
            toolExecutionNotifications: failures.map(({ path, reason }) => ({
              level: 'error',
              message: { text: reason },
              locations: [{ physicalLocation: { artifactLocation: artifact(path) } }],
            })),
          },
        ],
        results: findings.map((finding) => resultOf(finding, names.indexOf(finding.rule))),
      },
    ],
  }
  output.write(`${JSON.stringify(log, undefined, 2)}\n`)
}

function ruleOf(name: string, rules: Report['rules']) {
  const docs = rules[name]?.meta.docs
  const mistake = docs?.mistake as Mistake | undefined
  return {
    id: `streaming/${name}`,
    shortDescription: { text: `${docs?.description ?? name}.` },
    helpUri: docs?.url,
    properties:
      mistake === undefined
        ? {}
        : { tags: [mistake], mistake: `${MISTAKES.indexOf(mistake) + 1} ${MISTAKE_TITLES[mistake].title}` },
  }
}

function resultOf({ rule, severity, message, path, line, column, endLine, endColumn }: Finding, ruleIndex: number) {
  return {
    ruleId: `streaming/${rule}`,
    ruleIndex,
    level: severity,
    message: { text: message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: artifact(path),
          region: { startLine: line, startColumn: column, endLine, endColumn },
        },
      },
    ],
  }
}

function artifact(path: string) {
  return { uri: path.split('/').map(encodeURIComponent).join('/'), uriBaseId: 'ROOT' }
}
