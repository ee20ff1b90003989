import type { Source } from '../source.ts'
import type { Change } from './edit.ts'
import { importedModule, importsOfScript } from './existing-imports.ts'
import { fileStyle } from './file-style.ts'
import { indentationAt, isFirstOnLine, isLastOnLine } from './lines.ts'
import type { Script } from './scripts.ts'
import { indexIn, startWithComments, statementEnd } from './statement-place.ts'
import { commentsIn, withTrailingComments } from './tokens.ts'

/**
 * Inserts import statements: behind the imports that the script begins with, else in front of its first statement,
 * behind directives, a shebang and comments about the whole file.
 * @param statements each without indentation
 * @param options.hoisted true for ES imports, which may stand behind other statements; a `require` must run first
 * @param options.isLast false when more imports follow at the same place, so that the blank line comes after those
 */
export function insertImports(
  source: Source,
  script: Script,
  statements: readonly string[],
  { hoisted, isLast }: { readonly hoisted: boolean; readonly isLast: boolean },
): Change {
  const { text } = source
  const { lineEnding } = fileStyle(source)
  const { body } = script
  const index = lastOfFirstImports(source, script, hoisted)
  const last = index === undefined ? undefined : body[index]
  if (last !== undefined) {
    const indentation = indentationAt(text, last.range[0])
    const end = withTrailingComments(source, statementEnd(source, last))
    const lines = statements.map((statement) => lineEnding + indentation + statement).join('')
    if (isLastOnLine(text, end) || !isLast) return { range: [end, end], text: lines }
    const next = end + (/^[ \t]*/.exec(text.slice(end, end + 1000))?.[0].length ?? 0)
    return { range: [end, next], text: lines + lineEnding + indentation }
  }
  const first = body.find((it) => !isDirective(it))
  if (first === undefined) return appendToScript(source, script, statements)
  const start = Math.max(startWithComments(source, first), script.range[0])
  const indentation = isFirstOnLine(text, start) ? indentationAt(text, start) : ''
  const lines = statements.map((statement) => statement + lineEnding + indentation).join('')
  // A blank line parts imports from other code.
  const end = isLast ? lineEnding + lineEnding + indentation : lineEnding + indentation
  return { range: [start, start], text: lines.trimEnd() + end }
}

/** A script without statements other than directives: behind these, or behind its comments. */
function appendToScript(source: Source, { range, body }: Script, statements: readonly string[]): Change {
  const { text } = source
  const { lineEnding } = fileStyle(source)
  const directive = body.at(-1)
  const comment = commentsIn(source, range).at(-1)
  const shebang = /^\uFEFF?#!.*/.exec(text)?.[0].length
  const end =
    directive !== undefined
      ? withTrailingComments(source, statementEnd(source, directive))
      : (comment?.range[1] ?? (range[0] === 0 ? (shebang ?? (text.startsWith('\uFEFF') ? 1 : 0)) : range[0]))
  const lines = statements.join(lineEnding)
  const isStart = end === 0 || text.slice(0, end) === '\uFEFF'
  return { range: [end, end], text: isStart ? lines + lineEnding : lineEnding + lines }
}

/** The index of the last import in the script's first run of imports. */
function lastOfFirstImports(source: Source, script: Script, hoisted: boolean): number | undefined {
  const { body } = script
  const [first] = importsOfScript(source, script)
  if (first === undefined) return undefined
  let last = indexIn(body, first)
  if (!hoisted && !body.slice(0, last).every(isDirective)) return undefined
  for (
    let next = body[last + 1];
    next !== undefined && importedModule(source, next) !== undefined;
    next = body[last + 1]
  )
    last++
  return last
}

function isDirective(statement: { readonly type: string }): boolean {
  return statement.type === 'ExpressionStatement' && 'directive' in statement && statement.directive != null
}
