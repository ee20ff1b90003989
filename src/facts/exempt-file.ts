import type { SourceCode } from 'eslint'
import type { Project } from '../project/project.ts'
import type { Settings } from '../settings.ts'

/** STUB: True for tests, mocks, stories, benchmarks, fixtures, `.d.ts` and generated files. */
export function isExemptFile(
  _path: string,
  _sourceCode: SourceCode,
  _project: Project,
  _settings: Settings,
  _includesTestFiles: boolean,
): boolean {
  return false
}
