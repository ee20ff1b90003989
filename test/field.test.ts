import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { afterAll, describe, expect, it } from 'vitest'
import streaming from '../src/index.ts'
import type { StreamingRule } from '../src/rule.ts'
import type { JudgedFinding } from './field.ts'
import {
  countVerdicts,
  differenceOf,
  findCheckouts,
  isPrecise,
  NOT_REACHED,
  precisionPage,
  readField,
  TARGETS,
} from './field.ts'
import { ROOT } from './repository.ts'

// What is recorded about real code in fixtures/field: its form, and that what was set out to be reached is reached.

const field = readField()
const rules = streaming.rules as Readonly<Record<string, StreamingRule>>
const known = new Set(field.repositories.map(({ repository }) => repository))
const COMMIT = /^[0-9a-f]{40}$/
/** A reason is one's own sentence; code would be longer. */
const REASON = 200

/** Order of the rows: by repository, path and line. */
function isBefore(
  a: { readonly repository: string; readonly path: string; readonly line?: number },
  b: { readonly repository: string; readonly path: string; readonly line?: number },
): boolean {
  if (a.repository !== b.repository) return a.repository < b.repository
  if (a.path !== b.path) return a.path < b.path
  return (a.line ?? 0) <= (b.line ?? 0)
}

/** Rows that stand before their predecessor. */
function unsorted<T extends { readonly repository: string; readonly path: string; readonly line?: number }>(
  rows: readonly T[],
): T[] {
  return rows.filter((row, at) => at > 0 && !isBefore(rows[at - 1]!, row))
}

function doubled(keys: readonly string[]): string[] {
  return keys.filter((key, at) => keys.indexOf(key) !== at)
}

/** What is wrong with the reason of a row, as a list of such rows. */
function badReasons<T extends { readonly reason: string }>(rows: readonly T[]): T[] {
  return rows.filter(({ reason }) => reason.trim() === '' || reason.length > REASON || reason.includes('\n'))
}

const keysOf = (row: object): string[] => Object.keys(row).sort()

describe('the repositories', () => {
  it('are sorted, at least twenty, each with its commit', () => {
    const names = field.repositories.map(({ repository }) => repository)
    expect(names).toEqual([...new Set(names)].sort())
    expect(names.length).toBeGreaterThanOrEqual(20)
    for (const { commit, kind, frameworks } of field.repositories) {
      expect(commit).toMatch(COMMIT)
      expect(kind).not.toBe('')
      expect(frameworks).not.toEqual([])
    }
  })
})

describe.each(Object.entries(field.findings).map(([name, rows]) => ({ name, rows })))(
  'the judged findings of $name',
  ({ name, rows }) => {
    it('are well-formed', () => {
      const messageIds = Object.keys(rules[name]?.meta.messages ?? {})
      for (const row of rows) {
        expect(keysOf(row)).toEqual(['line', 'messageId', 'path', 'reason', 'repository', 'verdict'])
        expect(known).toContain(row.repository)
        expect(messageIds).toContain(row.messageId)
        expect(['true', 'debatable', 'false']).toContain(row.verdict)
        expect(row.line).toBeGreaterThan(0)
      }
      expect(badReasons(rows)).toEqual([])
      expect(unsorted(rows)).toEqual([])
    })

    it('are true, as far as was set out to be reached', () => {
      if (rules[name]?.spec.tier !== 'recommended') return
      const isReached = !Object.hasOwn(NOT_REACHED.rules, name)
      expect(isPrecise(countVerdicts(rows)), JSON.stringify(countVerdicts(rows))).toBe(isReached)
    })
  },
)

describe.each(Object.entries(field.recall).map(([name, rows]) => ({ name, rows })))(
  'the mistakes found without $name',
  ({ name, rows }) => {
    it('are well-formed', () => {
      expect(rules).toHaveProperty([name])
      for (const row of rows) {
        const blind = row.blind === undefined ? [] : ['blind']
        expect(keysOf(row)).toEqual([...blind, 'line', 'path', 'reason', 'reported', 'repository'])
        expect([true, undefined]).toContain(row.blind)
        expect(known).toContain(row.repository)
        expect(typeof row.reported).toBe('boolean')
        expect(row.line).toBeGreaterThan(0)
      }
      expect(badReasons(rows)).toEqual([])
      expect(unsorted(rows)).toEqual([])
      expect(doubled(rows.map(({ repository, path, line }) => `${repository} ${path}:${line}`))).toEqual([])
    })
  },
)

describe('the mistakes found by other means', () => {
  it('are reported, as far as was set out to be reached', () => {
    const rows = Object.values(field.recall).flat()
    const reported = rows.filter((row) => row.reported).length
    if (rows.length > 0) expect(reported / rows.length).toBeGreaterThanOrEqual(TARGETS.recall)
  })
})

