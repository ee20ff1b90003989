/** Calls of one family of SDKs that ask a model for text, vectors or images. */
export interface ModelSdk {
  /** `@scope/*` stands for all packages of a scope. */
  readonly packages: readonly string[]
  /** Dotted ends of calls: `embeddings.create` matches `client.embeddings.create(…)`. Functions of the package by name. */
  readonly calls: readonly string[]
}

/** Model calls that stream or not, by the SDKs' own documentation; calls that always stream are in `MODEL_STREAM_CALLS`. */
export const MODEL_SDKS: readonly ModelSdk[] = [
  {
    packages: ['openai', 'groq-sdk', 'together-ai', '@cerebras/cerebras_cloud_sdk'],
    calls: [
      'chat.completions.create',
      'chat.completions.parse',
      'completions.create',
      'responses.create',
      'responses.parse',
      'embeddings.create',
      'images.generate',
      'images.create',
      'images.edit',
      'images.createVariation',
      'beta.threads.createAndRunPoll',
      'beta.threads.runs.createAndPoll',
      // Version 3 of `openai`.
      'createChatCompletion',
      'createCompletion',
      'createEmbedding',
      'createImage',
    ],
  },
  {
    packages: ['@anthropic-ai/sdk', '@anthropic-ai/bedrock-sdk', '@anthropic-ai/vertex-sdk'],
    calls: [
      'messages.create',
      'messages.parse',
      'beta.messages.create',
      'beta.messages.parse',
      'beta.messages.toolRunner',
      'completions.create',
    ],
  },
  {
    packages: ['ai'],
    calls: [
      'generateText',
      'generateObject',
      'embed',
      'embedMany',
      'generateImage',
      'experimental_generateImage',
      'generate',
      'stream',
    ],
  },
  { packages: ['@ai-sdk/*'], calls: ['doGenerate', 'doStream', 'doEmbed'] },
  {
    packages: ['@google/genai', '@google/generative-ai'],
    calls: [
      'models.generateContent',
      'models.embedContent',
      'models.generateImages',
      'models.editImage',
      'generateContent',
      'sendMessage',
      'embedContent',
      'batchEmbedContents',
    ],
  },
  { packages: ['ollama'], calls: ['chat', 'generate', 'embed', 'embeddings'] },
  {
    packages: ['@mistralai/mistralai'],
    calls: [
      'chat.complete',
      'chat.parse',
      'fim.complete',
      'fim.stream',
      'agents.complete',
      'agents.stream',
      'embeddings.create',
      'beta.conversations.start',
    ],
  },
  { packages: ['cohere-ai'], calls: ['chat', 'v2.chat', 'generate', 'generateStream', 'embed', 'v2.embed'] },
  {
    packages: ['@huggingface/inference'],
    calls: ['chatCompletion', 'textGeneration', 'featureExtraction', 'textToImage', 'imageToImage'],
  },
  { packages: ['replicate'], calls: ['run', 'predictions.create'] },
  {
    packages: ['@aws-sdk/client-bedrock-runtime'],
    calls: ['converse', 'converseStream', 'invokeModel', 'invokeModelWithResponseStream'],
  },
  {
    packages: ['llamaindex', '@llamaindex/*'],
    calls: ['chat', 'complete', 'getTextEmbedding', 'getTextEmbeddings', 'getTextEmbeddingsBatch', 'getQueryEmbedding'],
  },
  {
    packages: ['@tanstack/ai'],
    calls: ['chat', 'summarize', 'generateImage', 'generateSpeech', 'generateTranscription'],
  },
  { packages: ['genkit'], calls: ['generate', 'generateStream', 'embed', 'embedMany'] },
]

/** The AWS client sends commands; these ask a model. */
export const BEDROCK_PACKAGE = '@aws-sdk/client-bedrock-runtime'
export const BEDROCK_COMMANDS: ReadonlySet<string> = new Set([
  'ConverseCommand',
  'ConverseStreamCommand',
  'InvokeModelCommand',
  'InvokeModelWithResponseStreamCommand',
])

/** LangChain's models are told by their class: prompts, parsers, tools and retrievers have the same methods. */
export const LANGCHAIN_PACKAGES: readonly string[] = ['@langchain/*', 'langchain']
export const LANGCHAIN_MODEL =
  /^(?:Base)?Chat(?!.*(?:History|Template|Prompt|Memory|Message))|Embeddings$|LLM$|LanguageModel/
/** Text completion models, which are named after their providers. */
export const LANGCHAIN_TEXT_MODELS: ReadonlySet<string> = new Set([
  'AzureOpenAI',
  'Bedrock',
  'Cohere',
  'HuggingFaceInference',
  'MistralAI',
  'Ollama',
  'OpenAI',
  'Replicate',
  'VertexAI',
])
export const LANGCHAIN_CALLS: ReadonlySet<string> = new Set([
  'batch',
  'call',
  'embedDocuments',
  'embedQuery',
  'generate',
  'invoke',
  'predict',
  'stream',
  'streamEvents',
])
/** What gives back the same model with something added. */
export const LANGCHAIN_SAME: ReadonlySet<string> = new Set([
  'bind',
  'bindTools',
  'withConfig',
  'withFallbacks',
  'withRetry',
  'withStructuredOutput',
])
