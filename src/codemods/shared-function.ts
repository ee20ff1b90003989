import type { ImportBinding } from '../edits/edit.ts'
import { importBinding } from '../edits/imports.ts'
import type { Node, Source } from '../source.ts'
import type { CodemodContext, CodemodFile, NewFile } from './codemod.ts'
import type { SharedModule } from './shared-module.ts'
import { sharedModule } from './shared-module.ts'

/** A function that a module of the project exports for several of its files. */
export interface SharedFunction {
  /** Of the module: absolute, with forward slashes. */
  readonly path: string
  /** True when the file that is there is something else than what the codemod writes there. */
  readonly isForeign: boolean
  /** How the file names the function; undefined when it cannot import it. */
  readonly binding: ImportBinding | undefined
  /** The module, when it is not there yet. */
  readonly newFiles: readonly NewFile[]
}

/** Which function, in which module, and the text of a new one. */
export interface SharedFunctionKind {
  /** Of the module, without ending: `cached-fetch`. */
  readonly file: string
  readonly name: string
  readonly text: (source: Source, module: SharedModule) => string
}

/**
 * The function as a file gets it from the module that is there, or is to be made.
 * @param at where the file uses it
 * @returns undefined where the file can load no such module
 */
export async function sharedFunction(
  context: CodemodContext,
  file: CodemodFile,
  { file: module, name, text }: SharedFunctionKind,
  at: Node,
): Promise<SharedFunction | undefined> {
  const { source } = file
  const shared = sharedModule(context, file, module)
  if (shared === undefined) return undefined
  const { path } = shared
  const known = context.text(path)
  if (known?.includes(`function ${name}(`) === false) return { path, isForeign: true, binding: undefined, newFiles: [] }
  const specifier = await context.types.moduleSpecifier(file.path, path)
  return {
    path,
    isForeign: false,
    binding: specifier === undefined ? undefined : importBinding(source, { module: specifier, name, at }),
    newFiles: known === undefined ? [{ path, text: text(source, shared) }] : [],
  }
}
