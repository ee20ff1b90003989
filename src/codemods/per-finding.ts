import type { Edit } from '../edits/edit.ts'
import type { ByHand, Codemod, CodemodChange, CodemodFile, CodemodFinding } from './codemod.ts'

/** What a codemod that looks at one finding at a time makes of it: an edit of its file, or a sentence about what to do by hand. */
export type FindingEdit = (file: CodemodFile, finding: CodemodFinding) => Edit | string | undefined

/** The `transform` of a codemod whose every finding is repaired in its own file; a finding without an answer is not its business. */
export function perFinding(editOf: FindingEdit): Codemod['transform'] {
  return async ({ files }) => {
    const changes: CodemodChange[] = []
    const byHand: ByHand[] = []
    for (const file of files)
      for (const finding of file.findings) {
        const answer = editOf(file, finding)
        if (typeof answer === 'string')
          byHand.push({ path: file.path, line: finding.line, rule: finding.rule, message: answer })
        else if (answer !== undefined) changes.push({ edits: [{ path: file.path, edit: answer }] })
      }
    return { changes, byHand }
  }
}
