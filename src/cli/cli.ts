#!/usr/bin/env node
import plugin from 'eslint-plugin-streaming'
import { askOnTerminal } from './ask-on-terminal.ts'
import { progressLine } from './progress.ts'
import { run } from './run.ts'
import { streamOutput } from './terminal.ts'

const progress = progressLine(process.stderr, process.env)
const stderr = streamOutput(process.stderr, process.env, progress)
try {
  process.exitCode = await run(process.argv.slice(2), {
    cwd: process.cwd(),
    plugin,
    stdout: streamOutput(process.stdout, process.env, progress),
    stderr,
    progress,
    ask: askOnTerminal(process.stdin, process.stderr, stderr),
  })
} catch (error) {
  progress.clear()
  // Node would end with 1, which says that something is wrong in the user's code.
  process.exitCode = 2
  process.stderr.write(
    `eslint-plugin-streaming failed, which is its own fault:\n${(error as Error).stack ?? String(error)}\n`,
  )
}
