/** @type {import('knip').KnipConfig} */
export default {
  entry: ['src/index.ts', 'src/cli/cli.ts', '.eslint-doc-generatorrc.js'],
  project: ['*.{js,ts}', '{src,rules,test,bench}/**/*.ts', 'fixtures/demo/**/*.js'],
  ignoreExportsUsedInFile: { interface: true, type: true },
  // Of util-linux.
  ignoreBinaries: ['script'],
  ignoreDependencies: [
    // The corpus: their sources are linted, not imported.
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
    // Hosts that the tests of the package start.
    'host-eslint-9',
    'oxlint',
    // What the codemods' outputs are type-checked against.
    '@fastify/rate-limit',
    '@koa/router',
    '@nestjs/common',
    '@nestjs/core',
    '@nestjs/throttler',
    '@socket.io/redis-streams-adapter',
    '@types/koa',
    'express-rate-limit',
    'fastify',
    'get-stream',
    'hono',
    'hono-rate-limiter',
    'ioredis',
    'koa',
    'p-map',
    'rate-limiter-flexible',
    'redis',
    'reflect-metadata',
    'rxjs',
    // What the sample application runs on.
    '@types/react',
    'socket.io',
  ],
}
