// Lints one set of files by one config, in this process, and prints what it took.
// Usage: node bench/lint-set.js <config> <set>
import { Linter } from 'eslint'
import { CONFIGS, configWith } from './configs.js'
import { filesOf } from './file-sets.js'

const [name, set] = process.argv.slice(2)
const files = filesOf(set)
const config = configWith(await CONFIGS[name]())
const linter = new Linter({ cwd: '/' })

const start = process.cpuUsage()
for (const { path, text } of files) {
  const messages = linter.verify(text, config, path)
  const broken = messages.find(({ fatal }) => fatal)
  if (broken !== undefined) throw new Error(`${path}:${broken.line} ${broken.message}`)
}
const { user } = process.cpuUsage(start)
console.log(JSON.stringify({ userMs: user / 1000, files: files.length }))
