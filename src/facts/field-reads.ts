import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { nodesOf } from './nodes.ts'
import { enclosingClass } from './origin.ts'
import { propertyName, unwrap } from './unwrap.ts'

type ClassNode = TSESTree.ClassDeclaration | TSESTree.ClassExpression

const readsByClass = perSource((source) => {
  const byClass = new Map<ClassNode, Map<string, TSESTree.MemberExpression[]>>()
  for (const member of nodesOf(source, 'MemberExpression')) {
    if (unwrap(member.object).type !== 'ThisExpression') continue
    if (isAssigned(member)) continue
    const name = propertyName(member)
    const owner = name === undefined ? undefined : enclosingClass(member)
    if (name === undefined || owner === undefined) continue
    const fields = byClass.get(owner) ?? new Map<string, TSESTree.MemberExpression[]>()
    byClass.set(owner, fields)
    const reads = fields.get(name)
    if (reads === undefined) fields.set(name, [member])
    else reads.push(member)
  }
  return byClass
})

/** Every `this.name` of a class that reads the field, in document order. */
export function fieldReads(source: Source, owner: ClassNode, name: string): readonly TSESTree.MemberExpression[] {
  return readsByClass(source).get(owner)?.get(name) ?? []
}

function isAssigned(member: Node): boolean {
  const parent = member.parent
  return parent?.type === 'AssignmentExpression' && parent.left === member && parent.operator === '='
}
