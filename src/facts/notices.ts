import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { contains } from './nodes.ts'
import { originOf } from './origin.ts'
import { propertyName, stringOf, unwrap } from './unwrap.ts'

/** Kinds of frames that say how far the work is, or that it has ended: a few words each, and not many of them. */
const NOTICE = /^(?:progress|done|end|ended|complete|completed|finish|finished|success|error|failed|start|started)$/i
/** The same as the name of an SSE event. */
const NOTICE_EVENT = /^event: ?(?:progress|done|end|complete|success|error|start)\n/i
/** Properties that say what kind of frame an object is. */
const KINDS = new Set(['type', 'event', 'kind', 'status'])

/** True for a frame whose own text says that it only tells how far the work is, or that it has ended. */
export function isNotice(source: Source, call: TSESTree.CallExpression): boolean {
  return call.arguments.some((given) => {
    if (given.type === 'SpreadElement') return false
    const origin = originOf(source, given)
    const frame = origin.kind === 'expression' && origin.path.length === 0 ? origin.node : given
    return contains(source, frame, isNoticeLiteral)
  })
}

function isNoticeLiteral(node: Node): boolean {
  if (node.type === 'Property')
    return KINDS.has(propertyName(node) ?? '') && NOTICE.test(stringOf(unwrap(node.value as Node)) ?? '')
  if (node.type === 'TemplateElement') return NOTICE_EVENT.test(node.value.cooked ?? '')
  return node.type === 'Literal' && typeof node.value === 'string' && NOTICE_EVENT.test(node.value)
}
