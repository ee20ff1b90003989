import rule from '../../../rules/caching/require-prompt-cache.ts'
import type { ReportsCase, SilentCase } from '../../rule-tester.ts'
import { ruleTest } from '../../rule-tester.ts'

/** A text of so many tokens, at four characters a token. */
const text = (tokens: number): string => 'Be kind. '.repeat(Math.ceil((tokens * 4) / 9)).slice(0, tokens * 4)

const HEAD = `import Anthropic from '@anthropic-ai/sdk'

const anthropic = new Anthropic()
`
const withPrompt = (tokens: number): string => `${HEAD}const RULES = '${text(tokens)}'
`

const MARK = `cache_control: { type: 'ephemeral' }`

interface Call {
  readonly name: string
  readonly tokens?: number
  readonly said?: string
  /** What stands in the call, with `«` and `»` around the reported place. */
  readonly call: string
  readonly fixed?: string
  readonly rest?: Partial<ReportsCase>
}

/** A call behind a constant prompt in line 4. */
function reported({ name, tokens = 1500, said = '1,500', call, fixed, rest = {} }: Call): ReportsCase {
  const start = withPrompt(tokens)
  const before = `${start}${call.slice(0, call.indexOf('«'))}`.split('\n')
  const inside = call.slice(call.indexOf('«') + 1, call.indexOf('»'))
  const column = before.at(-1)!.length + 1
  return {
    name,
    ...rest,
    code: start + call.replace(/[«»]/g, ''),
    errors: [
      {
        messageId: 'uncached',
        data: { tokens: said },
        line: before.length,
        column,
        endColumn: column + inside.length,
        ...(fixed === undefined ? {} : { suggestions: [{ messageId: 'mark', output: start + fixed }] }),
      },
    ],
  }
}

const ask = (options: string): string =>
  `export const ask = (messages) => anthropic.messages.create({ ${options}, max_tokens: 5, messages })
`
const silent = (name: string, options: string, tokens = 1500): SilentCase => ({
  name,
  code: withPrompt(tokens) + ask(options),
})

