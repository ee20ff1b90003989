/** Where a rule reports, as one line: path, line, rule, message id. */
export type Place = `${string}:${number} ${string} ${string}`

/** ESLint's config of the project. Its own rule `host/types` reports each file whose parser brings types. */
function config(parserOptions: string): string {
  return `import * as parser from '@typescript-eslint/parser'
import streaming from 'eslint-plugin-streaming'
import * as svelteParser from 'svelte-eslint-parser'
import vueParser from 'vue-eslint-parser'

const parserOptions = ${parserOptions}
const types = {
  meta: { messages: { typed: 'It has types.' } },
  create: ({ sourceCode, report }) => ({
    Program(node) {
      if (sourceCode.parserServices.program) report({ node, messageId: 'typed' })
    },
  }),
}

export default [
  streaming.configs.strict,
  {
    files: ['src/**'],
    languageOptions: { parser, parserOptions },
    plugins: { host: { rules: { types } } },
    rules: { 'host/types': 'warn' },
  },
  { files: ['**/*.vue'], languageOptions: { parser: vueParser, parserOptions: { ...parserOptions, parser } } },
  { files: ['**/*.svelte'], languageOptions: { parser: svelteParser, parserOptions: { ...parserOptions, parser } } },
]
`
}

const TYPED = `{
  projectService: true,
  tsconfigRootDir: import.meta.dirname,
  extraFileExtensions: ['.vue', '.svelte'],
}`

const TSCONFIG = {
  compilerOptions: {
    target: 'es2022',
    lib: ['es2022', 'dom', 'dom.asynciterable'],
    module: 'nodenext',
    jsx: 'preserve',
    strict: true,
    allowJs: true,
    noEmit: true,
    types: [],
  },
  include: ['src'],
}

const VUE = `<script setup lang="ts">
import { ref } from 'vue'
const answer = ref('')
async function ask(stream: AsyncIterable<string>) {
  for await (const chunk of stream) {
    answer.value += chunk
  }
}
</script>

<template>
  <p @click="ask">{{ answer }}</p>
</template>
`

const SVELTE = `<script lang="ts">
  let answer = $state('')
  async function ask(stream: AsyncIterable<string>) {
    for await (const chunk of stream) {
      answer += chunk
    }
  }
</script>

<button onclick={() => ask}>{answer}</button>
`

/** A component of React, without types. */
const CHAT = `import { useState } from 'react'

export function Chat({ stream }) {
  const [answer, setAnswer] = useState('')
  async function ask() {
    for await (const chunk of stream) setAnswer((text) => text + chunk)
  }
  return <button onClick={ask}>{answer}</button>
}
`

/** The files of the project, by path. */
export const SMOKE_FILES = {
  'package.json': JSON.stringify({
    name: 'smoke',
    private: true,
    type: 'module',
    dependencies: { express: '^4.21.0', react: '^19.0.0', svelte: '^5.0.0', vue: '^3.5.0' },
  }),
  'tsconfig.json': JSON.stringify(TSCONFIG),
  'untyped.config.js': config('{}'),
  'eslint.config.js': config(TYPED),
  'src/send.ts': `import { createReadStream } from 'node:fs'
import type { ServerResponse } from 'node:http'

export function send(path: string, res: ServerResponse): void {
  createReadStream(path).pipe(res)
}
`,
  'src/chat.tsx': CHAT.replace('{ stream })', '{ stream }: { stream: AsyncIterable<string> })'),
  'src/load.mts': `export async function load(response: Response): Promise<string> {
  if (!response.ok || !response.body) throw new Error(String(response.status))
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body) text += decoder.decode(chunk)
  return text
}
`,
  'src/copy.cts': `import fs = require('node:fs')

export function copy(from: string, to: string): void {
  fs.createReadStream(from).pipe(fs.createWriteStream(to))
}
`,
  'src/server.js': `import express from 'express'

const app = express()
app.get('/events', async (req, res) => {
  res.setHeader('Content-Type', 'text/event-stream')
  try {
    const upstream = await fetch('https://provider.example.org/events')
    if (!upstream.ok) throw new Error('HTTP ' + upstream.status)
    for await (const chunk of upstream.body) res.write(chunk)
    res.end()
  } catch (error) {
    res.end('data: ' + error.stack + '\\n\\n')
  }
})
app.listen(3000)
`,
  'src/view.jsx': CHAT,
  'src/listen.mjs': `export function listen(url, show) {
  const events = new EventSource(url + '?token=' + localStorage.getItem('token'))
  events.onmessage = ({ data }) => show(data)
}
`,
  'src/answer.cjs': `exports.answer = async (stream, show) => {
  try {
    for await (const part of stream) show(part)
  } catch {}
}
`,
  'src/Chat.vue': VUE,
  'src/Chat.svelte': SVELTE,
}

/** Its files that are linted, of each kind once. */
export const SMOKE_SOURCES = Object.keys(SMOKE_FILES).filter((path) => path.startsWith('src/'))

/** What `strict` reports in it, sorted. */
export const SMOKE_PLACES: readonly Place[] = [
  'src/Chat.svelte:4 streaming/require-stream-error-handling uncaught',
  'src/Chat.svelte:5 streaming/no-per-chunk-render perChunk',
  'src/Chat.vue:5 streaming/require-stream-error-handling uncaught',
  'src/Chat.vue:6 streaming/no-per-chunk-render perChunk',
  'src/answer.cjs:4 streaming/no-swallowed-stream-error stream',
  'src/chat.tsx:6 streaming/no-per-chunk-render perChunk',
  'src/chat.tsx:6 streaming/require-stream-error-handling callback',
  'src/copy.cts:4 streaming/no-unhandled-pipe crash',
  'src/listen.mjs:2 streaming/no-credentials-in-stream-url parameter',
  'src/load.mts:5 streaming/no-split-decode missingStream',
  'src/load.mts:5 streaming/no-unbounded-buffer whole',
  'src/load.mts:5 streaming/require-stream-error-handling uncaught',
  'src/send.ts:5 streaming/no-unhandled-pipe crash',
  'src/server.js:12 streaming/no-error-leak-in-stream stack',
  'src/server.js:12 streaming/no-manual-sse-framing rawText',
  'src/server.js:4 streaming/require-load-test none',
  'src/server.js:4 streaming/require-protocol-negotiation fixed',
  'src/server.js:4 streaming/require-stream-auth open',
  'src/server.js:4 streaming/require-stream-telemetry unwatched',
  'src/server.js:5 streaming/require-sse-headers cache',
  'src/server.js:7 streaming/require-abort-signal untied',
  'src/server.js:9 streaming/no-ignored-backpressure ignored',
  'src/view.jsx:6 streaming/no-per-chunk-render perChunk',
  'src/view.jsx:6 streaming/require-stream-error-handling callback',
]
