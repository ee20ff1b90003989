import { markPrompt } from '../../src/edits/mark-prompt.ts'
import type { UncachedPrompt } from '../../src/facts/uncached-prompts.ts'
import { uncachedPrompts } from '../../src/facts/uncached-prompts.ts'
import { defineRule } from '../../src/rule.ts'
import type { Node } from '../../src/source.ts'

export default defineRule({
  name: 'require-prompt-cache',
  mistake: 'caching',
  tier: 'strict',
  description: "Require long constant system prompts to be kept by Anthropic's prompt cache",
  terms: [['messages.', 'messages?.'], ['system']],
  messages: {
    uncached:
      'Every call pays the full price for this prompt of about {{tokens}} tokens and waits until it is read, although it is always the same: nothing marks it with `cache_control`.',
    mark: 'Mark the prompt with `cache_control`: reading it again costs a tenth, writing it once a quarter more.',
  },
  schema: {
    type: 'object',
    properties: {
      minTokens: {
        type: 'number',
        minimum: 0,
        description: 'Prompts of more tokens than this must be marked; 0 stands for what the model itself demands.',
      },
    },
    additionalProperties: false,
  },
  defaultOptions: { minTokens: 0 },
  fixable: 'code',
  hasSuggestions: true,
  *find({ source, options }) {
    for (const prompt of uncachedPrompts(source)) {
      if (prompt.tokens <= (options.minTokens > 0 ? options.minTokens : prompt.minimum)) continue
      yield {
        at: placeOf(prompt),
        messageId: 'uncached',
        data: { tokens: prompt.tokens.toLocaleString('en-US') },
        suggestions: [{ messageId: 'mark' as const, edit: () => markPrompt(source, prompt) }],
      }
    }
  },
})

/** The property, or only its name where the text spans lines. */
function placeOf({ property }: UncachedPrompt): Node {
  return property.loc.start.line === property.loc.end.line ? property : property.key
}
