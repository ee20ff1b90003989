import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { checkChanges } from '../../src/cli/check-changes.ts'
import type { FileChange } from '../../src/cli/rule-codemod.ts'
import { toPosixPath } from '../../src/project/posix-path.ts'

const folder = mkdtempSync(join(tmpdir(), 'streaming-check-changes-'))
afterAll(() => rmSync(folder, { recursive: true }))

writeFileSync(
  join(folder, 'tsconfig.json'),
  JSON.stringify({
    compilerOptions: { strict: true, module: 'preserve', types: [] },
    files: ['server.ts', 'client.ts'],
  }),
)

function change(path: string, before: string, after: string, isNew = false): FileChange {
  if (!isNew) writeFileSync(join(folder, path), before)
  return { absolutePath: join(folder, path), path, before, after, isNew, byHand: [], failure: undefined }
}

const posix = (path: string) => toPosixPath(join(folder, path))

describe('a change whose types would be wrong', () => {
  const server = change('server.ts', 'export const size = 1\n', "export const size: number = '1'\n")
  const client = change('client.ts', 'export const read = 1\n', 'export const read = 2\n')
  const module = change('shared.ts', '', 'export const shared = 1\n', true)

  it('is left out alone when nothing was changed with it', async () => {
    const { kept, rejected } = await checkChanges(folder, [server, client], [], undefined)
    expect(kept).toEqual([client])
    expect([...rejected.keys()]).toEqual(['server.ts'])
  })

  it('takes back what was changed with it, and says so', async () => {
    const together = [{ edited: [posix('server.ts'), posix('client.ts')], created: [] }]
    const { kept, rejected } = await checkChanges(folder, [server, client], together, undefined)
    expect(kept).toEqual([])
    expect(rejected.get('server.ts')).toMatch(/^its types would be wrong \(1:14 Type 'string' /)
    expect(rejected.get('client.ts')).toBe('it belongs to a change of server.ts, which stays as it is')
  })

  it('takes back a new module that nobody imports any more, and keeps one that another change needs', async () => {
    const together = [{ edited: [posix('server.ts')], created: [posix('shared.ts')] }]
    expect((await checkChanges(folder, [server, client, module], together, undefined)).kept).toEqual([client])
    const user = { ...client, after: "import { shared } from './shared'\nexport const read = shared\n" }
    expect((await checkChanges(folder, [server, user, module], together, undefined)).kept).toEqual([user, module])
  })
})
