import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { REPOSITORY, runNode } from './chat-app.ts'

it("the README's picture shows what the tool prints today, or `npm run picture` draws it anew", async () => {
  const folder = await mkdtemp(join(tmpdir(), 'streaming-picture-test-'))
  try {
    const path = join(folder, 'picture.svg')
    const drawn = await runNode([join(REPOSITORY, 'fixtures/demo/picture.js'), '--out', path], REPOSITORY)
    expect(drawn).toMatchObject({ code: 0, output: '' })
    expect(await readFile(join(REPOSITORY, 'docs/before-after.svg'), 'utf8')).toBe(await readFile(path, 'utf8'))
  } finally {
    await rm(folder, { recursive: true })
  }
})
