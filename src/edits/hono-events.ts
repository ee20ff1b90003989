import type { TSESTree } from '@typescript-eslint/utils'
import { methodName, receiverOf } from '../facts/callee.ts'
import { enclosingFunction } from '../facts/functions.ts'
import type { FunctionNode } from '../facts/nodes.ts'
import { collectWithin, isFunction, isWithin } from '../facts/nodes.ts'
import type { ComposedText } from '../facts/text-pieces.ts'
import { propertyName, stringOf, unwrap, wrapped } from '../facts/unwrap.ts'
import { readsOf, referencesOf, variableOf } from '../facts/variables.ts'
import { honoHelper } from '../frameworks/stream-writers.ts'
import type { Node, Source, Variable } from '../source.ts'
import type { Change, Edit, ImportBinding } from './edit.ts'
import { replace } from './edit.ts'
import { eventObject } from './encode-frame.ts'
import { importedBindings } from './existing-imports.ts'
import { importBinding } from './imports.ts'
import { freshName } from './names.ts'
import { removeStatement } from './remove-statement.ts'

/** Methods of Hono's stream that write nothing. */
const QUIET = new Set(['abort', 'aborted', 'close', 'closed', 'onAbort', 'sleep'])
/** The headers that `streamSSE` sets, and what it sets them to. */
const OWN_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache',
  connection: 'keep-alive',
  'transfer-encoding': 'chunked',
}

/**
 * Has Hono's `streamSSE` send the frames of a stream that are written by hand with `stream` or `streamText`: each write becomes a
 * `writeSSE`, and headers that the helper sets go.
 * @param texts all frames of the stream
 * @returns undefined where something else is written to the stream, it goes elsewhere, or the helper would change an answer's headers
 */
export function writeHonoEvents(source: Source, texts: readonly ComposedText[]): Edit | undefined {
  const [first] = texts
  const run = first === undefined ? undefined : runAround(source, first.node)
  if (run === undefined) return undefined
  const changes: Change[] = []
  // Where routes are set up in one function, other streams stand beside this one.
  const own = texts.filter(({ node }) => isWithin(node, run.call))
  const left = new Set(own.map(({ node }) => node))
  for (const read of readsOf(run.stream)) {
    const member = wrapped(read).parent
    const name =
      member?.type === 'MemberExpression' && member.object === wrapped(read) ? propertyName(member) : undefined
    if (name !== undefined && QUIET.has(name)) continue
    const call = member == null ? undefined : wrapped(member).parent
    if (member?.type !== 'MemberExpression' || name !== 'write' || call?.type !== 'CallExpression') return undefined
    const [argument, ...more] = call.arguments
    const text = own.find(({ node }) => argument !== undefined && unwrap(argument) === node)
    const event = text === undefined ? undefined : eventObject(source, text)
    // What a write gives back is the stream.
    if (argument === undefined || more.length > 0 || event === undefined || isPassedOn(call)) return undefined
    left.delete(unwrap(argument))
    changes.push(replace(member.property, 'writeSSE'), replace(argument, event))
  }
  const headers = left.size > 0 ? undefined : withoutOwnHeaders(source, run.call)
  const helper = headers === undefined ? undefined : helperOf(source, run.call, run.module)
  if (headers === undefined || helper === undefined) return undefined
  return { changes: [...changes, ...headers, ...helper.changes], imports: helper.imports }
}

interface Run {
  readonly call: TSESTree.CallExpression
  readonly module: string
  readonly stream: Variable
}

/** The call of the helper in whose callback a frame stands. With a callback for errors `streamSSE` sends more than the others do. */
function runAround(source: Source, frame: Node): Run | undefined {
  for (let fn: FunctionNode | undefined = enclosingFunction(frame); fn !== undefined; fn = enclosingFunction(fn)) {
    const call = wrapped(fn).parent
    const helper = call?.type === 'CallExpression' ? honoHelper(source, call) : undefined
    if (call?.type !== 'CallExpression' || helper === undefined) continue
    const [parameter] = fn.params
    const isTyped = parameter?.type !== 'Identifier' || parameter.typeAnnotation != null
    const stream = isTyped ? undefined : variableOf(source, parameter)
    const isPlain = helper.name !== 'streamSSE' && call.arguments.length === 2 && call.arguments[1] === wrapped(fn)
    return stream === undefined || !isPlain ? undefined : { call, module: helper.module, stream }
  }
  return undefined
}

function isPassedOn(call: Node): boolean {
  let value = wrapped(call)
  if (value.parent?.type === 'AwaitExpression') value = wrapped(value.parent)
  const { parent } = value
  if (parent?.type === 'UnaryExpression') return parent.operator !== 'void'
  return parent?.type !== 'ExpressionStatement' && parent?.type !== 'ReturnStatement' && !isFunction(parent)
}

/** Takes out the headers that the helper sets itself; undefined when it is not told to send events, or sets another value. */
function withoutOwnHeaders(source: Source, run: TSESTree.CallExpression): Change[] | undefined {
  const handler = enclosingFunction(run)
  const [context] = run.arguments
  const variable = context?.type === 'Identifier' ? variableOf(source, context) : undefined
  if (handler === undefined || variable === undefined) return undefined
  const changes: Change[] = []
  let isEventStream = false
  for (const call of collectWithin(
    source,
    handler,
    (it): it is TSESTree.CallExpression => it.type === 'CallExpression',
  )) {
    const receiver = methodName(call) === 'header' ? receiverOf(call) : undefined
    if (receiver?.type !== 'Identifier' || variableOf(source, receiver) !== variable || isWithin(call, run)) continue
    const [name, value, ...more] = call.arguments.map((it) => stringOf(it)?.toLowerCase())
    if (name === undefined) return undefined
    const own = OWN_HEADERS[name]
    if (own === undefined) continue
    if (value === undefined || value.split(';')[0]?.trim() !== own || more.length > 0) return undefined
    if (name === 'content-type') isEventStream = true
    if (call.parent.type === 'ExpressionStatement') changes.push(...(removeStatement(source, call.parent) ?? []))
  }
  return isEventStream ? changes : undefined
}

/** The call of `streamSSE`; an import that only this call uses becomes that of `streamSSE`. */
function helperOf(
  source: Source,
  run: TSESTree.CallExpression,
  module: string,
): { readonly changes: readonly Change[]; readonly imports: readonly ImportBinding[] } | undefined {
  const { callee } = run
  const variable = callee.type === 'Identifier' ? variableOf(source, callee) : undefined
  const binding = importedBindings(source).find(({ local }) => variableOf(source, local) === variable)
  const specifier = variable === undefined ? undefined : binding?.specifier
  const isOnly = variable !== undefined && referencesOf(variable).length === 1
  const isFree = freshName(source, 'streamSSE') === 'streamSSE'
  if (specifier?.type === 'ImportSpecifier' && isOnly && isFree)
    return { changes: [replace(callee, 'streamSSE'), replace(specifier, 'streamSSE')], imports: [] }
  const added = importBinding(source, { module, name: 'streamSSE', at: run })
  return added === undefined ? undefined : { changes: [replace(callee, added.local)], imports: [added] }
}
