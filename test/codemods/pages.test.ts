import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { CODEMODS } from '../../src/codemods/codemods.ts'
import { readMarkdown } from '../markdown-code.ts'
import { ROOT } from '../repository.ts'

const FIXTURES = `${ROOT}fixtures/codemods`
/** What a page leaves out of the code that it quotes. */
const LEFT_OUT = '// …'

/** The texts of the files below a folder; none when it is not there. */
function textsBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((it) => it.isFile())
      .map((it) => readFileSync(`${it.parentPath}/${it.name}`, 'utf8'))
  } catch {
    return []
  }
}

/** Code without what a formatter changes, and without comments of whole lines or at their ends. */
function squeezed(code: string): string {
  return code
    .replaceAll(/(?:^|\s)\/\/ .*$/gm, '')
    .replaceAll(/\s+/g, '')
    .replaceAll(/,(?=[)\]}])/g, '')
    .replaceAll('"', "'")
    .replaceAll(';', '')
}

/** The parts of a quotation: what stands between blank lines and what is left out. */
function partsOf(code: string): string[] {
  const parts = code.replaceAll(new RegExp(`^\\s*${LEFT_OUT}$`, 'gm'), '').split(/\n\s*\n/)
  return parts.map(squeezed).filter((part) => part !== '')
}

function quotes(code: string, texts: readonly string[]): boolean {
  return partsOf(code).every((part) => texts.some((text) => squeezed(text).includes(part)))
}

describe.each(CODEMODS)('the page of $name', ({ name }) => {
  const { blocks } = readMarkdown(readFileSync(`${ROOT}docs/codemods/${name}.md`, 'utf8'))
  const code = blocks.filter(({ language }) => ['js', 'ts', 'tsx'].includes(language))
  const cases = readdirSync(`${FIXTURES}/${name}`).map((it) => ({
    input: textsBelow(`${FIXTURES}/${name}/${it}/input`),
    output: textsBelow(`${FIXTURES}/${name}/${it}/output`),
  }))

  it.each(code.map((block, at) => ({ ...block, next: code[at + 1] })))(
    'shows in line $line what the codemod does in one of its cases',
    ({ code: shown, next }) => {
      if (!shown.startsWith('// before')) {
        expect(cases.some(({ output }) => quotes(shown, output))).toBe(true)
        return
      }
      expect(next?.code).toMatch(/^\/\/ after\n/)
      const same = cases.filter(({ input }) => quotes(shown, input))
      expect(same).not.toEqual([])
      expect(same.some(({ output }) => quotes(next?.code ?? '', output))).toBe(true)
    },
  )
})
