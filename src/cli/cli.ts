#!/usr/bin/env node
import plugin from 'eslint-plugin-streaming'
import { run } from './run.ts'
import { streamOutput } from './terminal.ts'

process.exitCode = await run(process.argv.slice(2), {
  cwd: process.cwd(),
  plugin,
  stdout: streamOutput(process.stdout, process.env),
  stderr: streamOutput(process.stderr, process.env),
})
