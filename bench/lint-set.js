// Lints one set of files by one config, in this process, and prints what it took.
// Usage: node bench/lint-set.js <config> <set>
import { Linter } from 'eslint'
import { configOf } from './configs.js'
import { filesOf } from './file-sets.js'

const [name, set] = process.argv.slice(2)
const files = filesOf(set)
const config = await configOf(name)
const linter = new Linter({ cwd: '/' })

const start = process.cpuUsage()
let reports = 0
for (const { path, text } of files) {
  const messages = linter.verify(text, config, path)
  const broken = messages.find(({ fatal }) => fatal)
  if (broken !== undefined) throw new Error(`${path}:${broken.line} ${broken.message}`)
  reports += messages.length
}
const { user } = process.cpuUsage(start)
console.log(JSON.stringify({ userMs: user / 1000, files: files.length, reports }))
