import type { Node, Source } from '../source.ts'
import { importedName } from './callee.ts'
import { originOf } from './origin.ts'
import { stringOf, unwrap } from './unwrap.ts'

const CONSTANTS: Readonly<Record<string, number>> = {
  Infinity: Number.POSITIVE_INFINITY,
  'Number.POSITIVE_INFINITY': Number.POSITIVE_INFINITY,
  'Number.MAX_SAFE_INTEGER': Number.MAX_SAFE_INTEGER,
  'Number.MAX_VALUE': Number.MAX_VALUE,
}

/** How many operators deep a size is worked out. */
const MAX_DEPTH = 16

/**
 * The number that an expression is, when the file alone tells it: a number, `Infinity`, products, sums and shifts of such,
 * through constants of the file. Strings such as `'1gb'` count where `strings` says that the API reads them.
 * @returns bytes; undefined when nobody can tell
 */
export function sizeOf(
  source: Source,
  expression: Node,
  { strings }: { readonly strings: boolean },
): number | undefined {
  const value = valueOf(source, expression, strings, MAX_DEPTH)
  return value === undefined || Number.isNaN(value) ? undefined : value
}

function valueOf(source: Source, expression: Node, strings: boolean, depth: number): number | undefined {
  if (depth === 0) return undefined
  const origin = originOf(source, expression)
  if (origin.kind === 'global') return CONSTANTS[[origin.name, ...origin.path].join('.')]
  if (origin.kind !== 'expression' || origin.path.length > 0) return undefined
  const node = unwrap(origin.node)
  switch (node.type) {
    case 'Literal':
      if (typeof node.value === 'number') return node.value
      return strings ? bytesOf(node.value) : undefined
    case 'TemplateLiteral':
      return strings ? bytesOf(stringOf(node)) : undefined
    case 'UnaryExpression': {
      const operand =
        node.operator === '-' || node.operator === '+' ? valueOf(source, node.argument, false, depth - 1) : undefined
      return operand === undefined ? undefined : node.operator === '-' ? -operand : operand
    }
    case 'BinaryExpression': {
      const left = valueOf(source, node.left, false, depth - 1)
      const right = left === undefined ? undefined : valueOf(source, node.right, false, depth - 1)
      return left === undefined || right === undefined ? undefined : compute(node.operator, left, right)
    }
    case 'CallExpression': {
      // The package that body parsers read their sizes with.
      const called = importedName(source, node.callee)
      const isBytes = called?.module === 'bytes' && (called.name === 'default' || called.name === 'parse')
      const [text] = node.arguments
      return isBytes && text !== undefined ? valueOf(source, text, true, depth - 1) : undefined
    }
    default:
      return undefined
  }
}

function compute(operator: string, left: number, right: number): number | undefined {
  switch (operator) {
    case '*':
      return left * right
    case '/':
      return left / right
    case '+':
      return left + right
    case '-':
      return left - right
    case '**':
      return left ** right
    case '<<':
      return left << right
    default:
      return undefined
  }
}

const UNITS: Readonly<Record<string, number>> = {
  b: 1,
  kb: 2 ** 10,
  mb: 2 ** 20,
  gb: 2 ** 30,
  tb: 2 ** 40,
  pb: 2 ** 50,
}

/** As the package `bytes` reads it, which knows no `m` and no `MiB`: what it does not know counts as bytes. */
function bytesOf(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined
  const match = /^([-+]?\d+(?:\.\d+)?) *([kmgtp]?b)$/i.exec(value)
  if (match === null) {
    const bytes = Number.parseInt(value, 10)
    return Number.isNaN(bytes) ? undefined : bytes
  }
  return Math.floor(Number(match[1]) * (UNITS[match[2]?.toLowerCase() ?? 'b'] ?? 1))
}
