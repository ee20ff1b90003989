import type { Rule } from 'eslint'
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
 * The file that a rule's context stands for; one per syntax tree.
 * @param settings as read from the context, which has the same ones for all rules
 */
export function lintedFile({ sourceCode, physicalFilename }: Rule.RuleContext, settings: Settings): LintedFile {
  const known = files.get(sourceCode.ast)
  if (known !== undefined) return known
  const path = physicalFilename.replaceAll('\\', '/')
  const project = projectOf(path)
  const place = { path, project, settings, text: sourceCode.text }
  const isExempt = isExemptFile(place, true)
  const file = { path, project, settings, isExempt, isExemptOrTest: isExempt || isExemptFile(place, false) }
  files.set(sourceCode.ast, file)
  return file
}
