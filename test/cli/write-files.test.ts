import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { writeFiles } from '../../src/cli/write-files.ts'

describe('writeFiles', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'streaming-write-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('replaces contents, keeps modes and leaves nothing beside', async () => {
    const path = join(folder, 'a.ts')
    await writeFile(path, 'old')
    await chmod(path, 0o750)
    expect(await writeFiles([{ absolutePath: path, text: 'new' }])).toEqual([])
    expect(await readFile(path, 'utf8')).toBe('new')
    expect((await stat(path)).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o750)
    expect(await readdir(folder)).toEqual(['a.ts'])
  })

  it('tells of a file that cannot be written, and writes the others', async () => {
    const there = join(folder, 'a.ts')
    const gone = join(folder, 'gone', 'b.ts')
    await writeFile(there, 'old')
    const unwritten = await writeFiles([
      { absolutePath: gone, text: 'new' },
      { absolutePath: there, text: 'new' },
    ])
    expect(unwritten.map(({ absolutePath }) => absolutePath)).toEqual([gone])
    expect(await readFile(there, 'utf8')).toBe('new')
    expect(await readdir(folder)).toEqual(['a.ts'])
  })

  it('makes new files with their folders, and replaces none', async () => {
    const fresh = join(folder, 'lib', 'a.ts')
    const there = join(folder, 'b.ts')
    await writeFile(there, 'old')
    const unwritten = await writeFiles([
      { absolutePath: fresh, text: 'new', isNew: true },
      { absolutePath: there, text: 'new', isNew: true },
    ])
    expect(unwritten).toEqual([{ absolutePath: there, reason: 'a file of this name is there' }])
    expect(await readFile(fresh, 'utf8')).toBe('new')
    expect(await readFile(there, 'utf8')).toBe('old')
    expect(await readdir(folder)).toEqual(['b.ts', 'lib'])
    expect(await readdir(join(folder, 'lib'))).toEqual(['a.ts'])
  })

  it('leaves a read-only file as it is, whoever asks', async () => {
    const [locked, open] = ['locked.ts', 'open.ts'].map((name) => join(folder, name)) as [string, string]
    for (const path of [locked, open]) await writeFile(path, 'old')
    await chmod(locked, 0o444)
    const unwritten = await writeFiles([locked, open].map((absolutePath) => ({ absolutePath, text: 'new' })))
    expect(unwritten).toEqual([{ absolutePath: locked, reason: 'it is read-only; make it writable and run again' }])
    expect(await readFile(locked, 'utf8')).toBe('old')
    expect(await readFile(open, 'utf8')).toBe('new')
    expect((await readdir(folder)).sort()).toEqual(['locked.ts', 'open.ts'])
    await chmod(locked, 0o644)
  })

  it('finishes what it has begun to rename when it is interrupted', async () => {
    const paths = Array.from({ length: 50 }, (_, at) => join(folder, `${at}.ts`))
    for (const path of paths) await writeFile(path, 'old')
    const exit = vi.spyOn(process, 'exit').mockImplementation(() => {
      throw new Error('exited')
    })
    const writing = writeFiles(paths.map((absolutePath) => ({ absolutePath, text: 'new' })))
    // The first file with new content shows that the renaming has begun.
    for (let isBegun = false; !isBegun;) isBegun = (await readFile(paths[0]!, 'utf8')) === 'new'
    process.emit('SIGINT')
    await writing.catch(() => {})
    exit.mockRestore()
    expect(new Set(await Promise.all(paths.map((path) => readFile(path, 'utf8'))))).toEqual(new Set(['new']))
    expect(await readdir(folder)).toHaveLength(paths.length)
  })

  it('leaves nothing behind when it is interrupted before', async () => {
    const paths = Array.from({ length: 50 }, (_, at) => join(folder, `${at}.ts`))
    for (const path of paths) await writeFile(path, 'old')
    const exit = vi.spyOn(process, 'exit').mockImplementation(() => {
      throw new Error('exited')
    })
    const writing = writeFiles(paths.map((absolutePath) => ({ absolutePath, text: 'new' })))
    process.emit('SIGINT')
    await expect(writing).rejects.toThrow('exited')
    expect(exit).toHaveBeenCalledWith(130)
    exit.mockRestore()
    expect(new Set(await Promise.all(paths.map((path) => readFile(path, 'utf8'))))).toEqual(new Set(['old']))
    expect(await readdir(folder)).toHaveLength(paths.length)
  })
})
