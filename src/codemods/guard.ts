import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { camelCase } from '../edits/names.ts'
import { segmentsOf, toPosixPath } from '../project/posix-path.ts'
import type { FrameworkName } from '../frameworks/handler.ts'
import type { CodemodContext } from './codemod.ts'

/** What `--guard <module#name>` names. */
export interface Guard {
  /** Absolute path of a file of the project, with forward slashes. */
  readonly file: string | undefined
  /** As it was given, for a package. */
  readonly specifier: string
  /** The exported name, or `default`. */
  readonly name: string
  /** True for `module#name()`: the export makes the guard. */
  readonly isMade: boolean
}

const ENDINGS = ['ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs', 'cjs']

/**
 * Reads `--guard`.
 * @returns a sentence about what is wrong with it
 */
export function guardOf(given: string, cwd: string): Guard | string {
  const match = /^(?<specifier>[^#]+)#(?<name>[\p{ID_Start}$_][\p{ID_Continue}$]*)(?<call>\(\))?$/u.exec(given)
  const { specifier, name, call } = match?.groups ?? {}
  if (specifier === undefined || name === undefined)
    return `Option --guard wants a module and the name that it exports, such as ./src/auth.ts#requireUser, but got '${given}'.`
  const file = fileOf(toPosixPath(resolve(cwd, specifier)))
  if (file === undefined && /^(?:\.|\/|[a-z]:)/i.test(specifier)) return `Option --guard names no file: '${specifier}'.`
  return { file, specifier, name, isMade: call !== undefined }
}

/** What is imported of its module; a default export is called as its file, or as the folder of an `index`. */
export function exportOf({ file, specifier, name }: Guard): { readonly name: string; readonly as?: string } {
  if (name !== 'default') return { name }
  const [last = '', folder = ''] = segmentsOf(file ?? specifier).toReversed()
  const stem = last.replace(/\.[cm]?[jt]sx?$/, '')
  return { name, as: camelCase(stem === 'index' && folder !== '' ? folder : stem) }
}

/**
 * False when the signature of a guard says that it is middleware of another framework. What runs in a route that is a function
 * and nothing else is told by its caller, who has to fill its parameters.
 */
export async function fitsFramework(guard: Guard, framework: FrameworkName, context: CodemodContext): Promise<boolean> {
  const looks = MIDDLEWARE[framework]
  if (guard.file === undefined || guard.isMade || looks === undefined) return true
  const signature = await context.types.exportedFunction(guard.file, guard.name)
  return signature === undefined || looks(signature.parameters.map(({ type }) => type))
}

const MIDDLEWARE: Readonly<Partial<Record<FrameworkName, (types: readonly string[]) => boolean>>> = {
  express: ({ length }) => length >= 3,
  koa: ([first = '', ...others]) => others.length === 1 && /Context\b/.test(first),
  hono: ([first = '', ...others]) => others.length === 1 && /^Context\b/.test(first),
  fastify: ([first = '']) => /^FastifyRequest\b/.test(first),
  // A guard of Nest is a class, which nobody calls.
  nest: () => false,
}

/** How a file imports the guard; undefined when TypeScript cannot tell. */
export async function guardSpecifier(guard: Guard, from: string, context: CodemodContext): Promise<string | undefined> {
  return guard.file === undefined ? guard.specifier : context.types.moduleSpecifier(from, guard.file)
}

/** The file that a path without its ending, or that of a folder, means. */
function fileOf(path: string): string | undefined {
  const candidates = [path, ...ENDINGS.flatMap((ending) => [`${path}.${ending}`, `${path}/index.${ending}`])]
  return candidates.find((it) => existsSync(it) && statSync(it).isFile())
}
