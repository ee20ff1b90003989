import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MISTAKES } from '../../src/rule.ts'
import streaming from '../../src/index.ts'
import type { Finished } from './chat-app.ts'
import { CHAT_APP, REPOSITORY, runNode } from './chat-app.ts'

describe('npm run demo', () => {
  let copy: string
  let demo: Finished
  /** What the first `check` says, and what comes behind it. */
  let found: string
  let rest: string

  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), 'streaming-demo-test-'))
    demo = await runNode([join(REPOSITORY, 'fixtures/demo/demo.js'), '--out', copy], REPOSITORY)
    const at = demo.output.indexOf('$ npx eslint-plugin-streaming fix all --write')
    found = demo.output.slice(0, at)
    rest = demo.output.slice(at)
  })

  afterAll(async () => {
    await rm(copy, { recursive: true })
  })

  it('ends well and paints nothing into a pipe', () => {
    expect(demo.code, demo.output).toBe(0)
    expect(demo.output).not.toContain('\u001b[')
  })

  it('shows every mistake, and every rule', () => {
    const built = new Set(Object.values(streaming.rules).map((rule) => rule.meta.docs.mistake))
    const titles = MISTAKES.flatMap((name, at) => (built.has(name) ? [`${at + 1}  ${name}`] : []))
    const shown = [...found.matchAll(/^ ?(\d+ {2}[A-Z][a-z]+) {2}/gm)].map(([, title]) => title!.toLowerCase())
    expect(shown).toEqual(titles)
    for (const rule of Object.keys(streaming.rules)) expect(found).toContain(`\n    ${rule}\n`)
  })

  it('shows what the tool has changed, and what is left', async () => {
    expect(rest).toMatch(/^\d+ files changed\.$/m)
    expect(rest).toContain('+++ b/src/cached-fetch.ts')
    const chat = await readFile(join(copy, 'src/routes/chat.ts'), 'utf8')
    expect(chat).not.toBe(await readFile(join(CHAT_APP, 'src/routes/chat.ts'), 'utf8'))
    expect(rest).toContain('+++ b/src/routes/chat.ts')
    expect(rest.slice(rest.lastIndexOf('$ npx'))).toMatch(/^\d+ findings \(0 errors, /m)
  })
})

it('the pages of the rules are made in ranked order', async () => {
  const path = join(REPOSITORY, '.eslint-doc-generatorrc.js')
  const config = (await import(pathToFileURL(path).href)) as { MISTAKES: string[] }
  expect(config.MISTAKES).toEqual(MISTAKES)
})
