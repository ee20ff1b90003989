import { readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { MISTAKES } from '../src/rule.ts'
import { moduleImports } from './module-imports.ts'
import { filesUnder, ROOT } from './repository.ts'

interface Import {
  readonly from: string
  /** Path from the root for a file of the repository, else the specifier as written. */
  readonly to: string
  readonly isType: boolean
}

const files = [...filesUnder('src', '.ts'), ...filesUnder('rules', '.ts')]
const imports = files.flatMap((from) =>
  moduleImports(from, readFileSync(ROOT + from, 'utf8')).map(({ specifier, isType }): Import => ({
    from,
    to: specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : specifier,
    isType,
  })),
)

/** What must not be loaded by the plugin: in an oxlint-only project it is not there, elsewhere it is slow. */
const NEVER_AT_RUNTIME = /^(?:eslint|typescript|ts-morph|@typescript-eslint\/.*)(?:\/|$)/

/** What a compiler's makers publish and this package depends on; loaded by the first question about other files. */
const OWN_DEPENDENCIES = new Set(['@typescript-eslint/scope-manager', '@typescript-eslint/visitor-keys'])

/** What knows ESLint: how a rule is declared and what the entry is made of. All else takes the host-neutral source. */
const KNOWS_ESLINT = new Set(['src/configs.ts', 'src/eslint-source.ts', 'src/index.ts', 'src/rule.ts'])

/** What each part may import of this repository, beside itself. */
const MAY_IMPORT: Readonly<Record<string, RegExp>> = {
  'rules/': /^src\/(?:(?:facts|frameworks|project|libraries|edits)\/|(?:rule|source|settings|type-oracle)\.ts$)/,
  'src/facts/': /^src\/(?:(?:frameworks|project|libraries)\/|(?:source|settings|type-oracle)\.ts$)/,
  'src/frameworks/': /^src\/(?:(?:facts|project)\/|(?:source|settings|type-oracle)\.ts$)/,
  'src/project/': /^src\/(?:(?:facts|frameworks)\/|(?:source|settings)\.ts$)/,
  'src/libraries/': /^src\/(?:(?:facts|frameworks|project|edits)\/|(?:source|settings)\.ts$)/,
  'src/edits/': /^src\/(?:(?:facts|frameworks|project|libraries)\/|(?:source|settings|type-oracle)\.ts$)/,
}

function breaking(isForbidden: (it: Import) => boolean): string[] {
  return imports.filter(isForbidden).map(({ from, to }) => `${from} imports ${to}`)
}

describe('architecture', () => {
  it('sees the imports', () => {
    expect(imports.length).toBeGreaterThan(files.length)
  })

  it('has one folder per mistake, with rules and nothing else', () => {
    const folders = filesUnder('rules', '').map((path) => path.split('/'))
    for (const [, mistake, file, ...deeper] of folders) {
      expect(MISTAKES).toContain(mistake)
      if (file !== undefined) expect(file).toMatch(/^[a-z]+(?:-[a-z]+)+\.ts$/)
      expect(deeper).toEqual([])
    }
  })

  it('lets only the entry and the codemods import rules', () => {
    const isRule = (path: string): boolean => path.startsWith('rules/')
    expect(
      breaking(({ from, to }) => isRule(to) && from !== 'src/index.ts' && !from.startsWith('src/codemods/')),
    ).toEqual([])
  })

  it.each(Object.entries(MAY_IMPORT))('keeps %s to its directions', (folder, allowed) => {
    const isOurs = (path: string): boolean => /^(?:src|rules)\//.test(path)
    const isWithin = ({ from, to }: Import): boolean =>
      folder !== 'rules/' && from.startsWith(folder) && to.startsWith(folder)
    expect(
      breaking((it) => it.from.startsWith(folder) && isOurs(it.to) && !isWithin(it) && !allowed.test(it.to)),
    ).toEqual([])
  })

  it('imports nothing from outside of src and rules but the package.json', () => {
    expect(breaking(({ to }) => to.includes('/') && /^(?:\.\.|test|fixtures|docs|bench)\//.test(to))).toEqual([])
  })

  it('loads no linter, no compiler and no printer at run time', () => {
    expect(
      breaking(
        ({ from, to, isType }) =>
          !isType &&
          NEVER_AT_RUNTIME.test(to) &&
          !(to === 'ts-morph' && from.startsWith('src/codemods/')) &&
          !(OWN_DEPENDENCIES.has(to) && from === 'src/project/native-modules.ts'),
      ),
    ).toEqual([])
  })

  it('keeps facts, frameworks, edits and rules free of ESLint, types included', () => {
    expect(
      breaking(({ from, to }) => to === 'eslint' && !KNOWS_ESLINT.has(from) && !from.startsWith('src/cli/')),
    ).toEqual([])
  })
})
