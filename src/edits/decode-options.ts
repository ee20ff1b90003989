import type { TSESTree } from '@typescript-eslint/utils'
import { propertyName, unwrap } from '../facts/unwrap.ts'
import type { Source } from '../source.ts'
import type { Change } from './edit.ts'
import { insertAfter, replace } from './edit.ts'
import { hasCommentInside, tokenAfter, tokenBefore } from './tokens.ts'

/** Gives a `decode(chunk)` call `{ stream: true }`; undefined when its options are no plain object. */
export function addStreamOption(source: Source, call: TSESTree.CallExpression): Change[] | undefined {
  const options = call.arguments[1]
  if (options === undefined) {
    const closing = call.range[1] - 1
    const last = tokenBefore(source, closing)
    if (last === undefined) return undefined
    return [insertAfter(last.range, last.value === ',' ? ' { stream: true }' : ', { stream: true }')]
  }
  const object = unwrap(options)
  if (object.type !== 'ObjectExpression') return undefined
  if (object.properties.length === 0)
    return hasCommentInside(source, object) ? undefined : [replace(object, '{ stream: true }')]
  for (const property of object.properties)
    if (property.type === 'Property' && propertyName(property) === 'stream') return [replace(property.value, 'true')]
  const open = tokenAfter(source, object.range[0] - 1)
  return open === undefined ? undefined : [insertAfter(open.range, ' stream: true,')]
}
