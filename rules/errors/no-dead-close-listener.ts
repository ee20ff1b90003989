import type { TSESTree } from '@typescript-eslint/utils'
import { listenToResponse } from '../../src/edits/listen-to-response.ts'
import { receiverOf } from '../../src/facts/callee.ts'
import { originOf } from '../../src/facts/origin.ts'
import { stringOf, unwrap } from '../../src/facts/unwrap.ts'
import { usesOf, usesOfVariable } from '../../src/facts/uses.ts'
import type { Handler } from '../../src/frameworks/handler.ts'
import { parsesBody, partOf, partText } from '../../src/frameworks/handlers.ts'
import { defineRule } from '../../src/rule.ts'
import type { Node, Source } from '../../src/source.ts'
import { methodCalls } from '../../src/facts/named-calls.ts'

const LISTEN = ['on', 'once', 'addListener', 'prependListener', 'prependOnceListener']

export default defineRule({
  name: 'no-dead-close-listener',
  mistake: 'errors',
  tier: 'recommended',
  description: 'Disallow waiting for `close` of a request whose body has been read already',
  terms: [['close'], LISTEN.map((name) => `.${name}(`)],
  messages: {
    dead: 'When the client leaves, this listener does not run: the body of the request has been read, so `close` has fired already or never will, and the work goes on.',
    response: 'Listen to `{{response}}`, which closes when the client leaves.',
  },
  defaultOptions: {},
  fixable: 'code',
  hasSuggestions: true,
  *find({ source, project, settings }) {
    for (const call of methodCalls(source, LISTEN)) {
      if (!isClose(source, call)) continue
      const receiver = receiverOf(call)
      const part = receiver === undefined ? undefined : partOf(source, receiver)
      if (receiver === undefined || part?.part !== 'nodeRequest') continue
      const { handler } = part
      if (parsesBody(handler, { source, project, settings }) !== true || isReadHere(source, handler, receiver)) continue
      const response = partText(handler, 'nodeResponse')
      yield {
        at: placeOf(call),
        messageId: 'dead',
        assumes: [{ node: receiver, is: 'emitter' as const }],
        suggestions:
          response === undefined
            ? []
            : [
                {
                  messageId: 'response' as const,
                  data: { response },
                  edit: () => listenToResponse(source, call, response),
                },
              ],
      }
    }
  },
})

/** `req.on`, or only its method where that stands on another line. */
function placeOf(call: TSESTree.CallExpression): Node {
  const callee = unwrap(call.callee) as TSESTree.MemberExpression
  return callee.loc.start.line === callee.loc.end.line ? callee : callee.property
}

function isClose(source: Source, call: TSESTree.CallExpression): boolean {
  const event = call.arguments[0]
  if (event === undefined) return false
  const origin = originOf(source, event)
  return stringOf(origin.kind === 'expression' && origin.path.length === 0 ? origin.node : event) === 'close'
}

/** A raw upload: the handler reads the request as a stream itself, so nobody has read it before. */
function isReadHere(source: Source, handler: Handler, request: Node): boolean {
  const uses = handler.request === undefined ? usesOf(source, request) : usesOfVariable(source, handler.request)
  return uses.some((use) => {
    if (use.kind === 'iterated') return true
    if (use.kind === 'argument') return /pipeline|parse|busboy|raw|buffer|text|json/i.test(calleeText(source, use.call))
    if (use.kind !== 'method-call') return false
    if (use.name === 'pipe') return true
    return LISTEN.includes(use.name) && ['data', 'readable'].includes(stringOf(use.call.arguments[0]) ?? '')
  })
}

function calleeText(source: Source, call: TSESTree.CallExpression | TSESTree.NewExpression): string {
  return source.text.slice(...call.callee.range)
}
