import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { unwrap, wrapped } from './unwrap.ts'
import { usesOf } from './uses.ts'

/** Methods that take the last piece off or look at it. */
const TAKES_LAST = new Set(['pop', 'at', 'findLast', 'lastIndexOf'])

/** Methods that give the pieces, or some of them, as another array. */
const SAME_PIECES = new Set(['filter', 'map', 'slice', 'concat'])

/**
 * True when the pieces of a `split` are not all taken for whole: the last one is taken off, looked at or kept, the first one is
 * put together with something, or the pieces go where they cannot be followed.
 */
export function carriesOver(source: Source, split: TSESTree.CallExpression): boolean {
  return usesOf(source, split).some((use) => {
    switch (use.kind) {
      case 'method-call':
        if (SAME_PIECES.has(use.name) && !isPartialSlice(use.name, use.call)) return carriesOver(source, use.call)
        return TAKES_LAST.has(use.name) || isPartialSlice(use.name, use.call) || use.name === 'unshift'
      case 'property':
        // `lines.length - 1` is how the last piece is told from the others.
        return use.name === 'length' && isLessOne(use.member)
      case 'property-set':
        return true
      case 'unknown':
        return isLastElement(use.node)
      case 'destructured':
      case 'argument':
      case 'returned':
      case 'yielded':
      case 'stored':
      case 'exported':
        return true
      default:
        return false
    }
  })
}

/** `slice(0, -1)`, `slice(-1)`, `splice(-1)`: a slice that leaves the last piece out, or is only that. */
function isPartialSlice(name: string, call: TSESTree.CallExpression): boolean {
  if (name !== 'slice' && name !== 'splice') return false
  return call.arguments.some((argument) => {
    const node = unwrap(argument)
    if (node.type === 'UnaryExpression' && node.operator === '-') return true
    return node.type === 'BinaryExpression' && node.operator === '-'
  })
}

function isLessOne(length: Node): boolean {
  const parent = wrapped(length).parent
  return parent?.type === 'BinaryExpression' && parent.operator === '-'
}

/** `lines[lines.length - 1]`, `lines[0] = rest + lines[0]`. */
function isLastElement(value: Node): boolean {
  const member = wrapped(value).parent
  if (member?.type !== 'MemberExpression' || !member.computed) return true
  const outer = wrapped(member)
  if (outer.parent?.type === 'AssignmentExpression' && outer.parent.left === outer) return true
  const index = unwrap(member.property)
  return index.type === 'BinaryExpression' && index.operator === '-'
}
