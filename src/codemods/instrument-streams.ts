import { allOf } from '../edits/all-of.ts'
import { prependToBlock } from '../edits/blocks.ts'
import { toBlockBody } from '../edits/braces.ts'
import { codeFor } from '../edits/code-lines.ts'
import type { Change, ImportBinding } from '../edits/edit.ts'
import { insertAfter, insertBefore } from '../edits/edit.ts'
import { quoted } from '../edits/file-style.ts'
import { freshName } from '../edits/names.ts'
import { importedName } from '../facts/callee.ts'
import { contains } from '../facts/nodes.ts'
import { runtimeOf } from '../facts/runtime.ts'
import type { FrameworkName, Handler } from '../frameworks/handler.ts'
import { isNestSse } from '../frameworks/nest.ts'
import { partText } from '../frameworks/part-text.ts'
import type { StreamRoute } from '../frameworks/stream-route.ts'
import { streamedAnswers } from '../frameworks/streamed-answers.ts'
import { relativeTo } from '../project/posix-path.ts'
import type { Source } from '../source.ts'
import { chooseTelemetry } from './choose-telemetry.ts'
import type { Codemod, CodemodChange, CodemodContext, CodemodFile, CodemodFinding } from './codemod.ts'
import { MEASURE_RESPONSE, measureResponseModule } from './measure-response-module.ts'
import { MEASURE_STREAM, measureStreamModule } from './measure-stream-module.ts'
import { perFinding } from './per-finding.ts'
import type { TelemetryIdiom } from './record-stream-code.ts'
import { TELEMETRY_IDIOMS } from './record-stream-code.ts'
import { routeLabel } from './route-label.ts'
import { routeOfFinding } from './route-of-finding.ts'
import type { SharedModule } from './shared-module.ts'
import type { SharedFunctionKind } from './shared-function.ts'
import { sharedFunction } from './shared-function.ts'

/** A module that measures one kind of response. */
interface Measuring {
  /** Without ending. */
  readonly file: string
  readonly name: string
  readonly text: (source: Source, module: SharedModule, idiom: TelemetryIdiom) => string
}

const OF_NODE: Measuring = { file: 'measure-stream', name: MEASURE_STREAM, text: measureStreamModule }
const OF_WEB: Measuring = { file: 'measure-response', name: MEASURE_RESPONSE, text: measureResponseModule }

/** What a handler calls the function that measures its response. */
const MEASURED = 'measured'

/** Frameworks whose handlers return a `Response`. */
const WEB_FRAMEWORKS: ReadonlySet<FrameworkName> = new Set(['hono', 'next-app', 'sveltekit', 'remix', 'fetch-handler'])

export const INSTRUMENT_STREAMS: Codemod = {
  name: 'instrument-streams',
  title: 'Record duration, first chunk, chunks, bytes and outcome of every stream that nobody watches',
  mistake: 'monitoring',
  rules: ['require-stream-telemetry'],
  transform: perFinding((file, finding, context) => instrumented(context, file, finding)),
}

/** The change that measures a route, what to do by hand, or undefined when it is measured. */
async function instrumented(
  context: CodemodContext,
  file: CodemodFile,
  finding: CodemodFinding,
): Promise<CodemodChange | string | undefined> {
  if (finding.messageId === 'unknown')
    return 'Look whether what this route runs through records how its streams end; if so, name it in `settings.streaming.loggers`.'
  const { source } = file
  const route = routeOfFinding(file, finding)
  if (route !== undefined && isMeasured(source, route.handler)) return undefined
  const library = chooseTelemetry(file)
  const by = library === undefined ? '' : `, with \`${library.package}\``
  const advice = `Record duration, time to the first chunk, chunks, bytes and outcome of this stream once it is over${by}.`
  const idiom = TELEMETRY_IDIOMS.find((it) => it === library?.idiom)
  if (route === undefined || idiom === undefined) return advice
  const response = nodeResponse(file, route.handler)
  if (response === undefined && !WEB_FRAMEWORKS.has(route.handler.framework))
    return adviceFor(route.handler, by) ?? advice
  const measuring = response === undefined ? OF_WEB : OF_NODE
  const text: SharedFunctionKind['text'] = (from, module) => measuring.text(from, module, idiom)
  const shared = await sharedFunction(context, file, { ...measuring, text }, route.handler.fn)
  if (shared?.isForeign === true)
    return `Rename ${relativeTo(context.cwd, shared.path) ?? shared.path}, which is something else than what this codemod writes there.`
  if (shared?.binding === undefined) return advice
  const { binding, newFiles } = shared
  const label = routeLabel(file, route.handler)
  const changes =
    response === undefined
      ? measureReturned(source, route, binding, label)
      : measureWritten(source, route.handler, binding, response, label)
  if (changes === undefined) return advice
  return {
    edits: [{ path: file.path, edit: { imports: [binding], changes } }],
    newFiles,
  }
}

