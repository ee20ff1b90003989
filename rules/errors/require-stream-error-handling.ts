import type { Handling } from '../../src/edits/handle-rejection.ts'
import { handleRead, handleRejection } from '../../src/edits/handle-rejection.ts'
import { hearErrors, throwErrorPart, throwKeptError } from '../../src/edits/hear-error.ts'
import { unheardProviders } from '../../src/facts/ai-sdk-streams.ts'
import { calleeNameNode } from '../../src/facts/callee.ts'
import type { LostRejection } from '../../src/facts/lost-rejections.ts'
import { lostRejections } from '../../src/facts/lost-rejections.ts'
import { uncaughtReads } from '../../src/facts/uncaught-reads.ts'
import { unheardData } from '../../src/facts/unheard-data.ts'
import { isWithin } from '../../src/facts/nodes.ts'
import { partOf } from '../../src/frameworks/handlers.ts'
import { defineRule } from '../../src/rule.ts'
import type { Node, Range, Source } from '../../src/source.ts'

/** From 4.1.23 on, `textStream` of the AI SDK swallows the provider's error; before version 4 it threw it. */
const SILENT_SINCE = 4

export default defineRule({
  name: 'require-stream-error-handling',
  mistake: 'errors',
  tier: 'recommended',
  description: 'Require that the failure of a stream reaches somebody',
  // A loop, a read, a pipe, or a listener.
  terms: [['for await', '.read(', 'pipeTo', 'pipeline', 'ReadableStream', '.on(', '.once(', 'Listener(']],
  messages: {
    iife: 'When the stream breaks off, nobody gets the rejection of this function, which no `try` around it catches: a server process ends, and a page waits for ever.',
    call: 'When the stream that `{{name}}` reads breaks off, nobody gets the rejection: a server process ends, and a page waits for ever.',
    chain:
      'When the stream breaks off, nobody gets the rejection of this chain, which has no `.catch`: a server process ends, and a page waits for ever.',
    callback:
      'When the stream breaks off, nobody gets the rejection, because {{taker}} ignores what this function gives back: a server process ends, and a page waits for ever.',
    route:
      'When the stream breaks off, nobody gets the rejection, because {{taker}} ignores what this handler gives back: the process ends, and with it the answers to all clients.',
    crash: 'When this stream fails, nobody listens for `error`: the process ends with an uncaught exception.',
    stall:
      'When the sender breaks off, nobody listens for `error`: neither `end` nor an exception comes, and whoever waits for this answer waits for ever.',
    rejection:
      'When the provider fails, nobody listens for `error` or waits for the result: the SDK makes it an unhandled rejection, and the process ends.',
    errorPart:
      'When the provider fails, `fullStream` does not throw but gives a part of type `error`, which this loop passes over: half an answer counts as whole.',
    silentStream:
      'When the provider fails, `{{name}}` ends without throwing, so that the `try` around it catches nothing: half an answer counts as whole.',
    uncaught:
      'When the stream breaks off, nothing in this function catches it: it ends no answer and tells no reader, and relies on its callers to do so.',
    addCatch: 'Add a `.catch` that {{way}}.',
    wrapBody: 'Catch the error with a `catch` that {{way}}.',
    listen: 'Add a listener for `error` that {{way}}.',
    throwPart: 'Throw the error of an `error` part.',
    throwKept: "Keep the provider's error and throw it after the loop.",
  },
  schema: {
    type: 'object',
    properties: {
      reads: {
        type: 'string',
        description:
          '`unhandled`: reads whose failure reaches nobody. `all`: also those that no `try`/`catch` or `.catch` in their own function covers.',
        enum: ['unhandled', 'all'],
      },
    },
    additionalProperties: false,
  },
  defaultOptions: { reads: 'unhandled' as 'unhandled' | 'all' },
  strictOptions: { reads: 'all' },
  fixable: 'code',
  hasSuggestions: true,
  *find({ source, options, settings, project }) {
    const where = { source, project, settings }
    const reported = new Set<Node | Range>()
    for (const lost of lostRejections(where)) {
      const { at, promise, read } = lost.rejection
      reported.add(at)
      if (promise !== undefined && isWithin(read.node, promise)) reported.add(read.node)
      yield {
        at,
        ...explain(source, lost),
        assumes: promise === undefined ? [] : [{ node: promise, is: 'promise' as const }],
        suggestions: suggest(handleRejection(lost, where)),
      }
    }
    for (const uncaught of options.reads === 'all' ? uncaughtReads(source) : []) {
      const { at, node } = uncaught.read
      if (!reported.has(uncaught.chain === undefined ? at : node))
        yield { at, messageId: 'uncaught' as const, suggestions: suggest(handleRead(uncaught, where)) }
    }
    const sdk = project.major('ai')
    for (const unheard of unheardProviders(source)) {
      if (unheard.kind === 'error-part')
        yield {
          at: unheard.at,
          messageId: 'errorPart' as const,
          suggestions: [{ messageId: 'throwPart' as const, edit: () => throwErrorPart(source, unheard.loop) }],
        }
      else if (sdk === undefined || sdk >= SILENT_SINCE)
        yield {
          at: calleeNameNode(unheard.call),
          messageId: 'silentStream' as const,
          data: { name: unheard.name },
          suggestions: [{ messageId: 'throwKept' as const, edit: () => throwKeptError(source, unheard) }],
        }
    }
    for (const { call, receiver, outcome } of unheardData(source, (node) => roleOf(source, node))) {
      const { exit, edit } = hearErrors(call, where)
      yield {
        at: calleeNameNode(call),
        messageId: outcome,
        assumes: [{ node: receiver, is: outcome === 'rejection' ? ('emitter' as const) : ('node-stream' as const) }],
        suggestions: [{ messageId: 'listen' as const, data: { way: exit.way }, edit }],
      }
    }
  },
})

/** Who ignores what a function of each kind gives back. */
const TAKERS = {
  listener: 'the emitter',
  timer: 'the timer',
  handler: 'the element',
  callback: 'the array',
  effect: 'the effect',
  executor: '`new Promise`',
  observer: 'the observer',
} as const
/** The same for frameworks that do not wait for their handlers. */
const FRAMEWORKS: Readonly<Record<string, string>> = {
  express: 'Express 4',
  'node-http': '`node:http`',
}

function explain(source: Source, lost: LostRejection) {
  switch (lost.kind) {
    case 'iife':
    case 'chain':
      return { messageId: lost.kind }
    case 'call': {
      const { at } = lost.rejection
      return { messageId: lost.kind, data: { name: source.text.slice(...('type' in at ? at.range : at)) } }
    }
    case 'route': {
      const framework = lost.handler?.framework ?? ''
      return { messageId: lost.kind, data: { taker: FRAMEWORKS[framework] ?? `\`${framework}\`` } }
    }
    default:
      return { messageId: 'callback' as const, data: { taker: TAKERS[lost.kind] } }
  }
}

function suggest(handling: Handling | undefined) {
  if (handling === undefined) return []
  return [{ messageId: handling.messageId, data: { way: handling.exit.way }, edit: handling.edit }]
}

/** Which part of HTTP the frameworks hand to a handler of the file. */
function roleOf(source: Source, expression: Node): 'request' | 'response' | undefined {
  const part = partOf(source, expression)?.part
  return part === 'nodeRequest' ? 'request' : part === 'nodeResponse' ? 'response' : undefined
}
