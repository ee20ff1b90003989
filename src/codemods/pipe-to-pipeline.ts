import { copyToPipeline } from '../edits/copy-to-pipeline.ts'
import type { Edit } from '../edits/edit.ts'
import { addFailureCallback, hearFloating } from '../edits/hear-pipeline.ts'
import { pipeToPipeline } from '../edits/pipe-to-pipeline.ts'
import { calleeNameNode } from '../facts/callee.ts'
import { enclosingFunction } from '../facts/functions.ts'
import { ignoredWrites } from '../facts/ignored-writes.ts'
import { hasCallback, pipelineCalls } from '../facts/pipelines.ts'
import { unheardPipes } from '../facts/unheard-pipes.ts'
import type { Node } from '../source.ts'
import { makeWaitedFor } from './make-waited-for.ts'
import type { ByHand, Codemod, CodemodChange, CodemodContext, CodemodFile, CodemodFinding } from './codemod.ts'

export const PIPE_TO_PIPELINE: Codemod = {
  name: 'pipe-to-pipeline',
  title: 'Join streams with `pipeline`, waited for by all who call it, instead of `.pipe` and copies made by hand',
  mistake: 'errors',
  rules: ['no-unhandled-pipe', 'no-ignored-backpressure'],
  async transform(context) {
    const changes: CodemodChange[] = []
    const byHand: ByHand[] = []
    for (const file of context.files)
      for (const finding of file.findings) {
        const change =
          finding.rule === 'no-unhandled-pipe' ? await joined(context, file, finding) : copied(file, finding)
        if (change !== undefined) changes.push(change)
        else if (finding.rule === 'no-unhandled-pipe')
          byHand.push({
            path: file.path,
            line: finding.line,
            rule: finding.rule,
            message: 'Join these streams with `pipeline` of `node:stream/promises`, and wait for it.',
          })
      }
    return { changes, byHand }
  },
}

async function joined(
  context: CodemodContext,
  file: CodemodFile,
  finding: CodemodFinding,
): Promise<CodemodChange | undefined> {
  const { source } = file
  const isAt = (call: Parameters<typeof calleeNameNode>[0]) => isPlace(calleeNameNode(call), finding)
  const unheard = unheardPipes(source).find((it) => isAt(it.unheard[0].call))
  if (unheard === undefined) {
    const pipeline = pipelineCalls(source).find(({ call }) => isAt(call))
    if (pipeline === undefined) return undefined
    const isCallback = pipeline.kind === 'callback' && hasCallback(source, pipeline.call) === false
    return inFile(file, (isCallback ? addFailureCallback(pipeline, file) : hearFloating(pipeline, file)).edit())
  }
  const remedy = pipeToPipeline(unheard.chain, file)
  const fn = enclosingFunction(unheard.chain[0].call)
  const waiting = remedy?.form === 'promise' && fn !== undefined ? await makeWaitedFor(context, file, fn) : undefined
  if (waiting !== undefined) {
    const own = waiting.find(({ path }) => path === file.path)?.edit.changes ?? []
    const waited = pipeToPipeline(unheard.chain, file, own)
    const edit = waited?.form === 'await' ? waited.edit() : undefined
    if (edit !== undefined)
      return { edits: [{ path: file.path, edit }, ...waiting.filter(({ path }) => path !== file.path)] }
  }
  return inFile(file, remedy?.edit())
}

/** A loop that only copies one stream into another. */
function copied(file: CodemodFile, finding: CodemodFinding): CodemodChange | undefined {
  const writes = ignoredWrites(file.source).find(([{ call }]) => isPlace(calleeNameNode(call), finding))
  return writes === undefined ? undefined : inFile(file, copyToPipeline(writes, file))
}

function isPlace({ range: [start, end] }: Node, finding: CodemodFinding): boolean {
  return start === finding.start && end === finding.end
}

function inFile({ path }: CodemodFile, edit: Edit | undefined): CodemodChange | undefined {
  return edit === undefined ? undefined : { edits: [{ path, edit }] }
}
