import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source, Variable } from '../source.ts'
import { enclosingFunction } from '../facts/functions.ts'
import type { FunctionNode } from '../facts/nodes.ts'
import { isWithin } from '../facts/nodes.ts'
import { indentationOf } from './block-gaps.ts'
import { prependToBlock } from './blocks.ts'
import { toBlockBody } from './braces.ts'
import type { Change } from './edit.ts'
import { fileStyle, semicolon } from './file-style.ts'
import { indentationAt } from './lines.ts'
import { canDeclareFurtherOut, keepsMeaning } from './meaning.ts'
import { freshName, scopeAt } from './names.ts'
import type { NewPlace } from './meaning.ts'
import { Precedence } from './precedence.ts'
import { takeOutStatement } from './remove-statement.ts'
import { replaceExpression } from './replace-expression.ts'
import { shiftedText } from './shift-lines.ts'
import { listOf, startWithComments, statementEndWithComments, wholeStatement } from './statement-place.ts'
import { insertStatementsBefore } from './statements.ts'

/**
 * Moves a variable declaration in front of a statement around it, such as the loop that makes the value anew each time,
 * or of one that stands earlier in a block around it. Comments that belong to it come along.
 * Whether one value may serve for all is for the caller to know.
 * @returns undefined when it uses names, `this`, `await` or `yield` of what it leaves, or when its own name means
 * something else in the new place
 */
export function hoistDeclaration(
  source: Source,
  declaration: TSESTree.VariableDeclaration,
  before: Node,
): Change[] | undefined {
  const target = wholeStatement(before)
  const place = placeBefore(source, target)
  if (place === undefined || !isMovable(declaration) || target === declaration) return undefined
  if (!isWithin(declaration, target.parent as Node) || declaration.range[0] < target.range[0]) return undefined
  if (!keepsMeaning(source, declaration, place)) return undefined
  const variables = source.scopes.getDeclaredVariables(declaration) as readonly Variable[]
  if (!variables.every((variable) => canDeclareFurtherOut(variable, place.scope))) return undefined
  const indentation = indentationOf(source, target)
  return moved(source, declaration, indentation, (code) => insertStatementsBefore(source, target, code))
}

/** Moves a variable declaration to the start of the body of a function around it; see `hoistDeclaration`. */
export function hoistToFunctionStart(
  source: Source,
  declaration: TSESTree.VariableDeclaration,
  fn: FunctionNode,
): Change[] | undefined {
  if (fn.body.type !== 'BlockStatement') return undefined
  const first = fn.body.body.find((it) => !(it.type === 'ExpressionStatement' && it.directive != null))
  return first === undefined ? undefined : hoistDeclaration(source, declaration, first)
}

/** What `hoistExpression` gives. */
export interface Hoisted {
  readonly changes: readonly Change[]
  /** The name that the value has now. */
  readonly local: string
}

/**
 * Gives the value of an inline expression, such as `new TextDecoder()`, a name in front of a statement around it.
 * @param name the preferred name; it gets a number when the file has it already
 * @returns undefined for the reasons of `hoistDeclaration`
 */
export function hoistExpression(source: Source, expression: Node, before: Node, name: string): Hoisted | undefined {
  const target = wholeStatement(before)
  const place = placeBefore(source, target)
  if (place === undefined || !isWithin(expression, target) || !keepsMeaning(source, expression, place)) return undefined
  const local = freshName(source, name)
  const value = shiftedText(
    source,
    expression.range,
    indentationAt(source.text, expression.range[0]),
    indentationOf(source, target),
  )
  const inserted = insertStatementsBefore(source, target, `const ${local} = ${value}${semicolon(source)}`)
  const replaced = replaceExpression(source, expression, local, Precedence.PRIMARY)
  if (inserted === undefined || replaced === undefined) return undefined
  return { changes: [...inserted, ...replaced], local }
}

/**
 * Moves a variable declaration from outside a function to the start of its body, so that each call has its own value.
 * @returns undefined when anything else uses the variable, when it is exported, or when what its value is made of means
 * something else in the function
 */
export function moveIntoFunction(
  source: Source,
  declaration: TSESTree.VariableDeclaration,
  fn: FunctionNode,
): Change[] | undefined {
  if (listOf(declaration) === undefined || !isMovable(declaration) || isWithin(declaration, fn)) return undefined
  const scope = scopeAt(source, fn.body)
  const variables = source.scopes.getDeclaredVariables(declaration) as readonly Variable[]
  const isUsedInside = (variable: Variable) =>
    variable.references.every((reference) => {
      const identifier = reference.identifier as Node
      return isWithin(identifier, fn.body) || isWithin(identifier, declaration)
    })
  // When the function runs, everything outside it has its value.
  const place: NewPlace = { scope, fn, offset: Infinity }
  if (!variables.every(isUsedInside) || variables.some((it) => (scope?.set.get(it.name)?.defs.length ?? 0) > 0))
    return undefined
  if (!keepsMeaning(source, declaration, place)) return undefined

  const block = fn.body
  const base = indentationAt(source.text, block.range[0])
  if (block.type === 'BlockStatement') {
    const first = block.body[0]
    const indentation = first === undefined ? base + fileStyle(source).indent : indentationOf(source, first)
    return moved(source, declaration, indentation, (code) => prependToBlock(source, block, code))
  }
  if (fn.type !== 'ArrowFunctionExpression') return undefined
  const indentation = indentationAt(source.text, fn.range[0]) + fileStyle(source).indent
  return moved(source, declaration, indentation, (code) => toBlockBody(source, fn, { before: code }))
}

function moved(
  source: Source,
  declaration: TSESTree.VariableDeclaration,
  indentation: string,
  insert: (code: string) => Change[] | undefined,
): Change[] | undefined {
  const start = startWithComments(source, declaration)
  const end = statementEndWithComments(source, declaration)
  const code = shiftedText(source, [start, end], indentationAt(source.text, start), indentation)
  const inserted = insert(code)
  const removed = takeOutStatement(source, declaration)
  if (inserted === undefined || removed === undefined) return undefined
  // Lines that go need no new indentation.
  const isGone = ({ range }: Change) => removed.some((it) => it.range[0] <= range[0] && range[1] < it.range[1])
  return [...inserted.filter((change) => !isGone(change)), ...removed]
}

/** Statements with values of their own: no loop head, no export, no `declare`, no `using`, whose end would move. */
function isMovable(declaration: TSESTree.VariableDeclaration): boolean {
  return listOf(declaration) !== undefined && declaration.declare !== true && !/using$/.test(declaration.kind)
}

/** In front of a statement; undefined for what is no statement. */
function placeBefore(source: Source, target: Node): NewPlace | undefined {
  const { parent } = target
  if (parent === undefined || parent === null) return undefined
  return { scope: scopeAt(source, parent), fn: enclosingFunction(target), offset: target.range[0] }
}
