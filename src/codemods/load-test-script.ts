import { codeFor } from '../edits/code-lines.ts'
import { fileStyle, quoted } from '../edits/file-style.ts'
import type { PackageManager } from '../project/project.ts'
import { patternOf } from '../project/url-patterns.ts'
import type { Source } from '../source.ts'
import { HOLD_READERS_FILE } from './hold-readers-module.ts'

/** What a load test asks. */
export interface AskedRoute {
  /** In upper case. */
  readonly method: string
  /** From the root of the server, with parameters in any notation. */
  readonly path: string
}

/** Methods whose requests have a body. */
const WITH_BODY = new Set(['POST', 'PUT', 'PATCH'])

/** What a route's script and file are called: `post-api-chat`. */
export function loadTestName({ method, path }: AskedRoute): string {
  const words = path.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '')
  return `${method}-${words === '' ? 'root' : words}`.toLowerCase()
}

/** How a script is started with options of its own. */
const RUN: Readonly<Record<PackageManager, (script: string) => string>> = {
  bun: (script) => `bun run ${script}`,
  npm: (script) => `npm run ${script} --`,
  pnpm: (script) => `pnpm run ${script}`,
  yarn: (script) => `yarn run ${script}`,
}

/**
 * The text of the script that holds readers of a route, in the style of the route's file.
 * @param manager which the script is started with
 */
export function loadTestScript(source: Source, { method, path }: AskedRoute, manager: PackageManager): string {
  const code = codeFor(source)
  const { indent, lineEnding, semicolons } = fileStyle(source)
  const names = parametersOf(path)
  const written = segmentsWithParameters(path, names)
  const entries = [
    `method: ${quoted(source, method)},`,
    `path: ${quoted(source, written)},`,
    ...(names.length === 0
      ? []
      : [
          '// The values of the parameters in the path: put in those of something that is there.',
          `parameters: { ${[...new Set(names)].map((name) => `${name}: ${quoted(source, '1')}`).join(', ')} },`,
        ]),
    ...(WITH_BODY.has(method)
      ? [
          `headers: { ${quoted(source, 'content-type')}: ${quoted(source, 'application/json')} },`,
          '// Put in what a client of yours sends.',
          'body: JSON.stringify({}),',
        ]
      : []),
  ]
  const end = semicolons ? ';' : ''
  return [
    `// Holds many readers of ${method} ${written} at once, and reads every answer to its end. Start the server, then:`,
    `//   ${RUN[manager](`load:${loadTestName({ method, path })}`)} --readers 50 --url http://localhost:3000`,
    ...code`import { holdReaders } from ${quoted(source, `./${HOLD_READERS_FILE}`)};`,
    '',
    'await holdReaders({',
    ...entries.map((line) => indent + line),
    `})${end}`,
    '',
  ].join(lineEnding)
}

/** The names of a path's parameters, in the order of their segments; one without a name is called by its place. */
function parametersOf(path: string): string[] {
  return segmentsOf(path).flatMap((segment, at) =>
    isParameter(segment) ? [/[A-Za-z_]\w*/.exec(segment)?.[0] ?? `segment${at + 1}`] : [],
  )
}

/** The path with every parameter as `:name`. */
function segmentsWithParameters(path: string, names: readonly string[]): string {
  let next = 0
  return `/${segmentsOf(path)
    .map((segment) => (isParameter(segment) ? `:${names[next++] ?? ''}` : segment))
    .join('/')}`
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '')
}

function isParameter(segment: string): boolean {
  return patternOf(segment).some((it) => it === '*' || it === '**')
}
