import { defineRule } from '../src/rule.ts'
import { ruleTest } from './rule-tester.ts'

/** A rule that is only there to test the tester: it reports every `.pipe` of what is, as far as is known, a Node stream. */
const noPipe = defineRule({
  name: 'no-pipe',
  mistake: 'errors',
  tier: 'recommended',
  description: 'Disallow pipes',
  terms: [['.pipe(']],
  messages: { pipe: 'A pipe of {{name}}.', remove: 'Remove it.' },
  schema: {
    type: 'object',
    properties: { allow: { type: 'string', description: 'A name that may be piped.' } },
    additionalProperties: false,
  },
  defaultOptions: { allow: '' },
  fixable: 'code',
  hasSuggestions: true,
  *find({ source, options }) {
    for (const statement of source.ast.body) {
      if (statement.type !== 'ExpressionStatement' || statement.expression.type !== 'CallExpression') continue
      const { callee } = statement.expression
      if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier') continue
      const { name } = callee.object
      if (callee.property.type !== 'Identifier' || callee.property.name !== 'pipe' || name === options.allow) continue
      const edit = { changes: [{ range: statement.range, text: 'console.log()' }] }
      const isSafe = source.path.endsWith('.tsx')
      yield {
        at: callee.property,
        messageId: 'pipe',
        data: { name },
        assumes: [{ node: callee.object, is: 'node-stream' }],
        ...(isSafe ? { fix: () => edit } : { suggestions: [{ messageId: 'remove', edit: () => edit }] }),
      }
    }
  },
})

ruleTest(noPipe, {
  reports: [
    {
      name: 'a report with a suggestion',
      code: "import { source, sink } from './elsewhere'\nsource.pipe(sink)\n",
      errors: [
        {
          messageId: 'pipe',
          data: { name: 'source' },
          line: 2,
          column: 8,
          endColumn: 12,
          suggestions: [{ messageId: 'remove', output: "import { source, sink } from './elsewhere'\nconsole.log()\n" }],
        },
      ],
    },
    {
      name: 'two fixes in a file with JSX',
      code: 'const page = <p>one</p>\na.pipe(b)\nc.pipe(d)\n',
      file: 'src/page.tsx',
      project: 'react',
      output: 'const page = <p>one</p>\nconsole.log()\nconsole.log()\n',
      errors: [
        { messageId: 'pipe', data: { name: 'a' }, line: 2, column: 3, endColumn: 7 },
        { messageId: 'pipe', data: { name: 'c' }, line: 3, column: 3, endColumn: 7 },
      ],
    },
    {
      name: 'a Node stream by its type',
      code: "import { createReadStream } from 'node:fs'\nconst file = createReadStream('a')\nfile.pipe(process.stdout)\n",
      errors: [
        {
          messageId: 'pipe',
          data: { name: 'file' },
          line: 3,
          column: 6,
          endColumn: 10,
          suggestions: [
            {
              messageId: 'remove',
              output: "import { createReadStream } from 'node:fs'\nconst file = createReadStream('a')\nconsole.log()\n",
            },
          ],
        },
      ],
    },
    {
      name: 'a type that says that it is none',
      code: 'declare const source: { pipe(to: unknown): void }\nsource.pipe(1)\n',
      typed: 'silent',
      errors: [
        {
          messageId: 'pipe',
          data: { name: 'source' },
          line: 2,
          column: 8,
          endColumn: 12,
          suggestions: [
            { messageId: 'remove', output: 'declare const source: { pipe(to: unknown): void }\nconsole.log()\n' },
          ],
        },
      ],
    },
  ],
  silent: [
    'source.through(sink)',
    { name: 'an option', code: 'source.pipe(sink)', options: { allow: 'source' } },
    { name: 'no stream at all', code: 'pipe(source, sink)', file: 'lib/a.js', project: 'commonjs' },
  ],
})
