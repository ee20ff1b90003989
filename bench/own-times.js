// Lints one set of files by our rules and prints the time spent in their own code, in all and by rule.
// Usage: node bench/own-times.js <set>
import parser from '@typescript-eslint/parser'
import { Linter } from 'eslint'
import streaming from 'eslint-plugin-streaming'
import { filesOf } from './file-sets.js'
import { OwnTime, timedStrict } from './own-time.js'

const [set] = process.argv.slice(2)
const files = filesOf(set)
const time = new OwnTime()
const config = [
  { ignores: ['!**/node_modules/'] },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' } },
  { ...timedStrict(streaming, time), files: ['**'] },
  { files: ['**'], languageOptions: { parser } },
]
const linter = new Linter({ cwd: '/' })
let lines = 0
let slowest = { path: '', ms: 0 }
let before = 0
for (const { path, text } of files) {
  linter.verify(text, config, path)
  lines += text.split('\n').length
  const ms = time.total - before
  before = time.total
  if (ms > slowest.ms) slowest = { path, ms }
}
console.log(JSON.stringify({ totalMs: time.total, lines, byRule: Object.fromEntries(time.byRule), slowest }))
