import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import { describe, expect, it } from 'vitest'
import { runInChild } from './child-process.ts'
import { codemodProjects, packageJson } from './codemod-run.ts'
import { endlessServer } from './endless-server.ts'
import { onLoopback } from './loopback.ts'
import { askAndLeave } from './raw-client.ts'
import { until } from './until.ts'

const projects = codemodProjects()

/** A route whose upstream fails, and is left running by clients that leave; with a program that asks it when nobody listens upstream. */
const FILES = {
  'package.json': packageJson({ express: '^4.22.3' }),
  'src/app.js': `import express from 'express'

export function serve(upstreamUrl) {
  const app = express()
  app.get('/', async (req, res) => {
    const upstream = await fetch(upstreamUrl)
    for await (const piece of upstream.body) res.write(piece)
    res.end()
  })
  return app
}
`,
  'ask.js': `import { createServer } from 'node:http'
import { serve } from './src/app.js'

// A port that was free a moment ago, and where nobody listens.
const free = createServer().listen(0, '127.0.0.1', () => {
  const { port } = free.address()
  free.close(() => {
    const server = createServer(serve('http://127.0.0.1:' + port)).listen(0, '127.0.0.1', async () => {
      const { status } = await fetch('http://127.0.0.1:' + server.address().port)
      console.log(status)
      server.close()
    })
  })
})
`,
}

describe('an upstream that cannot be reached', () => {
  it('ends the process, before', async () => {
    const { code, stdout, stderr } = await runInChild(projects.before(FILES).path('ask.js'))
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain('fetch failed')
  })

  it('is a failed answer, after', async () => {
    const project = await projects.after('handle-stream-errors', FILES)
    const { code, stdout } = await runInChild(project.path('ask.js'))
    expect({ code, stdout }).toEqual({ code: 0, stdout: '500\n' })
  })
})

describe('a client that leaves', () => {
  const MANY = 100

  it('leaves the upstream running, before', async () => {
    const { serve } = await projects.before(FILES).load<{ serve(url: string): RequestListener }>('src/app.js')
    await using upstream = await endlessServer('data: more\n\n')
    await using server = await onLoopback(createServer(serve(upstream.url)))
    await askAndLeave(server.port)
    const sent = upstream.sent()
    await until('the upstream goes on', () => upstream.sent() > sent + MANY)
    expect(upstream.open()).toBe(1)
  })

  it('ends the upstream, after', async () => {
    const project = await projects.after('handle-stream-errors', FILES)
    const { serve } = await project.load<{ serve(url: string): RequestListener }>('src/app.js')
    await using upstream = await endlessServer('data: more\n\n')
    await using server = await onLoopback(createServer(serve(upstream.url)))
    await askAndLeave(server.port)
    await until('the upstream has ended', () => upstream.open() === 0)
  })
})
