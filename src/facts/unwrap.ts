import type { TSESTree } from '@typescript-eslint/utils'
import type { Node } from '../source.ts'

/** The expression inside type assertions, non-null marks, optional chains and parentheses: the same value at run time. */
export function unwrap(node: Node): Node {
  let current = node
  for (;;) {
    switch (current.type) {
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
      case 'TSTypeAssertion':
      case 'TSInstantiationExpression':
      case 'ChainExpression':
        current = current.expression
        break
      default:
        // Parentheses are nodes only for parsers that are told to keep them.
        if ((current.type as string) !== 'ParenthesizedExpression') return current
        current = (current as unknown as { expression: Node }).expression
    }
  }
}

/** Like `unwrap`, and through `await`: what the value is once it has settled. */
export function unwrapAwait(node: Node): Node {
  let current = unwrap(node)
  while (current.type === 'AwaitExpression') current = unwrap(current.argument)
  return current
}

/** The outermost node that is still the same value: the reverse of `unwrap`. */
export function wrapped(node: Node): Node {
  let current = node
  while (current.parent !== undefined && current.parent !== null && unwrapsTo(current.parent, current))
    current = current.parent
  return current
}

/** Like `wrapped`, and through `await`. */
export function wrappedAwait(node: Node): Node {
  let current = wrapped(node)
  while (current.parent?.type === 'AwaitExpression') current = wrapped(current.parent)
  return current
}

/** The literal or template text of a string that is known from the source alone; undefined otherwise. */
export function stringOf(node: Node | null | undefined): string | undefined {
  if (node === null || node === undefined) return undefined
  const value = unwrap(node)
  if (value.type === 'Literal' && typeof value.value === 'string') return value.value
  if (value.type === 'TemplateLiteral' && value.expressions.length === 0)
    return value.quasis[0]?.value.cooked ?? undefined
  return undefined
}

/** The name of a property, key or member when the source alone tells it; private names keep their `#`. */
export function propertyName(
  node: TSESTree.MemberExpression | TSESTree.Property | TSESTree.MethodDefinition | TSESTree.PropertyDefinition,
): string | undefined {
  const key = node.type === 'MemberExpression' ? node.property : node.key
  if (node.computed) return stringOf(key)
  if (key.type === 'Identifier') return key.name
  if (key.type === 'PrivateIdentifier') return `#${key.name}`
  return key.type === 'Literal' ? String(key.value) : undefined
}

function unwrapsTo(parent: Node, child: Node): boolean {
  switch (parent.type) {
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
    case 'TSInstantiationExpression':
    case 'ChainExpression':
      return parent.expression === child
    default:
      return (parent.type as string) === 'ParenthesizedExpression'
  }
}
