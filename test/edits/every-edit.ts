import { addArguments, addOptions } from '../../src/edits/add-argument.ts'
import { addProperty } from '../../src/edits/add-property.ts'
import { appendToBlock, prependToBlock } from '../../src/edits/blocks.ts'
import { toBlockBody } from '../../src/edits/braces.ts'
import type { Change } from '../../src/edits/edit.ts'
import { hoistDeclaration, hoistExpression, hoistToFunctionStart, moveIntoFunction } from '../../src/edits/hoist.ts'
import { importBindings } from '../../src/edits/imports.ts'
import { makeAsync } from '../../src/edits/make-async.ts'
import { Precedence } from '../../src/edits/precedence.ts'
import { removeStatement } from '../../src/edits/remove-statement.ts'
import { replaceExpression } from '../../src/edits/replace-expression.ts'
import { listOf, statementOf, wholeStatement } from '../../src/edits/statement-place.ts'
import { insertStatementsAfter, insertStatementsBefore } from '../../src/edits/statements.ts'
import { hasCommentInside } from '../../src/edits/tokens.ts'
import { addCatch, addFinally, addToCatch } from '../../src/edits/try-clauses.ts'
import { wrapFunctionBody, wrapInTry } from '../../src/edits/wrap.ts'
import { enclosingFunctions } from '../../src/facts/functions.ts'
import { isFunction, visitWithin } from '../../src/facts/nodes.ts'
import type { Node, Source } from '../../src/source.ts'

/** An edit of one node of a source. */
export interface NamedEdit {
  readonly name: string
  readonly node: Node
  readonly changes: readonly Change[]
  /** True when the edit only adds: every token of the file stays, in its order. */
  readonly onlyAdds: boolean
  /** An expression that the result must hold, as a node of its own. */
  readonly expression?: string
}

/** Every edit that `src/edits` can make of any node of the file, the refused ones left out. */
export function* everyEdit(source: Source): Generator<NamedEdit> {
  const nodes: Node[] = [source.ast]
  visitWithin(source, source.ast, (node) => {
    nodes.push(node)
    return 'enter'
  })
  for (const node of nodes) {
    for (const [name, changes, onlyAdds] of editsOf(source, node))
      if (changes !== undefined && changes.length > 0) yield { name, node, changes, onlyAdds }
    for (const [expression, precedence] of REPLACEMENTS) {
      const changes = hasCommentInside(source, node)
        ? undefined
        : replaceExpression(source, node, expression, precedence)
      if (changes !== undefined && EXPRESSIONS.has(node.type))
        yield { name: 'replaceExpression', node, changes, onlyAdds: false, expression }
    }
  }
}

const EXPRESSIONS: ReadonlySet<string> = new Set([
  'ArrowFunctionExpression',
  'AwaitExpression',
  'BinaryExpression',
  'CallExpression',
  'ConditionalExpression',
  'FunctionExpression',
  'Identifier',
  'Literal',
  'LogicalExpression',
  'MemberExpression',
  'NewExpression',
  'ObjectExpression',
  'TemplateLiteral',
])

const REPLACEMENTS: readonly (readonly [expression: string, precedence: number])[] = [
  ['-added', Precedence.UNARY],
  ['added ?? 1', Precedence.LOGICAL],
  ['{ added }', Precedence.PRIMARY],
]

type Made = readonly [name: string, changes: readonly Change[] | undefined, onlyAdds: boolean]

function* editsOf(source: Source, node: Node): Generator<Made> {
  const whole = statementOf(node) === wholeStatement(node) && wholeStatement(node) === node
  if (whole || listOf(node) !== undefined) {
    yield ['insertStatementsBefore', insertStatementsBefore(source, node, 'added()'), true]
    yield ['insertStatementsBefore (', insertStatementsBefore(source, node, '(added)'), true]
    yield ['insertStatementsAfter', insertStatementsAfter(source, node, ['if (added) {', '}', '[added] = a']), true]
    yield ['wrapInTry', wrapInTry(source, [node], { finally: 'added()' }), true]
    const list = listOf(node)
    const next = list?.[list.indexOf(node) + 1]
    if (next !== undefined)
      yield ['wrapInTry two', wrapInTry(source, [node, next], { catch: { param: 'added', code: [] } }), true]
    yield ['removeStatement', removeStatement(source, node), false]
  }
  if (isFunction(node)) {
    yield ['makeAsync', makeAsync(source, node), true]
    yield ['wrapFunctionBody', wrapFunctionBody(source, node, { catch: { code: 'added()' } }), true]
  }
  switch (node.type) {
    case 'Program':
      yield ['importBindings', imports(source), true]
      break
    case 'BlockStatement':
    case 'StaticBlock':
      yield ['prependToBlock', prependToBlock(source, node, 'added()'), true]
      yield ['appendToBlock', appendToBlock(source, node, ['added()', '(added)']), true]
      break
    case 'TryStatement':
      yield ['addFinally', addFinally(source, node, 'added()'), true]
      yield ['addCatch', addCatch(source, node, { param: 'error', code: 'added()' }), true]
      yield ['addToCatch', addToCatch(source, node, 'added()'), true]
      break
    case 'ArrowFunctionExpression':
      yield ['toBlockBody', toBlockBody(source, node, { before: 'added()' }), true]
      yield ['toBlockBody as a statement', toBlockBody(source, node, { before: 'added()', returns: false }), true]
      break
    case 'ObjectExpression':
      for (const position of ['start', 'end', 'before-spread'] as const)
        yield [`addProperty ${position}`, addProperty(source, node, 'added', ['[', '  1,', ']'], position), true]
      break
    case 'NewExpression':
    case 'CallExpression':
      yield ['addArguments', addArguments(source, node, ['added', '1']), true]
      yield ['addArguments first', addArguments(source, node, ['added'], 0), true]
      yield ['addOptions', addOptions(source, node, 1, [{ name: 'added', value: '1' }], { spread: true }), true]
      for (const statement of statementsAround(node))
        yield ['hoistExpression', hoistExpression(source, node, statement, 'added')?.changes, false]
      break
    case 'VariableDeclaration':
      for (const statement of statementsAround(node))
        yield ['hoistDeclaration', hoistDeclaration(source, node, statement), false]
      for (const fn of enclosingFunctions(node))
        yield ['hoistToFunctionStart', hoistToFunctionStart(source, node, fn), false]
      for (const sibling of listOf(node) ?? [])
        if (isFunction(sibling)) yield ['moveIntoFunction', moveIntoFunction(source, node, sibling), false]
      break
  }
}

function imports(source: Source): Change[] | undefined {
  const isTyped = /\.tsx?$/.test(source.path)
  return importBindings(source, [
    { module: 'node:stream/promises', name: 'pipeline' },
    { module: 'node:stream', name: 'Readable' },
    { module: 'added', name: 'default' },
    { module: 'added', name: '*', as: 'all' },
    ...(isTyped ? [{ module: 'added', name: 'Added', typeOnly: true }] : []),
  ])?.flatMap(({ changes }) => changes)
}

function statementsAround(node: Node): Node[] {
  const found: Node[] = []
  for (let at = statementOf(node); at !== undefined; at = at.parent == null ? undefined : statementAbove(at.parent)) {
    if (found.includes(at)) break
    found.push(at)
  }
  return found
}

/** Goes out of functions too, which `statementOf` does not. */
function statementAbove(node: Node): Node | undefined {
  for (let at: Node | null | undefined = node; at != null; at = at.parent)
    if (listOf(at) !== undefined) return wholeStatement(at)
  return undefined
}
