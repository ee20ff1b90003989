import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { textOf, tokenAfter, tokenBefore } from './tokens.ts'

/**
 * How tightly an expression holds together, by the grammar of ECMAScript; a higher one needs no parentheses inside a
 * lower one. Binary operators lie between `LOGICAL` and `UNARY`.
 */
export const Precedence = {
  SEQUENCE: 0,
  /** Assignments, arrow functions, `yield`. */
  ASSIGNMENT: 1,
  CONDITIONAL: 2,
  /** `??`, `||`: never mixed without parentheses. */
  LOGICAL: 3,
  AND: 4,
  UNARY: 15,
  POSTFIX: 16,
  /** Calls, and members that hold calls: no callee of `new`. */
  CALL: 17,
  MEMBER: 18,
  PRIMARY: 19,
} as const

const BINARY = new Map<string, number>([
  ['|', 5],
  ['^', 6],
  ['&', 7],
  ...['==', '!=', '===', '!=='].map((operator) => [operator, 8] as const),
  ...['<', '>', '<=', '>=', 'in', 'instanceof'].map((operator) => [operator, 9] as const),
  ...['<<', '>>', '>>>'].map((operator) => [operator, 10] as const),
  ...['+', '-'].map((operator) => [operator, 11] as const),
  ...['*', '/', '%'].map((operator) => [operator, 12] as const),
  ['**', 13],
])
/** `as` and `satisfies` bind like `<`. */
const RELATIONAL = 9

/** How tightly an expression of the file holds together. */
export function precedenceOf(node: Node): number {
  // `(a?.b).c` and `a?.b.c` are not the same.
  if (node.type === 'ChainExpression' || node.parent?.type === 'ChainExpression') return Precedence.POSTFIX
  switch (node.type) {
    case 'SequenceExpression':
      return Precedence.SEQUENCE
    case 'AssignmentExpression':
    case 'ArrowFunctionExpression':
    case 'YieldExpression':
      return Precedence.ASSIGNMENT
    case 'ConditionalExpression':
      return Precedence.CONDITIONAL
    case 'LogicalExpression':
      return node.operator === '&&' ? Precedence.AND : Precedence.LOGICAL
    case 'BinaryExpression':
      return BINARY.get(node.operator) ?? Precedence.LOGICAL
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
      return RELATIONAL
    case 'UnaryExpression':
    case 'AwaitExpression':
    case 'TSTypeAssertion':
      return Precedence.UNARY
    case 'UpdateExpression':
      return node.prefix ? Precedence.UNARY : Precedence.POSTFIX
    case 'CallExpression':
    case 'ImportExpression':
      return Precedence.CALL
    case 'NewExpression':
      // `new A.b` would make a new A.b, so `new A` is no receiver.
      return node.range[1] === (node.typeArguments ?? node.callee).range[1] ? Precedence.POSTFIX : Precedence.MEMBER
    case 'MemberExpression':
    case 'TaggedTemplateExpression':
    case 'TSNonNullExpression':
    case 'TSInstantiationExpression':
      return holdsCall(node) ? Precedence.CALL : Precedence.MEMBER
    case 'Literal':
      // `1.toFixed()` is no member of 1.
      return typeof node.value === 'number' ? Precedence.POSTFIX : Precedence.PRIMARY
    default:
      return Precedence.PRIMARY
  }
}

/**
 * How tightly an expression must hold together where a node stands, to need no parentheses there.
 * @returns undefined where the node gives no value: names that declare, assign, import or export, types, statements
 */
