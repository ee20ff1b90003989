// Lints the routes of a big project by our rules and prints their own user CPU time: for the first, which makes the index, and for each other one.
// Usage: node bench/index-times.js <file with one path per line>
import { readFileSync } from 'node:fs'
import parser from '@typescript-eslint/parser'
import { Linter } from 'eslint'
import streaming from 'eslint-plugin-streaming'
import { growingFile } from './growing-file.js'
import { median } from './statistics.js'

const paths = readFileSync(process.argv[2], 'utf8').trimEnd().split('\n')
const config = [
  { files: ['**'], plugins: { streaming }, rules: streaming.configs.strict.rules },
  { files: ['**'], languageOptions: { parser } },
]
const empty = [{ files: ['**'], languageOptions: { parser } }]
const linter = new Linter({ cwd: '/' })
// Compiles parser and rules, by a file that is in no project.
for (let i = 0; i < 5; i++) linter.verify(growingFile(500), config, '/growth/server.ts')

function userMs(configs, path) {
  const text = readFileSync(path, 'utf8')
  const start = process.cpuUsage()
  const wall = performance.now()
  linter.verify(text, configs, path)
  return { user: process.cpuUsage(start).user / 1000, wall: performance.now() - wall }
}

userMs(empty, paths[0])
const [first, ...others] = paths.map((path) => userMs(config, path))
console.log(
  JSON.stringify({
    coldMs: first.user,
    coldWallMs: first.wall,
    warmMs: median(others.map(({ user }) => user)),
    routes: paths.length,
  }),
)
