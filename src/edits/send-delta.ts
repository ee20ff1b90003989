import type { CumulativeSend } from '../facts/cumulative-sends.ts'
import { isWithin } from '../facts/nodes.ts'
import { unwrap } from '../facts/unwrap.ts'
import type { Source } from '../source.ts'
import { codeFor } from './code-lines.ts'
import type { Edit } from './edit.ts'
import { insertAfter, replace } from './edit.ts'
import { freshName } from './names.ts'
import { statementOf } from './statement-place.ts'
import { insertStatementsBefore } from './statements.ts'
import { hasCommentInside, textOf } from './tokens.ts'

/** Sends what the chunk adds in place of all that has been gathered; what is added gets a name, so that it is made once. */
export function sendDelta(source: Source, { gathering, node, sent }: CumulativeSend): Edit | undefined {
  const { growth } = gathering
  const [added, ...more] = growth.added
  const statement = statementOf(growth.node)
  const list = statement?.parent
  if (added === undefined || more.length > 0 || growth.form !== 'text' || statement === undefined || list == null)
    return undefined
  if (!isWithin(sent, node) || !isWithin(node, list) || node.range[0] < statement.range[1]) return undefined
  const isNamed = unwrap(added).type === 'Identifier'
  if (!isNamed && hasCommentInside(source, added)) return undefined
  const name = isNamed ? textOf(source, added) : freshName(source, 'delta', ['addition'])
  const { parent } = sent
  const isShorthand = parent?.type === 'Property' && parent.shorthand
  const replaced = isShorthand ? insertAfter(sent, `: ${name}`) : replace(sent, name)
  if (isNamed) return { changes: [replaced] }
  const declared = insertStatementsBefore(source, statement, codeFor(source)`const ${name} = ${added};`)
  return declared === undefined ? undefined : { changes: [...declared, replace(added, name), replaced] }
}
