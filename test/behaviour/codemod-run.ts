import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll } from 'vitest'
import { runCodemod } from '../codemods/run-codemod.ts'
import { ROOT } from '../repository.ts'

/** Files by path, with forward slashes. */
type Files = Readonly<Record<string, string>>

/** A project on disk. */
export interface CodemodProject {
  /** The absolute path of a file. */
  path(file: string): string
  read(file: string): string
  /** Loads a file as a module. */
  load<Module>(file: string): Promise<Module>
}

/** Makes projects whose imports find the packages of the repository. */
export interface CodemodProjects {
  /** A project with these files; its package.json is that of a package of ES modules unless it is among them. */
  before(files: Files): CodemodProject
  /**
   * The same project as a codemod leaves it.
   * @param given more arguments of the command line
   * @throws {Error} when the codemod changes none of the files, fails, or leaves something to be done by hand
   */
  after(codemod: string, files: Files, given?: readonly string[]): Promise<CodemodProject>
}

/** Call it at the top of a test file; the projects go when its tests are through. */
export function codemodProjects(): CodemodProjects {
  const folder = mkdtempSync(join(tmpdir(), 'streaming-behaviour-'))
  symlinkSync(`${ROOT}node_modules`, join(folder, 'node_modules'), 'junction')
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  let projects = 0
  const before = (files: Files): CodemodProject => {
    const root = join(folder, `project-${projects++}`)
    for (const [file, text] of Object.entries({ 'package.json': packageJson(), ...files })) {
      mkdirSync(dirname(join(root, file)), { recursive: true })
      writeFileSync(join(root, file), text)
    }
    const path = (file: string): string => join(root, file)
    return {
      path,
      read: (file) => readFileSync(path(file), 'utf8'),
      async load<Module>(file: string) {
        return (await import(/* @vite-ignore */ pathToFileURL(path(file)).href)) as Module
      },
    }
  }
  return {
    before,
    async after(codemod, files, given) {
      const project = before(files)
      const { code, byHand, errors } = await runCodemod(codemod, project.path('.'), given)
      if (code !== 0 || byHand !== '') throw new Error(`${codemod} ended with ${code}. ${errors}${byHand}`)
      if (Object.entries(files).every(([file, text]) => project.read(file) === text))
        throw new Error(`${codemod} changes nothing`)
      return project
    },
  }
}

/** The package.json of a package of ES modules with these dependencies. */
export function packageJson(dependencies: Files = {}): string {
  return JSON.stringify({ name: 'behaviour', private: true, type: 'module', dependencies }, undefined, 2)
}
