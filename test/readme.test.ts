import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { CODEMODS } from '../src/codemods/codemods.ts'
import packageJson from '../package.json' with { type: 'json' }
import { MISTAKES } from '../src/rule.ts'
import streaming from '../src/index.ts'
import { DEFAULT_SETTINGS } from '../src/settings.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

/** The text of one section, without its heading. */
function section(title: string): string {
  return readme.split(/^## /m).find((part) => part.startsWith(`${title}\n`))!
}

function byName(a: { readonly name: string | undefined }, b: { readonly name: string | undefined }): number {
  return (a.name ?? '').localeCompare(b.name ?? '')
}

describe('README', () => {
  it('says which mistakes have rules', () => {
    const built = new Set(Object.values(streaming.rules).map((rule) => rule.meta.docs.mistake))
    const rows = [...section('What it finds').matchAll(/^\| +(\d+) \| (\w+) .*\| (yes|no) +\|$/gm)]
    expect(rows.map(([, rank, name, has]) => [Number(rank), name!.toLowerCase(), has])).toEqual(
      MISTAKES.map((name, at) => [at + 1, name, built.has(name) ? 'yes' : 'no']),
    )
  })

  it('lists every codemod with its title and its rules', () => {
    const rows = [
      ...section('Codemods').matchAll(/^\| \[([\w-]+)\]\(docs\/codemods\/\1\.md\) +\| (.*?) +\| (.*?) +\|$/gm),
    ]
    expect(rows.map(([, name, title, rules]) => ({ name, title, rules })).sort(byName)).toEqual(
      CODEMODS.map(({ name, title, rules }) => ({
        name,
        title,
        rules: rules.map((it) => `\`${it}\``).join(', '),
      })).sort(byName),
    )
  })

  it('runs only npm scripts that exist', () => {
    const named = [...readme.matchAll(/npm (?:run ([\w-]+)|(test))/g)].map(([, run, test]) => run ?? test)
    expect(named).toEqual(expect.arrayContaining(['demo', 'test']))
    for (const script of named) expect(packageJson.scripts).toHaveProperty([script!])
  })

  it('shows the picture, and costs that were measured', () => {
    expect(section('What it finds')).toMatch(/^!\[.{40,}\]\(docs\/before-after\.svg\)$/m)
    const cells = (text: string) =>
      text.split('\n').flatMap((line) => {
        const [, ...parts] = line.split('|').map((it) => it.trim().replace('](docs/', ']('))
        // The page has two columns more at the beginning.
        return parts.length > 4 ? [parts.slice(-5).join(' | ')] : []
      })
    const [, , ...shown] = cells(section('What the mistakes cost'))
    expect(shown.length).toBeGreaterThan(5)
    expect(cells(readFileSync(new URL('../docs/costs.md', import.meta.url), 'utf8'))).toEqual(
      expect.arrayContaining(shown),
    )
  })

  it('explains every setting and no other', () => {
    const explained = [...section('Settings').matchAll(/^\| `(\w+)` /gm)].map(([, name]) => name)
    // The fingerprint is set by the plugin itself, never by hand.
    const known = Object.keys(DEFAULT_SETTINGS).filter((name) => name !== 'fingerprint')
    expect(explained.sort()).toEqual(known.sort())
  })
})
