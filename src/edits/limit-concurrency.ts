import type { ConcurrentCalls } from '../facts/concurrent-calls.ts'
import { isFunction } from '../facts/nodes.ts'
import { unwrap } from '../facts/unwrap.ts'
import type { Library } from '../libraries/library.ts'
import { loadsFromCommonJs } from '../libraries/module-system.ts'
import type { Project } from '../project/project.ts'
import type { Source } from '../source.ts'
import type { Edit } from './edit.ts'
import { insertAfter, insertBefore } from './edit.ts'
import { allOf } from './all-of.ts'
import { importBinding } from './imports.ts'
import { freshName } from './names.ts'
import { argumentText, Precedence } from './precedence.ts'
import { replaceExpression } from './replace-expression.ts'
import { semicolon } from './file-style.ts'
import { statementOf } from './statement-place.ts'
import { insertStatementsBefore } from './statements.ts'
import { commentsIn } from './tokens.ts'

/**
 * Runs the calls of `Promise.all(list.map(fn))` a few at a time. With p-map the two calls become one, whose promise ends
 * with the same list; with p-limit a limit is made before the statement, and each call waits for its turn.
 * @returns undefined where the list is built in another way, or the callback takes the whole list as its third parameter
 */
export function limitConcurrency(
  source: Source,
  { call, mapping, settles }: ConcurrentCalls,
  { idiom, imports, ...library }: Library,
  project: Project,
  atOnce: number,
): Edit | undefined {
  if (mapping === undefined) return undefined
  const { list, callback } = mapping
  const fn = unwrap(callback)
  if (isFunction(fn) && (fn.params.length > 2 || fn.params.some((it) => it.type === 'RestElement'))) return undefined
  const [wanted] = imports
  const binding =
    wanted === undefined
      ? undefined
      : importBinding(source, {
          module: wanted.from,
          name: wanted.name,
          as: wanted.local,
          at: call,
          esModule: loadsFromCommonJs(library.package, project) !== true,
        })
  if (binding === undefined) return undefined
  const { local } = binding
  if (idiom === 'limit-call') {
    const limit = freshName(source, 'limit', ['runLimited'], new Set([local]))
    const parameters = isFunction(fn) && fn.params.length < 2 ? 'item' : 'item, index'
    const statement = statementOf(call)
    if (statement === undefined) return undefined
    const edit = allOf([
      insertStatementsBefore(source, statement, `const ${limit} = ${local}(${atOnce})${semicolon(source)}`),
      [insertBefore(callback, `(${parameters}) => ${limit}(`), insertAfter(callback, `, ${parameters})`)],
    ])
    return edit === undefined ? undefined : { ...edit, imports: [binding] }
  }
  // What stands between the parts would be lost.
  const kept = [list.range, callback.range].flatMap((range) => commentsIn(source, range)).length
  if (commentsIn(source, call.range).length !== kept) return undefined
  const mapper = settles
    ? settled(argumentText(source, callback), isFunction(fn) ? fn.params.length : 2)
    : argumentText(source, callback)
  const text = `${local}(${argumentText(source, list)}, ${mapper}, { concurrency: ${atOnce} })`
  const edit = allOf([replaceExpression(source, call, text, Precedence.CALL)])
  return edit === undefined ? undefined : { ...edit, imports: [binding] }
}

/** A mapper whose promise never rejects but tells how the call ended, as `Promise.allSettled` does for each. */
function settled(callback: string, count: number): string {
  const parameters = ['item', 'index'].slice(0, Math.max(count, 1)).join(', ')
  return `async (${parameters}) => (await Promise.allSettled([(${callback})(${parameters})]))[0]`
}
