import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Diagnostic } from 'vscode-languageserver-protocol/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import streaming from '../../src/index.ts'
import { copySample } from '../sample-copy.ts'
import type { LanguageServer, OpenFile } from './language-server.ts'
import { languageServer } from './language-server.ts'

describe('the language server of an editor, on the sample application', () => {
  let folder: string
  let server: LanguageServer

  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'streaming-editor-')))
    await copySample(folder, 'recommended')
    server = await languageServer(folder)
  })
  afterAll(async () => {
    await server.stop()
    await rm(folder, { recursive: true })
  })

  const opened = async (path: string): Promise<OpenFile> =>
    server.open(path, await readFile(join(folder, path), 'utf8'))
  async function reported(file: OpenFile, rule: string): Promise<Diagnostic> {
    const diagnostics = await file.diagnostics()
    const found = diagnostics.find(({ code }) => code === `streaming/${rule}`)
    if (found === undefined) throw new Error(`${rule} reports nothing: ${JSON.stringify(diagnostics)}`)
    return found
  }
  async function run(file: OpenFile, diagnostic: Diagnostic, title: RegExp): Promise<void> {
    const actions = await file.actions(diagnostic)
    const command = actions.find((it) => title.test(it.title))?.command
    if (command === undefined) throw new Error(`No action is ${title}: ${actions.map((it) => it.title).join(', ')}`)
    await file.run(command)
  }

  it('shows a report with the page of its rule', async () => {
    const file = await opened('client/read-answer.ts')
    const diagnostic = await reported(file, 'no-split-decode')
    expect(diagnostic).toMatchObject({
      source: 'eslint',
      severity: 1,
      range: { start: { line: 15, character: 14 }, end: { line: 15, character: 35 } },
      codeDescription: { href: streaming.rules['no-split-decode']?.meta?.docs?.url },
    })
  })

  it('applies a fix', async () => {
    const file = await opened('client/read-answer.ts')
    const before = file.text()
    await run(file, await reported(file, 'no-split-decode'), /^Fix this streaming\/no-split-decode problem$/)
    expect(file.text()).toBe(before.replace('decode(value)', 'decode(value, { stream: true })'))
    await expect(reported(file, 'no-split-decode')).rejects.toThrow('reports nothing')
  })

  it('applies a suggestion that adds an import', async () => {
    const file = await opened('client/DraftPanel.tsx')
    await run(file, await reported(file, 'no-per-chunk-render'), /throttle/i)
    expect(file.text()).toContain("import { throttle } from 'es-toolkit/function'\n")
    expect(file.text()).toContain('const setDraftSoon = throttle(setDraft, 50)')
    await expect(reported(file, 'no-per-chunk-render')).rejects.toThrow('reports nothing')
  })

  it('fixes all', async () => {
    const file = await opened('client/read-answer.ts')
    await run(file, await reported(file, 'no-split-decode'), /^Fix all auto-fixable problems$/)
    expect(file.text()).toContain('decode(value, { stream: true })')
    expect(file.text()).toContain('reader.cancel().catch(() => {})')
  })

  it('says something else once the text has changed', async () => {
    const file = await opened('client/rooms.ts')
    const before = await file.diagnostics()
    expect(before.map(({ code }) => code)).toContain('streaming/no-credentials-in-stream-url')
    const start = performance.now()
    await file.change(file.text().replace('?token=${token}', ''))
    const after = await file.diagnostics()
    process.stdout.write(`From a change to its diagnostics: ${Math.round(performance.now() - start)} ms\n`)
    expect(after.map(({ code }) => code)).not.toContain('streaming/no-credentials-in-stream-url')
  })
})
