import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { callPath } from './call-path.ts'
import { originOf } from './origin.ts'
import type { ModelCall } from './stream-tables.ts'
import { MODEL_STREAM_CALLS } from './stream-tables.ts'
import { propertyName, unwrap } from './unwrap.ts'

/**
 * The entry of the model table that a call matches, when it streams. A client whose package cannot be told (made in
 * another file) counts only for call paths that belong to one family of SDKs and are told to stream.
 */
export function modelStreamCall(source: Source, call: TSESTree.CallExpression): ModelCall | undefined {
  const target = callPath(source, call)
  if (target === undefined) return undefined
  const { module, path } = target
  return MODEL_STREAM_CALLS.find((entry) => {
    if (path !== entry.call && !path.endsWith(`.${entry.call}`)) return false
    if (module === undefined) {
      if (!entry.call.includes('.')) return false
    } else if (!entry.packages.includes(module)) return false
    return entry.streamOption === undefined || hasTrueOption(source, call, entry.streamOption)
  })
}

/** The value of a property of the object literal that an expression means, followed through a constant of this file; `spread` when it may hide there. */
export function optionOf(source: Source, expression: Node | undefined, name: string): Node | 'spread' | undefined {
  if (expression === undefined) return undefined
  const origin = originOf(source, expression)
  if (origin.kind !== 'expression' || origin.path.length > 0) return 'spread'
  const object = unwrap(origin.node)
  if (object.type !== 'ObjectExpression') return object.type === 'Literal' ? undefined : 'spread'
  let found: Node | 'spread' | undefined
  for (const property of object.properties) {
    if (property.type === 'SpreadElement') found ??= 'spread'
    else if (property.computed && propertyName(property) === undefined) found ??= 'spread'
    else if (propertyName(property) === name) found = property.value as Node
  }
  return found
}

function hasTrueOption(source: Source, call: TSESTree.CallExpression, name: string): boolean {
  const value = optionOf(source, call.arguments[0], name)
  if (value === undefined || value === 'spread') return false
  const node = unwrap(value)
  return node.type === 'Literal' && node.value === true
}
