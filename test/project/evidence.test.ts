import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Answers, DISK, DiskView } from '../../src/project/evidence.ts'
import { MemoryFiles } from './memory-files.ts'

describe('answers with evidence', () => {
  it('are remembered while nothing that was looked at has changed', () => {
    const files = new MemoryFiles({ '/a.json': { n: 1 } })
    let time = 0
    const answers = new Answers(new DiskView(files, () => time))
    let computed = 0
    const ask = () =>
      answers.answer('n', (look) => {
        computed++
        return (look.json('/a.json') as { n: number } | undefined)?.n
      })
    expect(ask()).toBe(1)
    files.write('/a.json', { n: 2 })
    time = 499
    expect(ask()).toBe(1)
    time = 500
    expect(ask()).toBe(2)
    expect(computed).toBe(2)
    time = 2000
    expect(ask()).toBe(2)
    expect(computed).toBe(2)
    files.remove('/a.json')
    time = 3000
    expect(ask()).toBeUndefined()
  })

  it('see a file appear that was missing', () => {
    const files = new MemoryFiles()
    let time = 0
    const answers = new Answers(new DiskView(files, () => time))
    const ask = () => answers.answer('lock', (look) => look.kindOf('/yarn.lock'))
    expect(ask()).toBeUndefined()
    files.write('/yarn.lock', '')
    time = 500
    expect(ask()).toBe('file')
  })

  it('look at one path once in 500 ms and parse it once', () => {
    const files = new MemoryFiles({ '/a.json': {} })
    let time = 0
    const view = new DiskView(files, () => time)
    for (const name of ['x', 'y', 'z']) new Answers(view).answer(name, (look) => look.json('/a.json'))
    expect(files.stats).toBe(1)
    expect(files.reads).toBe(1)
    time = 600
    new Answers(view).answer('x', (look) => look.json('/a.json'))
    expect(files.stats).toBe(2)
    expect(files.reads).toBe(1)
  })

  it('are undefined for what is no JSON, and begin behind a byte-order mark', () => {
    const files = new MemoryFiles({ '/bad.json': '{', '/bom.json': '\uFEFF{"a":1}', '/folder/x': '' })
    const answers = new Answers(new DiskView(files))
    expect(answers.answer('bad', (look) => look.json('/bad.json'))).toBeUndefined()
    expect(answers.answer('bom', (look) => look.json('/bom.json'))).toEqual({ a: 1 })
    expect(answers.answer('folder', (look) => [look.kindOf('/folder'), look.json('/folder')])).toEqual([
      'folder',
      undefined,
    ])
  })
})

describe('the real disk', () => {
  it('tells files, folders and nothing apart, and never throws', () => {
    const folder = mkdtempSync(join(tmpdir(), 'streaming-'))
    try {
      writeFileSync(join(folder, 'a.json'), '{}')
      expect(DISK.stat(folder)?.isFolder).toBe(true)
      expect(DISK.stat(join(folder, 'a.json'))).toMatchObject({ isFolder: false, size: 2 })
      expect(DISK.stat(join(folder, 'b.json'))).toBeUndefined()
      expect(DISK.stat(join(folder, 'a.json', 'c'))).toBeUndefined()
      expect(DISK.stat('\0')).toBeUndefined()
      expect(DISK.read(join(folder, 'a.json'))).toBe('{}')
      expect(DISK.read(folder)).toBeUndefined()
      expect(DISK.read('\0')).toBeUndefined()
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
