import type { Node } from '../source.ts'
import { stringOf, unwrap } from './unwrap.ts'

/** `'\n\n'`, `/\n\n/`, `/\r?\n\r?\n/`; the blank line behind the headers of a protocol (CRLF twice) is none. */
export function isBlankLine(argument: Node | undefined): boolean {
  if (argument === undefined) return false
  const node = unwrap(argument)
  if (node.type === 'Literal' && 'regex' in node)
    return /^(?:\(\?:)?(?:\\n\\n|\\r\?\\n\\r\?\\n|\(\?:\\r\?\\n\)\{2\}|\\n\{2\})/.test(node.regex.pattern)
  return stringOf(node) === '\n\n'
}
