import type { Edit } from '../edits/edit.ts'
import { boundedReader } from '../edits/bounded-reader.ts'
import { countBytes, limitOf } from '../edits/count-bytes.ts'
import { freshName } from '../edits/names.ts'
import { codeFor } from '../edits/code-lines.ts'
import { textOf } from '../edits/tokens.ts'
import { unboundedBuffers } from '../facts/unbounded-buffers.ts'
import type { Node, Source } from '../source.ts'
import type { Codemod } from './codemod.ts'
import { declareForModule } from './module-constant.ts'
import { perFinding } from './per-finding.ts'

/** What clients send and what servers answer have limits of their own. */
const NAMES = { clients: 'MAX_BODY_BYTES', servers: 'MAX_RESPONSE_BYTES' } as const

export const BOUNDED_BODY: Codemod = {
  name: 'bounded-body',
  title: 'Read whole bodies by a reader that stops at a limit, which is a constant of the module',
  mistake: 'buffers',
  rules: ['no-unbounded-buffer'],
  transform: perFinding((file, { messageId, start }) => {
    // What waits for a delimiter, and what a subscription keeps, is no body.
    if (messageId !== 'whole') return undefined
    const { source } = file
    const found = unboundedBuffers(source).find(({ accumulator }) => accumulator.growth.node.range[0] === start)
    if (found === undefined) return 'Read this body with a limit.'
    const limit = limitOf(found)
    const edit = boundedReader(found, file)?.edit() ?? countBytes(found, file)
    if (edit === undefined) return `Stop reading this body beyond ${limit.text}.`
    const { feeder } = found.body
    const name = feeder === 'request' || feeder === 'client' ? NAMES.clients : NAMES.servers
    return withConstant(source, edit, { name, limit: limit.code, user: found.loop.node })
  }),
}

/** The edit with its limit as a constant of the module; as it is where the limit cannot be told from other numbers. */
function withConstant(
  source: Source,
  edit: Edit,
  { name: preferred, limit, user }: { readonly name: string; readonly limit: string; readonly user: Node },
): Edit {
  const written = [limit, "'1mb'", '"1mb"']
  const count = (text: string) => written.reduce((sum, it) => sum + text.split(it).length - 1, 0)
  if (edit.changes.reduce((sum, { text }) => sum + count(text), 0) !== 1) return edit
  const known = source.ast.body.some(
    (it) =>
      it.type === 'VariableDeclaration' &&
      it.kind === 'const' &&
      it.declarations.some(
        ({ id, init }) =>
          id.type === 'Identifier' && id.name === preferred && init !== null && textOf(source, init) === limit,
      ),
  )
  const name = known ? preferred : freshName(source, preferred)
  const changes = edit.changes.map(({ range, text }) => ({
    range,
    text: written.reduce((result, it) => result.replace(it, name), text),
  }))
  const declared = known ? [] : declareForModule(source, user, codeFor(source)`const ${name} = ${limit};`)
  return declared === undefined ? edit : { ...edit, changes: [...declared, ...changes] }
}
