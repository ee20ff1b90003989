import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { calleeName, methodName, receiverOf } from './callee.ts'
import { calledFunction, enclosingFunction } from './functions.ts'
import { isFunction, nodesOf } from './nodes.ts'
import { runtimeOf } from './runtime.ts'
import { propertyName, unwrap } from './unwrap.ts'
import { globalName } from './variables.ts'

/** Names of the function that a program begins with. */
const MAIN =
  /^(?:main|run|start|bootstrap|cli|init|execute|demo|example)$|^(?:main|demo|example|sample|test)[A-Z_]|(?:Main|Demo|Example|Sample|Script)$/
/** Folders of programs that are run by hand. */
const SCRIPT_FOLDERS = new Set([
  'bin',
  'cli',
  'demo',
  'demos',
  'example',
  'examples',
  'sample',
  'samples',
  'scripts',
  'tools',
])
/** How many of the innermost folders count; the ones outside of the project say nothing. */
const MAX_FOLDERS = 4
/** Parts of `process` that a program for the terminal uses. */
const TERMINAL = new Set(['argv', 'exit', 'exitCode', 'stdin', 'stdout'])
/** What makes a program stay and serve. */
const SERVES = new Set(['listen', 'serve', 'createServer'])
const CHAIN = new Set(['then', 'finally'])

/**
 * True for a promise at the top level with which a script begins: when it rejects, Node prints the error and ends the
 * program, as it should. That is the call of a `main`, a function called where it stands in a file that nobody imports,
 * and any promise in a file that is known to be a script.
 */
export function isStartOfScript(source: Source, promise: TSESTree.CallExpression): boolean {
  if (enclosingFunction(promise) !== undefined) return false
  if (isGuarded(source, promise) || isScript(source)) return true
  const first = firstOfChain(promise)
  if (isFunction(unwrap(first.callee))) return mayBeScript(source)
  return MAIN.test(calleeName(first) ?? '') && calledFunction(source, first) !== undefined
}

/** `main()` for `main().then(done)`. */
function firstOfChain(promise: TSESTree.CallExpression): TSESTree.CallExpression {
  let first = promise
  while (CHAIN.has(methodName(first) ?? '')) {
    const receiver = unwrap(receiverOf(first) as Node)
    if (receiver.type !== 'CallExpression') break
    first = receiver
  }
  return first
}

/** `if (require.main === module)`, `if (import.meta.main)`: code that importers do not run. */
function isGuarded(source: Source, call: Node): boolean {
  for (let current = call.parent; current != null; current = current.parent)
    if (current.type === 'IfStatement' && /require\.main|import\.meta/.test(source.text.slice(...current.test.range)))
      return true
  return false
}

const isScript = perSource((source) => {
  if (source.text.startsWith('#!')) return true
  if (foldersOf(source).some((folder) => SCRIPT_FOLDERS.has(folder))) return true
  return mayBeScript(source) && nodesOf(source, 'MemberExpression').some((it) => isTerminal(source, it))
})

const EXAMPLE_FOLDERS = new Set(['cookbook', 'demo', 'demos', 'example', 'examples', 'sample', 'samples'])
/** Frameworks put routes deep into a project. */
const MAX_ROUTE_FOLDERS = 7

/** True for a file of a program that shows how something is done; it is run at home, and copied. */
export function isExample({ path }: Source): boolean {
  const folders = path.split('/').slice(0, -1).slice(-MAX_ROUTE_FOLDERS)
  return folders.some((folder) => EXAMPLE_FOLDERS.has(folder))
}

function foldersOf({ path }: Source): string[] {
  return path.split('/').slice(0, -1).slice(-MAX_FOLDERS)
}

function isTerminal(source: Source, member: TSESTree.MemberExpression): boolean {
  return globalName(source, member.object) === 'process' && TERMINAL.has(propertyName(member) ?? '')
}

/** A module that others import, a page and a server are no scripts. */
const mayBeScript = perSource((source) => !isImportable(source) && runtimeOf(source) !== 'browser' && !serves(source))

const serves = perSource((source) =>
  nodesOf(source, 'CallExpression').some((call) => SERVES.has(calleeName(call) ?? '')),
)

/** True for a file of the folder in which a project keeps the programs that its developers run by hand. */
export const isChore = perSource((source) => foldersOf(source).includes('scripts') && !serves(source))

/** True for a program that does one thing and ends: an uncaught error prints what happened and ends nothing else. */
export const endsAlone = perSource((source) => isChore(source) || (mayBeScript(source) && isScript(source)))

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
