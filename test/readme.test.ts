import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from '@typescript-eslint/parser'
import { describe, expect, it } from 'vitest'
import { DEFAULT_SETTINGS } from '../src/settings.ts'

const root = new URL('../', import.meta.url)
const readme = readFileSync(new URL('README.md', root), 'utf8')

const blocks = [...readme.matchAll(/^```(\w+)\n([^]*?)^```$/gm)].map(([, language, code]) => ({
  language: language!,
  code: code!,
}))

describe('README', () => {
  it.each(blocks.filter(({ language }) => language === 'js'))('holds JavaScript that parses: $code', ({ code }) => {
    expect(() => parse(code, { sourceType: 'module' })).not.toThrow()
  })

  it.each(blocks.filter(({ language }) => language === 'json'))('holds JSON that parses: $code', ({ code }) => {
    expect(() => JSON.parse(code) as unknown).not.toThrow()
  })

  it('has no code block of another kind', () => {
    expect(new Set(blocks.map(({ language }) => language))).toEqual(new Set(['js', 'json', 'sh']))
  })

  it('runs only npm scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { scripts: object }
    const named = [...readme.matchAll(/npm (?:run ([\w-]+)|(test))/g)].map(([, run, test]) => run ?? test)
    expect(named.length).toBeGreaterThan(0)
    for (const script of named) expect(scripts).toHaveProperty([script!])
  })

  it('explains every setting and no other', () => {
    const section = /^## Settings$([^]*?)^## /m.exec(readme)![1]!
    const explained = [...section.matchAll(/^\| `(\w+)` /gm)].map(([, name]) => name)
    // The fingerprint is set by the plugin itself, never by hand.
    const known = Object.keys(DEFAULT_SETTINGS).filter((name) => name !== 'fingerprint')
    expect(explained.sort()).toEqual(known.sort())
  })

  it('links to files that exist', () => {
    const links = [...readme.matchAll(/\]\((?!https?:|#)([^)]+)\)/g)].map(([, path]) => path!)
    expect(links.length).toBeGreaterThan(0)
    for (const path of links) expect(existsSync(fileURLToPath(new URL(path, root))), path).toBe(true)
  })
})
