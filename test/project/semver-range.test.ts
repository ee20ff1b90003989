import { describe, expect, it } from 'vitest'
import { allows, isSubrange, majorOfRange } from '../../src/project/semver-range.ts'

describe('the major of a range', () => {
  it.each([
    ['^4.18.2', 4],
    ['~5.1', 5],
    ['4', 4],
    ['4.x', 4],
    ['5.0.0-beta.1', 5],
    ['^5.0.0-beta.1', 5],
    ['>=4 <5', 4],
    ['>=4.17.0 <5.0.0', 4],
    ['4 - 4.9', 4],
    ['^4.1 || ^4.9', 4],
    ['^0.16.1', 0],
    [' ^4 ', 4],
    ['npm:express@^4', 4],
  ])('%s is %i', (range, major) => expect(majorOfRange(range, 'express')).toBe(major))

  it.each([
    '*',
    '',
    'x',
    'latest',
    'next',
    '>=4',
    '<5',
    '^4 || ^5',
    'catalog:',
    'catalog:react18',
    'workspace:^4.0.0',
    'workspace:*',
    'file:../express',
    'link:../express',
    'git+ssh://example.com/express.git#v4',
    'https://example.com/express-4.0.0.tgz',
    'expressjs/express#4.x',
    'npm:not-express@^4',
    'npm:express',
    'npm:@scope/express@4',
  ])('%j is unknown', (range) => expect(majorOfRange(range, 'express')).toBeUndefined())

  it('an alias of the same scoped package is read', () => {
    expect(majorOfRange('npm:@nestjs/core@^11.0.0', '@nestjs/core')).toBe(11)
  })
})

it('a version is compared with a range only when the range says something', () => {
  expect(allows('^4', '4.22.3', 'express')).toBe(true)
  expect(allows('^5', '4.22.3', 'express')).toBe(false)
  expect(allows('^5.0.0', '5.1.0-beta.1', 'express')).toBe(true)
  expect(allows('catalog:', '4.22.3', 'express')).toBeUndefined()
  expect(allows('^4', 'four', 'express')).toBeUndefined()
})

it('subranges', () => {
  expect(isSubrange('>=22.12', '>=22.12.0')).toBe(true)
  expect(isSubrange('^20.19 || >=22', '>=22')).toBe(false)
  expect(isSubrange('lts', '>=22')).toBe(false)
})
