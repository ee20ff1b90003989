import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import parser from '@typescript-eslint/parser'
import { ESLint } from 'eslint'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseCommand } from '../../src/cli/arguments.ts'
import { fix } from '../../src/cli/fix.ts'
import { folderLinter } from '../../src/cli/linted-files.ts'
import { NO_PROGRESS } from '../../src/cli/progress.ts'
import { memoryOutput } from '../../src/cli/terminal.ts'
import { CODEMODS } from '../../src/codemods/codemods.ts'
import plugin from '../../src/index.ts'
import { ROOT } from '../repository.ts'

const FIXTURES = `${ROOT}fixtures/codemods`
const CASES = CODEMODS.flatMap(({ name }) =>
  readdirSync(join(FIXTURES, name)).map((it) => ({ codemod: name, name: it })),
)
/** Frameworks, styles, nothing to do, by hand. */
const LEAST_CASES = 6

/** The user's ESLint of every case: all rules, in their strict form. */
class CaseEslint extends ESLint {
  constructor(options: ESLint.Options) {
    super({
      ...options,
      overrideConfigFile: true,
      baseConfig: [
        {
          files: ['**/*.{js,mjs,cjs,ts,tsx,mts,cts}'],
          plugins: { streaming: plugin },
          rules: plugin.configs.strict.rules ?? {},
        },
        { files: ['**/*.{ts,tsx,mts,cts}'], languageOptions: { parser } },
        { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs' } },
      ],
    })
  }
}

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'streaming-codemods-'))
  symlinkSync(`${ROOT}node_modules`, join(folder, 'node_modules'), 'junction')
  for (const { codemod, name } of CASES)
    cpSync(join(FIXTURES, codemod, name, 'input'), join(folder, codemod, name), { recursive: true })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs `fix <codemod> --write` in the copy of a case. */
async function run(codemod: string, name: string) {
  const cwd = join(folder, codemod, name)
  const [stdout, stderr] = [memoryOutput(), memoryOutput()]
  const given = textOf(join(FIXTURES, codemod, name, 'arguments.txt'))
    .split(/\s+/)
    .filter(Boolean)
  const options = parseCommand(
    ['fix', codemod, '--write', '--force', ...given],
    CODEMODS.map((it) => it.name),
  )
  if (options.kind !== 'fix') throw new Error(`arguments.txt of ${name} asks for something else`)
  const linter = folderLinter({ ESLint: CaseEslint }, cwd, options, NO_PROGRESS)
  const code = await fix(linter, options, { cwd, plugin, stdout, stderr, progress: NO_PROGRESS, ask: undefined })
  const printed = stdout.text()
  const at = printed.search(/^\d+ places? to repair by hand:$/m)
  return { code, byHand: at === -1 ? '' : printed.slice(at), errors: stderr.text(), linter }
}

/** The files below a folder, by path. */
function filesIn(root: string): Record<string, string> {
  if (!existsSync(root)) return {}
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((it) => it.isFile())
    .map((it) =>
      join(it.parentPath, it.name)
        .slice(root.length + 1)
        .replaceAll('\\', '/'),
    )
  return Object.fromEntries(paths.toSorted().map((path) => [path, readFileSync(join(root, path), 'utf8')]))
}

function textOf(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

describe.each(CODEMODS.map(({ name, rules }) => ({ codemod: name, rules })))('$codemod', ({ codemod, rules }) => {
  const cases = CASES.filter((it) => it.codemod === codemod)

  it('has enough cases, a page, and rules that are there', () => {
    expect(cases.length).toBeGreaterThanOrEqual(LEAST_CASES)
    expect(existsSync(`${ROOT}docs/codemods/${codemod}.md`)).toBe(true)
    expect(rules.filter((name) => plugin.rules[name] === undefined)).toEqual([])
  })

  it.each(cases)('$name', async ({ name }) => {
    const root = join(FIXTURES, codemod, name)
    const first = await run(codemod, name)
    expect(first.errors.replace(/^(?:There is no tsconfig|Types are not checked).*\n/gm, '')).toBe('')
    expect(first.code).toBe(0)
    const made = filesIn(join(folder, codemod, name))
    // `output` holds what is changed or new.
    expect(made).toEqual({ ...filesIn(join(root, 'input')), ...filesIn(join(root, 'output')) })
    expect(first.byHand).toBe(textOf(join(root, 'by-hand.txt')))

    const second = await run(codemod, name)
    expect(filesIn(join(folder, codemod, name))).toEqual(made)
    // What is left is what people are asked to do.
    const left = (await second.linter.files()).flatMap(({ path, messages }) =>
      messages.filter(({ ruleId }) => rules.includes(ruleId?.split('/')[1] ?? '')).map(({ line }) => `${path}:${line}`),
    )
    expect(left.filter((place) => !second.byHand.includes(`${place} `))).toEqual([])
  })
})

it('the outputs type-check against the libraries', () => {
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts', 'lib.dom.asynciterable.d.ts'],
    types: ['node'],
    typeRoots: [`${ROOT}node_modules/@types`],
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
    rewriteRelativeImportExtensions: true,
  }
  const paths = CASES.flatMap(({ codemod, name }) =>
    Object.keys(filesIn(join(folder, codemod, name)))
      .filter((path) => /\.[cm]?tsx?$/.test(path))
      .map((path) => join(folder, codemod, name, path)),
  )
  const program = ts.createProgram(paths, options)
  const problems = ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const line = file === undefined ? 0 : file.getLineAndCharacterOfPosition(start ?? 0).line + 1
    return `${file?.fileName.slice(folder.length + 1) ?? ''}:${line} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`
  })
  expect(problems).toEqual([])
})
