import type { Node, Source } from '../source.ts'
import { loopStream } from './loop-stream.ts'
import { contains } from './nodes.ts'
import { streamBirth } from './stream-birth.ts'
import type { StreamLoop } from './stream-loops.ts'
import { stringOf } from './unwrap.ts'

/** Ollama's address for fetching a model. Its answer tells states, digests and counts of bytes. */
const PULL = /(?:^|\/)api\/pull$/

/** True for a loop over the progress of a model that Ollama pulls, which is ASCII. */
export function isPullProgress(source: Source, loop: StreamLoop): boolean {
  const stream = loopStream(source, loop)
  const [address] = (stream === undefined ? undefined : streamBirth(source, stream).root)?.arguments ?? []
  return address !== undefined && contains(source, address, (node) => PULL.test(textOf(node) ?? ''))
}

function textOf(node: Node): string | undefined {
  return node.type === 'TemplateElement' ? node.value.raw : stringOf(node)
}
