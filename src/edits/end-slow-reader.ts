import type { TSESTree } from '@typescript-eslint/utils'
import { calleeName } from '../facts/callee.ts'
import type { EagerEnqueue } from '../facts/eager-enqueues.ts'
import { eagerEnqueues, isPushed } from '../facts/eager-enqueues.ts'
import { enclosingFunction } from '../facts/functions.ts'
import type { MadeReadableStream } from '../facts/made-readable-streams.ts'
import { controllerCalls } from '../facts/made-readable-streams.ts'
import { collectWithin, contains, isFunction, isWithin } from '../facts/nodes.ts'
import { propertyName, unwrap, wrapped } from '../facts/unwrap.ts'
import { variableOf } from '../facts/variables.ts'
import type { Node, Source } from '../source.ts'
import { addArguments } from './add-argument.ts'
import { allOf } from './all-of.ts'
import { toBlockBody } from './braces.ts'
import { codeFor } from './code-lines.ts'
import type { Change, Edit } from './edit.ts'
import { replace } from './edit.ts'
import { quoted, semicolon } from './file-style.ts'
import { freshName, resolveName, scopeAt } from './names.ts'
import { insertStatementsBefore } from './statements.ts'
import { hasCommentInside, textOf } from './tokens.ts'
import { declareBefore, topStatement } from './top-level.ts'

/**
 * Gives the queue of a stream whose source cannot wait a bound, and ends the stream of a reader that lets it fill up: before
 * each `enqueue` of a callback the controller is asked for room. What `cancel` does is done then too, as nobody cancels a
 * stream that has failed, and a `close` that comes later is left out, as it would throw.
 * @returns undefined where the stream has a strategy, is one of bytes, or enqueues and closes otherwise than by statements of
 * functions that give nothing back
 */
export function endSlowReader(source: Source, found: EagerEnqueue): Edit | undefined {
  const { stream } = found
  const { made, others, hasStrategy, start } = stream
  if (hasStrategy || made.arguments.length !== 1 || others.has('type')) return undefined
  if (resolveName(scopeAt(source, made), 'CountQueuingStrategy') !== undefined) return undefined
  const top = topStatement(made)
  const limit = limitName(source, found)
  const isLater = (call: Node) => enclosingFunction(call) !== start
  return allOf([
    top === undefined
      ? undefined
      : declareBefore(
          source,
          top,
          codeFor(source)`// As many pieces may wait for a slow reader before its stream ends.
          const ${limit} = 1000;`,
        ),
    addArguments(source, made, [`new CountQueuingStrategy({ highWaterMark: ${limit} })`]),
    ...controllerCalls(stream, 'enqueue')
      .filter(isLater)
      .map((call) => asked(source, call, cleanUp(source, found))),
    ...controllerCalls(stream, 'close')
      .filter(isLater)
      .map((call) => whileOpen(source, call)),
  ])
}

/** Another name for each stream of the file, as the edits of all may be applied together. */
function limitName(source: Source, found: EagerEnqueue): string {
  const taken = new Set<string>()
  for (const other of eagerEnqueues(source).filter(isPushed)) {
    const name = freshName(source, 'MAX_QUEUED', [], taken)
    if (other === found) return name
    taken.add(name)
  }
  return freshName(source, 'MAX_QUEUED', [], taken)
}

/** `if ((controller.desiredSize ?? 0) <= 0) { … return }` in front of an enqueue. */
function asked(source: Source, call: TSESTree.CallExpression, cleanUps: readonly string[]): Change[] | undefined {
  const controller = controllerOf(source, call)
  const fn = enclosingFunction(call)
  if (fn === undefined || controller === undefined || fn.generator || givesBack(source, fn)) return undefined
  const statements = [
    `${controller}.error(new Error(${quoted(source, 'The reader fell behind')}))`,
    ...cleanUps,
    'return',
  ]
  const code = [
    `if ((${controller}.desiredSize ?? 0) <= 0) {`,
    ...statements.flatMap((statement) => indented(source, statement)),
    '}',
  ]
  const { parent } = call
  if (parent.type === 'ExpressionStatement') return insertStatementsBefore(source, parent, code)
  return fn.type === 'ArrowFunctionExpression' && unwrap(fn.body) === call
    ? toBlockBody(source, fn, { before: code, returns: false })
    : undefined
}

