import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { OPTION_NAMES } from '../../src/cli/arguments.ts'
import { HELP } from '../../src/cli/help.ts'

const page = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8')

function optionsIn(text: string): string[] {
  const found = [...text.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)].map(([option]) => option)
  return [...new Set(found)].sort()
}

describe('--help and its page', () => {
  const known = OPTION_NAMES.map((name) => `--${name}`).sort()

  it('names every option and no other', () => {
    expect(optionsIn(HELP)).toEqual(known)
  })

  it('has a page with the same options in its table', () => {
    const table = page.slice(page.indexOf('## Options'), page.indexOf('## Exit codes'))
    expect(optionsIn(table)).toEqual(known)
    expect(optionsIn(page)).toEqual(known)
  })

  it('fits into a terminal', () => {
    for (const line of HELP.split('\n')) expect(line.length, line).toBeLessThanOrEqual(120)
  })
})
