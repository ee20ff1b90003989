import { addFailureCallback, hearFloating } from '../../src/edits/hear-pipeline.ts'
import { pipeToPipeline } from '../../src/edits/pipe-to-pipeline.ts'
import { calleeNameNode, receiverOf } from '../../src/facts/callee.ts'
import { isDevelopmentTool } from '../../src/facts/development-tool.ts'
import { isOutgoingRequest } from '../../src/facts/outgoing-requests.ts'
import { outermostPromise } from '../../src/facts/dropped-promise.ts'
import { hasCallback, isFloating, pipelineCalls } from '../../src/facts/pipelines.ts'
import { sameStream } from '../../src/facts/same-stream.ts'
import { endsAlone } from '../../src/facts/script-start.ts'
import type { UnheardPipe } from '../../src/facts/unheard-pipes.ts'
import { isIncomingMessage, unheardPipes } from '../../src/facts/unheard-pipes.ts'
import { defineRule } from '../../src/rule.ts'
import type { Node, Source } from '../../src/source.ts'

export default defineRule({
  name: 'no-unhandled-pipe',
  mistake: 'errors',
  tier: 'recommended',
  description: 'Disallow joining streams so that the failure of one of them reaches nobody',
  terms: [['pipe']],
  messages: {
    crash:
      'When {{stream}} fails, nobody listens: the uncaught error ends the process, with everything else that it serves.',
    stall:
      'When the sender of {{stream}} breaks off, {{destination}} is never ended: whoever waits for it waits for ever.',
    noCallback: 'Without a callback, `pipeline` of `node:stream` joins nothing: it throws as soon as this line runs.',
    floating:
      'When one of these streams fails, nobody gets the rejection of `{{name}}`: an unhandled rejection ends a Node process.',
    awaitPipeline: 'Wait for `pipeline`, which ends all streams when one fails, and rejects.',
    catchPipeline: 'Join them with `pipeline`, which ends all streams when one fails, and tell of the failure.',
    callbackPipeline: 'Join them with `pipeline` and a callback, which ends all streams when one fails.',
    addAwait: 'Wait for it, so that the failure is thrown here.',
    addCatch: 'Tell of the failure in a `.catch`.',
    awaitPromise: 'Wait for the `pipeline` of `node:stream/promises`.',
    addCallback: 'Tell of the failure in a callback.',
  },
  schema: {
    type: 'object',
    properties: {
      programs: {
        type: 'boolean',
        description:
          'Whether to report what ends the process in programs that serve nobody else: scripts, programs for the terminal, development servers.',
      },
      uploads: {
        type: 'boolean',
        description:
          'Whether to report the body of a request that a proxy pipes into a request of its own, which only an upload that breaks off leaves open.',
      },
    },
    additionalProperties: false,
  },
  defaultOptions: { programs: true, uploads: true },
  recommendedOptions: { programs: false, uploads: false },
  fixable: 'code',
  hasSuggestions: true,
  *find({ source, options, settings, project }) {
    const where = { source, settings, project }
    for (const unheard of unheardPipes(source)) {
      const [{ call, receiver }] = unheard.unheard
      const isMessage = isIncomingMessage(source, receiver)
      // There is nothing else that the process serves.
      if (!isMessage && !options.programs && (endsAlone(source) || isDevelopmentTool(source))) continue
      if (isMessage && !options.uploads && isProxiedUpload(source, unheard)) continue
      const last = unheard.chain[unheard.chain.length - 1] ?? unheard.chain[0]
      const stream = nameOf(source, receiver)
      const remedy = pipeToPipeline(unheard.chain, where)
      yield {
        at: calleeNameNode(call),
        messageId: isMessage ? ('stall' as const) : ('crash' as const),
        data: isMessage ? { stream, destination: nameOf(source, last.destination) } : { stream },
        assumes: assumptions(unheard),
        suggestions: remedy === undefined ? [] : [{ messageId: PIPE_REMEDIES[remedy.form], edit: remedy.edit }],
      }
    }
    const floating = new Set<Node>()
    for (const pipeline of pipelineCalls(source)) {
      const { call, kind } = pipeline
      if (kind === 'callback') {
        if (hasCallback(source, call) !== false) continue
        const { form, edit } = addFailureCallback(pipeline, where)
        yield {
          at: calleeNameNode(call),
          messageId: 'noCallback' as const,
          suggestions: [{ messageId: CALLBACK_REMEDIES[form], edit }],
        }
      } else if (isFloating(source, pipeline)) {
        // Several that one `Promise.all` waits for are one promise.
        const promise = outermostPromise(source, call)
        if (floating.has(promise)) continue
        floating.add(promise)
        const receiver = receiverOf(call)
        const { form, edit } = hearFloating(pipeline, where)
        yield {
          at: calleeNameNode(call),
          messageId: 'floating' as const,
          data: { name: kind === 'pipeTo' ? kind : 'pipeline' },
          assumes: [
            { node: call, is: 'promise' as const },
            ...(kind === 'pipeTo' && receiver !== undefined ? [{ node: receiver, is: 'web-stream' as const }] : []),
          ],
          suggestions: [{ messageId: FLOATING_REMEDIES[form], edit }],
        }
      }
    }
  },
})

const PIPE_REMEDIES = { await: 'awaitPipeline', promise: 'catchPipeline', callback: 'callbackPipeline' } as const
const CALLBACK_REMEDIES = { await: 'awaitPromise', callback: 'addCallback' } as const
const FLOATING_REMEDIES = { await: 'addAwait', catch: 'addCatch' } as const

/** Node streams to the last unheard one; what another kind of `pipe` joins has no `on`. */
function assumptions({ chain, unheard }: UnheardPipe) {
  const last = chain.indexOf(unheard[unheard.length - 1] ?? chain[0])
  return chain.slice(0, last + 1).map((link) => ({ node: link.receiver, is: 'node-stream' as const }))
}

/** `req.pipe(http.request(…))`: the other server gives a request up whose body does not go on. */
function isProxiedUpload(source: Source, { chain, unheard }: UnheardPipe): boolean {
  const last = chain.at(-1)
  return (
    unheard.length === 1 && unheard[0] === chain[0] && last !== undefined && isOutgoingRequest(source, last.destination)
  )
}

/** A short text for a stream: its own, without the listeners and pipes in front, when it fits into a sentence. */
function nameOf(source: Source, stream: Node): string {
  const node = sameStream(stream)
  const text = source.text.slice(...node.range)
  if (text.length <= MAX_NAME && !text.includes('\n')) return `\`${text}\``
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return 'the stream'
  const callee = source.text.slice(...node.callee.range)
  if (callee.length > MAX_NAME || callee.includes('\n')) return 'the stream'
  return `\`${node.type === 'NewExpression' ? 'new ' : ''}${callee}(…)\``
}

/** Longer texts are shortened in messages. */
const MAX_NAME = 40
