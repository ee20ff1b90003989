import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { CODEMODS } from '../../src/codemods/codemods.ts'
import plugin from '../../src/index.ts'
import { ROOT } from '../repository.ts'
import { runCodemod } from './run-codemod.ts'

const FIXTURES = `${ROOT}fixtures/codemods`
const CASES = CODEMODS.flatMap(({ name }) =>
  readdirSync(join(FIXTURES, name)).map((it) => ({ codemod: name, name: it })),
)
/** Frameworks, styles, nothing to do, by hand. */
const LEAST_CASES = 6

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'streaming-codemods-'))
  symlinkSync(`${ROOT}node_modules`, join(folder, 'node_modules'), 'junction')
  for (const { codemod, name } of CASES)
    cpSync(join(FIXTURES, codemod, name, 'input'), join(folder, codemod, name), { recursive: true })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Longer than what was seen on the disk counts without another look, in milliseconds. */
const LONG = 60_000
let passed = 0
beforeAll(() => {
  const now = performance.now.bind(performance)
  vi.spyOn(performance, 'now').mockImplementation(() => now() + passed)
})
afterAll(() => vi.restoreAllMocks())

/** Runs the codemod in the copy of a case. */
function run(codemod: string, name: string) {
  const given = textOf(join(FIXTURES, codemod, name, 'arguments.txt'))
    .split(/\s+/)
    .filter(Boolean)
  return runCodemod(codemod, join(folder, codemod, name), given)
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

    // Another run is another process, which looks at the disk anew.
    passed += LONG
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
    jsx: ts.JsxEmit.ReactJSX,
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
