// Lints one set of files by our rules and prints the time spent in their own code, in all and by rule.
// Usage: node bench/own-times.js <set>
import { Linter } from 'eslint'
import { filesOf } from './file-sets.js'
import { OwnTime, timedStrict } from './own-time.js'

const [set] = process.argv.slice(2)
const files = filesOf(set)
const time = new OwnTime()
const config = timedStrict(time)
const linter = new Linter({ cwd: '/' })
let lines = 0
for (const { path, text } of files) {
  linter.verify(text, config, path)
  lines += text.split('\n').length
}
console.log(JSON.stringify({ totalMs: time.total, lines, byRule: Object.fromEntries(time.byRule) }))
