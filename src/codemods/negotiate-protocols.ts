import { negotiateFormat } from '../edits/negotiate-format.ts'
import { runtimeOf } from '../facts/runtime.ts'
import { isWithin } from '../facts/nodes.ts'
import { stringOf, unwrap } from '../facts/unwrap.ts'
import { answerWrites } from '../frameworks/answer-writes.ts'
import type { FixedFormatRoute } from '../frameworks/fixed-format-routes.ts'
import { fixedFormatRoutes } from '../frameworks/fixed-format-routes.ts'
import type { HeaderWrite } from '../frameworks/header-writes.ts'
import { headerWrites } from '../frameworks/header-writes.ts'
import { STREAM_FORMAT, STREAM_FORMAT_MODULE } from '../frameworks/negotiated-format.ts'
import { itemFormatOf, writtenItem } from '../frameworks/written-items.ts'
import { chooseLibrary } from '../libraries/choose-library.ts'
import type { Node, Source } from '../source.ts'
import type { Codemod, CodemodChange, CodemodContext, CodemodFile, CodemodFinding } from './codemod.ts'
import { perFinding } from './per-finding.ts'
import { isPlaceOf } from './place-of-finding.ts'
import { sharedFunction } from './shared-function.ts'
import { streamFormatModule } from './stream-format-module.ts'

export const NEGOTIATE_PROTOCOLS: Codemod = {
  name: 'negotiate-protocols',
  title:
    'Write the items of a stream as events, lines of JSON or plain text, whichever the client asks for by `Accept`',
  mistake: 'protocols',
  rules: ['require-protocol-negotiation'],
  transform: perFinding((file, finding, context) => negotiated(context, file, finding)),
}

const SHARED_FORMAT = { file: STREAM_FORMAT_MODULE, name: STREAM_FORMAT, text: streamFormatModule }

const FORMATS = 'as events, as lines of JSON and as plain text'

/** The change that has a route look at `Accept`, or what to do by hand. */
async function negotiated(
  context: CodemodContext,
  file: CodemodFile,
  finding: CodemodFinding,
): Promise<CodemodChange | string> {
  const { source, settings, project } = file
  const found = fixedFormatRoutes(source).find(({ at }) => isPlaceOf(finding, at))
  const format = found === undefined ? undefined : itemFormatOf(found.mediaType)
  if (found === undefined || format === undefined)
    return `Look at \`Accept\`, and write the items of this route ${FORMATS}, whichever it asks for.`
  const { handler } = found.route
  const given = givenType(source, found)
  if (given === undefined)
    return 'Choose the media type by `Accept` in the handler itself, where this one is given by a constant, a helper or a middleware, or beside others.'
  if (variesAlready(source, handler.fn))
    return 'Choose the format by `Accept`, and name `Accept` in the `Vary` that this route sends.'
  const writes = answerWrites(source, handler, given.headers.at)?.map((write) => ({
    ...write,
    item: writtenItem(source, write, format),
  }))
  if (writes === undefined)
    return `Write the items of this route ${FORMATS}, whichever \`Accept\` asks for, where they are written: outside of this handler, or by more than it.`
  if (writes.some(({ item }) => item.kind === 'named'))
    return 'Choose the format by `Accept`, and put what the names and ids of these events say into the items, for the formats that have neither.'
  const unknown = writes.find(({ item }) => item.kind === 'unknown')
  if (unknown !== undefined)
    return `Choose the format by \`Accept\`, and say what the piece in line ${lineOf(source, unknown.at)} is in each: whether it is a value for \`JSON.stringify\` or a text cannot be told.`
  const shared = await sharedFunction(context, file, SHARED_FORMAT, given.type)
  const encoder = chooseLibrary('sse-encode', { settings, project, runtime: runtimeOf(source) })
  if (shared === undefined || shared.isForeign || encoder === undefined)
    return `Write the items of this route ${FORMATS}, whichever \`Accept\` asks for; this file cannot load the module that would do so.`
  const { binding, newFiles } = shared
  const edit = binding === undefined ? undefined : negotiateFormat(source, { handler, ...given, writes }, binding.local)
  if (binding === undefined || edit === undefined)
    return 'Choose the format by `Accept` and send `Vary: Accept`, where this handler has its request at hand.'
  return {
    edits: [{ path: file.path, edit: { ...edit, imports: [binding] } }],
    newFiles,
  }
}

/** The literal of the one media type of a stream that the handler gives its answer. */
function givenType(
  source: Source,
  { route, mediaType }: FixedFormatRoute,
): { readonly type: Node; readonly headers: HeaderWrite } | undefined {
  const given = [...headerWrites(source).values()]
    .filter(({ at }) => isWithin(at, route.handler.fn))
    .flatMap((headers) =>
      headers.headers.values
        .filter(({ name }) => name === 'content-type')
        .map(({ node, text }) => ({ headers, type: unwrap(node), text: stringOf(node) ?? text })),
    )
  const ofStream = given.filter(({ text }) => text === undefined || bare(text) === mediaType)
  const [only, ...others] = ofStream
  if (only === undefined || others.length > 0 || only.text === undefined) return undefined
  return isWithin(only.type, route.handler.fn) && stringOf(only.type) !== undefined ? only : undefined
}

function bare(mediaType: string): string {
  return (mediaType.split(';')[0] ?? mediaType).trim().toLowerCase()
}

function variesAlready(source: Source, fn: Node): boolean {
  return [...headerWrites(source).values()].some(
    ({ at, headers }) => isWithin(at, fn) && headers.values.some(({ name }) => name === 'vary'),
  )
}

function lineOf({ text }: Source, { range: [start] }: Node): number {
  return text.slice(0, start).split('\n').length
}
