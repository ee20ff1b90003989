import { importedName } from '../facts/callee.ts'
import { wrapped } from '../facts/unwrap.ts'
import { usesOf } from '../facts/uses.ts'
import type { Node, Source } from '../source.ts'

/** The module that the codemod `negotiate-protocols` writes, without ending, and the function that it exports. */
export const STREAM_FORMAT_MODULE = 'stream-format'
export const STREAM_FORMAT = 'streamFormat'

/** Where the media type is read that a route has unless its client asks for another one: `.mediaType` of `streamFormat(accept, type)`. */
export function negotiatedTypes(source: Source, type: Node): Node[] {
  const value = wrapped(type)
  const call = value.parent
  if (call?.type !== 'CallExpression' || call.arguments[1] !== value) return []
  const imported = importedName(source, call.callee)
  if (imported?.name !== STREAM_FORMAT || !isStreamFormatModule(imported.module)) return []
  return usesOf(source, call).flatMap((use) =>
    use.kind === 'property' && use.name === 'mediaType' ? [use.member as Node] : [],
  )
}

function isStreamFormatModule(module: string): boolean {
  const file = module.split('/').at(-1) ?? ''
  return file === STREAM_FORMAT_MODULE || file.startsWith(`${STREAM_FORMAT_MODULE}.`)
}
