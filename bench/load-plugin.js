// Prints how long the plugin takes to load, after what every ESLint run has loaded already, and what is loaded later.
import { createRequire } from 'node:module'
import 'eslint'
import '@typescript-eslint/parser'

const time = async (load) => {
  const start = performance.now()
  await load()
  return performance.now() - start
}

const entryMs = await time(() => import('eslint-plugin-streaming'))
const late = createRequire(import.meta.resolve('eslint-plugin-streaming'))
const lateMs = []
for (const name of ['engine', 'edits']) lateMs.push(await time(() => late(`./${name}.cjs`)))
const [engineMs, editsMs] = lateMs
console.log(JSON.stringify({ entryMs, engineMs, editsMs }))
