import { expect, it } from 'vitest'
import { measureResponseModule } from '../../src/codemods/measure-response-module.ts'
import { measureStreamModule } from '../../src/codemods/measure-stream-module.ts'
import { TELEMETRY_IDIOMS } from '../../src/codemods/record-stream-code.ts'
import plugin from '../../src/index.ts'
import { fixtureFile } from '../fixture-projects.ts'
import { lintText } from '../lint-text.ts'
import { parseSource } from '../parse-source.ts'

const CASES = TELEMETRY_IDIOMS.flatMap((idiom) =>
  [true, false].flatMap((isTypeScript) =>
    [measureStreamModule, measureResponseModule].map((text) => ({ idiom, isTypeScript, name: text.name, text })),
  ),
)

it.each(CASES)(
  '$name for $idiom, TypeScript: $isTypeScript, is right by the rules',
  ({ idiom, isTypeScript, text }) => {
    const module = { path: '', syntax: 'import', isTypeScript } as const
    const code = text(parseSource("export const quotes = 'single'\n"), module, idiom)
    const lint = lintText({
      rules: plugin.rules,
      levels: Object.fromEntries(Object.keys(plugin.rules).map((rule) => [rule, 'error'])),
      filename: fixtureFile('all-libraries', `src/measure.${isTypeScript ? 'ts' : 'js'}`),
    })
    expect(lint(code).messages).toEqual([])
  },
)

it.each([measureStreamModule, measureResponseModule])('%o follows the style of the file', (text) => {
  const file = parseSource('module.exports = "double";\r\nfunction f() {\r\n\treturn "x";\r\n}\r\n', 'src/file.cjs')
  const code = text(file, { path: '', syntax: 'require', isTypeScript: false }, 'pino')
  expect(code).toMatch(/^const \{ pino \} = require\("pino"\);\r\n/)
  expect(code).toMatch(/\r\n\tconst start = performance\.now\(\);\r\n/)
  expect(code.replaceAll('\r\n', '')).not.toContain('\n')
  expect(code).toMatch(/module\.exports = \{ measure\w+ \};\r\n$/)
})