describe('the commits that mended a mistake', () => {
  it('are well-formed', () => {
    for (const row of field.fixes) {
      expect(keysOf(row)).toEqual(['after', 'before', 'commit', 'path', 'reason', 'repository', 'rule'])
      expect(row.repository).toMatch(/^[\w.-]+\/[\w.-]+$/)
      expect(row.commit).toMatch(COMMIT)
      expect(rules).toHaveProperty([row.rule])
    }
    expect(badReasons(field.fixes)).toEqual([])
    expect(unsorted(field.fixes)).toEqual([])
    expect(doubled(field.fixes.map(({ commit, path, rule }) => `${commit} ${path} ${rule}`))).toEqual([])
  })

  it('are told apart from what was there before, as far as was set out to be reached', () => {
    const good = field.fixes.filter(({ before, after }) => before && !after).length
    if (field.fixes.length > 0) expect(good / field.fixes.length).toBeGreaterThanOrEqual(TARGETS.fixes)
  })
})

describe('docs/precision.md', () => {
  it('is what the data says', async () => {
    const path = `${ROOT}docs/precision.md`
    const page = await format(precisionPage(field), { ...(await resolveConfig(path)), filepath: path })
    expect(readFileSync(path, 'utf8')).toBe(page)
  })
})

describe('the targets', () => {
  it.each([
    [true, { true: 0, debatable: 0, false: 0 }],
    [true, { true: 19, debatable: 0, false: 1 }],
    [false, { true: 18, debatable: 0, false: 1 }],
    [true, { true: 3, debatable: 3, false: 0 }],
    [false, { true: 5, debatable: 2, false: 0 }],
    [true, { true: 17, debatable: 3, false: 0 }],
  ])('%s for %o', (expected, counts) => {
    expect(isPrecise(counts)).toBe(expected)
  })
})

describe('the comparison', () => {
  const place = { repository: 'a/b', path: 'src/x.ts' }
  const finding = (line: number, verdict = 'true'): JudgedFinding => ({
    ...place,
    line,
    messageId: 'm',
    verdict,
    reason: 'so',
  })
  const report = (line: number, endLine = line) => ({ ...place, line, endLine, messageId: 'm' })
  const mistake = (line: number, reported: boolean) => ({ ...place, line, reported, reason: 'so' })

  it('finds no difference where there is none', () => {
    const recall = [mistake(12, true), mistake(200, false)]
    const { differences } = differenceOf({ now: [report(3), report(9)], judged: [finding(3), finding(9)], recall })
    expect(differences).toEqual([])
  })

  it('names what is gone, new, now missed and now reported', () => {
    const recall = [mistake(4, false), mistake(100, true)]
    const result = differenceOf({ now: [report(3), report(3), report(5)], judged: [finding(3), finding(7)], recall })
    expect(result).toMatchObject({ findings: 3, unread: 2, gone: 1, mistakes: 2, recorded: 1, reported: 1 })
    expect(result.differences).toEqual([
      'no longer reported (true): a/b src/x.ts:7 m',
      'not judged: a/b src/x.ts:3 m',
      'not judged: a/b src/x.ts:5 m',
      'now reported: a/b src/x.ts:4',
      'now missed: a/b src/x.ts:100',
    ])
  })

  it('lets most findings of a rule with many go unread', () => {
    const lines = Array.from({ length: 60 }, (_, at) => at + 1)
    const now = [...lines, 900].map((line) => report(line))
    expect(differenceOf({ now, judged: lines.map((line) => finding(line)), recall: [] }).differences).toEqual([])
  })
})

describe('checkouts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'streaming-field-'))
  const commit = 'a'.repeat(40)
  const wanted = ['a/good', 'a/other', 'a/plain', 'a/missing'].map((repository) => ({ repository, commit }))
  for (const [name, found] of [
    ['a+good', commit],
    ['a+other', 'b'.repeat(40)],
    ['a+plain', undefined],
  ] as const) {
    mkdirSync(join(folder, name))
    if (found !== undefined) writeFileSync(join(folder, name, '.commit'), `${found}\n`)
  }
  afterAll(() => rmSync(folder, { recursive: true }))

  it('are found by name and commit; each problem is one line', () => {
    const { found, problems } = findCheckouts(folder, wanted)
    expect(found.map(({ repository }) => repository)).toEqual(['a/good'])
    expect(problems).toEqual([
      expect.stringMatching(/^a\/other: .* is at b{40}, what was judged is a{40}$/),
      expect.stringMatching(/^a\/plain: .* has neither a \.commit file nor a git folder/),
      expect.stringMatching(/^a\/missing: there is no .*; check out a{40} there$/),
    ])
  })

  it('are not looked for one by one in a wrong folder', () => {
    expect(findCheckouts(join(folder, 'none'), wanted).problems).toEqual([expect.stringMatching(/none is no folder$/)])
    expect(findCheckouts(join(folder, 'a+good'), wanted).problems).toHaveLength(1)
  })
})
