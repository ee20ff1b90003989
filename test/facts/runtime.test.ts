import { describe, expect, it } from 'vitest'
import { runtimeOf } from '../../src/facts/runtime.ts'
import { parseSource } from '../parse-source.ts'

type Case = readonly [name: string, code: string, path?: string]

function all(expected: string, cases: readonly Case[]): void {
  for (const [name, code, path] of cases) it(name, () => expect(runtimeOf(parseSource(code, path))).toBe(expected))
}

describe('edge', () => {
  all('edge', [
    ['a Next segment', `export const runtime = 'edge'`],
    ['an older Next segment', `export const runtime = 'experimental-edge'`],
    ['as const', `export const runtime = 'edge' as const`],
    ['exported later', `const runtime = 'edge'\nexport { runtime }`],
    ['exported under that name', `const where = 'edge'\nexport { where as runtime }`],
    ['by a constant', `const EDGE = 'edge'\nexport const runtime = EDGE`],
    ['a config object', `export const config = { runtime: 'edge' }`],
    ['a typed config object', `export const config = { matcher: '/x', runtime: \`edge\` } satisfies Config`],
    ['in spite of a builtin', `import { Buffer } from 'node:buffer'\nexport const runtime = 'edge'`],
    ['a Worker', `export default { async fetch(request, env, ctx) { return new Response(env.NAME) } }`],
    ['a typed Worker', `export default { fetch(request: Request, env: Env) {} } satisfies ExportedHandler<Env>`],
    ['a Worker in a constant', `const worker = { fetch: (request, env) => env.go(request) }\nexport default worker`],
    ['a Worker with a schedule', `export default { fetch: app.fetch, scheduled() {} }`],
    ['a Worker told by its type', `const handler: ExportedHandler = { fetch: go }\nexport default handler`],
    ['modules of Cloudflare', `import { DurableObject } from 'cloudflare:workers'`],
    ['types of Cloudflare', `import type { KVNamespace } from '@cloudflare/workers-types'`],
    ['global types of Cloudflare', `export class Room { constructor(state: DurableObjectState) {} }`],
    ['global values of Cloudflare', `const [client, server] = Object.values(new WebSocketPair())`],
    [
      'Next middleware',
      `import { NextResponse } from 'next/server'\nexport function middleware() {}`,
      '/app/middleware.ts',
    ],
    [
      'Next middleware as default',
      `import type { NextRequest } from 'next/server'\nexport default (request: NextRequest) => {}`,
      '/app/src/middleware.ts',
    ],
  ])
})

describe('browser', () => {
  all('browser', [
    ['a directive', `'use client'\nimport fs from 'node:fs'`],
    ['a directive behind another', `'use strict'\n'use client'`],
    ['a hook', `import { useState } from 'react'`],
    ['a hook of the namespace', `import * as React from 'react'\nconst [a] = React.useState(0)`],
    ['a hook of the default export', `import React from 'react'\nReact.useEffect(() => {})`],
    ['a hook of preact', `import { useState } from 'preact/hooks'`],
    ['vue', `import { ref } from 'vue'`],
    ['a svelte store', `import { writable } from 'svelte/store'`],
    ['the chat hook', `import { useChat } from '@ai-sdk/react'`],
    ['react-dom', `import { createRoot } from 'react-dom/client'`],
    ['a Vue component', `const a = 1`, '/app/src/Chat.vue'],
    ['a Svelte component', `import fs from 'node:fs'`, '/app/src/Chat.svelte'],
    ['a script block of a component', `const a = 1`, '/app/src/Chat.vue/0.ts'],
    ['document', `document.title = 'x'`],
    ['window', `window.addEventListener('load', go)`],
    ['asking whether there is a window', `const isServer = typeof window === 'undefined'`],
    ['local storage', `localStorage.setItem('a', 'b')`],
    ['animation frames', `requestAnimationFrame(paint)`],
    ['EventSource', `const events = new EventSource('/x')`],
    ['a builtin that bundlers replace', `import { EventEmitter } from 'events'\nimport { useState } from 'react'`],
  ])
})

