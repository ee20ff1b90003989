import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Project, ts } from 'ts-morph'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { MISTAKES } from '../../src/rule.ts'
import streaming from '../../src/index.ts'
import type { Finished } from './chat-app.ts'
import { CHAT_APP, REPOSITORY, runNode } from './chat-app.ts'
import { EXPECTED } from './expected.ts'

const SLOW_MS = 120_000

describe('npm run demo', () => {
  let copy: string
  let demo: Finished

  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), 'streaming-demo-test-'))
    demo = await runNode([join(REPOSITORY, 'fixtures/demo/demo.js'), '--out', copy], REPOSITORY)
  }, SLOW_MS)

  afterAll(async () => {
    await rm(copy, { recursive: true })
  })

  it('ends well and paints nothing into a pipe', () => {
    expect(demo.code, demo.output).toBe(0)
    expect(demo.output).not.toContain('\u001b[')
  })

  it('knows the mistakes in ranked order', async () => {
    const path = join(REPOSITORY, 'fixtures/demo/mistakes.js')
    const shown = (await import(pathToFileURL(path).href)) as { MISTAKES: { name: string; title: string }[] }
    expect(shown.MISTAKES.map(({ name }) => name)).toEqual(MISTAKES)
  })

  it('shows every mistake that has a rule, and every rule', () => {
    const built = new Set(Object.values(streaming.rules).map((rule) => rule.meta.docs.mistake))
    const titles = MISTAKES.flatMap((name, at) => (built.has(name) ? [`${at + 1}  ${name}`] : []))
    const shown = [...demo.output.matchAll(/^ ?(\d+ {2}[A-Z][a-z]+) {2}/gm)].map(([, title]) => title!.toLowerCase())
    expect(shown).toEqual(titles)
    expect(demo.output).not.toContain('  0 findings')
    for (const rule of Object.keys(streaming.rules)) expect(demo.output).toContain(`\n    ${rule}\n`)
  })

  it('shows each change as a diff, and the fixed copy still type-checks', { timeout: SLOW_MS }, async () => {
    const project = new Project({ tsConfigFilePath: join(CHAT_APP, 'tsconfig.json') })
    const changed: string[] = []
    for (const file of project.getSourceFiles()) {
      const path = relative(CHAT_APP, file.getFilePath()).replaceAll('\\', '/')
      if (path.startsWith('..') || !existsSync(join(copy, path))) continue
      const text = await readFile(join(copy, path), 'utf8')
      if (text === file.getFullText()) continue
      changed.push(path)
      file.replaceWithText(text)
    }
    const shown = [...demo.output.matchAll(/^\+\+\+ b\/(\S+)$/gm)].map(([, path]) => path)
    expect(changed.sort()).toEqual(shown.sort())
    const fixable = Object.entries(EXPECTED).flatMap(([rule, all]) =>
      rule in streaming.rules ? all.flatMap(({ file, fixed }) => (fixed === true ? [file] : [])) : [],
    )
    expect(changed).toEqual(expect.arrayContaining(fixable))

    const diagnostics = project.getPreEmitDiagnostics().map((it) => it.compilerObject)
    const host = {
      getCanonicalFileName: (name: string) => name,
      getCurrentDirectory: () => copy,
      getNewLine: () => '\n',
    }
    expect(ts.formatDiagnostics(diagnostics, host)).toBe('')
  })

  describe('the fixed client', () => {
    afterEach(() => {
      vi.unstubAllGlobals()
    })

    /** Reads an answer that arrives byte by byte, and stops after `count` versions of it. */
    async function read(folder: string, count: number): Promise<{ seen: string[]; cancelled: boolean }> {
      const bytes = new TextEncoder().encode('data: {"answer":"Grüße"}\n\ndata: {"answer":"Grüße 🚲"}\n\n')
      let at = 0
      let cancelled = false
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          if (at < bytes.length) controller.enqueue(bytes.subarray(at, ++at))
          else controller.close()
        },
        cancel() {
          cancelled = true
        },
      })
      vi.stubGlobal('fetch', () => Promise.resolve(new Response(body)))
      const { readAnswer } = (await import(pathToFileURL(join(folder, 'client/read-answer.ts')).href)) as {
        readAnswer(conversation: string, message: string): AsyncGenerator<string>
      }
      const seen: string[] = []
      for await (const answer of readAnswer('first', 'Hello')) if (seen.push(answer) === count) break
      return { seen, cancelled }
    }

    it.skipIf(!('no-split-decode' in streaming.rules))('keeps characters whole', async () => {
      expect((await read(CHAT_APP, 2)).seen.join()).toContain('\ufffd')
      expect((await read(copy, 2)).seen).toEqual(['Grüße', 'Grüße 🚲'])
    })

    it.skipIf(!('require-reader-cancel' in streaming.rules))('lets the response go when it stops early', async () => {
      expect((await read(CHAT_APP, 1)).cancelled).toBe(false)
      expect((await read(copy, 1)).cancelled).toBe(true)
    })
  })
})