export function requiredAt(node: Node): number | undefined {
  const { parent } = node
  const within = (required: number, ...places: readonly unknown[]) => (places.includes(node) ? required : undefined)
  switch (parent?.type) {
    case 'ExpressionStatement':
    case 'ReturnStatement':
    case 'ThrowStatement':
    case 'TemplateLiteral':
    case 'JSXExpressionContainer':
      return Precedence.SEQUENCE
    case 'IfStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'SwitchCase':
      return within(Precedence.SEQUENCE, parent.test)
    case 'SwitchStatement':
      return within(Precedence.SEQUENCE, parent.discriminant)
    case 'ForStatement':
      return within(Precedence.SEQUENCE, parent.init, parent.test, parent.update)
    case 'ForInStatement':
      return within(Precedence.SEQUENCE, parent.right)
    case 'ForOfStatement':
    case 'AssignmentExpression':
    case 'AssignmentPattern':
      return within(Precedence.ASSIGNMENT, parent.right)
    case 'VariableDeclarator':
      return within(Precedence.ASSIGNMENT, parent.init)
    case 'ArrowFunctionExpression':
      return within(Precedence.ASSIGNMENT, parent.body)
    case 'Property':
      if (parent.parent.type !== 'ObjectExpression' || parent.method || parent.kind !== 'init')
        return parent.computed ? within(Precedence.ASSIGNMENT, parent.key) : undefined
      return within(Precedence.ASSIGNMENT, parent.value, parent.computed ? parent.key : undefined)
    case 'PropertyDefinition':
    case 'AccessorProperty':
      return within(Precedence.ASSIGNMENT, parent.value, parent.computed ? parent.key : undefined)
    case 'MethodDefinition':
      return parent.computed ? within(Precedence.ASSIGNMENT, parent.key) : undefined
    case 'TSEnumMember':
      return within(Precedence.ASSIGNMENT, parent.initializer)
    case 'ArrayExpression':
    case 'SpreadElement':
    case 'JSXSpreadAttribute':
    case 'SequenceExpression':
    case 'YieldExpression':
    case 'ImportExpression':
    case 'ExportDefaultDeclaration':
    case 'TSExportAssignment':
      return Precedence.ASSIGNMENT
    case 'MemberExpression':
      if (parent.computed && parent.property === node) return Precedence.SEQUENCE
      return within(Precedence.CALL, parent.object)
    case 'CallExpression':
      return within(Precedence.CALL, parent.callee) ?? within(Precedence.ASSIGNMENT, ...parent.arguments)
    case 'NewExpression':
      return within(Precedence.MEMBER, parent.callee) ?? within(Precedence.ASSIGNMENT, ...parent.arguments)
    case 'TaggedTemplateExpression':
      return within(Precedence.CALL, parent.tag)
    case 'TSNonNullExpression':
    case 'TSInstantiationExpression':
      return within(Precedence.CALL, parent.expression)
    case 'ClassDeclaration':
    case 'ClassExpression':
      return within(Precedence.CALL, parent.superClass)
    case 'AwaitExpression':
    case 'UnaryExpression':
      return Precedence.UNARY
    case 'TSTypeAssertion':
      return within(Precedence.UNARY, parent.expression)
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
      return within(RELATIONAL, parent.expression)
    case 'BinaryExpression':
      return requiredInBinary(parent, node)
    case 'LogicalExpression':
      // `a && b || c` is allowed, `a && b ?? c` is not.
      return parent.operator === '||' ? Precedence.AND : Precedence.AND + 1
    case 'ConditionalExpression':
      return parent.test === node ? Precedence.LOGICAL : Precedence.ASSIGNMENT
    case 'Decorator':
      return Precedence.PRIMARY
    default:
      return undefined
  }
}

/** The text of an expression for a place that requires a precedence, in parentheses where it needs them. */
function expressionText(source: Source, node: Node, required: number): string {
  const text = textOf(source, node)
  return precedenceOf(node) < required ? `(${text})` : text
}

/** The text of an expression on which a member is read or which is called. */
export function receiverText(source: Source, node: Node): string {
  return expressionText(source, node, Precedence.CALL)
}

/** The text of an expression as an argument, element or value. */
export function argumentText(source: Source, node: Node): string {
  return expressionText(source, node, Precedence.ASSIGNMENT)
}

/** True when an expression stands in parentheses of its own, not only in those of a call or an `if`. */
export function isParenthesized(source: Source, node: Node): boolean {
  const before = tokenBefore(source, node.range[0])
  const after = tokenAfter(source, node.range[1])
  if (before?.value !== '(' || after?.value !== ')') return false
  const { parent } = node
  switch (parent?.type) {
    case 'CallExpression':
    case 'NewExpression':
      return parent.callee === node || isEnclosed(source, before.range[0], after.range[1])
    case 'IfStatement':
    case 'WhileStatement':
    case 'SwitchStatement':
    case 'WithStatement':
    case 'DoWhileStatement':
    case 'ForStatement':
    case 'ForInStatement':
    case 'ForOfStatement':
    case 'ImportExpression':
      return isEnclosed(source, before.range[0], after.range[1])
    default:
      return true
  }
}

function isEnclosed(source: Source, start: number, end: number): boolean {
  return tokenBefore(source, start)?.value === '(' && tokenAfter(source, end)?.value === ')'
}

function requiredInBinary(parent: TSESTree.BinaryExpression, node: Node): number {
  const own = BINARY.get(parent.operator) ?? Precedence.UNARY
  if (parent.operator === '**') return parent.left === node ? Precedence.POSTFIX : own
  return parent.left === node ? own : own + 1
}

/** True when the left edge of a member, call or `new` chain holds a call. */
function holdsCall(node: Node): boolean {
  let current: Node = node
  for (;;) {
    switch (current.type) {
      case 'CallExpression':
      case 'ImportExpression':
        return true
      case 'MemberExpression':
        current = current.object
        break
      case 'TaggedTemplateExpression':
        current = current.tag
        break
      case 'TSNonNullExpression':
      case 'TSInstantiationExpression':
        current = current.expression
        break
      default:
        return false
    }
  }
}
