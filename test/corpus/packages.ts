/**
 * Packages on the registry that ship their TypeScript sources and stream. They are pinned in package.json;
 * what the rules say about them is recorded in fixtures/corpus, one folder for each.
 */
export const CORPUS = [
  '@anthropic-ai/sdk',
  '@huggingface/inference',
  '@supabase/realtime-js',
  '@trpc/client',
  '@trpc/server',
  'ai',
  'cohere-ai',
  'groq-sdk',
  'ollama',
  'openai',
] as const
