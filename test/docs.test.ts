import { existsSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { Linter } from 'eslint'
import { parseSync } from 'rolldown/utils'
import { describe, expect, it } from 'vitest'
import packageJson from '../package.json' with { type: 'json' }
import { parseCommand } from '../src/cli/arguments.ts'
import { codemodNames } from '../src/cli/list.ts'
import streaming from '../src/index.ts'
import type { StreamingRule } from '../src/rule.ts'
import { fixtureFile } from './fixture-projects.ts'
import { lintText } from './lint-text.ts'
import type { CodeBlock } from './markdown-code.ts'
import { readMarkdown, shellCommands } from './markdown-code.ts'
import { filesUnder, ROOT } from './repository.ts'

const rules = Object.values(streaming.rules) as StreamingRule[]
const LINTED = new Set(['ts', 'tsx', 'js', 'jsx'])
const INFO_KEYS = new Set(['file', 'project', 'options'])

const pages = ['README.md', 'CHANGELOG.md', ...filesUnder('docs', '.md')]

describe('the pages of the rules', () => {
  it('are one for each rule', () => {
    const expected = rules.map((rule) => `docs/rules/${rule.spec.name}.md`).sort()
    expect(filesUnder('docs/rules', '.md')).toEqual(expected)
  })
})

describe.each(rules.map((rule) => ({ rule, name: rule.spec.name })))('the page of $name', ({ rule, name }) => {
  const path = `docs/rules/${name}.md`
  const text = existsSync(ROOT + path) ? readFileSync(ROOT + path, 'utf8') : ''
  const { blocks, sections } = readMarkdown(text)
  const options = Object.keys(rule.spec.defaultOptions)

  it('has its sections in order', () => {
    const optional = options.length > 0 ? ['Options'] : []
    expect(sections).toEqual(['Why', 'What it costs', 'Wrong', 'Right', ...optional, 'When not to use it'])
  })

  it('names every option', () => {
    const section = text.slice(text.indexOf('\n## Options\n'))
    for (const option of options) expect(section).toContain(`\`${option}\``)
  })

  it('names the tests that measure its cost', () => {
    const section = text.slice(text.indexOf('\n## What it costs\n'), text.indexOf('\n## Wrong\n'))
    const measured = [...section.matchAll(/npx vitest run --project source (test\/behaviour\/[\w.-]+)/g)]
    expect(measured).not.toEqual([])
    for (const [, file] of measured) expect(existsSync(`${ROOT}${file}`), file).toBe(true)
  })

  it('has wrong and right code', () => {
    const linted = blocks.filter(({ language }) => LINTED.has(language)).map(({ section }) => section)
    expect(linted).toEqual(expect.arrayContaining(['Wrong', 'Right']))
  })

  it.each(blocks.filter(({ language }) => language === 'json'))('has valid config in line $line', ({ code }) => {
    const { rules: levels = {}, ...config } = JSON.parse(code) as Linter.Config
    const plugins = { streaming: { rules: streaming.rules } }
    const used = { ...Object.fromEntries(rules.map((it) => [`streaming/${it.spec.name}`, 'error'])), ...levels }
    expect(new Linter().verify('export {}', { plugins, rules: used as Linter.RulesRecord, ...config })).toEqual([])
  })

  it.each(sectionBlocks(blocks, 'Wrong'))('is right about what is wrong in line $line', (block) => {
    const messages = messagesOf(block, rule)
    expect(messages).toContainEqual(expect.stringContaining(`streaming/${name}: `))
    expect(messages).not.toContainEqual(expect.stringContaining('null: '))
  })

  it.each(sectionBlocks(blocks, 'Right'))('is right about what is right in line $line', (block) => {
    expect(messagesOf(block, rule)).toEqual([])
  })
})

describe.each(pages.map((path) => ({ path })))('$path', ({ path }) => {
  const text = readFileSync(ROOT + path, 'utf8')

  it.each(readMarkdown(text).blocks)('has valid code in line $line', ({ language, code, info }) => {
    if (LINTED.has(language)) {
      const { errors } = parseSync(`file.${language}`, code, { sourceType: 'module', showSemanticErrors: true })
      expect(errors.map(({ message }) => message)).toEqual([])
    } else if (language === 'json') {
      expect(() => JSON.parse(code) as unknown).not.toThrow()
    } else {
      expect(['sh', 'vue', 'svelte', 'text', 'yaml']).toContain(language)
    }
    expect([...INFO_KEYS]).toEqual(expect.arrayContaining(Object.keys(info)))
  })

  it.each(commandsIn(text))('has a command that there is: %s', (command) => {
    const [program, ...args] = command.split(' ')
    if (program === 'npx' && args[0] === packageJson.name) {
      expect(() => parseCommand(args.slice(1), codemodNames(streaming.rules))).not.toThrow()
    } else if (command.startsWith('npm run load:')) {
      // What the codemod load-test adds to a project.
      expect(text).toContain('npx eslint-plugin-streaming fix load-test --write')
    } else if (command.startsWith('npm run ')) {
      expect(packageJson.scripts).toHaveProperty([args[1]!])
    } else if (command.startsWith('npx vitest run ')) {
      expect(existsSync(ROOT + args.at(-1)!), args.at(-1)).toBe(true)
    } else if (command.startsWith('npm ci --prefix ')) {
      expect(existsSync(`${ROOT}${args.at(-1)!}/package-lock.json`)).toBe(true)
    } else {
      expect(command).toMatch(/^(?:npm (?:ci|test|install --save-dev .+)|npx (?:eslint|oxlint) .+)$/)
    }
  })

  it('links to files that exist', () => {
    for (const [, target] of text.matchAll(/\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)/g)) {
      expect(existsSync(`${ROOT}${dirname(path)}/${target}`), target).toBe(true)
    }
  })
})

/** The commands in the shell code of a page, without their comments. */
function commandsIn(text: string): string[] {
  return readMarkdown(text)
    .blocks.filter(({ language }) => language === 'sh')
    .flatMap(shellCommands)
}

function sectionBlocks(blocks: readonly CodeBlock[], title: string): CodeBlock[] {
  return blocks.filter(({ section, language }) => section === title && LINTED.has(language))
}

/**
 * What all rules say about a block, as `rule: message`; a file that does not parse is one message too.
 * @param of the rule that the options of the block are for
 */
function messagesOf({ language, info, code }: CodeBlock, of: StreamingRule): string[] {
  const { file = `src/file.${language}`, project, options } = info
  const levels: Record<string, Linter.RuleEntry> = Object.fromEntries(rules.map(({ spec }) => [spec.name, 'error']))
  if (options !== undefined) levels[of.spec.name] = ['error', JSON.parse(options) as object]
  const lint = lintText({ rules: streaming.rules, levels, filename: fixtureFile(project, file) })
  return lint(code).messages.map(({ ruleId, message }) => `${ruleId}: ${message}`)
}
