import { expect, it } from 'vitest'
import { chooseTelemetry } from '../../src/codemods/choose-telemetry.ts'
import { DEFAULT_SETTINGS } from '../../src/settings.ts'
import { parseSource } from '../parse-source.ts'
import { memoryProject } from '../project/memory-project.ts'

const ON_NODE = "import { createServer } from 'node:http'; createServer()"
const ON_EDGE = "export const runtime = 'edge'; export function GET() {}"

function chosen(has: Record<string, string>, libraries: object = {}, code = ON_NODE): string | undefined {
  return chooseTelemetry({
    path: '/app/src/server.ts',
    source: parseSource(code),
    settings: { ...DEFAULT_SETTINGS, libraries },
    project: memoryProject({ dependencies: has }),
    findings: [],
  })?.package
}

it.each<[why: string, has: Record<string, string>, libraries: object, expected: string]>([
  ['metrics before logs', { pino: '^10', 'prom-client': '^15' }, {}, 'prom-client'],
  ['the catalogue decides between metrics', { '@opentelemetry/api': '^1', 'prom-client': '^15' }, {}, 'prom-client'],
  ['what is there before what is usual', { '@opentelemetry/api': '^1' }, {}, '@opentelemetry/api'],
  ['the logger that is there', { pino: '^10', express: '^5' }, {}, 'pino'],
  ['lines that are seen at once, where nothing is there', {}, {}, 'pino'],
  ['settings before what is there', { 'prom-client': '^15' }, { logging: 'pino' }, 'pino'],
  ['metrics of the settings', { pino: '^10' }, { metrics: '@opentelemetry/api' }, '@opentelemetry/api'],
  ['metrics of the settings before logs of theirs', {}, { metrics: 'prom-client', logging: 'pino' }, 'prom-client'],
  ['settings for something else', { 'prom-client': '^15' }, { cache: 'lru-cache' }, 'prom-client'],
  ['a logger that nothing can be written for, alone', { winston: '^3' }, {}, 'winston'],
  ['another one beside it', { pino: '^10', winston: '^3' }, { logging: 'winston' }, 'pino'],
  ['a version that is too old', { 'prom-client': '^11' }, {}, 'pino'],
])('%s', (_, has, libraries, expected) => {
  expect(chosen(has, libraries)).toBe(expected)
})

it('passes over what does not run at the edge', () => {
  expect(chosen({ 'prom-client': '^15' }, {}, ON_EDGE)).toBe('pino')
  expect(chosen({ 'prom-client': '^15', '@opentelemetry/api': '^1' }, {}, ON_EDGE)).toBe('@opentelemetry/api')
})