ruleTest(rule, {
  reports: [
    reported({
      name: 'a text',
      call: ask("model: 'claude-sonnet-4-5', «system: RULES»"),
      fixed: ask(`model: 'claude-sonnet-4-5', system: [{ type: 'text', text: RULES, ${MARK} }]`),
    }),
    reported({
      name: 'a text that is written in the call, over lines',
      call: `export const ask = (messages) => anthropic.beta.messages.stream({
  model,
  «system»: \`${text(700)}
${text(700)}\`, // the rules
  messages,
})
`,
      said: '1,401',
      fixed: `export const ask = (messages) => anthropic.beta.messages.stream({
  model,
  system: [{ type: 'text', text: \`${text(700)}
${text(700)}\`, ${MARK} }], // the rules
  messages,
})
`,
    }),
    reported({
      name: 'texts that are put together',
      call: ask("model: 'claude-sonnet-5', «system: 'Answer.' + RULES»"),
      said: '1,502',
      fixed: ask(`model: 'claude-sonnet-5', system: [{ type: 'text', text: 'Answer.' + RULES, ${MARK} }]`),
    }),
    reported({
      name: 'a list of lines',
      call: ask("model: 'claude-sonnet-5', «system: ['Answer.', RULES].join('\\n')»"),
      said: '1,502',
      fixed: ask(`model: 'claude-sonnet-5', system: [{ type: 'text', text: ['Answer.', RULES].join('\\n'), ${MARK} }]`),
    }),
    reported({
      name: 'a short form',
      call: `export function ask(messages) {
  const system = RULES
  return anthropic.messages.create({ model, «system», messages })
}
`,
      fixed: `export function ask(messages) {
  const system = RULES
  return anthropic.messages.create({ model, system: [{ type: 'text', text: system, ${MARK} }], messages })
}
`,
    }),
    reported({
      name: 'a first block',
      call: ask("model, system: [{ type: 'text', «text: RULES» }, { type: 'text', text: context }]"),
      fixed: ask(`model, system: [{ type: 'text', text: RULES, ${MARK} }, { type: 'text', text: context }]`),
    }),
    reported({
      name: 'options in a constant, whose literals would be plain strings',
      call: `export function ask(messages) {
  const options = { model: 'claude-opus-4-1', «system: RULES», messages }
  return anthropic.messages.create(options)
}
`,
      fixed: `export function ask(messages) {
  const options = { model: 'claude-opus-4-1', system: [{ type: 'text' as const, text: RULES, cache_control: { type: 'ephemeral' as const } }], messages }
  return anthropic.messages.create(options)
}
`,
    }),
    reported({
      name: 'the same with a type',
      call: `export function ask(messages) {
  const options: Anthropic.MessageCreateParams = { model: 'claude-opus-4-1', «system: RULES», messages }
  return anthropic.messages.create(options)
}
`,
      fixed: `export function ask(messages) {
  const options: Anthropic.MessageCreateParams = { model: 'claude-opus-4-1', system: [{ type: 'text', text: RULES, ${MARK} }], messages }
  return anthropic.messages.create(options)
}
`,
    }),
    reported({
      name: 'a mark on a tool does not cover it',
      call: ask(`model, tools: [{ name: 'x', input_schema, ${MARK} }], «system: RULES»`),
      fixed: ask(
        `model, tools: [{ name: 'x', input_schema, ${MARK} }], system: [{ type: 'text', text: RULES, ${MARK} }]`,
      ),
    }),
    reported({
      name: 'four marks are all that a request may have',
      call: ask(`model, tools: [{ ${MARK} }, { ${MARK} }, { ${MARK} }, { ${MARK} }], «system: RULES»`),
    }),
    reported({
      name: 'messages that are written out, beside another call with a mark',
      call: `export const first = () => anthropic.messages.create({ model, system: [{ type: 'text', text: RULES, ${MARK} }] })
export const ask = (content) => anthropic.messages.create({ model, «system: RULES», messages: [{ role: 'user', content }] })
`,
      fixed: `export const first = () => anthropic.messages.create({ model, system: [{ type: 'text', text: RULES, ${MARK} }] })
export const ask = (content) => anthropic.messages.create({ model, system: [{ type: 'text', text: RULES, ${MARK} }], messages: [{ role: 'user', content }] })
`,
    }),
    reported({
      name: 'a model that keeps 512 tokens',
      tokens: 600,
      said: '600',
      call: ask("model: 'claude-opus-5', «system: RULES»"),
      fixed: ask(`model: 'claude-opus-5', system: [{ type: 'text', text: RULES, ${MARK} }]`),
    }),
    reported({
      name: 'a model that keeps 4,096 tokens',
      tokens: 4100,
      said: '4,100',
      call: ask("model: 'claude-haiku-4-5-20251001', «system: RULES»"),
      fixed: ask(`model: 'claude-haiku-4-5-20251001', system: [{ type: 'text', text: RULES, ${MARK} }]`),
    }),
    reported({
      name: 'an option below',
      tokens: 600,
      said: '600',
      rest: { options: { minTokens: 500 } },
      call: ask("model: 'claude-haiku-4-5', «system: RULES»"),
      fixed: ask(`model: 'claude-haiku-4-5', system: [{ type: 'text', text: RULES, ${MARK} }]`),
    }),
    {
      name: 'CommonJS, double quotes, a client of Bedrock in a class',
      file: 'src/file.js',
      code: `const {AnthropicBedrock} = require("@anthropic-ai/bedrock-sdk");

class Judge {
  client = new AnthropicBedrock();
  ask(messages) {
    return this.client.messages.create({model: "anthropic.claude-3-5-haiku-20241022-v1:0", system: "${text(2100)}", messages});
  }
}
`,
      errors: [
        {
          messageId: 'uncached',
          data: { tokens: '2,100' },
          line: 6,
          column: 92,
          endColumn: 92 + 'system: ""'.length + 8400,
          suggestions: [
            {
              messageId: 'mark',
              output: `const {AnthropicBedrock} = require("@anthropic-ai/bedrock-sdk");

class Judge {
  client = new AnthropicBedrock();
  ask(messages) {
    return this.client.messages.create({model: "anthropic.claude-3-5-haiku-20241022-v1:0", system: [{type: "text", text: "${text(2100)}", cache_control: {type: "ephemeral"}}], messages});
  }
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a client from another file, told by its model',
      code: `import { client } from './client'

export const ask = (messages) => client.messages.create({ model: 'claude-sonnet-4-5', system: '${text(1500)}', messages })
`,
      errors: [
        {
          messageId: 'uncached',
          data: { tokens: '1,500' },
          line: 3,
          column: 87,
          endColumn: 87 + "system: ''".length + 6000,
          suggestions: [
            {
              messageId: 'mark',
              output: `import { client } from './client'

export const ask = (messages) => client.messages.create({ model: 'claude-sonnet-4-5', system: [{ type: 'text', text: '${text(1500)}', ${MARK} }], messages })
`,
            },
          ],
        },
      ],
    },
  ],
  silent: [
    silent('marked', `model, system: [{ type: 'text', text: RULES, ${MARK} }]`),
    silent(
      'a later block is marked',
      `model, system: [{ type: 'text', text: RULES }, { type: 'text', text, ${MARK} }]`,
    ),
    silent('the call is marked', `model, system: RULES, ${MARK}`),
    silent('a block that is made elsewhere', `model, system: [{ type: 'text', text: RULES }, block]`),
    silent('blocks that are spread', `model, system: [{ type: 'text', text: RULES }, ...blocks]`),
    silent('a block with a spread', `model, system: [{ type: 'text', text: RULES, ...rest }]`),
    silent('options that are spread', `model, system: RULES, ...options`),
    silent('a text that a date is put into', 'model, system: `${RULES} Today is ${new Date()}.`'),
    silent('a text that a name is put into', 'model, system: RULES + name'),
    silent('a text of nobody knows where', 'model, system: promptFor(user)'),
    silent(
      'a first block that differs',
      `model, system: [{ type: 'text', text: intro(user) }, { type: 'text', text: RULES }]`,
    ),
    silent('no prompt', 'model'),
    silent('a short text', 'model, system: RULES', 1000),
    silent('exactly the minimum', 'model, system: RULES', 1024),
    silent('too short for Opus 4.5', "model: 'claude-opus-4-5', system: RULES", 4000),
    silent('too short for Opus 4.6', "model: 'claude-opus-4-6', system: RULES", 4000),
    silent('too short for Opus 4.7', "model: 'claude-opus-4-7', system: RULES", 2000),
    silent('too short for Haiku 4.5', "model: 'us.anthropic.claude-haiku-4-5-20251001-v1:0', system: RULES", 4000),
    silent('too short for Haiku 3', "model: 'claude-3-haiku-20240307', system: RULES", 2000),
    silent('a later model of which nothing is known', "model: 'claude-opus-5-5', system: RULES", 900),
    { ...silent('an option above', 'model, system: RULES'), options: { minTokens: 2000 } },
    {
      name: 'a mark in a message, which covers all before it',
      code: `${withPrompt(1500)}export const ask = (text) => anthropic.messages.create({ model, system: RULES, messages: [{ role: 'user', content: [{ type: 'text', text, ${MARK} }] }] })`,
    },
    {
      name: 'a mark in messages that are made before',
      code: `${withPrompt(1500)}export function ask(history) {
  const messages = history.map((content) => ({ role: 'user', content }))
  messages.at(-1).content = [{ type: 'text', text: messages.at(-1).content, ${MARK} }]
  return anthropic.messages.create({ model, system: RULES, messages })
}`,
    },
    {
      name: 'a prompt that another file exports',
      code: `${HEAD}import { RULES } from './rules'
export const ask = (messages) => anthropic.messages.create({ model, system: RULES, messages })`,
    },
    {
      name: 'a prompt that is given',
      code: `${HEAD}export const ask = (system, messages) => anthropic.messages.create({ model, system, messages })`,
    },
    { name: 'tokens are counted', code: `${withPrompt(1500)}anthropic.messages.countTokens({ model, system: RULES })` },
    {
      name: 'another SDK',
      code: `import OpenAI from 'openai'
const client = new OpenAI()
client.beta.threads.messages.create({ model: 'claude', system: '${text(1500)}' })`,
    },
    {
      name: 'a client from another file that may be of any kind',
      code: `import { client } from './client'
client.messages.create({ to, body, system: '${text(1500)}' })`,
    },
    {
      name: 'the AI SDK',
      code: `import { streamText } from 'ai'
streamText({ model, system: '${text(1500)}', messages: messages.all })`,
    },
  ],
})
