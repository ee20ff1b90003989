import type { RequestListener } from 'node:http'
import { createServer } from 'node:http'
import { describe, expect, it } from 'vitest'
import { runInChild } from './child-process.ts'
import { codemodProjects, packageJson } from './codemod-run.ts'
import { onLoopback } from './loopback.ts'

const APP = `import { setTimeout } from 'node:timers/promises'
import express from 'express'
import { take } from './pool.js'

export const app = express()
const router = express.Router()

router.post('/:room/answer', async (req, res) => {
  res.setHeader('Content-Type', 'text/event-stream')
  const give = await take()
  if (give === undefined) return res.sendStatus(503)
  for (const word of ['Hello', 'world']) {
    res.write(\`data: \${word}\\n\\n\`)
    await setTimeout(100)
  }
  give()
  res.end()
})
app.use('/rooms', router)
`
/** Five connections to a model; who comes sixth waits. */
const WAITING = `let free = 5
const waiting = []
const give = () => {
  const next = waiting.shift()
  if (next === undefined) free++
  else next()
}
export async function take() {
  if (free > 0) free--
  else await new Promise((resolve) => waiting.push(resolve))
  return give
}
`
/** Five connections to a model; who comes sixth is refused. */
const REFUSING = `let free = 5
const give = () => {
  free++
}
export function take() {
  if (free === 0) return undefined
  free--
  return give
}
`
const files = (pool: string) => ({
  'package.json': packageJson({ express: '^4.22.3' }),
  'src/app.js': APP,
  'src/pool.js': pool,
})

const projects = codemodProjects()

/** What the script prints about so many readers at once of a route that the codemod has seen. */
async function measured(pool: string) {
  const project = await projects.after('load-test', files(pool))
  const { scripts } = JSON.parse(project.read('package.json')) as { scripts: Readonly<Record<string, string>> }
  const [[name, command] = ['', '']] = Object.entries(scripts)
  expect(name).toBe('load:post-rooms-room-answer')
  const { app } = await project.load<{ app: RequestListener }>('src/app.js')
  return async (readers: number) => {
    await using server = await onLoopback(createServer(app))
    const script = project.path(command.replace(/^node /, ''))
    const ended = await runInChild(script, [], ['--url', server.url, '--readers', String(readers)])
    return { ...ended, ...figures(ended.stdout) }
  }
}

/** Counts, and times in milliseconds. */
function figures(printed: string) {
  const line = (name: string) => new RegExp(`^${name} .*$`, 'm').exec(printed)?.[0] ?? ''
  const time = (name: string, part: string) => Number(new RegExp(`${part} (\\d+) ms`).exec(line(name))?.[1])
  const [, ended, failed] = /(\d+) ended, \d+ still open after \d+ s, (\d+) failed/.exec(printed) ?? []
  return {
    firstByte: { p50: time('first byte', 'p50'), p95: time('first byte', 'p95') },
    end: { p50: time('end', 'p50') },
    ended: Number(ended),
    failed: Number(failed),
  }
}

const FEW = 5
const MANY = 40

it('there is no script that would tell, before', () => {
  const project = projects.before(files(WAITING))
  expect(JSON.parse(project.read('package.json'))).not.toHaveProperty('scripts')
})

describe('the script, after', () => {
  it('tells how long most readers wait for the first byte', async () => {
    const measure = await measured(WAITING)
    const [few, many] = [await measure(FEW), await measure(MANY)]
    expect(few).toMatchObject({ code: 0, ended: FEW, failed: 0 })
    expect(many).toMatchObject({ code: 0, ended: MANY, failed: 0 })
    // Eight turns of 200 ms: the last readers hear nothing for seven.
    expect(many.firstByte.p95 - few.firstByte.p95).toBeGreaterThan(800)
    // The second word comes 100 ms after the first.
    expect(many.end.p50 - many.firstByte.p50).toBeGreaterThan(50)
  })

  it('tells how many readers are refused', async () => {
    const measure = await measured(REFUSING)
    expect(await measure(FEW)).toMatchObject({ code: 0, ended: FEW, failed: 0 })
    const many = await measure(MANY)
    expect(many.code).toBe(1)
    expect(many.failed).toBeGreaterThan(0)
    expect(many.ended + many.failed).toBe(MANY)
    expect(many.stdout).toContain(`${many.failed} x 503 Service Unavailable`)
  })
})