describe('node', () => {
  all('node', [
    ['a builtin', `import { createReadStream } from 'node:fs'`],
    ['a builtin without node:', `import { Transform } from 'stream'`],
    ['a builtin that bundlers replace, with node:', `import { once } from 'node:events'`],
    ['a subpath', `import { readFile } from 'fs/promises'`],
    ['require', `const http = require('http')`, 'src/file.cjs'],
    ['import equals', `import fs = require('fs')`],
    ['import on demand', `const fs = await import('node:fs')`],
    ['a re-export', `export { pipeline } from 'node:stream/promises'`],
    ['a server package', `import express from 'express'`],
    ['types of a server package', `import type { Request, Response } from 'express'`],
    ['a scoped one', `import { Controller } from '@nestjs/common'`],
    ['a subpath of one', `import { serveStatic } from '@hono/node-server/serve-static'`],
    ['types of a server', `import type { ServerResponse } from 'node:http'`],
    [
      'types of a server, only used so',
      `import { IncomingMessage } from 'http'\nexport function f(r: IncomingMessage) {}`,
    ],
    ['a script', `#!/usr/bin/env node\nconsole.log(1)`],
    ['a script of tsx', `#!/usr/bin/env -S npx tsx\nconsole.log(1)`],
    ['a Next segment that says so', `export const runtime = 'nodejs'`],
    [
      'Next middleware that says so',
      `import { NextResponse } from 'next/server'\nexport function middleware() {}\nexport const config = { runtime: 'nodejs' }`,
      '/app/middleware.ts',
    ],
    ['a window of its own', `import 'node:fs'\nfunction f(window) { return window.document }`],
    ['a type of the DOM', `import 'node:fs'\nlet el: HTMLElement\nlet w: typeof window`],
    ['a type of a UI package', `import fs from 'node:fs'\nimport type { Ref } from 'vue'`],
    ['rendering on the server', `import { renderToPipeableStream } from 'react-dom/server'\nimport 'node:stream'`],
    ['React without hooks', `import React, { cache } from 'react'\nimport fs from 'node:fs'`],
  ])
})

describe('unknown', () => {
  all('unknown', [
    ['a script of somebody else', `#!/usr/bin/env -S deno run\nconsole.log(1)`],
    ['nothing to go by', `export const a = 1`],
    ['fetch and web streams', `const r = await fetch(u)\nfor await (const c of r.body) new TextDecoder().decode(c)`],
    ['a builtin that bundlers replace', `import { EventEmitter } from 'events'\nimport { inspect } from 'util'`],
    ['a type of Node that isomorphic code names', `import type { Readable } from 'node:stream'`],
    ['a name only used as such a type', `import { Readable } from 'stream'\nexport function f(r: Readable) {}`],
    ['a relative file named like a builtin', `import fs from './fs'`],
    ['a server action', `'use server'\nexport async function act() {}`],
    ['a directive that is none', `const a = 1\n'use client'`],
    ['Hono, which runs anywhere', `import { Hono } from 'hono'\nexport default new Hono()`],
    ['a fetch handler that Bun serves', `export default { port: 3000, fetch(request, server) {} }`],
    ['a fetch handler of unknown kind', `export default { fetch(request) {} }`],
    ['a default export that is no handler', `export default { name: 'x', props: {} }`],
    ['a runtime of its own', `const runtime = 'edge'`],
    ['a runtime that is not known', `export const runtime = process.env.RUNTIME`],
    ['another export', `export const config = { api: { bodyParser: false } }`],
    ['a page with code for the server', `import fs from 'fs'\nimport { useState } from 'react'`],
    ['a script with a page in it', `import fs from 'node:fs'\nfs.writeFileSync('x', document.title)`],
    ['a module with a middleware of its own', `export function middleware() {}`, '/app/middleware.ts'],
    ['a file that names middleware', `import 'next/server'\nexport function middleware() {}`, '/app/my-middleware.ts'],
    ['a type query of the window', `let w: typeof window`],
    ['re-exported types', `export type { ServerResponse } from './http'`],
    ['a computed require', `const a = require(name)`, 'src/file.cjs'],
    ['a require of its own', `function require(x) {}\nrequire('fs')`],
  ])
})
