/** Functions and classes, as `module#name`, that write a response piece by piece; with the media type where it is always the same. */
export const STREAM_RESPONDERS: Readonly<Record<string, string | undefined>> = {
  'hono/streaming#streamSSE': 'text/event-stream',
  'hono/streaming#streamText': 'text/plain',
  'hono/streaming#stream': undefined,
  'better-sse#createSession': 'text/event-stream',
  'better-sse#createResponse': 'text/event-stream',
  'h3#createEventStream': 'text/event-stream',
  'remix-utils/sse/server#eventStream': 'text/event-stream',
  'sveltekit-sse#produce': 'text/event-stream',
  'sveltekit-sse#events': 'text/event-stream',
  'sse-channel#default': 'text/event-stream',
  'ai#createUIMessageStreamResponse': 'text/event-stream',
  'ai#pipeUIMessageStreamToResponse': 'text/event-stream',
  'ai#createAgentUIStreamResponse': 'text/event-stream',
  'ai#pipeAgentUIStreamToResponse': 'text/event-stream',
  'ai#createTextStreamResponse': 'text/plain',
  'ai#pipeTextStreamToResponse': 'text/plain',
  'ai#createDataStreamResponse': undefined,
  'ai#pipeDataStreamToResponse': undefined,
  'ai#StreamingTextResponse': 'text/plain',
  'ai#streamToResponse': 'text/plain',
  'assistant-stream#createAssistantStreamResponse': undefined,
}

/** Methods of model SDKs' results that make a streamed response, whatever the object is called. */
export const STREAM_METHODS: Readonly<Record<string, string | undefined>> = {
  toUIMessageStreamResponse: 'text/event-stream',
  pipeUIMessageStreamToResponse: 'text/event-stream',
  toTextStreamResponse: 'text/plain',
  pipeTextStreamToResponse: 'text/plain',
  toDataStreamResponse: undefined,
  pipeDataStreamToResponse: undefined,
  toAIStreamResponse: undefined,
  toReadableStream: undefined,
}

/** Media types of bodies that are made of messages, one after the other, in lower case. */
export const STREAM_MEDIA_TYPES: readonly string[] = [
  'text/event-stream',
  'application/x-ndjson',
  'application/ndjson',
  'application/jsonl',
  'application/x-jsonlines',
  'application/json-seq',
  'application/stream+json',
]
