import { existsSync, readFileSync } from 'node:fs'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import streaming from '../src/index.ts'
import type { StreamingRule } from '../src/rule.ts'
import packageJson from '../package.json' with { type: 'json' }
import { moduleImports } from './module-imports.ts'
import { filesUnder, ROOT } from './repository.ts'

interface ObjectSchema {
  readonly type?: string
  readonly description?: string
  readonly properties?: Readonly<Record<string, ObjectSchema>>
  readonly items?: ObjectSchema
  readonly additionalProperties?: boolean
}

const files = filesUnder('rules', '.ts')
const rules = Object.values(streaming.rules) as StreamingRule[]
const { recommended, strict } = streaming.configs

describe('the list of rules', () => {
  it('imports every file of rules/, in the order of their paths', () => {
    const imported = moduleImports('src/index.ts', readFileSync(`${ROOT}src/index.ts`, 'utf8'))
      .map(({ specifier }) => specifier.replace(/^\.\.\//, ''))
      .filter((path) => path.startsWith('rules/'))
    expect(imported).toEqual(files)
  })

  it('has every rule under its file name, in the same order', () => {
    expect(Object.keys(streaming.rules)).toEqual(files.map((path) => /([^/]+)\.ts$/.exec(path)![1]))
  })

  it('has presets of our rules only', () => {
    for (const { rules: levels } of [recommended, strict]) {
      const names = Object.keys(levels ?? {}).map((id) => id.replace(/^streaming\//, ''))
      expect(Object.keys(streaming.rules)).toEqual(expect.arrayContaining(names))
    }
  })

  it('says the version of package.json', () => {
    expect(streaming.meta).toEqual({ name: packageJson.name, version: packageJson.version, namespace: 'streaming' })
  })
})

describe.each(rules.map((rule) => ({ rule, name: rule.spec.name })))('$name', ({ rule, name }) => {
  const { meta, spec } = rule
  const texts = testTexts(name)

  it('lies in the folder of its mistake', () => {
    expect(files).toContain(`rules/${spec.mistake}/${name}.ts`)
    expect(meta.docs.mistake).toBe(spec.mistake)
  })

  it('describes itself in one line', () => {
    expect(meta.docs.description).toMatch(/^(?:Disallow|Require) \S.*[^.\s]$/)
  })

  it('links to its page', () => {
    const page = `docs/rules/${name}.md`
    expect(meta.docs.url).toBe(`${packageJson.homepage}/blob/main/${page}`)
    expect(existsSync(ROOT + page), page).toBe(true)
  })

  it('has messages that are sentences', () => {
    for (const message of Object.values(meta.messages ?? {})) {
      if (!/^\{\{\s*\w+\s*\}\}$/.test(message)) expect(message).toMatch(/^[A-Z`{'].*[.]$/s)
    }
  })

  it('describes every option and allows no other', () => {
    for (const schema of meta.schema as ObjectSchema[]) {
      expect(schema.type).toBe('object')
      expect(undescribed(schema)).toEqual([])
      expect(Object.keys(spec.defaultOptions).sort()).toEqual(Object.keys(schema.properties ?? {}).sort())
    }
    if ((meta.schema as ObjectSchema[]).length === 0) expect(spec.defaultOptions).toEqual({})
  })

  it('is on in the presets of its tier', () => {
    const id = `streaming/${name}`
    const isError =
      ['buffers', 'throttling', 'caching', 'errors'].includes(spec.mistake) || name === 'require-stream-auth'
    const level = isError ? 'error' : 'warn'
    const withOptions = spec.recommendedOptions === undefined ? level : [level, spec.recommendedOptions]
    expect(recommended.rules?.[id]).toEqual(spec.tier === 'strict' ? undefined : withOptions)
    expect(strict.rules?.[id]).toEqual(spec.strictOptions === undefined ? 'error' : ['error', spec.strictOptions])
  })

  it('has a test of its own, run by the rule tester', () => {
    expect(existsSync(ROOT + testPath(spec))).toBe(true)
    expect(moduleImports(testPath(spec), readFileSync(ROOT + testPath(spec), 'utf8'))).toContainEqual({
      specifier: '../../rule-tester.ts',
      isType: false,
    })
  })

  it('has no message that no test expects', () => {
    const ids = Object.keys(spec.messages)
    expect(ids.filter((id) => !texts.strings.has(id))).toEqual([])
  })

  it('says that it fixes and suggests exactly when a test shows it', () => {
    expect(meta.hasSuggestions === true).toBe(texts.properties.has('suggestions'))
    expect(meta.fixable === 'code').toBe(texts.properties.has('suggestions') || texts.properties.has('output'))
  })
})

function testPath({ mistake, name }: StreamingRule['spec']): string {
  return `test/rules/${mistake}/${name}.test.ts`
}

/** What the test files of a rule hold: `name.test.ts`, and others in its folder that begin with the rule's name and a dot. */
function testTexts(name: string): { strings: ReadonlySet<string>; properties: ReadonlySet<string> } {
  const strings = new Set<string>()
  const properties = new Set<string>()
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) strings.add(node.text)
    if (ts.isShorthandPropertyAssignment(node)) properties.add(node.name.text)
    if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) && !isEmptyList(node.initializer)) {
      properties.add(node.name.text)
    }
    ts.forEachChild(node, visit)
  }
  for (const path of filesUnder('test/rules', '.test.ts').filter((it) => it.includes(`/${name}.`))) {
    visit(ts.createSourceFile(path, readFileSync(ROOT + path, 'utf8'), ts.ScriptTarget.ESNext))
  }
  return { strings, properties }
}

function isEmptyList(value: ts.Expression): boolean {
  return ts.isArrayLiteralExpression(value) && value.elements.length === 0
}

/** Paths of the schema's parts without a description, and of objects that allow any property. */
function undescribed(schema: ObjectSchema, path = ''): string[] {
  const parts = Object.entries(schema.properties ?? {}).flatMap(([key, value]) => [
    ...(value.description === undefined ? [`${path}.${key}`] : []),
    ...undescribed(value, `${path}.${key}`),
  ])
  const isOpen = schema.type === 'object' && schema.additionalProperties !== false
  return [...(isOpen ? [`${path || '.'} (open)`] : []), ...parts, ...undescribedItems(schema.items, path)]
}

function undescribedItems(items: ObjectSchema | undefined, path: string): string[] {
  return items === undefined ? [] : undescribed(items, `${path}[]`)
}
