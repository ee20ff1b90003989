import type { SourceCode } from 'eslint'
import { Linter } from 'eslint'
import { describe, expect, it } from 'vitest'
import { sourceOfEslint } from '../../src/eslint-source.ts'
import { requestHandlers } from '../../src/frameworks/handlers.ts'
import { describeHandler } from './describe-handlers.ts'

/** The handlers of a file that ESLint's own parser has read, whose nodes lack the fields of TypeScript. */
function handlersByEspree(code: string): string[] {
  const found: string[] = []
  const messages = new Linter().verify(code, {
    plugins: {
      ask: {
        rules: {
          handlers: {
            create: ({ sourceCode, filename }) => ({
              'Program:exit': () => {
                found.push(
                  ...requestHandlers(sourceOfEslint(sourceCode as unknown as SourceCode, filename)).map(
                    describeHandler,
                  ),
                )
              },
            }),
          },
        },
      },
    },
    rules: { 'ask/handlers': 'error' },
  })
  expect(messages).toEqual([])
  return found
}

describe('handlers in plain JavaScript', () => {
  it.each([
    [
      `import express from 'express'; const app = express(); app.post('/a', async (req, res, next) => {})`,
      ['express POST /a req=req res=res next=next'],
    ],
    [
      `import { Controller } from '@nestjs/common'; class C { get({ a }, b = 1, ...c) {} } const x = Controller()(C)`,
      [],
    ],
    [
      `export default { async fetch(request) {} }; export function answer(request) { return new Response('') }`,
      ['fetch-handler req=request'],
    ],
    [`export const load = (req, res) => { res.status(200).send(req.body) }`, ['!express req=req res=res']],
    [
      `export default async function (app, opts) { app.get('/a', async (request, reply) => reply.code(200)) }`,
      ['fastify GET /a req=request res=reply'],
    ],
  ])('%s', (code, expected) => {
    expect(handlersByEspree(code)).toEqual(expected)
  })
})
