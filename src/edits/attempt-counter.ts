import type { TSESTree } from '@typescript-eslint/utils'
import { isRunByRender } from '../facts/components.ts'
import { referencesToFunction, variableOfFunction } from '../facts/functions.ts'
import type { FunctionNode } from '../facts/nodes.ts'
import { isWithin } from '../facts/nodes.ts'
import { enclosingClass } from '../facts/origin.ts'
import type { Reconnect, WayBack } from '../facts/reconnects.ts'
import { unwrap, wrapped } from '../facts/unwrap.ts'
import type { Node, Source } from '../source.ts'
import { codeFor } from './code-lines.ts'
import type { Change } from './edit.ts'
import { insertAfter, replace } from './edit.ts'
import { fileStyle, semicolon } from './file-style.ts'
import { indentationAt } from './lines.ts'
import { freshName } from './names.ts'
import { startWithComments, statementOf } from './statement-place.ts'
import { insertStatementsAfter, insertStatementsBefore } from './statements.ts'
import { textOf, tokenAfter, tokenBefore } from './tokens.ts'

/** Where the number of failed attempts in a row is kept. */
export interface AttemptCounter {
  /** What the delay is made of: reads the number, and counts on where nobody else does. */
  readonly read: string
  /** One more argument for each call of the connecting function on the way back; undefined where it needs none. */
  readonly argument: string | undefined
  /** Declares the counter and has it start again once the connection is open. */
  readonly changes: readonly Change[]
}

/** A counter of attempts: a parameter of the connecting function, else a field of its class, else a variable beside it. */
export function attemptCounter(source: Source, reconnect: Reconnect): AttemptCounter | undefined {
  const { ways } = reconnect
  const { connector } = ways[0]
  if (ways.some((way) => way.connector !== connector)) return undefined
  return (
    asParameter(source, reconnect, connector) ??
    asField(source, reconnect, connector) ??
    asVariable(source, reconnect, connector)
  )
}

/** The place where the number is read. */
function placeOf({ timer, call }: WayBack): Node {
  return timer?.call ?? call
}

/** `connect(url, attempt = 0)`, which calls itself with `attempt + 1`. */
function asParameter(
  source: Source,
  { connection, ways }: Reconnect,
  connector: FunctionNode,
): AttemptCounter | undefined {
  const { length } = connector.params
  const canPass = ({ call, handler }: WayBack) =>
    isWithin(call, connector) &&
    call !== handler &&
    (call.type === 'CallExpression' ? call.arguments.length === length : length === 0)
  if (!isWithin(connection.node, connector) || !ways.every(canPass)) return undefined
  if (!isOnlyCalled(source, connector, length, new Set(ways.map(({ call }) => call)))) return undefined
  const name = freshName(source, 'attempt', ['attempts'])
  const parameter = addParameter(source, connector, `${name} = 0`)
  const reset = whenOpen(source, connection.node, `${name} = 0`)
  if (parameter === undefined || reset === undefined) return undefined
  return { read: name, argument: `${name} + 1`, changes: [...parameter, ...reset] }
}

/** Every reference is a call with no more arguments than there are parameters; the last step of the way back may pass it on. */
function isOnlyCalled(source: Source, fn: FunctionNode, parameters: number, passedOn: ReadonlySet<Node>): boolean {
  const declarator = wrapped(fn).parent
  if (declarator?.type === 'VariableDeclarator' && declarator.id.typeAnnotation != null) return false
  const references = referencesToFunction(source, fn)
  return (
    references.length > 0 &&
    references.every((reference) => {
      const outer = wrapped(reference)
      if (passedOn.has(outer)) return true
      const call = outer.parent
      return (
        call?.type === 'CallExpression' &&
        call.callee === outer &&
        call.arguments.length <= parameters &&
        call.arguments.every((argument) => argument.type !== 'SpreadElement')
      )
    })
  )
}

