import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { calleeName } from './callee.ts'
import { enclosingFunction } from './functions.ts'
import { isFunction, nodesOf } from './nodes.ts'
import { runtimeOf } from './runtime.ts'
import { propertyName, unwrap } from './unwrap.ts'
import { globalName } from './variables.ts'

/** Names of the function that a program begins with. */
const MAIN = /^(?:main|run|bootstrap|cli)$|^main[A-Z]|Main$/
/** What makes a program stay and serve. */
const SERVES = new Set(['listen', 'serve', 'createServer'])

/**
 * True for a call at the top level with which a program begins: when its promise rejects, Node prints the error and ends
 * the program, which is what a script wants. A module that others import, a page and a server are no scripts; the call
 * of a `main` counts in any of them.
 */
export function isStartOfScript(source: Source, call: TSESTree.CallExpression): boolean {
  if (enclosingFunction(call) !== undefined) return false
  const callee = unwrap(call.callee)
  if (!isFunction(callee) && MAIN.test(calleeName(call) ?? '')) return true
  return isGuarded(source, call) || isScript(source)
}

/** `if (require.main === module)`, `if (import.meta.main)`: code that importers do not run. */
function isGuarded(source: Source, call: Node): boolean {
  for (let current = call.parent; current != null; current = current.parent)
    if (current.type === 'IfStatement' && /require\.main|import\.meta/.test(source.text.slice(...current.test.range)))
      return true
  return false
}

const isScript = perSource(
  (source) =>
    !isImportable(source) &&
    runtimeOf(source) !== 'browser' &&
    !nodesOf(source, 'CallExpression').some((call) => SERVES.has(calleeName(call) ?? '')),
)

function isImportable(source: Source): boolean {
  return (
    source.ast.body.some(
      (statement) => statement.type.startsWith('Export') || statement.type === 'TSExportAssignment',
    ) || nodesOf(source, 'AssignmentExpression').some(({ left }) => isCommonJsExport(source, unwrap(left)))
  )
}

/** `module.exports`, `exports.name`, `module.exports.name`. */
function isCommonJsExport(source: Source, target: Node): boolean {
  if (target.type !== 'MemberExpression') return false
  const object = unwrap(target.object)
  const root = globalName(source, object)
  if (root === 'exports') return true
  return root === 'module' ? propertyName(target) === 'exports' : isCommonJsExport(source, object)
}
