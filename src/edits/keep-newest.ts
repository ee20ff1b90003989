import { isWithin } from '../facts/nodes.ts'
import type { EndlessState } from '../facts/endless-state.ts'
import type { Source } from '../source.ts'
import { codeFor } from './code-lines.ts'
import type { Edit } from './edit.ts'
import { insertAfter } from './edit.ts'
import { statementOf } from './statement-place.ts'
import { insertStatementsAfter } from './statements.ts'

/** How many items a list keeps: more than a person scrolls through. */
const NEWEST = '1000'

/** Cuts a list to its newest items whenever it has grown. */
export function keepNewest(source: Source, { list, pushed, node }: EndlessState): Edit | undefined {
  if (list !== undefined) return { changes: [insertAfter(list, `.slice(-${NEWEST})`)] }
  const statement = statementOf(node)
  if (pushed === undefined || statement?.type !== 'ExpressionStatement' || !isWithin(node, statement)) return undefined
  const code = codeFor(source)`if (${pushed}.length > ${NEWEST}) ${pushed}.splice(0, ${pushed}.length - ${NEWEST});`
  const changes = insertStatementsAfter(source, statement, code)
  return changes === undefined ? undefined : { changes }
}
