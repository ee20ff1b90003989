import { appendDeltas } from '../edits/append-delta.ts'
import type { Change, Edit } from '../edits/edit.ts'
import { sendDelta } from '../edits/send-delta.ts'
import type { CumulativeSend } from '../facts/cumulative-sends.ts'
import { cumulativePlace, cumulativeSends } from '../facts/cumulative-sends.ts'
import type { SentStream } from '../facts/frame-replacements.ts'
import { replacementsOf } from '../facts/frame-replacements.ts'
import type { FrameReaders } from '../facts/frame-readers.ts'
import { pathToGathered } from '../facts/frame-values.ts'
import { enclosingFunction } from '../facts/functions.ts'
import { declarationOf } from '../facts/kept-value.ts'
import { framesOfCall, sendsIn } from '../facts/sent-frames.ts'
import { elementRead } from '../facts/stored-values.ts'
import { stringOf, unwrap } from '../facts/unwrap.ts'
import { variableOf, writesOf } from '../facts/variables.ts'
import { outermostFunction } from '../frameworks/header-writes.ts'
import type { Node, Source } from '../source.ts'
import type { Codemod, CodemodChange, CodemodContext, CodemodFile } from './codemod.ts'
import { perFinding } from './per-finding.ts'
import { isPlaceOf } from './place-of-finding.ts'
import { clientsOf, routesOf } from './route-clients.ts'

export const SEND_DELTAS: Codemod = {
  name: 'send-deltas',
  title: 'Send with each chunk only what it adds, and have the clients of the project put the pieces together',
  mistake: 'payload',
  rules: ['no-cumulative-payload'],
  // The suggestion changes what is sent; clients that replace what they show would then show the last piece.
  isLastWord: true,
  transform: perFinding((file, finding, context) => {
    const send = cumulativeSends(file.source).find((it) => isPlaceOf(finding, cumulativePlace(it)))
    return send === undefined ? undefined : changed(context, file, send)
  }),
}

/** The change on both sides, or what to do by hand. */
async function changed(
  context: CodemodContext,
  file: CodemodFile,
  send: CumulativeSend,
): Promise<CodemodChange | string> {
  const { source } = file
  const edit = sendDelta(source, send)
  if (edit === undefined || !isWholeInAdditions(send))
    return 'Send what each chunk adds in place of all that has been gathered, and have clients put the pieces together.'
  if (isShared(source, send))
    return 'Send what each chunk adds, and to a client that comes later first what there is so far: what is gathered here is sent to several clients.'
  const routes = routesOf(file, send)
  const clients = await clientsOf(context, file, routes)
  if (clients === undefined)
    return 'Send what each chunk adds, and have clients put the pieces together: the other files of the project cannot be read.'
  const byPath = new Map<string, Change[]>([[file.path, [...edit.changes]]])
  const sent = sentStream(source, send)
  const begins = routes === 'messages' ? 'message' : 'connection'
  for (const { source: client, readers, place } of clients) {
    const isKnown = client !== undefined && readers !== 'unknown' && sent !== undefined
    const appended = isKnown ? appendedIn(client, readers, sent, begins) : undefined
    if (client === undefined || appended === undefined)
      return `Send what each chunk adds, and have the client at ${place} put the pieces together: what it does with each frame cannot be told.`
    byPath.set(client.path, [...(byPath.get(client.path) ?? []), ...appended.changes])
  }
  return {
    edits: [...byPath]
      .filter(([, changes]) => changes.length > 0)
      .map(([path, changes]) => ({ path, edit: { changes } })),
  }
}

/** True when all of the gathered text comes from the one place that is sent from now on. */
function isWholeInAdditions({ gathering: { growth } }: CumulativeSend): boolean {
  const { variable, path } = growth.value
  if (variable === undefined || path.length > 0) return false
  const [first, ...more] = writesOf(variable).filter(({ identifier }) => identifier.parent !== growth.node)
  return more.length === 0 && first?.isPattern === false && stringOf(first.value) === ''
}

/** True when what is gathered outlives one answer, or goes to clients that come at other times. */
function isShared(source: Source, { gathering: { growth }, node, sent }: CumulativeSend): boolean {
  const declared = declarationOf(growth.value)
  if (declared === undefined || enclosingFunction(declared) === undefined) return true
  const over = node.type === 'CallExpression' ? framesOfCall(source, node, sent)?.over : undefined
  if (over === undefined) return false
  if (elementRead(source, over) !== undefined) return true
  let owner = unwrap(over)
  while (owner.type === 'MemberExpression') owner = unwrap(owner.object)
  const variable = owner.type === 'Identifier' ? variableOf(source, owner) : undefined
  const opened = variable?.identifiers[0] as Node | undefined
  // `io`, `io.to(room)`, `this.response`
  return opened === undefined || enclosingFunction(opened) === undefined
}

/** What goes to the client of a route, the gathered text among it; undefined when that frame cannot be told. */
function sentStream(source: Source, { node, sent }: CumulativeSend): SentStream | undefined {
  if (node.type !== 'CallExpression') return undefined
  const own = framesOfCall(source, node, sent)
  const root = outermostFunction(node)
  const [gathered, ...more] = own?.frames ?? []
  if (own?.over === undefined || root === undefined || gathered === undefined || more.length > 0) return undefined
  if (gathered.text.kind !== 'gathered' && pathToGathered(gathered.parsed) === undefined) return undefined
  const others = sendsIn(source, root, sent, own.over).filter(({ call }) => call !== node)
  return { gathered, others: others.flatMap(({ frames }) => frames) }
}

function appendedIn(
  source: Source,
  readers: Exclude<FrameReaders, 'unknown'>,
  sent: SentStream,
  begins: 'connection' | 'message',
): Edit | undefined {
  const replacements = readers.map((reader) => replacementsOf(source, reader, sent))
  if (replacements.includes(undefined)) return undefined
  return appendDeltas(
    source,
    replacements.flatMap((it) => it ?? []),
    begins,
  )
}
