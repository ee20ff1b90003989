import type { TSESTree } from '@typescript-eslint/utils'
import type { FunctionNode } from '../facts/nodes.ts'
import { namedType } from '../facts/type-annotation.ts'
import { wrapped } from '../facts/unwrap.ts'
import type { Node, Source } from '../source.ts'
import { typeKey } from './parameters.ts'

/** The key of the type that a function itself is annotated with: at its variable, its field, or by an assertion. */
export function functionTypeKey(source: Source, fn: FunctionNode): string | undefined {
  const annotation = annotationOf(fn)
  return annotation === undefined ? undefined : typeKey(namedType(source, annotation))
}

function annotationOf(fn: FunctionNode): TSESTree.TypeNode | undefined {
  let current: Node = fn
  for (const outer = wrapped(fn); current !== outer; current = current.parent as Node) {
    const parent = current.parent
    if (parent?.type === 'TSAsExpression' || parent?.type === 'TSSatisfiesExpression') return parent.typeAnnotation
  }
  const parent = current.parent
  if (parent?.type === 'VariableDeclarator' && parent.init === current) return parent.id.typeAnnotation?.typeAnnotation
  return parent?.type === 'PropertyDefinition' ? parent.typeAnnotation?.typeAnnotation : undefined
}
