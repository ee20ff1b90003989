import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Codemod, CodemodFile } from '../../src/codemods/codemod.ts'
import type { CodemodHost, FileToChange } from '../../src/codemods/engine.ts'
import { runCodemods } from '../../src/codemods/engine.ts'
import { toPosixPath } from '../../src/project/posix-path.ts'
import { DEFAULT_SETTINGS } from '../../src/settings.ts'
import { parseSource } from '../parse-source.ts'

let cwd = ''
beforeEach(() => {
  cwd = toPosixPath(mkdtempSync(join(tmpdir(), 'streaming-engine-')))
})
afterEach(() => rmSync(cwd, { recursive: true, force: true }))

/** Every `todo` in a file is a finding of the rule `todo`. */
const HOST: Omit<CodemodHost, 'cwd'> = {
  async read(given, path) {
    const text = given.replace(/^\uFEFF/, '')
    const findings = [...text.matchAll(/todo/g)].map(({ index }) => ({
      rule: 'todo',
      messageId: 'todo',
      message: 'Do it.',
      start: index,
      end: index + 'todo'.length,
      line: text.slice(0, index).split('\n').length,
    }))
    try {
      return { source: parseSource(text, path), settings: DEFAULT_SETTINGS, findings, failure: undefined }
    } catch (error) {
      return { source: undefined, settings: DEFAULT_SETTINGS, findings: [], failure: (error as Error).message }
    }
  },
  note() {},
}

function codemod(transform: (files: readonly CodemodFile[]) => Awaited<ReturnType<Codemod['transform']>>): Codemod {
  return {
    name: 'do-it',
    title: 'Do it',
    mistake: 'errors',
    rules: ['todo'],
    transform: async ({ files }) => transform(files),
  }
}

/** Replaces each finding. */
const replacing = (by: string) =>
  codemod((files) => ({
    changes: files.flatMap(({ path, findings }) =>
      findings.map(({ start, end }) => ({
        edits: [{ path, edit: { changes: [{ range: [start, end] as const, text: by }] } }],
      })),
    ),
    byHand: [],
  }))

async function run(given: Codemod, texts: Readonly<Record<string, string>>) {
  const files = Object.entries(texts).map(([name, text]): FileToChange => {
    writeFileSync(join(cwd, name), text)
    return { path: `${cwd}/${name}`, text, rules: new Set(text.includes('todo') ? ['todo'] : []) }
  })
  const outcome = await runCodemods({ ...HOST, cwd }, files, { codemods: [given], given: {} })
  const named = <T>(map: ReadonlyMap<string, T>) =>
    Object.fromEntries([...map].map(([path, value]) => [path.slice(cwd.length + 1), value]))
  return { changed: named(outcome.changed), created: named(outcome.created), failures: named(outcome.failures) }
}

describe('runCodemods', () => {
  it('applies one change of a file after the other, and keeps byte order mark and line endings', async () => {
    const { changed, failures } = await run(replacing('longerThanBefore'), {
      'a.ts': '\uFEFFtodo()\r\ntodo()\r\n',
      'b.ts': 'clean()\n',
    })
    expect(changed).toEqual({ 'a.ts': '\uFEFFlongerThanBefore()\r\nlongerThanBefore()\r\n' })
    expect(failures).toEqual({})
  })

  it('takes back what does not parse, and goes on with the others', async () => {
    const breaking = codemod((files) => ({
      changes: files.flatMap(({ path, source }) => ({
        edits: [
          { path, edit: { changes: [{ range: [0, 4] as const, text: source.text.includes('x') ? '(' : 'done' }] } },
        ],
      })),
      byHand: [],
    }))
    const { changed, failures } = await run(breaking, { 'a.ts': 'todo(x)\n', 'b.ts': 'todo()\n' })
    expect(changed).toEqual({ 'b.ts': 'done()\n' })
    expect(failures['a.ts']).toMatch(/^the changed text does not parse/)
  })

  it('does a change of several files as a whole or not at all', async () => {
    const both = codemod((files) => ({
      changes:
        files.length === 0
          ? []
          : [
              {
                edits: ['a.ts', 'b.ts'].map((name) => ({
                  path: `${cwd}/${name}`,
                  edit: { changes: [{ range: [0, 4] as const, text: name === 'b.ts' ? ')' : 'done' }] },
                })),
                newFiles: [{ path: `${cwd}/c.ts`, text: 'export {}\n' }],
              },
            ],
      byHand: [],
    }))
    const { changed, created, failures } = await run(both, { 'a.ts': 'todo()\n', 'b.ts': 'todo()\n' })
    expect([changed, created]).toEqual([{}, {}])
    expect(Object.keys(failures)).toEqual(['b.ts'])
  })

  it('makes new files, and none in the place of another', async () => {
    const making = (name: string) =>
      codemod((files) => ({
        changes: files.map(({ path }) => ({
          edits: [{ path, edit: { changes: [{ range: [0, 4] as const, text: 'done' }] } }],
          newFiles: [{ path: `${cwd}/${name}`, text: 'export {}\n' }],
        })),
        byHand: [],
      }))
    expect(await run(making('new.ts'), { 'a.ts': 'todo()\n' })).toEqual({
      changed: { 'a.ts': 'done()\n' },
      created: { 'new.ts': 'export {}\n' },
      failures: {},
    })
    expect(await run(making('b.ts'), { 'a.ts': 'todo()\n', 'b.ts': '' })).toEqual({
      changed: {},
      created: {},
      failures: { 'b.ts': 'a file of this name is there' },
    })
  })

  it('tells of a codemod that finds no end', async () => {
    const { changed, failures } = await run(replacing('todo2'), { 'a.ts': 'todo()\n' })
    expect(changed).toEqual({})
    expect(failures).toEqual({ 'a.ts': 'it changes without end' })
  })
})
