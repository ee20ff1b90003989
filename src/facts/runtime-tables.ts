/**
 * Node modules that bundlers have long replaced in the browser when they are written without `node:`.
 * An import of one says nothing about where the file runs.
 */
export const REPLACED_BUILTINS: ReadonlySet<string> = new Set([
  'assert',
  'buffer',
  'console',
  'constants',
  'crypto',
  'events',
  'path',
  'process',
  'punycode',
  'querystring',
  'string_decoder',
  'sys',
  'timers',
  'url',
  'util',
])

/** Types of Node that only server code names; other types of Node also stand in code that runs everywhere. */
export const SERVER_TYPES: Readonly<Record<string, ReadonlySet<string>>> = {
  http: new Set(['IncomingMessage', 'ServerResponse', 'Server', 'RequestListener', 'OutgoingMessage']),
  https: new Set(['Server']),
  http2: new Set([
    'Http2ServerRequest',
    'Http2ServerResponse',
    'Http2Server',
    'Http2SecureServer',
    'ServerHttp2Stream',
  ]),
  net: new Set(['Socket', 'Server']),
}

/** Packages that run nowhere but on Node (or what stands in for it, as Bun does); their types count too. */
export const NODE_PACKAGES: ReadonlySet<string> = new Set([
  '@apollo/server',
  '@aws-lambda-powertools/logger',
  '@fastify/websocket',
  '@grpc/grpc-js',
  '@hapi/hapi',
  '@hono/node-server',
  '@koa/router',
  '@nestjs/common',
  '@nestjs/core',
  '@nestjs/microservices',
  '@nestjs/platform-express',
  '@nestjs/platform-fastify',
  '@nestjs/websockets',
  '@opentelemetry/sdk-node',
  'amqplib',
  'archiver',
  'better-sqlite3',
  'body-parser',
  'bull',
  'bullmq',
  'bun',
  'busboy',
  'chokidar',
  'commander',
  'compression',
  'connect',
  'dockerode',
  'electron',
  'execa',
  'express',
  'express-rate-limit',
  'express-session',
  'fast-glob',
  'fastify',
  'fastify-plugin',
  'formidable',
  'fs-extra',
  'glob',
  'http-proxy',
  'http-proxy-middleware',
  'ink',
  'ioredis',
  'kafkajs',
  'koa',
  'koa-compress',
  'mongodb',
  'mongoose',
  'multer',
  'mysql2',
  'node-pty',
  'nodemailer',
  'passport',
  'pg',
  'pino-http',
  'playwright',
  'playwright-core',
  'polka',
  'prom-client',
  'puppeteer',
  'redis',
  'restify',
  'sharp',
  'socket.io',
  'ssh2',
  'winston',
  'yargs',
])

/** Packages whose code is there for a page (or an app's screen); only imports of values count. */
export const BROWSER_PACKAGES: ReadonlySet<string> = new Set([
  '@ai-sdk/angular',
  '@ai-sdk/react',
  '@ai-sdk/svelte',
  '@ai-sdk/vue',
  '@angular/common',
  '@angular/core',
  '@assistant-ui/react',
  '@copilotkit/react-core',
  '@microsoft/fetch-event-source',
  '@remix-run/react',
  '@sveltejs/kit/client',
  '@tanstack/react-query',
  '@tanstack/vue-query',
  'jotai',
  'lit',
  'pinia',
  'react-dom',
  'react-native',
  'react-redux',
  'react-router-dom',
  'solid-js',
  'svelte',
  'swr',
  'vue',
  'vue-router',
  'zustand',
])

/** Entries of such packages that render on a server. */
export const SERVER_ENTRIES: ReadonlySet<string> = new Set([
  'react-dom/server',
  'react-dom/static',
  'solid-js/web/server',
  'svelte/compiler',
  'svelte/server',
  'vue/compiler-sfc',
  'vue/server-renderer',
])

/** Packages of which only the hooks (`useState`, …) say that a file is there for a page. */
export const HOOK_PACKAGES: ReadonlySet<string> = new Set(['react', 'preact', 'preact/hooks', 'preact/compat'])

/** Packages and schemes of runtimes at the edge of a network: Web APIs, and little or nothing of Node. */
export const EDGE_PACKAGES: ReadonlySet<string> = new Set([
  '@cloudflare/workers-types',
  '@netlify/edge-functions',
  '@vercel/edge',
  'agents',
  'hono/cloudflare-pages',
  'hono/cloudflare-workers',
  'partykit',
  'partyserver',
])
export const EDGE_SCHEMES: readonly string[] = ['cloudflare:', 'fastly:']

/** Globals that exist in pages and workers of browsers only. */
export const BROWSER_GLOBALS: ReadonlySet<string> = new Set([
  'EventSource',
  'HTMLElement',
  'IntersectionObserver',
  'MutationObserver',
  'ResizeObserver',
  'XMLHttpRequest',
  'alert',
  'cancelAnimationFrame',
  'chrome',
  'customElements',
  'document',
  'indexedDB',
  'localStorage',
  'matchMedia',
  'requestAnimationFrame',
  'self',
  'sessionStorage',
  'window',
])

/** Globals, types among them, that exist at the edge only. */
export const EDGE_GLOBALS: ReadonlySet<string> = new Set([
  'D1Database',
  'DurableObjectNamespace',
  'DurableObjectState',
  'DurableObjectStub',
  'EdgeRuntime',
  'ExportedHandler',
  'KVNamespace',
  'R2Bucket',
  'WebSocketPair',
])

/** Keys beside `fetch` of a default export that tell Cloudflare Workers from Bun. */
export const WORKER_KEYS: ReadonlySet<string> = new Set(['email', 'queue', 'scheduled', 'tail'])
export const BUN_KEYS: ReadonlySet<string> = new Set(['hostname', 'idleTimeout', 'port', 'unix', 'websocket'])
