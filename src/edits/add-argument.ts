import type { TSESTree } from '@typescript-eslint/utils'
import type { Source } from '../source.ts'
import type { Call } from '../facts/callee.ts'
import { unwrap } from '../facts/unwrap.ts'
import type { NewProperty, PropertyPosition } from './add-property.ts'
import { addProperties, objectText } from './add-property.ts'
import type { Change } from './edit.ts'
import type { CommaList } from './list.ts'
import { insertIntoList } from './list.ts'
import { tokenAfter, tokenBefore } from './tokens.ts'

/**
 * Adds arguments at the end of a call, or before the argument with the index. `new A` gets its parentheses.
 * @returns undefined when spread arguments before the place make its position unknown
 */
export function addArguments(
  source: Source,
  call: Call,
  texts: readonly string[],
  index: number = call.arguments.length,
): Change[] | undefined {
  if (call.arguments.slice(0, index).some((argument) => argument.type === 'SpreadElement')) return undefined
  const list = argumentList(source, call)
  if (list === undefined) return [{ range: [call.range[1], call.range[1]], text: `(${texts.join(', ')})` }]
  return insertIntoList(source, list, index, texts)
}

/**
 * Gives a call options: properties of the object literal at an argument's place, or a new object there.
 * @param index which argument takes the options
 * @param spread true to put an argument that is no literal into the new object: `{ ...options, name }`
 * @returns undefined when an option of the name is there, when the argument is no object literal (and `spread` is not
 * asked for), or when arguments before it are missing or spread
 */
export function addOptions(
  source: Source,
  call: Call,
  index: number,
  options: readonly NewProperty[],
  { position = 'end', spread = false }: { readonly position?: PropertyPosition; readonly spread?: boolean } = {},
): Change[] | undefined {
  const before = call.arguments.slice(0, index + 1)
  if (before.some((argument) => argument.type === 'SpreadElement')) return undefined
  const argument = call.arguments[index]
  if (argument === undefined)
    return call.arguments.length === index ? addArguments(source, call, [objectText(source, options)]) : undefined
  const value = unwrap(argument)
  if (value.type === 'ObjectExpression') return addProperties(source, value, options, position)
  if (!spread || !canBeSpread(argument)) return undefined
  const object = objectText(source, options)
  const [start, end] = argument.range
  const isFirst = position === 'start' || position === 'before-spread'
  const inner = object.slice(1, -1).trim()
  const pad = object.startsWith('{ ') ? ' ' : ''
  return [
    { range: [start, start], text: `{${pad}${isFirst ? `${inner}, ` : ''}...` },
    { range: [end, end], text: `${isFirst ? '' : `, ${inner}`}${pad}}` },
  ]
}

/** What may be spread without parentheses and is an object, null or undefined when it is an options argument. */
function canBeSpread(argument: TSESTree.CallExpressionArgument): boolean {
  const value = unwrap(argument)
  return value.type === 'Identifier' || value.type === 'MemberExpression' || value.type === 'CallExpression'
}

/** The parentheses of a call and what is in them; undefined for `new A` without any. */
function argumentList(source: Source, call: Call): CommaList | undefined {
  const close = tokenBefore(source, call.range[1])
  if (close?.value !== ')') return undefined
  const calleeEnd = call.typeArguments?.range[1] ?? call.callee.range[1]
  let open = tokenAfter(source, calleeEnd)
  // Parentheses around the callee end before those of the call begin.
  while (open !== undefined && open.value !== '(' && open.range[0] < close.range[0])
    open = tokenAfter(source, open.range[1])
  if (open?.value !== '(' || open.range[0] >= close.range[0]) return undefined
  return { open: open.range[1], close: close.range[0], items: call.arguments, isSpaced: false }
}
