import type { Node, Source } from '../source.ts'
import { isFunction } from '../facts/nodes.ts'
import { isBlank, isFirstOnLine, lineBreaks } from './lines.ts'
import { commentBefore, tokenBefore, withTrailingComments } from './tokens.ts'

/** Comments that speak of the file or of a stretch of it, not of the statement below them. */
const OF_FILE =
  /^!|@licen[cs]e|licensed under|MIT licen[cs]e|SPDX-|copyright|all rights reserved|@preserve|@file|@overview|@packageDocumentation|@ts-(?:no)?check|@flow|@jest|@vitest|@jsx|^\s*(?:globals?|exported|eslint(?:-env)?|jshint|jscs|tslint:(?:en|dis)able)\b(?!-(?:disable-)?next-line)|^\/\s*<(?:reference|amd)|^\s*webpack/i
const OF_STRETCH = /^\s*#?(?:end)?region\b|^\s*(?:eslint|oxlint|biome)-(?:en|dis)able\b(?!-(?:next-)?line)/

/** The statements among which a statement stands; undefined for the un-braced body of `if`, `for` and the like. */
export function listOf(statement: Node): readonly Node[] | undefined {
  const { parent } = statement
  if (parent === undefined || parent === null) return undefined
  switch (parent.type) {
    case 'Program':
      // A Svelte component's program holds its elements.
      return statement.type.startsWith('Svelte') ? undefined : parent.body
    case 'BlockStatement':
    case 'StaticBlock':
    case 'TSModuleBlock':
      return parent.body
    case 'SwitchCase':
      return statement === parent.test ? undefined : parent.consequent
    default:
      return isScriptElement(parent) ? parent.body : undefined
  }
}

/** The index of a statement in its list, found in logarithmic time; lists of generated files are long. */
export function indexIn(list: readonly Node[], statement: Node): number {
  let low = 0
  let high = list.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((list[middle] as Node).range[1] <= statement.range[0]) low = middle + 1
    else high = middle
  }
  return list[low] === statement ? low : list.indexOf(statement)
}

/** A `<script>` of a Svelte file, as its parser gives it. */
export function isScriptElement(node: Node): node is Node & { readonly body: readonly Node[] } {
  return (node.type as string) === 'SvelteScriptElement'
}

/** True for the body of `if`, `else`, a loop or a label, which is one statement and may lack braces. */
export function isBodyOf(statement: Node, owner: Node): boolean {
  switch (owner.type) {
    case 'IfStatement':
      return owner.consequent === statement || owner.alternate === statement
    case 'ForStatement':
    case 'ForInStatement':
    case 'ForOfStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'WithStatement':
    case 'LabeledStatement':
      return owner.body === statement
    default:
      return false
  }
}

/**
 * The statement that runs a node, in the same function.
 * Undefined where none does: in an arrow function's expression body, a parameter's default, a class field, a template.
 */
export function statementOf(node: Node): Node | undefined {
  let current = node
  for (;;) {
    const { parent } = current
    if (parent === undefined || parent === null) return undefined
    if (listOf(current) !== undefined || isBodyOf(current, parent)) return wholeStatement(current)
    const isInFunction = isFunction(parent) && parent.id !== current
    if (isInFunction || parent.type === 'PropertyDefinition' || parent.type === 'AccessorProperty') return undefined
    current = parent
  }
}

/** The statement with its labels and its `export`, which belong to it. */
export function wholeStatement(statement: Node): Node {
  let whole = statement
  while (whole.parent?.type === 'LabeledStatement' || whole.parent?.type === 'ExportNamedDeclaration')
    whole = whole.parent
  return whole
}

/** The innermost statement at the end of a statement: `b()` of `if (a) b()`. */
export function lastPart(statement: Node): Node {
  let last = statement
  for (;;) {
    switch (last.type) {
      case 'IfStatement':
        last = last.alternate ?? last.consequent
        break
      case 'ForStatement':
      case 'ForInStatement':
      case 'ForOfStatement':
      case 'WhileStatement':
      case 'WithStatement':
      case 'LabeledStatement':
        last = last.body
        break
      case 'ExportNamedDeclaration':
        if (last.declaration === null) return last
        last = last.declaration
        break
      default:
        return last
    }
  }
}

/**
 * Where a statement ends. A semicolon that stands at the start of a later line guards that line
 * (`a()` newline `;[1].map(f)`), although parsers count it to the statement before: it is left out.
 */
export function statementEnd(source: Source, statement: Node): number {
  const end = statement.range[1]
  if (lastPart(statement).type === 'EmptyStatement') return end
  const last = tokenBefore(source, end)
  if (last?.value !== ';') return end
  const previous = tokenBefore(source, last.range[0])
  if (previous === undefined || lineBreaks(source.text, [previous.range[1], last.range[0]]) === 0) return end
  return previous.range[1]
}

/** Where a statement ends, with the comments that close its last line. */
export function statementEndWithComments(source: Source, statement: Node): number {
  return withTrailingComments(source, statementEnd(source, statement))
}

/**
 * Where a statement begins, with the comments right above it that belong to it (documentation, directives for the
 * next line). Comments of the whole file and region marks stay outside, and so does a guarding semicolon's line.
 */
export function startWithComments(source: Source, statement: Node): number {
  return startOfComments(source, startWithDecorators(statement))
}

/** Where a statement begins, with decorators that stand in front of the `export` of its class. */
function startWithDecorators(statement: Node): number {
  const isExport = statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration'
  const declared = isExport ? statement.declaration : statement
  const first = declared?.type === 'ClassDeclaration' ? declared.decorators?.[0] : undefined
  return Math.min(statement.range[0], first?.range[0] ?? statement.range[0])
}

/** The same for whatever begins at an offset. */
export function startOfComments(source: Source, offset: number): number {
  const { text } = source
  let start = offset
  for (;;) {
    const comment = commentBefore(source, start)
    if (comment === undefined || !isBlank(text, [comment.range[1], start])) return start
    // Some hosts count a shebang to the comments.
    if (text.startsWith('#!', comment.range[0])) return start
    const breaks = lineBreaks(text, [comment.range[1], start])
    if (breaks > 1 || OF_STRETCH.test(comment.value)) return start
    if (OF_FILE.test(comment.value) && isAtTop(source, comment.range[0])) return start
    if (breaks === 1 && !isFirstOnLine(text, startOfCommentRow(source, comment.range[0]))) return start
    start = comment.range[0]
  }
}

/** Goes back over block comments on the same line, so that the second of two counts as first on its line. */
function startOfCommentRow(source: Source, offset: number): number {
  let start = offset
  for (;;) {
    const before = commentBefore(source, start)
    if (before === undefined || source.text.slice(before.range[1], start).trim() !== '') return start
    if (lineBreaks(source.text, [before.range[1], start]) > 0) return start
    start = before.range[0]
  }
}

/** True when no code stands before the offset; a component's `<script>` tag is no code. */
function isAtTop(source: Source, offset: number): boolean {
  const before = tokenBefore(source, offset)
  return before === undefined || before.value === '<script>' || (before.value === '>' && before.type === 'Punctuator')
}
