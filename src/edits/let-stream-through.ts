import type { TSESTree } from '@typescript-eslint/utils'
import { optionOf } from '../facts/model-call.ts'
import { responderOptions } from '../facts/held-streams.ts'
import type { Opening } from '../facts/held-streams.ts'
import { propertyName, stringOf, unwrap } from '../facts/unwrap.ts'
import type { Source } from '../source.ts'
import { addHeaders } from './add-headers.ts'
import { addProperty, objectText } from './add-property.ts'
import { allOf } from './all-of.ts'
import type { Edit } from './edit.ts'
import { insertAfter, replace } from './edit.ts'
import { quoted } from './file-style.ts'

const NAME = 'Cache-Control'

/**
 * Adds `no-transform` to the `Cache-Control` of an event stream, so that compressors leave it alone.
 * @returns undefined where the headers cannot be given more
 */
export function letStreamThrough(source: Source, opening: Opening): Edit | undefined {
  if (opening.kind === 'responder') return inOptions(source, opening.call)
  const current = opening.headers.values.findLast(({ name }) => name === 'cache-control')
  return addHeaders(source, opening.headers, [
    { name: NAME, value: untransformed(current?.text), instead: current?.node },
  ])
}

function untransformed(value: string | undefined): string {
  return value === undefined || value.trim() === '' ? 'no-cache, no-transform' : `${value}, no-transform`
}

function inOptions(source: Source, call: TSESTree.CallExpression): Edit | undefined {
  const options = responderOptions(call)
  const value = quoted(source, untransformed(undefined))
  const headersText = objectText(source, [{ name: NAME, value }])
  const last = call.arguments.at(-1)
  if (options === undefined) {
    const text = objectText(source, [{ name: 'headers', value: headersText }])
    return last === undefined ? undefined : { changes: [insertAfter(last, `, ${text}`)] }
  }
  const object = unwrap(options)
  if (object.type !== 'ObjectExpression') return undefined
  const headers = optionOf(source, object, 'headers')
  if (headers === undefined) return allOf([addProperty(source, object, 'headers', headersText)])
  const given = headers === 'spread' ? undefined : unwrap(headers)
  if (given?.type !== 'ObjectExpression') return undefined
  const known = given.properties.find(
    (it) => it.type === 'Property' && propertyName(it)?.toLowerCase() === NAME.toLowerCase(),
  )
  if (known?.type !== 'Property') return allOf([addProperty(source, given, NAME, value)])
  const text = stringOf(known.value)
  return text === undefined ? undefined : { changes: [replace(known.value, quoted(source, untransformed(text)))] }
}
