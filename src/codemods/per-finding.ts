import type { Edit } from '../edits/edit.ts'
import type { ByHand, Codemod, CodemodChange, CodemodContext, CodemodFile, CodemodFinding } from './codemod.ts'

/** What a codemod makes of one finding: an edit of its file, a change of several, or a sentence about what to do by hand. */
type FindingAnswer = Edit | CodemodChange | string | undefined

/** The `transform` of a codemod that looks at one finding at a time; a finding without an answer is not its business, or dealt with. */
export function perFinding(
  answerOf: (
    file: CodemodFile,
    finding: CodemodFinding,
    context: CodemodContext,
  ) => FindingAnswer | Promise<FindingAnswer>,
): Codemod['transform'] {
  return async (context) => {
    const changes: CodemodChange[] = []
    const byHand: ByHand[] = []
    for (const file of context.files)
      for (const finding of file.findings) {
        const answer = await answerOf(file, finding, context)
        if (typeof answer === 'string')
          byHand.push({ path: file.path, line: finding.line, rule: finding.rule, message: answer })
        else if (answer !== undefined)
          changes.push('edits' in answer ? answer : { edits: [{ path: file.path, edit: answer }] })
      }
    return { changes, byHand }
  }
}
