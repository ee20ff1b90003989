import { existsSync } from 'node:fs'
import { isTypeScript, moduleSyntax } from '../edits/module-syntax.ts'
import { join } from '../project/posix-path.ts'
import type { CodemodContext, CodemodFile } from './codemod.ts'

/** A module that several files of a package import, which may have to be made. */
export interface SharedModule {
  /** Absolute, with forward slashes. */
  readonly path: string
  readonly syntax: 'import' | 'require'
  readonly isTypeScript: boolean
}

/** Where projects keep what several of their files share, the usual place first. */
const FOLDERS = ['src/lib', 'src', 'lib']

/**
 * Where a package keeps a module for what several of its files need: the one that is there, else where it would be made, in
 * the language and the module syntax of the file that needs it.
 * @param name without ending: `cached-fetch`
 * @returns undefined for a file of no package, and where the one that is there cannot be loaded by the file
 */
export function sharedModule(context: CodemodContext, file: CodemodFile, name: string): SharedModule | undefined {
  const { source, project } = file
  const { root } = project
  const syntax = moduleSyntax(source)
  if (root === undefined || (syntax !== 'import' && syntax !== 'require')) return undefined
  const folder = FOLDERS.map((it) => join(root, it)).find((it) => existsSync(it)) ?? root
  const endings = ['.ts', '.mts', '.js', '.mjs', '.cjs']
  const known = endings.find((it) => context.exists(join(folder, name + it)))
  const wanted = endingFor(file, syntax)
  const ending = known ?? wanted
  // A file of CommonJS and one of ES modules cannot import each other by the same words.
  const isOther = known !== undefined && known !== wanted && (syntax === 'require' || known === '.cjs')
  return isOther ? undefined : { path: join(folder, name + ending), syntax, isTypeScript: ending.includes('ts') }
}

function endingFor({ source, project }: CodemodFile, syntax: 'import' | 'require'): string {
  if (isTypeScript(source)) return /\.mts$/.test(source.path) ? '.mts' : '.ts'
  if (syntax === 'require') return project.isModule ? '.cjs' : '.js'
  return /\.mjs$/.test(source.path) && !project.isModule ? '.mjs' : '.js'
}
