import { posix, win32 } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  ancestorsOf,
  isAbsolutePath,
  join,
  parentOf,
  relativeTo,
  segmentsOf,
  toPosixPath,
} from '../../src/project/posix-path.ts'

describe.each([
  ['posix', posix, '/repo/app', '/'],
  ['win32', win32, 'C:\\repo\\app', 'C:/'],
  ['a Windows share', win32, '\\\\server\\share\\app', '//server/share/'],
])('paths of %s', (_name, flavour, native, top) => {
  const root = toPosixPath(native)
  const file = toPosixPath(flavour.join(native, 'src', 'api', 'chat.ts'))

  it('climb to the root and stop there', () => {
    const folders = ancestorsOf(file)
    expect(folders[0]).toBe(toPosixPath(flavour.dirname(flavour.join(native, 'src', 'api', 'chat.ts'))))
    expect(folders).toContain(root)
    expect(folders.at(-1)).toBe(top)
    expect(parentOf(top)).toBeUndefined()
  })

  it('are joined and taken apart again', () => {
    expect(join(root, 'src/api/chat.ts')).toBe(file)
    expect(join(top, 'x')).toBe(`${top}x`)
    expect(relativeTo(root, file)).toBe('src/api/chat.ts')
    expect(relativeTo(`${root}/`, file)).toBe('src/api/chat.ts')
    expect(relativeTo(`${root}-other`, file)).toBeUndefined()
    expect(relativeTo(root, root)).toBeUndefined()
  })

  it('are absolute', () => expect(isAbsolutePath(file)).toBe(true))
})

it('names without a root have no folder', () => {
  for (const name of ['<input>', '<text>', 'a.ts', 'src/a.ts', './a.ts', '']) {
    expect(isAbsolutePath(name)).toBe(false)
    expect(parentOf(name)).toBeUndefined()
    expect(ancestorsOf(name)).toEqual([])
  }
})

it('segments leave out what is empty', () => {
  expect(segmentsOf('/a//b/c.ts')).toEqual(['a', 'b', 'c.ts'])
})
