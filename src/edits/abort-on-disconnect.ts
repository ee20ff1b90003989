import type { TSESTree } from '@typescript-eslint/utils'
import type { ChatAgentMethod } from '../facts/chat-agents.ts'
import type { FunctionNode } from '../facts/nodes.ts'
import { isFunction } from '../facts/nodes.ts'
import { unwrap } from '../facts/unwrap.ts'
import type { UntiedUpstream } from '../facts/untied-upstreams.ts'
import type { SignalPlace, UpstreamCall } from '../facts/upstream-calls.ts'
import type { Handler } from '../frameworks/handler.ts'
import { partText } from '../frameworks/handlers.ts'
import type { Node, Source } from '../source.ts'
import { addOptions } from './add-argument.ts'
import { addProperty } from './add-property.ts'
import { codeFor } from './code-lines.ts'
import type { Change, Edit } from './edit.ts'
import { areApart, replace } from './edit.ts'
import { freshName, resolveName, scopeAt } from './names.ts'
import { passDeparture } from './pass-departure.ts'
import { statementOf } from './statement-place.ts'
import { insertStatementsBefore } from './statements.ts'
import { hasCommentInside, textOf } from './tokens.ts'

/** How the upstream learns that its client has left: a signal to hand over, and what must be declared before the call. */
interface Departure {
  readonly signal: string
  readonly changes: readonly Change[]
}

/**
 * Ties an upstream call to the client of its handler: by the signal of the request, or by a controller that the close of
 * the response aborts. What the call fails with then is let pass in the handler.
 * @param isHandled somebody deals with all failures of the handler, or will
 * @returns undefined where no handler is in sight of the call, where the call's arguments cannot be told, or where the abort
 * would be an error that nobody catches
 */
export function abortOnDisconnect(source: Source, untied: UntiedUpstream, isHandled = false): Edit | undefined {
  const { upstream, handler, agent, signal } = untied
  if (upstream?.signal === undefined) return undefined
  const departure =
    handler !== undefined
      ? departureOf(source, handler, upstream, isHandled)
      : signal === undefined
        ? stopOf(source, agent, upstream)
        : undefined
  if (departure === undefined) return undefined
  const changes =
    signal === undefined
      ? addSignal(source, upstream.call, upstream.signal, departure.signal)
      : joinSignals(source, signal, departure.signal)
  if (changes === undefined) return undefined
  const all = [...departure.changes, ...changes]
  return areApart(all) ? { changes: all } : undefined
}

/** What a suggestion says: how the call will know. */
export function departureText(untied: UntiedUpstream): string | undefined {
  const { handler, agent } = untied
  if (agent !== undefined) return `\`${stopText(agent.options)}\``
  if (handler === undefined) return undefined
  const signal = partText(handler, 'signal')
  if (signal !== undefined) return `\`${signal}\``
  const response = partText(handler, 'nodeResponse')
  return response === undefined ? undefined : `a controller that the close of \`${response}\` aborts`
}

/** The signal of a chat agent's message, which can be missing and so joins no other. What the aborted call fails with goes to the base class, which expects it. */
function stopOf(source: Source, agent: ChatAgentMethod | undefined, { call }: UpstreamCall): Departure | undefined {
  if (agent === undefined || !isParameter(source, agent.fn, agent.options.name, call)) return undefined
  return { signal: stopText(agent.options), changes: [] }
}

function stopText({ name, optional, typeAnnotation }: TSESTree.Identifier): string {
  return `${name}${optional || typeAnnotation === undefined ? '?' : ''}.abortSignal`
}

function departureOf(
  source: Source,
  handler: Handler,
  upstream: UpstreamCall,
  isHandled: boolean,
): Departure | undefined {
  const { call } = upstream
  const signal = partText(handler, 'signal')
  if (signal !== undefined) return isVisible(source, handler, signal, call) ? { signal, changes: [] } : undefined
  const response = partText(handler, 'nodeResponse')
  if (response === undefined || !isVisible(source, handler, response, call) || isRepeated(call, handler))
    return undefined
  const controller = freshName(source, 'gone', ['clientGone'])
  const passed = isHandled
    ? { place: statementOf(call), changes: [] }
    : passDeparture(source, upstream, handler.fn, `${controller}.signal.aborted`)
  if (passed?.place === undefined) return undefined
  const code = codeFor(source)`const ${controller} = new AbortController();
    ${response}.on('close', () => ${controller}.abort());`
  const changes = insertStatementsBefore(source, passed.place, code)
  return changes === undefined
    ? undefined
    : { signal: `${controller}.signal`, changes: [...changes, ...passed.changes] }
}

/** The text's first name means the handler's parameter at the call. */
function isVisible(source: Source, { fn }: Handler, text: string, call: Node): boolean {
  return isParameter(source, fn, text.split('.')[0] ?? '', call)
}

function isParameter(source: Source, fn: FunctionNode, name: string, call: Node): boolean {
  const variable = resolveName(scopeAt(source, call), name)
  return variable?.defs.length === 1 && variable.defs[0]?.node === (fn as Node)
}

/** In a loop or in a function that may run many times within one request, so that each run would add a listener. */
function isRepeated(call: Node, handler: Handler): boolean {
  let child = call
  for (let node = call.parent; node != null; child = node, node = node.parent) {
    if (node === handler.fn) return false
    if (node.type === 'ForOfStatement' && node.right === child) continue
    if (isFunction(node) || /^(?:For|While|DoWhile)/.test(node.type)) return true
  }
  return true
}

function addSignal(
  source: Source,
  call: TSESTree.CallExpression,
  { argument, option }: SignalPlace,
  signal: string,
): Change[] | undefined {
  const [name, inner] = option.split('.')
  if (name === undefined) return undefined
  if (inner === undefined) return addOptions(source, call, argument, [{ name, value: signal }])
  const literal = call.arguments[argument] === undefined ? undefined : unwrap(call.arguments[argument])
  const nested =
    literal?.type === 'ObjectExpression'
      ? literal.properties.find((it) => it.type === 'Property' && textOf(source, it.key) === name)
      : undefined
  if (nested?.type === 'Property') {
    const object = unwrap(nested.value as Node)
    return object.type === 'ObjectExpression' ? addProperty(source, object, inner, signal) : undefined
  }
  return addOptions(source, call, argument, [{ name, value: `{ ${inner}: ${signal} }` }])
}

/** The signal that is there stays, and the client's joins it. */
function joinSignals(
  source: Source,
  { property, value }: NonNullable<UntiedUpstream['signal']>,
  signal: string,
): Change[] | undefined {
  if (hasCommentInside(source, property)) return undefined
  const own = textOf(source, value)
  const text = `AbortSignal.any([${signal}, ${own}])`
  return [replace(property.shorthand ? property : value, property.shorthand ? `${own}: ${text}` : text)]
}
