import type { TSESTree } from '@typescript-eslint/utils'
import type { Change } from '../edits/edit.ts'
import { insertBefore } from '../edits/edit.ts'
import { makeAsync } from '../edits/make-async.ts'
import type { FunctionNode } from '../facts/nodes.ts'
import { nodesOf } from '../facts/nodes.ts'
import { isHeardOf, isNeededBehind, mayAwait } from '../facts/waiting.ts'
import type { CodemodContext, CodemodFile, FileEdit } from './codemod.ts'

/**
 * Makes a declared function asynchronous, and has everybody who calls it wait for it.
 * @returns one edit for each file; undefined where a caller cannot wait, would wait for what only it can end, or tells nobody
 * when the function fails, and where the function is used as a value
 */
export async function makeWaitedFor(
  context: CodemodContext,
  file: CodemodFile,
  fn: FunctionNode,
): Promise<readonly FileEdit[] | undefined> {
  if (fn.type !== 'FunctionDeclaration' || fn.id === null || fn.async) return undefined
  const opening = makeAsync(file.source, fn)
  const references = await context.types.referencesTo(file.path, fn.id.range[0])
  if (opening === undefined || references === undefined || references.length === 0) return undefined
  const byPath = new Map<string, Change[]>([[file.path, opening]])
  for (const { path, range } of references) {
    const at = path === file.path ? file : await context.open(path)
    const awaiting = at === undefined ? undefined : awaitAt(at, range[0])
    if (awaiting === undefined) return undefined
    byPath.set(path, [...(byPath.get(path) ?? []), ...awaiting])
  }
  return [...byPath]
    .filter(([, changes]) => changes.length > 0)
    .map(([path, changes]): FileEdit => ({ path, edit: { changes } }))
}

/** What has a use of the function wait for it: nothing for its import, `await` for a call that is a statement. */
function awaitAt(file: CodemodFile, offset: number): Change[] | undefined {
  const { source } = file
  const name = nodesOf(source, 'Identifier').find(({ range }) => range[0] === offset)
  const parent = name?.parent
  if (parent?.type === 'ImportSpecifier' || parent?.type === 'ExportSpecifier') return []
  if (parent?.type !== 'CallExpression' || parent.callee !== name || !canWait(file, parent)) return undefined
  switch (parent.parent.type) {
    case 'AwaitExpression':
      return []
    case 'ExpressionStatement':
      return [insertBefore(parent, 'await ')]
    default:
      return undefined
  }
}

function canWait(file: CodemodFile, call: TSESTree.CallExpression): boolean {
  const { source } = file
  return mayAwait(source, call) && isHeardOf(call, file) && !isNeededBehind(source, call, call.range[1], call.arguments)
}
