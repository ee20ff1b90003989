import { describe, expect, it } from 'vitest'
import { modelCall, modelStreamCall } from '../../src/facts/model-call.ts'
import { nodesOf } from '../../src/facts/nodes.ts'
import { streamOf } from '../../src/facts/stream-value.ts'
import { parseSource } from '../parse-source.ts'

/** The callees of the calls that ask a model, in document order. */
function modelCalls(code: string, modelPackages?: readonly string[]): string[] {
  const source = { ...parseSource(code), ...(modelPackages === undefined ? {} : { modelPackages }) }
  return nodesOf(source, 'CallExpression')
    .filter((call) => modelCall(source, call) !== undefined)
    .map((call) => code.slice(...call.callee.range))
}

/** The same for those that stream. */
function streamCalls(code: string, modelPackages: readonly string[] = []): string[] {
  const source = { ...parseSource(code), modelPackages }
  return nodesOf(source, 'CallExpression')
    .filter((call) => modelStreamCall(source, call) !== undefined)
    .map((call) => code.slice(...call.callee.range))
}

describe('calls of the table', () => {
  it.each([
    ["import OpenAI from 'openai'; const ai = new OpenAI(); ai.chat.completions.create({ model })"],
    ["import OpenAI from 'openai'; const ai = new OpenAI(); ai.chat.completions.create({ model, stream: true })"],
    ["import OpenAI from 'openai'; const ai = new OpenAI(); ai.embeddings.create(input)"],
    ["import { AzureOpenAI } from 'openai'; const ai = new AzureOpenAI(); ai.images.generate(input)"],
    ["import type { OpenAI } from 'openai'; (ai: OpenAI) => { ai.responses.create(input) }"],
    ["import OpenAI from 'openai'; class A { ai = new OpenAI(); m() { this.ai.responses.stream(input) } }"],
    ["import { OpenAIApi } from 'openai'; const ai = new OpenAIApi(); ai.createChatCompletion(input)"],
    ["import Anthropic from '@anthropic-ai/sdk'; const ai = new Anthropic(); ai.messages.create(input)"],
    ["import Anthropic from '@anthropic-ai/sdk'; const ai = new Anthropic(); ai.messages.stream(input)"],
    ["import { generateText } from 'ai'; generateText({ model, prompt })"],
    ["import { embedMany as all } from 'ai'; all({ model, values })"],
    ["import { streamText } from 'ai'; streamText({ model, prompt })"],
    ["import * as sdk from 'ai'; sdk.generateObject({ model })"],
    ["import { ToolLoopAgent } from 'ai'; const agent = new ToolLoopAgent({ model }); agent.generate({ prompt })"],
    ["import { GoogleGenAI } from '@google/genai'; const ai = new GoogleGenAI({}); ai.models.embedContent(input)"],
    ["import ollama from 'ollama'; ollama.embed({ model, input })"],
    ["import { Ollama } from 'ollama'; const ai = new Ollama(); ai.generate({ model, prompt })"],
    ["import { Mistral } from '@mistralai/mistralai'; const ai = new Mistral(); ai.chat.complete(input)"],
    ["import { CohereClientV2 } from 'cohere-ai'; const ai = new CohereClientV2(); ai.embed(input)"],
    ["import { InferenceClient } from '@huggingface/inference'; const ai = new InferenceClient(); ai.textToImage(x)"],
    ["import Replicate from 'replicate'; const ai = new Replicate(); ai.run(model, { input })"],
    ["import Groq from 'groq-sdk'; const ai = new Groq(); ai.chat.completions.create(input)"],
    ["import { genkit } from 'genkit'; const ai = genkit({}); ai.generate('hello')"],
    ["import { OpenAI } from '@llamaindex/openai'; const llm = new OpenAI(); llm.complete({ prompt })"],
    ["import { Settings } from 'llamaindex'; Settings.llm.chat({ messages })"],
    ["const OpenAI = require('openai'); const ai = new OpenAI(); ai.embeddings.create(input)"],
  ])('%s', (code) => {
    expect(modelCalls(code)).toHaveLength(1)
  })

  it('knows what a client makes', () => {
    expect(
      modelCalls(
        `import { GoogleGenerativeAI } from '@google/generative-ai'
const model = new GoogleGenerativeAI(key).getGenerativeModel({ model: 'gemini-pro' })
await model.generateContent(prompt)
const chat = model.startChat()
await chat.sendMessage(text)`,
      ),
    ).toEqual(['model.generateContent', 'chat.sendMessage'])
  })

  it('knows the commands of Bedrock', () => {
    expect(
      modelCalls(
        `import { BedrockRuntimeClient, ConverseCommand, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime'
import { GetObjectCommand } from '@aws-sdk/client-s3'
const client = new BedrockRuntimeClient({})
const command = new InvokeModelCommand(input)
await client.send(command)
await client.send(new ConverseCommand(input))
await client.send(new GetObjectCommand(input))
await client.send(other)`,
      ),
    ).toEqual(['client.send', 'client.send'])
  })

  it('knows clients of other files by the path and the model', () => {
    expect(
      modelCalls(
        `import { openai, anthropic, twilio } from './clients'
openai.chat.completions.create(params)
openai.embeddings.create({ model: 'text-embedding-3-small', input })
anthropic.messages.create({ model: 'claude', messages })
twilio.messages.create({ body, to, from })
openai.images.generate(params)
search.generate({ model: 'x' })`,
      ),
    ).toEqual(['openai.chat.completions.create', 'openai.embeddings.create', 'anthropic.messages.create'])
  })

  it.each([
    ["import OpenAI from 'openai'; const ai = new OpenAI(); ai.files.create(input)"],
    ["import OpenAI from 'openai'; const ai = new OpenAI(); ai.models.list()"],
    ["import { tool } from 'ai'; tool({ execute })"],
    ["import { openai } from '@ai-sdk/openai'; openai('gpt-5')"],
    ["import { useChat } from '@ai-sdk/react'; useChat()"],
    ["import { generateText } from './text'; generateText({ model })"],
    ["import Anthropic from '@anthropic-ai/sdk'; const ai = new Anthropic(); ai.messages.countTokens(input)"],
    ["import { createCompletion } from 'rx'; createCompletion({ model })"],
  ])('leaves others alone: %s', (code) => {
    expect(modelCalls(code)).toEqual([])
  })
})