/** What to do about routes whose framework writes the response itself. */
function adviceFor({ framework }: Handler, by: string): string | undefined {
  switch (framework) {
    case 'nest':
      return `Record duration, chunks and outcome of this stream in an interceptor, by \`tap\` and \`finalize\` of RxJS${by}.`
    case 'trpc':
      return `Record duration, chunks and outcome of this subscription in a \`finally\` around its loop${by}.`
    default:
      return undefined
  }
}

/** True when the handler calls a measuring function of the project already. */
function isMeasured(source: Source, { fn }: Handler): boolean {
  const names = new Set([MEASURE_STREAM, MEASURE_RESPONSE])
  return contains(
    source,
    fn,
    (node) =>
      node.type === 'CallExpression' &&
      names.has(importedName(source, node.callee)?.name ?? '') &&
      importedName(source, node.callee)?.module.startsWith('.') === true,
  )
}

/** The text of the response of Node that a handler writes to; undefined where there is none, or it may be another one's. */
function nodeResponse({ source, project }: CodemodFile, handler: Handler): string | undefined {
  const { framework } = handler
  // Adapters of Nest hand in what is theirs; version 2 of h3 need not run on Node.
  if (framework === 'nest' && (isNestSse(source, handler) || project.has('@nestjs/platform-fastify'))) return undefined
  if (framework === 'h3' && (project.major('h3') !== 1 || runtimeOf(source) === 'edge')) return undefined
  return partText(handler, 'nodeResponse')
}

/** `measureStream(res, 'POST /chat')` first in the handler. */
function measureWritten(
  source: Source,
  { fn }: Handler,
  { local }: ImportBinding,
  response: string,
  label: string,
): Change[] | undefined {
  const code = codeFor(source)`${local}(${response}, ${quoted(source, label)});`
  if (fn.body.type === 'BlockStatement') return prependToBlock(source, fn.body, code)
  return fn.type === 'ArrowFunctionExpression' ? toBlockBody(source, fn, { before: code }) : undefined
}

/** `const measured = measureResponse('POST /chat')` first in the handler, and `return measured(response)`. */
function measureReturned(
  source: Source,
  route: StreamRoute,
  { local }: ImportBinding,
  label: string,
): Change[] | undefined {
  const { fn } = route.handler
  const answers = streamedAnswers(source, route)
  if (answers.length === 0 || (!fn.async && answers.some(({ isPromise }) => isPromise))) return undefined
  const begun = `${local}(${quoted(source, label)})`
  const hasBlock = fn.body.type === 'BlockStatement'
  const isTaken = contains(source, fn, (node) => node.type === 'Identifier' && node.name === MEASURED)
  const measured = !hasBlock ? begun : isTaken ? freshName(source, MEASURED, ['measuredResponse']) : MEASURED
  const first =
    fn.body.type === 'BlockStatement'
      ? prependToBlock(source, fn.body, codeFor(source)`const ${measured} = ${begun};`)
      : []
  const wrapped = answers.flatMap(({ node, isPromise }) => [
    insertBefore(node, `${measured}(${isPromise ? 'await ' : ''}`),
    insertAfter(node, ')'),
  ])
  return allOf([first, wrapped])?.changes.slice()
}
