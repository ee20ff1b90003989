import type { TSESTree } from '@typescript-eslint/utils'
import type { Call } from '../facts/callee.ts'
import { calleeName, methodName } from '../facts/callee.ts'
import { calledFunction, enclosingFunction } from '../facts/functions.ts'
import { collectWithin, isWithin } from '../facts/nodes.ts'
import { unwrap } from '../facts/unwrap.ts'
import { variableOf, writesOf } from '../facts/variables.ts'
import type { Node, Source } from '../source.ts'
import { streamResponders } from './stream-responders.ts'
import type { StreamRoute } from './stream-route.ts'
import { hasFinishedBody } from './stream-route.ts'

/** An expression whose value a handler returns as its streamed response. */
export interface StreamedAnswer {
  readonly node: Node
  /** True when the value is a promise of the response. */
  readonly isPromise: boolean
}

/** Methods of Hono's context that answer with a body. */
const BODY_METHODS = new Set(['body', 'newResponse'])

/** What a handler that answers with a web `Response` returns for its stream; what it refuses with is not among it. */
export function streamedAnswers(source: Source, { handler: { fn }, at }: StreamRoute): readonly StreamedAnswer[] {
  if (fn.generator) return []
  const returned =
    fn.body.type === 'BlockStatement'
      ? collectWithin(source, fn, (node): node is TSESTree.ReturnStatement => node.type === 'ReturnStatement')
          .filter((it) => enclosingFunction(it) === fn)
          .flatMap(({ argument }) => argument ?? [])
      : [fn.body]
  return returned.flatMap((it) => answersIn(source, it, at))
}

function answersIn(source: Source, node: Node, at: Node): StreamedAnswer[] {
  const value = unwrap(node)
  if (value.type === 'ConditionalExpression')
    return [...answersIn(source, value.consequent, at), ...answersIn(source, value.alternate, at)]
  const isPromise = isPromised(source, value, at)
  return isPromise === undefined ? [] : [{ node, isPromise }]
}

/** Whether a value is a promise of a streamed response, or one itself; undefined when it is neither, or unknown. */
function isPromised(source: Source, node: Node, at: Node): boolean | undefined {
  const value = unwrap(node)
  switch (value.type) {
    case 'AwaitExpression':
      return isPromised(source, value.argument, at) === undefined ? undefined : false
    case 'Identifier': {
      const kept = keptValue(source, value)
      return kept === undefined ? undefined : isPromised(source, kept, at)
    }
    case 'NewExpression':
      return isStreamedResponse(source, value) ? false : undefined
    case 'CallExpression': {
      if (isStreamedResponse(source, value)) return false
      const helper = calledFunction(source, value)
      return helper !== undefined && !helper.generator && isWithin(at, helper) ? helper.async : undefined
    }
    default:
      return undefined
  }
}

/** What a variable is given where it is declared, when it is given nothing else. */
function keptValue(source: Source, name: TSESTree.Identifier): Node | undefined {
  const variable = variableOf(source, name)
  const [definition] = variable?.defs ?? []
  if (variable === undefined || definition?.node.type !== 'VariableDeclarator' || writesOf(variable).length > 1)
    return undefined
  return definition.node.id.type === 'Identifier' ? (definition.node.init ?? undefined) : undefined
}

/** `new Response(stream)`, `c.body(stream)`, `streamSSE(c, …)`, `result.toUIMessageStreamResponse()` */
function isStreamedResponse(source: Source, call: Call): boolean {
  const name = calleeName(call) ?? ''
  const isMade = call.type === 'NewExpression' ? name.endsWith('Response') : BODY_METHODS.has(methodName(call) ?? '')
  if (isMade) return call.arguments.length > 0 && !hasFinishedBody(source, call)
  return !isNoResponse(name) && streamResponders(source).some(({ at }) => at === call)
}

/** What streams in another way than by the response that it gives back. */
function isNoResponse(name: string): boolean {
  return name.startsWith('pipe') || name === 'toReadableStream' || name === 'createSession'
}