describe('LangChain', () => {
  it.each([
    ["import { ChatOpenAI } from '@langchain/openai'; const llm = new ChatOpenAI({}); llm.invoke(x)", ['llm.invoke']],
    [
      "import { OpenAIEmbeddings } from '@langchain/openai'; const e = new OpenAIEmbeddings(); e.embedQuery(x)",
      ['e.embedQuery'],
    ],
    ["import { Ollama } from '@langchain/ollama'; const llm = new Ollama(); llm.stream(x)", ['llm.stream']],
    [
      "import { ChatAnthropic } from '@langchain/anthropic'; const llm = new ChatAnthropic().bindTools(t); llm.invoke(x)",
      ['llm.invoke'],
    ],
    [
      `import { ChatOpenAI } from '@langchain/openai'
import { PromptTemplate } from '@langchain/core/prompts'
import { StringOutputParser } from '@langchain/core/output_parsers'
const chain = PromptTemplate.fromTemplate(t).pipe(new ChatOpenAI()).pipe(new StringOutputParser())
chain.invoke(x)`,
      ['chain.invoke'],
    ],
    [
      `import { ChatOpenAI } from '@langchain/openai'
import { RunnableSequence } from '@langchain/core/runnables'
const llm = new ChatOpenAI()
const chain = RunnableSequence.from([prompt, llm])
chain.stream(x)`,
      ['chain.stream'],
    ],
    [
      "import type { BaseChatModel } from '@langchain/core/language_models/chat_models'; (llm: BaseChatModel) => llm.invoke(x)",
      ['llm.invoke'],
    ],
    [
      "import type { Embeddings } from '@langchain/core/embeddings'; class A { constructor(private e: Embeddings) {} m() { return this.e.embedDocuments(x) } }",
      ['this.e.embedDocuments'],
    ],
    ["import { initChatModel } from 'langchain'; const llm = await initChatModel('x'); llm.invoke(y)", ['llm.invoke']],
    ["import { ChatPromptTemplate } from '@langchain/core/prompts'; new ChatPromptTemplate({}).invoke(x)", []],
    ["import { ChatMessageHistory } from '@langchain/core/chat_history'; new ChatMessageHistory().invoke(x)", []],
    ["import { TavilySearch } from '@langchain/tavily'; const t = new TavilySearch(); t.invoke(x)", []],
    ["import { ChatOpenAI } from './models'; const llm = new ChatOpenAI(); llm.invoke(x)", []],
    ['worker.invoke(x)', []],
  ])('%s', (code, expected) => {
    expect(modelCalls(code)).toEqual(expected)
  })
})

describe('packages of the settings', () => {
  const code = `import { createClient } from '@acme/llm/node'
import { complete, Acme } from '@acme/llm'
const client = createClient({ key })
const other = new Acme()
const answer = await complete(prompt)
answer.text.trim()
const { text } = await client.chat.ask(question)
other.embed(text).then(print)
for await (const part of client.streamAnswer(question)) print(part)
for await (const part of other.answer({ question, stream: true })) print(part)`

  it('count with all calls that ask something', () => {
    const expected = ['complete', 'client.chat.ask', 'other.embed', 'client.streamAnswer', 'other.answer']
    expect(modelCalls(code, ['@acme/llm'])).toEqual(expected)
    expect(modelCalls(code, ['@acme/*'])).toEqual(expected)
    expect(modelCalls(code, ['@acme/other', 'acme'])).toEqual([])
    expect(modelCalls(code)).toEqual([])
  })

  it('stream where a call is named after it or told to', () => {
    expect(streamCalls(code, ['@acme/llm'])).toEqual(['client.streamAnswer', 'other.answer'])
    expect(streamCalls(code)).toEqual([])
  })

  it('stream as the table says where their calls are those of the table', () => {
    const fork = `import { Acme, streamText } from 'acme'
const acme = new Acme()
await acme.chat.completions.create({ model, messages, stream: true })
await acme.chat.completions.create({ model, messages })
acme.messages.stream({ model, messages })
streamText({ model })`
    expect(streamCalls(fork, ['acme'])).toEqual(['acme.chat.completions.create', 'acme.messages.stream', 'streamText'])
    expect(modelCalls(fork, ['acme'])).toHaveLength(4)
  })

  it('give streams of a model', () => {
    const source = {
      ...parseSource("import { Acme } from 'acme'; const s = new Acme().streamAnswer(q); use(s)"),
      modelPackages: ['acme'],
    }
    const use = nodesOf(source, 'CallExpression').at(-1)
    expect(use?.arguments[0] === undefined ? undefined : streamOf(source, use.arguments[0])).toMatchObject({
      source: 'model',
      family: 'iterable',
    })
  })
})
