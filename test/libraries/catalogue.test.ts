import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { librariesFor, packagesFor, PURPOSES, runtimesOfPackage } from '../../src/libraries/catalogue.ts'
import { ALL_FRAMEWORKS, EVERYWHERE } from '../../src/libraries/library.ts'
import { packageFacts, PACKAGES } from '../../src/libraries/packages.ts'
import { moduleKind, packageOf } from '../../src/facts/module-name.ts'
import { majorOfRange, isSubrange } from '../../src/project/semver-range.ts'

const NAMES = Object.keys(PACKAGES)
const LIBRARIES = PURPOSES.flatMap((purpose) =>
  librariesFor(purpose).map((library) => ({ purpose, library, name: `${purpose}: ${library.package}` })),
)

/** The Node versions that this plugin itself runs on. */
const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } }

describe('every purpose', () => {
  it.each(PURPOSES)('%s is named like the others and has a library', (purpose) => {
    expect(purpose).toMatch(/^[a-z]+(?:-[a-z]+)*$/)
    expect(packagesFor(purpose).length).toBeGreaterThan(0)
  })

  it.each(PURPOSES)('%s lists each package and idiom once', (purpose) => {
    const keys = librariesFor(purpose).map((library) => `${library.package} ${library.idiom}`)
    expect(new Set(keys).size).toBe(keys.length)
  })
})

describe('every library', () => {
  it.each(LIBRARIES)('$name is consistent', ({ library }) => {
    expect(packageFacts(library.package)).toBeDefined()
    expect(library.idiom).toMatch(/^[a-z]+(?:-[a-z]+)*$/)
    expect(library.imports.length).toBeGreaterThan(0)
    for (const { from, name, local } of library.imports) {
      expect(moduleKind(from)).toBe('package')
      expect(packageOf(from)).toBe(library.package)
      expect(local).toMatch(/^[A-Za-z]\w*$/)
      if (name !== 'default') expect(local).toBe(name)
    }
    expect(new Set(library.imports.map(({ local }) => local)).size).toBe(library.imports.length)
    expect(library.runtimes.length).toBeGreaterThan(0)
    for (const runtime of library.runtimes) expect(EVERYWHERE).toContain(runtime)
    for (const framework of library.frameworks ?? []) expect(ALL_FRAMEWORKS).toContain(framework)
    for (const needed of library.needs ?? []) expect(packageFacts(needed)).toBeDefined()
  })

  const installed = LIBRARIES.flatMap((it) => {
    const path = join('node_modules', it.library.package, 'package.json')
    if (!existsSync(path)) return []
    const { version } = JSON.parse(readFileSync(path, 'utf8')) as { version: string }
    return Number(version.split('.')[0]) < PACKAGES[it.library.package].oldestMajor ? [] : [{ ...it, version }]
  })

  it.each(installed)('$name $version exports what is imported', async ({ library }) => {
    for (const { from, name } of library.imports) {
      const exported = (await import(from)) as Record<string, unknown>
      expect(Object.keys(exported), from).toContain(name)
    }
  })

  it('at least those that the tests of this repository use are installed', () => {
    const names = installed.map(({ library }) => library.package)
    expect(names).toEqual(expect.arrayContaining(['ai', 'eventsource-parser']))
  })
})

describe('every package', () => {
  it.each(NAMES)('%s is used', (name) => {
    const used = LIBRARIES.some(
      ({ library }) => library.package === name || (library.needs as readonly string[] | undefined)?.includes(name),
    )
    expect(used).toBe(true)
  })

  it.each(NAMES)('%s has versions that make sense', (name) => {
    const facts = packageFacts(name)!
    const majors = facts.versions.map(({ range }) => majorOfRange(range, name))
    for (const major of majors) expect(major).toBeGreaterThanOrEqual(facts.oldestMajor)
    expect(majors).toEqual([...majors].sort((a, b) => b! - a!))
    for (const { range, node } of facts.versions) {
      expect(range).toMatch(/^\^\d+\.\d+\.\d+$/)
      expect(isSubrange(node, '>=20')).toBe(true)
    }
    expect(isSubrange(engines.node, facts.versions.at(-1)!.node)).toBe(true)
    expect(facts.types ?? '@types/x').toMatch(/^@types\//)
  })
})

it('a package runs where any of its uses does', () => {
  expect(runtimesOfPackage('lru-cache')).toEqual(['node', 'browser', 'edge'])
  expect(runtimesOfPackage('split2')).toEqual(['node'])
  expect(runtimesOfPackage('stream-chain')).toEqual(expect.arrayContaining(['browser']))
  expect(runtimesOfPackage('left-pad')).toBeUndefined()
  expect(runtimesOfPackage(undefined)).toBeUndefined()
})
