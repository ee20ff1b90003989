import { calleeNameNode, receiverOf } from '../../src/facts/callee.ts'
import { hasCallback, isFloating, pipelineCalls } from '../../src/facts/pipelines.ts'
import { isIncomingMessage, unheardPipes } from '../../src/facts/unheard-pipes.ts'
import { defineRule } from '../../src/rule.ts'

export default defineRule({
  name: 'no-unhandled-pipe',
  mistake: 'errors',
  tier: 'recommended',
  description: 'Disallow joining streams so that the failure of one of them reaches nobody',
  terms: [['pipe']],
  messages: {
    crash:
      'When {{stream}} fails, nobody listens: the process dies of an uncaught error, and whoever waits for {{destination}} waits for ever.',
    stall:
      'When the sender of {{stream}} breaks off, {{destination}} is never ended: whoever waits for it waits for ever.',
    noCallback: 'Without a callback, `pipeline` of `node:stream` throws as soon as this line runs.',
    floatingPipeline: 'When one of these streams fails, nobody gets the rejection: Node ends the process.',
    floatingPipeTo: 'When one of these streams fails, nobody gets the rejection: Node ends the process.',
  },
  defaultOptions: {},
  fixable: 'code',
  hasSuggestions: true,
  *find({ source }) {
    for (const { chain, unheard } of unheardPipes(source)) {
      const [{ call, receiver, destination }] = unheard
      yield {
        at: calleeNameNode(call),
        messageId: isIncomingMessage(source, receiver) ? ('stall' as const) : ('crash' as const),
        data: { stream: source.text.slice(...receiver.range), destination: source.text.slice(...destination.range) },
        assumes: chain.map((link) => ({ node: link.receiver, is: 'node-stream' as const })),
      }
    }
    for (const pipeline of pipelineCalls(source)) {
      const { call, kind } = pipeline
      if (kind === 'callback') {
        if (hasCallback(source, call) !== false) continue
        yield { at: calleeNameNode(call), messageId: 'noCallback' as const }
      } else if (isFloating(source, pipeline)) {
        const receiver = receiverOf(call)
        yield {
          at: calleeNameNode(call),
          messageId: kind === 'pipeTo' ? ('floatingPipeTo' as const) : ('floatingPipeline' as const),
          assumes: [
            { node: call, is: 'promise' as const },
            ...(kind === 'pipeTo' && receiver !== undefined ? [{ node: receiver, is: 'web-stream' as const }] : []),
          ],
        }
      }
    }
  },
})
