import { abortOnDisconnect } from '../edits/abort-on-disconnect.ts'
import type { Edit } from '../edits/edit.ts'
import { handleRead, handleRejection } from '../edits/handle-rejection.ts'
import { hearErrors, throwErrorPart, throwKeptError } from '../edits/hear-error.ts'
import { unheardProviders } from '../facts/ai-sdk-streams.ts'
import { calleeNameNode } from '../facts/callee.ts'
import { lostRejections } from '../facts/lost-rejections.ts'
import type { FunctionNode } from '../facts/nodes.ts'
import { uncaughtReads } from '../facts/uncaught-reads.ts'
import { unheardData } from '../facts/unheard-data.ts'
import { untiedUpstreams } from '../facts/untied-upstreams.ts'
import { partOf } from '../frameworks/handlers.ts'
import type { Codemod, CodemodFile, CodemodFinding } from './codemod.ts'
import { perFinding } from './per-finding.ts'
import { isPlaceOf } from './place-of-finding.ts'

export const HANDLE_STREAM_ERRORS: Codemod = {
  name: 'handle-stream-errors',
  title:
    'Catch the failures of streams, answer them as the framework does, and end upstream calls when the client leaves',
  mistake: 'errors',
  rules: ['require-stream-error-handling', 'require-abort-signal'],
  transform: perFinding((file, finding) =>
    finding.rule === 'require-abort-signal'
      ? (tied(file, finding) ?? 'Hand a signal to this call that is aborted when the client has left.')
      : (caught(file, finding) ??
        'Catch what this stream fails with, and end the answer or tell whoever waits for it.'),
  ),
}

function tied(file: CodemodFile, finding: CodemodFinding): Edit | undefined {
  const { source } = file
  const untied = untiedUpstreams(source).find(({ at }) =>
    isPlaceOf(finding, at.type === 'CallExpression' ? calleeNameNode(at) : at),
  )
  if (untied === undefined) return undefined
  return abortOnDisconnect(source, untied, untied.handler !== undefined && isCaughtLater(file, untied.handler.fn))
}

/** True when this codemod will have the handler catch what it rejects with. */
function isCaughtLater(file: CodemodFile, fn: FunctionNode): boolean {
  return lostRejections(file).some(
    (lost) =>
      lost.kind === 'route' &&
      lost.fn === fn &&
      file.findings.some((it) => it.rule === 'require-stream-error-handling' && isPlaceOf(it, lost.rejection.at)),
  )
}

function caught(file: CodemodFile, finding: CodemodFinding): Edit | undefined {
  const { source } = file
  switch (finding.messageId) {
    case 'uncaught': {
      const read = uncaughtReads(source).find((it) => isPlaceOf(finding, it.read.at))
      return read === undefined ? undefined : handleRead(read, file).edit()
    }
    case 'errorPart':
    case 'silentStream': {
      const unheard = unheardProviders(source).find((it) =>
        isPlaceOf(finding, it.kind === 'error-part' ? it.at : calleeNameNode(it.call)),
      )
      if (unheard === undefined) return undefined
      return unheard.kind === 'error-part' ? throwErrorPart(source, unheard.loop) : throwKeptError(source, unheard)
    }
    case 'crash':
    case 'stall':
    case 'rejection': {
      const data = unheardData(source, (node) => {
        const part = partOf(source, node)?.part
        return part === 'nodeRequest' ? 'request' : part === 'nodeResponse' ? 'response' : undefined
      }).find(({ call }) => isPlaceOf(finding, calleeNameNode(call)))
      return data === undefined ? undefined : hearErrors(data.call, file).edit()
    }
    default: {
      const lost = lostRejections(file).find(({ rejection }) => isPlaceOf(finding, rejection.at))
      return lost === undefined ? undefined : handleRejection(lost, file)?.edit()
    }
  }
}
