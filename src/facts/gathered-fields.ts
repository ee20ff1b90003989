import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source, Variable } from '../source.ts'
import { methodName, receiverOf } from './callee.ts'
import { collectWithin, isWithin } from './nodes.ts'
import type { LineKind } from './sse-fields.ts'
import { OTHER_KINDS, SseLines } from './sse-fields.ts'
import { unwrap } from './unwrap.ts'
import { variableOf } from './variables.ts'

/** What a loop over the lines of one event puts into a variable. */
export interface GatheredField {
  readonly variable: Variable
  readonly field: 'data' | 'event'
  /** The value, and the text behind `data:` in it. */
  readonly value: { readonly whole: Node; readonly data: Node } | undefined
  /** `list.push(value)` */
  readonly isList: boolean
}

/** The fields that a loop over the lines of one event gathers; undefined when it does anything else. */
export function gatheredFields(source: Source, loop: TSESTree.ForOfStatement): GatheredField[] | undefined {
  const id = loop.left.type === 'VariableDeclaration' ? loop.left.declarations[0]?.id : undefined
  const line = id?.type === 'Identifier' ? variableOf(source, id) : undefined
  if (line === undefined) return undefined
  const lines = new SseLines(source, line)
  const found = new Map<Node, GatheredField>()
  for (const kind of ['data', ...OTHER_KINDS] as const) {
    const reached = statementsFor(lines, loop.body, kind)
    if (reached === undefined) return undefined
    for (const statement of reached) {
      const field = kind === 'data' || kind === 'event' ? gatheredField(source, lines, statement, kind) : undefined
      if (field === undefined) return undefined
      found.set(statement, field)
    }
  }
  const fields = [...found.values()]
  const isOnce = new Set(fields.map(({ variable }) => variable)).size === fields.length
  return isOnce && fields.some(({ field }) => field === 'data') ? fields : undefined
}

/** The statements that run for a line of a kind; undefined when a test does not tell. */
function statementsFor(lines: SseLines, statement: Node, kind: LineKind): Node[] | undefined {
  const reached: Node[] = []
  const run = (current: Node): boolean | undefined => {
    switch (current.type) {
      case 'BlockStatement':
        for (const inner of current.body) {
          const goesOn = run(inner)
          if (goesOn !== true) return goesOn
        }
        return true
      case 'IfStatement': {
        const holds = lines.holds(current.test, kind)
        if (holds === undefined) return undefined
        if (holds) return run(current.consequent)
        return current.alternate === null ? true : run(current.alternate)
      }
      case 'ContinueStatement':
        return current.label === null ? false : undefined
      case 'ExpressionStatement':
        reached.push(current)
        return true
      default:
        return undefined
    }
  }
  return run(statement) === undefined ? undefined : reached
}

/** `data = line.slice(6)`, `data += line.slice(5).trim()`, `list.push(line.slice(6))`, `name = line.slice(7)` */
function gatheredField(
  source: Source,
  lines: SseLines,
  statement: Node,
  field: 'data' | 'event',
): GatheredField | undefined {
  const expression = statement.type === 'ExpressionStatement' ? unwrap(statement.expression) : undefined
  const isPush = expression?.type === 'CallExpression' && methodName(expression) === 'push'
  const assigned = expression?.type === 'AssignmentExpression' && /^\+?=$/.test(expression.operator)
  const target = isPush ? receiverOf(expression) : assigned ? expression.left : undefined
  const value = isPush ? expression.arguments[0] : assigned ? expression.right : undefined
  const variable = target?.type === 'Identifier' ? variableOf(source, target) : undefined
  if (variable === undefined || value === undefined) return undefined
  if (field === 'event')
    return isPush || !lines.isEventName(value) ? undefined : { variable, field, value: undefined, isList: false }
  const data = collectWithin(source, value, (it): it is Node => lines.isData(it))
  const [only] = data
  // The outermost one: `unwrap` looks through the marks around it.
  if (only === undefined || data.some((it) => !isWithin(it, only))) return undefined
  const others = collectWithin(source, value, (it): it is Node => lines.isLine(it) && !isWithin(it, only))
  return others.length > 0 ? undefined : { variable, field, value: { whole: value, data: only }, isList: isPush }
}