function addParameter(source: Source, fn: FunctionNode, text: string): Change[] | undefined {
  const last = fn.params.at(-1)
  if (last?.type === 'RestElement') return undefined
  if (last !== undefined) {
    const isBare =
      tokenBefore(source, last.range[0])?.value !== '(' && tokenAfter(source, last.range[1])?.value === '=>'
    return isBare ? [replace(last, `(${textOf(source, last)}, ${text})`)] : [insertAfter(last, `, ${text}`)]
  }
  let open = tokenAfter(source, fn.typeParameters?.range[1] ?? fn.id?.range[1] ?? fn.range[0])
  while (open !== undefined && open.value !== '(' && open.range[0] < fn.body.range[0])
    open = tokenAfter(source, open.range[1])
  return open?.value === '(' ? [insertAfter(open.range, text)] : undefined
}

const FIELD = 'reconnectAttempts'

function asField(source: Source, { connection, ways }: Reconnect, connector: FunctionNode): AttemptCounter | undefined {
  const owner = enclosingClass(connector)
  const [first] = owner?.body.body ?? []
  if (owner === undefined || first === undefined || source.text.includes(FIELD)) return undefined
  if ([connection.node, ...ways.map(placeOf)].some((it) => enclosingClass(it) !== owner)) return undefined
  const reset = whenOpen(source, connection.node, `this.${FIELD} = 0`)
  if (reset === undefined) return undefined
  const { lineEnding } = fileStyle(source)
  const start = startWithComments(source, first)
  const declared = `${FIELD} = 0${semicolon(source)}${lineEnding}${indentationAt(source.text, start)}`
  return {
    read: `this.${FIELD}++`,
    argument: undefined,
    changes: [{ range: [start, start], text: declared }, ...reset],
  }
}

function asVariable(
  source: Source,
  { connection, ways }: Reconnect,
  connector: FunctionNode,
): AttemptCounter | undefined {
  const declared = variableOfFunction(source, connector)?.defs[0]?.node as Node | undefined
  const statement = declared === undefined ? undefined : statementOf(declared)
  const block = statement?.parent
  if (statement === undefined || block === undefined || block === null || isRunByRender(statement)) return undefined
  if (![connection.node, ...ways.map(placeOf)].every((it) => isWithin(it, block))) return undefined
  const name = freshName(source, 'attempts', ['failedAttempts'])
  const reset = whenOpen(source, connection.node, `${name} = 0`)
  const before = insertStatementsBefore(source, statement, codeFor(source)`let ${name} = 0;`)
  if (reset === undefined || before === undefined) return undefined
  return { read: `${name}++`, argument: undefined, changes: [...before, ...reset] }
}

/** A listener that runs code once the connection is open, behind the statement that makes it. */
function whenOpen(source: Source, connection: Node, code: string): Change[] | undefined {
  const statement = statementOf(connection)
  const holder = wrapped(connection).parent
  const target: Node | undefined =
    holder?.type === 'VariableDeclarator'
      ? holder.id
      : holder?.type === 'AssignmentExpression'
        ? holder.left
        : undefined
  if (statement === undefined || target === undefined) return undefined
  const name = unwrap(target)
  if (name.type !== 'Identifier' && name.type !== 'MemberExpression') return undefined
  const isOwnStatement = holder?.type === 'VariableDeclarator' || holder?.parent?.type === 'ExpressionStatement'
  if (!isOwnStatement) return undefined
  const text = name.type === 'Identifier' ? name.name : textOf(source, name)
  return insertStatementsAfter(
    source,
    statement,
    codeFor(source)`${text}.addEventListener('open', () => {
      ${code};
    });`,
  )
}

/** The text of a call with one more argument. */
export function callText(source: Source, call: TSESTree.CallExpression, argument: string | undefined): string {
  const callee = source.text.slice(call.range[0], call.callee.range[1])
  const given = call.arguments.map((it) => textOf(source, it))
  return `${callee}(${[...given, ...(argument === undefined ? [] : [argument])].join(', ')})`
}
