import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import type { Origin } from './origin.ts'
import { originOf } from './origin.ts'
import { propertyName, unwrap } from './unwrap.ts'

export type Call = TSESTree.CallExpression | TSESTree.NewExpression

/** The imported thing that a callee or value means: module without `node:`, and the dotted name inside it. */
export interface ImportedName {
  readonly module: string
  /** `pipeline`, `promises.pipeline`, `default`; members of a default export read like members of the module. */
  readonly name: string
}

/** What an expression imports, through aliases, namespaces, `require` and default-export members; undefined for anything else. */
export function importedName(source: Source, expression: Node): ImportedName | undefined {
  return importedNameOf(originOf(source, expression))
}

/** The same for an origin that is known already. */
export function importedNameOf(origin: Origin): ImportedName | undefined {
  if (origin.kind !== 'import') return undefined
  const [first, ...rest] = origin.path
  if (first === undefined) return { module: origin.module, name: 'default' }
  const name = first === 'default' && rest.length > 0 ? rest.join('.') : [first, ...rest].join('.')
  return { module: origin.module, name }
}

/** The method's name of a call `x.name(…)`; undefined for plain calls and computed names. */
export function methodName(call: Call): string | undefined {
  const callee = unwrap(call.callee)
  return callee.type === 'MemberExpression' ? propertyName(callee) : undefined
}

/** The object of a call `object.name(…)`; undefined for plain calls. */
export function receiverOf(call: Call): Node | undefined {
  const callee = unwrap(call.callee)
  return callee.type === 'MemberExpression' ? callee.object : undefined
}

/** The node that names a callee: the property of `a.b()`, the identifier of `b()`. A good place for a report. */
export function calleeNameNode(call: Call): Node {
  const callee = unwrap(call.callee)
  return callee.type === 'MemberExpression' ? callee.property : callee
}

/** The rightmost name of a callee, whatever stands before it: `b` for `b()`, `a.b()` and `new a.b()`. */
export function calleeName(call: Call): string | undefined {
  const callee = unwrap(call.callee)
  if (callee.type === 'Identifier') return callee.name
  return callee.type === 'MemberExpression' ? propertyName(callee) : undefined
}
