import type { TSESTree } from '@typescript-eslint/utils'
import type { Node } from '../source.ts'
import { methodName } from './callee.ts'
import { propertyName, stringOf, unwrap } from './unwrap.ts'

/** What the last frame of a stream is called: the end mark of OpenAI's protocol, and the kinds that others give it. */
const LAST_FRAME = /^(?:data: ?)?(?:\[DONE\]|done|end|ended|complete|completed|finish|finished|success|error|failed)$/i
/** Methods that look for a mark in a line. */
const LOOKS = new Set(['startsWith', 'endsWith', 'includes'])

/**
 * True when an operand of a test can have a truth value only at the frame by which the server says that nothing follows:
 * `data === '[DONE]'`, `event.type !== 'complete'`, `frame.error`. Who stops there leaves nothing that is still being sent.
 */
export function isEndFrame(operand: Node, when: boolean): boolean {
  const node = unwrap(operand)
  switch (node.type) {
    case 'BinaryExpression': {
      const isEqual = node.operator === '===' || node.operator === '=='
      if (!isEqual && node.operator !== '!==' && node.operator !== '!=') return false
      if (isEqual !== when || isOwn(node.left) || isOwn(node.right)) return false
      return namesLastFrame(node.right) || namesLastFrame(node.left)
    }
    case 'CallExpression': {
      const [mark] = node.arguments
      return when && LOOKS.has(methodName(node) ?? '') && mark !== undefined && namesLastFrame(mark)
    }
    case 'MemberExpression':
      return when && propertyName(node) === 'error' && !isOwn(node)
    default:
      return false
  }
}

/** `case 'complete':`, also where other such cases run into it; not behind a case of another kind that runs into it. */
export function isEndCase(branch: TSESTree.SwitchCase): boolean {
  if (branch.test === null || !namesLastFrame(branch.test)) return false
  const { cases } = branch.parent as TSESTree.SwitchStatement
  const before = cases[cases.indexOf(branch) - 1]
  return before?.consequent.length !== 0 || isEndCase(before)
}

/** `this.state`: what the object that reads has come to, not what was sent to it. */
function isOwn(node: Node): boolean {
  let current = unwrap(node)
  while (current.type === 'MemberExpression') current = unwrap(current.object)
  return current.type === 'ThisExpression'
}

function namesLastFrame(node: Node): boolean {
  return LAST_FRAME.test(stringOf(node)?.trim() ?? '')
}