function indented(source: Source, statement: string): string[] {
  return codeFor(source)`if (1) {
    ${statement};
  }`.slice(1, -1)
}

/** `if (controller.desiredSize !== null) controller.close()` */
function whileOpen(source: Source, call: TSESTree.CallExpression): Change[] | undefined {
  const controller = controllerOf(source, call)
  const fn = enclosingFunction(call)
  if (controller === undefined || fn === undefined || hasCommentInside(source, call.range)) return undefined
  const test = `if (${controller}.desiredSize !== null) `
  const { parent } = call
  if (parent.type === 'ExpressionStatement') {
    // An `else` behind it would become that of the new `if`.
    const isFree = parent.parent.type === 'BlockStatement' || parent.parent.type === 'SwitchCase'
    return isFree ? [{ range: [call.range[0], call.range[0]], text: test }] : undefined
  }
  if (fn.type !== 'ArrowFunctionExpression' || fn.body !== call || givesBack(source, fn)) return undefined
  return [replace(call, `{ ${test}${textOf(source, call)}${semicolon(source)} }`)]
}

function controllerOf(source: Source, call: TSESTree.CallExpression): string | undefined {
  const callee = unwrap(call.callee)
  const object = callee.type === 'MemberExpression' ? unwrap(callee.object) : undefined
  return object?.type === 'Identifier' ? textOf(source, object) : undefined
}

/** True when somebody may look at what a function gives back. */
function givesBack(source: Source, fn: Node): boolean {
  if (!isFunction(fn)) return true
  const type = fn.returnType?.typeAnnotation
  if (type !== undefined && !/^(?:void|undefined|Promise<void>)$/.test(textOf(source, type))) return true
  return contains(
    source,
    fn.body,
    (node) => node.type === 'ReturnStatement' && node.argument !== null && enclosingFunction(node) === fn,
  )
}

/** What ends the source: the one call of `cancel`, or the timer. */
function cleanUp(source: Source, { stream, around }: EagerEnqueue): string[] {
  const cancelled = cancelCall(source, stream)
  if (cancelled !== undefined) return [textOf(source, cancelled)]
  const timer = wrapped(around).parent
  if (timer?.type !== 'CallExpression' || calleeName(timer) !== 'setInterval') return []
  const { parent } = wrapped(timer)
  const isNamed = parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier'
  return isNamed ? [`clearInterval(${textOf(source, parent.id)})`] : []
}

function cancelCall(source: Source, { source: object }: MadeReadableStream): Node | undefined {
  const property = object.properties.find((it) => it.type === 'Property' && propertyName(it) === 'cancel')
  const fn = property?.type === 'Property' ? unwrap(property.value as Node) : undefined
  if (fn === undefined || !isFunction(fn)) return undefined
  const [only, ...others] = fn.body.type === 'BlockStatement' ? fn.body.body : [fn.body]
  const expression = only?.type === 'ExpressionStatement' ? only.expression : only
  if (expression === undefined || others.length > 0 || unwrap(expression).type !== 'CallExpression') return undefined
  if (hasCommentInside(source, expression)) return undefined
  const isOwn = collectWithin(source, expression, (node) => node.type === 'Identifier').some((node) => {
    const variable = variableOf(source, node)
    return variable?.identifiers.some((it) => isWithin(it as Node, fn)) === true
  })
  const isBound = contains(
    source,
    expression,
    (node) => node.type === 'ThisExpression' || node.type === 'AwaitExpression',
  )
  return isOwn || isBound ? undefined : expression
}
