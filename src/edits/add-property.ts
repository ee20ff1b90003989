import type { TSESTree } from '@typescript-eslint/utils'
import type { Source } from '../source.ts'
import { propertyName } from '../facts/unwrap.ts'
import type { CodeLines } from './code-lines.ts'
import { joinLines } from './code-lines.ts'
import type { Change } from './edit.ts'
import { fileStyle, quoted } from './file-style.ts'
import type { CommaList, Item } from './list.ts'
import { appendToList, insertIntoList } from './list.ts'

/** A property to be: its name, unquoted, and the code of its value. */
export interface NewProperty {
  readonly name: string
  readonly value: CodeLines
}

/**
 * `end`: wins over everything before it, spreads included. `start`: every spread and property behind it wins.
 * `before-spread`: in front of the first spread, so that what is spread wins; at the end when nothing is spread.
 */
export type PropertyPosition = 'start' | 'end' | 'before-spread'

/**
 * Adds properties to an object literal, in its layout.
 * @returns undefined when the object has one of the names already
 */
export function addProperties(
  source: Source,
  object: TSESTree.ObjectExpression,
  properties: readonly NewProperty[],
  position: PropertyPosition = 'end',
): Change[] | undefined {
  const names = new Set(properties.map(({ name }) => name))
  if (object.properties.some((it) => it.type === 'Property' && names.has(propertyName(it) ?? ''))) return undefined
  const list: CommaList = {
    open: object.range[0] + 1,
    close: object.range[1] - 1,
    items: object.properties,
    isSpaced: fileStyle(source).bracketSpacing,
  }
  const items = properties.map((it) => propertyItem(source, it))
  if (position === 'end') return appendToList(source, list, items)
  const index = position === 'start' ? 0 : object.properties.findIndex((it) => it.type === 'SpreadElement')
  return index === -1 ? appendToList(source, list, items) : insertIntoList(source, list, index, items)
}

/** Adds one property to an object literal; see `addProperties`. */
export function addProperty(
  source: Source,
  object: TSESTree.ObjectExpression,
  name: string,
  value: CodeLines,
  position: PropertyPosition = 'end',
): Change[] | undefined {
  return addProperties(source, object, [{ name, value }], position)
}

/** How a new property reads: `name: value`, shortened to `name` where both are the same. */
function propertyItem(source: Source, { name, value }: NewProperty): Item {
  const isName = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)
  return (indentation) => {
    const code = joinLines(source, value, indentation)
    return isName && code === name ? name : `${isName ? name : quoted(source, name)}: ${code}`
  }
}

/** An object literal of properties on one line, as the file writes it. */
export function objectText(source: Source, properties: readonly NewProperty[], indentation = ''): string {
  const space = fileStyle(source).bracketSpacing ? ' ' : ''
  const items = properties
    .map((it) => propertyItem(source, it))
    .map((it) => (typeof it === 'string' ? it : it(indentation)))
  return properties.length === 0 ? '{}' : `{${space}${items.join(', ')}${space}}`
}
