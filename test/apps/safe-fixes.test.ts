import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import parser from '@typescript-eslint/parser'
import { ESLint } from 'eslint'
import { Project, ts } from 'ts-morph'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import streaming from '../../src/index.ts'
import { CHAT_APP } from './chat-app.ts'
import { EXPECTED } from './expected.ts'

describe('eslint --fix on a copy of the sample', () => {
  let copy: string
  let changed: string[]

  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), 'streaming-fixes-'))
    await cp(CHAT_APP, copy, {
      recursive: true,
      filter: (path) => !['dist', 'data', 'node_modules'].includes(basename(path)),
    })
    const files = ['**/*.{ts,tsx}']
    const eslint = new ESLint({
      cwd: copy,
      fix: true,
      overrideConfigFile: true,
      overrideConfig: [
        { files, languageOptions: { parser }, plugins: { streaming }, rules: streaming.configs.strict.rules ?? {} },
      ],
    })
    const results = await eslint.lintFiles(files)
    await ESLint.outputFixes(results)
    changed = results
      .filter(({ output }) => output !== undefined)
      .map(({ filePath }) => relative(copy, filePath).replaceAll('\\', '/'))
  })
  afterAll(async () => {
    await rm(copy, { recursive: true })
  })

  it('changes the files that it can repair, and the copy still type-checks', async () => {
    const fixable = Object.values(EXPECTED).flatMap((all) =>
      all.flatMap(({ file, fixed }) => (fixed === true ? [file] : [])),
    )
    expect(changed).toEqual(expect.arrayContaining(fixable))
    const project = new Project({ tsConfigFilePath: join(CHAT_APP, 'tsconfig.json') })
    for (const path of changed)
      project.getSourceFileOrThrow(join(CHAT_APP, path)).replaceWithText(await readFile(join(copy, path), 'utf8'))
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

    it('keeps characters whole', async () => {
      expect((await read(CHAT_APP, 2)).seen.join()).toContain('\ufffd')
      expect((await read(copy, 2)).seen).toEqual(['Grüße', 'Grüße 🚲'])
    })

    it('lets the response go when it stops early', async () => {
      expect((await read(CHAT_APP, 1)).cancelled).toBe(false)
      expect((await read(copy, 1)).cancelled).toBe(true)
    })
  })
})
