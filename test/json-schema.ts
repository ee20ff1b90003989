import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'

const require = createRequire(import.meta.url)

/**
 * What is wrong with a value by a schema of schemastore, as `path message`; nothing when it is valid.
 * @param name of the schema's file, such as `sarif-2.1.0`, which is that of the OASIS standard
 */
export function schemaErrors(name: string, value: unknown): string[] {
  const path = require.resolve(`schemastore/schemas/json/${name}.json`)
  // Schemas hold keywords for editors, which are no part of the standard, and patterns that the `u` flag refuses.
  const ajv = new Ajv({ strict: false, unicodeRegExp: false, allErrors: true })
  formats.default(ajv)
  const validate = ajv.compile(JSON.parse(readFileSync(path, 'utf8')) as object)
  return validate(value) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}
