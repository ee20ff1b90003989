import { copyToPipeline } from '../edits/copy-to-pipeline.ts'
import type { Edit } from '../edits/edit.ts'
import { addFailureCallback, hearFloating } from '../edits/hear-pipeline.ts'
import { pipeToPipeline } from '../edits/pipe-to-pipeline.ts'
import { calleeNameNode } from '../facts/callee.ts'
import { enclosingFunction } from '../facts/functions.ts'
import { ignoredWrites } from '../facts/ignored-writes.ts'
import { hasCallback, pipelineCalls } from '../facts/pipelines.ts'
import { unheardPipes } from '../facts/unheard-pipes.ts'
import { makeWaitedFor } from './make-waited-for.ts'
import type { Codemod, CodemodChange, CodemodContext, CodemodFile, CodemodFinding } from './codemod.ts'
import { perFinding } from './per-finding.ts'
import { isPlaceOf } from './place-of-finding.ts'

export const PIPE_TO_PIPELINE: Codemod = {
  name: 'pipe-to-pipeline',
  title: 'Join streams with `pipeline`, waited for by all who call it, instead of `.pipe` and copies made by hand',
  mistake: 'errors',
  rules: ['no-unhandled-pipe', 'no-ignored-backpressure'],
  transform: perFinding(async (file, finding, context) =>
    finding.rule === 'no-unhandled-pipe'
      ? ((await joined(context, file, finding)) ??
        'Join these streams with `pipeline` of `node:stream/promises`, and wait for it.')
      : copied(file, finding),
  ),
}

async function joined(
  context: CodemodContext,
  file: CodemodFile,
  finding: CodemodFinding,
): Promise<Edit | CodemodChange | undefined> {
  const { source } = file
  const isAt = (call: Parameters<typeof calleeNameNode>[0]) => isPlaceOf(finding, calleeNameNode(call))
  const unheard = unheardPipes(source).find((it) => isAt(it.unheard[0].call))
  if (unheard === undefined) {
    const pipeline = pipelineCalls(source).find(({ call }) => isAt(call))
    if (pipeline === undefined) return undefined
    const isCallback = pipeline.kind === 'callback' && hasCallback(source, pipeline.call) === false
    return (isCallback ? addFailureCallback(pipeline, file) : hearFloating(pipeline, file)).edit()
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
  return remedy?.edit()
}

/** A loop that only copies one stream into another. */
function copied(file: CodemodFile, finding: CodemodFinding): Edit | undefined {
  const writes = ignoredWrites(file.source).find(([{ call }]) => isPlaceOf(finding, calleeNameNode(call)))
  return writes === undefined ? undefined : copyToPipeline(writes, file)
}
