import type { Edit } from '../edits/edit.ts'
import type { Project } from '../project/project.ts'
import type { Source } from '../source.ts'

/** STUB: decision 5. True when `--fix` may apply the edit unasked. */
export function mayApplyUnasked(_edit: Edit, _source: Source, _project: Project): boolean {
  return true
}

/** STUB: True when the edit may be offered in the editor. */
export function mayOffer(_edit: Edit, _source: Source, _project: Project): boolean {
  return true
}
