import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll } from 'vitest'
import { ROOT } from '../repository.ts'

/** A folder for the code that a test runs, whose imports find the packages of the repository. */
export interface ModuleFolder {
  /** Writes code into a new file and gives its path. */
  write(code: string): string
  /** Writes code into a new file and loads it. */
  load<Module>(code: string): Promise<Module>
}

/** Makes the folder; it goes when the tests of the file are through. Call it at the top of a test file. */
export function moduleFolder(): ModuleFolder {
  const folder = mkdtempSync(join(tmpdir(), 'streaming-behaviour-'))
  symlinkSync(`${ROOT}node_modules`, join(folder, 'node_modules'), 'junction')
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  let files = 0
  const write = (code: string): string => {
    const path = join(folder, `module-${files++}.mjs`)
    writeFileSync(path, code)
    return path
  }
  return {
    write,
    async load<Module>(code: string) {
      return (await import(/* @vite-ignore */ pathToFileURL(write(code)).href)) as Module
    },
  }
}
