import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const repository = fileURLToPath(new URL('..', import.meta.url))

const SERVICES = 50
const FILES = 100
const ROUTERS = 5

/**
 * Writes an Express application of about 5,000 files: routers in folders, mounted by an app over an index file each, half of them behind a
 * guard, and modules that have nothing to do with streams.
 * @returns {{ folder: string, routes: string[] }} absolute path of the project, and of its files with stream routes
 */
export function bigProject() {
  const folder = mkdtempSync(join(tmpdir(), 'streaming-bench-'))
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const routes = []
  write(
    'package.json',
    JSON.stringify({
      name: 'big',
      private: true,
      type: 'module',
      dependencies: { express: '^4.22.3', pino: '^10.0.0' },
    }),
  )
  write('tsconfig.json', JSON.stringify({ compilerOptions: { module: 'preserve', strict: true }, include: ['src'] }))
  write('eslint.config.js', CONFIG)
  write('src/auth.ts', AUTH)
  for (let service = 0; service < SERVICES; service++) {
    for (let router = 0; router < ROUTERS; router++) {
      write(`src/service-${service}/routes/router-${router}.ts`, routerText(service, router))
      routes.push(join(folder, `src/service-${service}/routes/router-${router}.ts`))
    }
    write(`src/service-${service}/index.ts`, serviceIndex(service))
    for (let file = 0; file < FILES - ROUTERS - 1; file++)
      write(`src/service-${service}/lib/module-${file}.ts`, moduleText(service, file))
  }
  write('src/app.ts', appText())
  const modules = join(folder, 'node_modules')
  mkdirSync(join(modules, '@typescript-eslint'), { recursive: true })
  for (const name of ['eslint', '@typescript-eslint/parser', 'express'])
    symlinkSync(join(repository, 'node_modules', name), join(modules, name), 'junction')
  symlinkSync(repository, join(modules, 'eslint-plugin-streaming'), 'junction')
  return { folder, routes }
}

const CONFIG = `import { defineConfig } from 'eslint/config'
import parser from '@typescript-eslint/parser'
import streaming from 'eslint-plugin-streaming'

export default defineConfig({
  files: ['**/*.ts'],
  languageOptions: { parser },
  plugins: { streaming },
  extends: ['streaming/strict'],
})
`

const AUTH = `import type { NextFunction, Request, Response } from 'express'

export function requireUser(req: Request, res: Response, next: NextFunction): void {
  if (req.headers.authorization === undefined) {
    res.sendStatus(401)
    return
  }
  next()
}
`

function routerText(service, router) {
  return `import { Router } from 'express'
import { value0 } from '../lib/module-${router}'

export const router${router} = Router()

router${router}.get('/events-${router}', async (req, res) => {
  res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache, no-transform' })
  for await (const event of events(req.query)) res.write(\`data: \${JSON.stringify({ event, service: ${service}, value: value0 })}\\n\\n\`)
  res.end()
})

async function* events(query: unknown): AsyncGenerator<string> {
  yield JSON.stringify(query)
}
`
}

function serviceIndex(service) {
  const numbers = Array.from({ length: ROUTERS }, (_, i) => i)
  return `import { Router } from 'express'
${numbers.map((i) => `import { router${i} } from './routes/router-${i}'`).join('\n')}

export const service${service} = Router()
service${service}.use(${numbers.map((i) => `router${i}`).join(', ')})
`
}

function appText() {
  const numbers = Array.from({ length: SERVICES }, (_, i) => i)
  return `import express from 'express'
import { requireUser } from './auth'
${numbers.map((i) => `import { service${i} } from './service-${i}/index'`).join('\n')}

const app = express()
${numbers.map((i) => `app.use('/service-${i}', ${i % 2 === 0 ? 'requireUser, ' : ''}service${i})`).join('\n')}
app.listen(3000)
`
}

function moduleText(service, file) {
  const isLast = file === FILES - ROUTERS - 2
  const above = isLast ? 'const next = 1' : `import { value0 as next } from './module-${file + 1}'`
  return `${above}

export const value0 = ${service} + next * ${file}

export interface Row${file} {
  readonly id: string
  readonly total: number
}

/** The sum of the totals of some rows. */
export function sum${file}(rows: readonly Row${file}[]): number {
  let sum = 0
  for (const row of rows) sum += row.total
  return sum + value0
}
`
}
