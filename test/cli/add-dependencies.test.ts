import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { neededPackages } from '../../src/cli/add-dependencies.ts'

describe('neededPackages', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'streaming-manifest-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  const needed = (before: string, after: string) =>
    neededPackages(folder, [
      { absolutePath: join(folder, 'a.ts'), path: 'a.ts', before, after, byHand: [], failure: undefined },
    ])

  it('adds what is newly imported, sorted, in the style of the file', async () => {
    const manifest = '{\r\n\t"name": "x",\r\n\t"dependencies": {\r\n\t\t"zod": "^4.0.0"\r\n\t}\r\n}\r\n'
    await writeFile(join(folder, 'package.json'), manifest)
    await writeFile(join(folder, 'pnpm-lock.yaml'), '')
    const { manifests, packages, installCommands } = await needed(
      '',
      "import pMap from 'p-map'\nimport { z } from 'zod'\n",
    )
    expect(installCommands).toEqual(['pnpm install'])
    expect(packages).toEqual(new Set(['p-map']))
    expect(manifests.map(({ path }) => path)).toEqual(['package.json'])
    expect(manifests[0]?.before).toBe(manifest)
    expect(manifests[0]?.after).toMatch(
      /^\{\r\n\t"name": "x",\r\n\t"dependencies": \{\r\n\t\t"p-map": "\^\d+[^"]*",\r\n\t\t"zod": "\^4\.0\.0"\r\n\t\}\r\n\}\r\n$/,
    )
  })

  it('adds nothing that is there, that is no package of ours, or that was imported before', async () => {
    await writeFile(join(folder, 'package.json'), '{ "devDependencies": { "p-map": "^7.0.0" } }')
    expect(await needed('', "import pMap from 'p-map'\nimport x from 'left-pad'\nimport fs from 'node:fs'\n")).toEqual({
      manifests: [],
      packages: new Set(),
      installCommands: [],
    })
    expect(await needed("import { LRUCache } from 'lru-cache'", "import { LRUCache } from 'lru-cache'\ny()")).toEqual({
      manifests: [],
      packages: new Set(),
      installCommands: [],
    })
  })

  it.each([
    ['npm', {}],
    ['pnpm', { 'pnpm-lock.yaml': '' }],
    ['yarn', { 'yarn.lock': '' }],
    ['bun', { 'bun.lock': '' }],
  ])('names the install command of %s', async (manager, files) => {
    for (const [path, text] of Object.entries({ 'package.json': '{}', ...files }))
      await writeFile(join(folder, path), text)
    expect((await needed('', "import pMap from 'p-map'\n")).installCommands).toEqual([`${manager} install`])
  })

  it('leaves files without a package.json alone', async () => {
    expect(await needed('', "import pMap from 'p-map'\n")).toEqual({
      manifests: [],
      packages: new Set(),
      installCommands: [],
    })
  })
})
