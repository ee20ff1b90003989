import { isExemptFile } from './facts/exempt-file.ts'
import type { Project } from './project/project.ts'
import { projectOf } from './project/project.ts'
import type { Settings } from './settings.ts'

/** Where the linted file is and what is known of it before its code is looked at: the same for all rules. */
export interface LintedFile {
  /** The physical path, with forward slashes. */
  readonly path: string
  readonly project: Project
  readonly settings: Settings
  /** True where all rules are silent. */
  readonly isExempt: boolean
  /** True where the rules are silent that do not look at test files. */
  readonly isExemptOrTest: boolean
}

const files = new WeakMap<object, LintedFile>()

/**
 * The file that a syntax tree is of; looked at once.
 * @param ast tells files apart
 * @param physicalPath the path on disk, as the host gives it
 * @param settings the same ones for all rules that look at the file
 */
export function lintedFile(
  { ast, text }: { readonly ast: object; readonly text: string },
  physicalPath: string,
  settings: Settings,
): LintedFile {
  const known = files.get(ast)
  if (known !== undefined) return known
  const path = physicalPath.replaceAll('\\', '/')
  const project = projectOf(path)
  const place = { path, project, settings, text }
  const isExempt = isExemptFile(place, true)
  const file = { path, project, settings, isExempt, isExemptOrTest: isExempt || isExemptFile(place, false) }
  files.set(ast, file)
  return file
}
