import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import type { FunctionNode } from './nodes.ts'
import { originOf } from './origin.ts'
import { unwrap } from './unwrap.ts'

export type ClassNode = TSESTree.ClassDeclaration | TSESTree.ClassExpression

/** The class of this file that an expression means. */
export function localClass(source: Source, expression: Node): ClassNode | undefined {
  const origin = originOf(source, expression)
  if (origin.kind !== 'expression' || origin.path.length > 0) return undefined
  const node = unwrap(origin.node)
  return node.type === 'ClassDeclaration' || node.type === 'ClassExpression' ? node : undefined
}

/** The constructor that a class itself declares. */
export function constructorOf(owner: ClassNode): FunctionNode | undefined {
  for (const element of owner.body.body)
    if (element.type === 'MethodDefinition' && element.kind === 'constructor' && element.value.body !== null)
      return element.value as FunctionNode
  return undefined
}
