import type { Node, Source } from '../source.ts'
import { isAsiSafe } from './asi.ts'
import type { Change } from './edit.ts'
import { isParenthesized, requiredAt } from './precedence.ts'
import { statementOf } from './statement-place.ts'
import { tokenBefore } from './tokens.ts'

/**
 * Replaces an expression by other code, in parentheses where its place needs them, and with a semicolon in front where
 * a parenthesis at the start of a line would go on with the line before.
 * @param precedence how tightly the new code holds together, e.g. `Precedence.UNARY` for `await f()`
 * @returns undefined where the place is no value (a name that is declared, exported or assigned), or where the rest of
 * an optional chain would run although the old expression ended it
 */
export function replaceExpression(
  source: Source,
  expression: Node,
  text: string,
  precedence: number,
): Change[] | undefined {
  const node = wholeChain(expression)
  const { parent } = node
  const required = requiredAt(node)
  if (required === undefined || endsChain(node)) return undefined
  if (parent?.type === 'Property' && parent.shorthand) {
    const value = precedence < required ? `(${text})` : text
    return [{ range: node.range, text: `${source.text.slice(...node.range)}: ${value}` }]
  }
  const isBare = !isParenthesized(source, node)
  const needsParentheses = isBare && (precedence < required || startsWrongly(node, text))
  const code = needsParentheses ? `(${text})` : text
  return [{ range: node.range, text: guardedStart(source, node, spaced(source, node, code)) }]
}

/** The expression, or the optional chain whose whole text it is. */
function wholeChain(node: Node): Node {
  return node.parent?.type === 'ChainExpression' ? node.parent : node
}

/** True when the node holds a `?.` that ends a chain which goes on around it. */
function endsChain(node: Node): boolean {
  let outer: Node | null | undefined = node
  for (; outer !== null && outer !== undefined; outer = outer.parent) {
    const { parent }: Node = outer
    if (parent?.type === 'ChainExpression') break
    const isSpine =
      (parent?.type === 'MemberExpression' && parent.object === outer) ||
      (parent?.type === 'CallExpression' && parent.callee === outer) ||
      (parent?.type === 'TSNonNullExpression' && parent.expression === outer)
    if (!isSpine) return false
  }
  for (let current: Node = node; ;) {
    switch (current.type) {
      case 'MemberExpression':
        if (current.optional) return true
        current = current.object
        break
      case 'CallExpression':
        if (current.optional) return true
        current = current.callee
        break
      case 'TSNonNullExpression':
        current = current.expression
        break
      default:
        return false
    }
  }
}

/** True when the new code begins with a word or brace that means something else where the node begins. */
function startsWrongly(node: Node, text: string): boolean {
  const isBrace = text.startsWith('{')
  const isWord = /^(?:function|class|async\s+function|let\s*\[)/.test(text)
  if (!isBrace && !isWord) return false
  for (let current = node; ;) {
    const parent: Node | null | undefined = current.parent
    if (parent === null || parent === undefined || parent.range[0] !== node.range[0]) {
      const isArrowBody = parent?.type === 'ArrowFunctionExpression' && parent.body === current
      const isExport = parent?.type === 'ExportDefaultDeclaration'
      return (isArrowBody && isBrace) || (isExport && isWord)
    }
    if (parent.type === 'ExpressionStatement') return true
    current = parent
  }
}

/** A space where the new code would grow together with a word or operator before or behind it: `return(a)`. */
function spaced(source: Source, node: Node, code: string): string {
  const { text } = source
  const [start, end] = node.range
  return (joins(text[start - 1], code[0]) ? ' ' : '') + code + (joins(code.at(-1), text[end]) ? ' ' : '')
}

function joins(left: string | undefined, right: string | undefined): boolean {
  if (left === undefined || right === undefined) return false
  const isWord = (char: string) => /[\p{ID_Continue}$#]/u.test(char)
  return (isWord(left) && isWord(right)) || (left === right && /[+\-/]/.test(left))
}

function guardedStart(source: Source, node: Node, code: string): string {
  const statement = statementOf(node)
  if (statement === undefined || statement.range[0] !== node.range[0]) return code
  if (tokenBefore(source, node.range[0])?.value === ';') return code
  return isAsiSafe(source, statement, code) ? code : `;${code}`
}
