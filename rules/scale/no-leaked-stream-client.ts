import { removeOnClose } from '../../src/edits/remove-on-close.ts'
import { calleeNameNode } from '../../src/facts/callee.ts'
import { leakedConnections } from '../../src/facts/leaked-connections.ts'
import { defineRule } from '../../src/rule.ts'

export default defineRule<object, 'never' | 'late' | 'uncaught' | 'remove'>({
  name: 'no-leaked-stream-client',
  mistake: 'scale',
  tier: 'recommended',
  description: 'Disallow connections that stay in a collection after their clients have left',
  terms: [
    ['.add', '.set', '.push', '.unshift', '] ='],
    ['new Set', 'new Map', 'new Array', '[]', '{}', 'Object.create'],
  ],
  messages: {
    never:
      'Every client that leaves stays in memory until the process ends, and is written to for ever: nothing takes its connection out of this collection when it closes.',
    late: 'A client that leaves early stays in memory and is written to until the work is over: nothing takes its connection out of this collection when it closes.',
    uncaught:
      'Every client that leaves stays in memory: writing to a closed connection does not throw, so the `catch` that should take it out of this collection never runs.',
    remove: 'Take it out when the connection closes.',
  },
  defaultOptions: {},
  hasSuggestions: true,
  fixable: 'code',
  *find({ source }) {
    for (const leak of leakedConnections(source)) {
      const { kind, addition } = leak
      yield {
        at: addition.type === 'CallExpression' ? calleeNameNode(addition) : addition.left,
        messageId: kind,
        suggestions: [{ messageId: 'remove', edit: () => removeOnClose(source, leak) }],
      }
    }
  },
})
