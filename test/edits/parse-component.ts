import * as typescript from '@typescript-eslint/parser'
import * as svelte from 'svelte-eslint-parser'
import * as vue from 'vue-eslint-parser'
import { childrenOf } from '../../src/facts/nodes.ts'
import type { Node, Source } from '../../src/source.ts'
import { parseSource } from '../parse-source.ts'

/**
 * Parses a file as the user's own ESLint would: Vue and Svelte components with their parsers, all else as TypeScript.
 * @throws what the parser throws for code that does not parse
 */
export function parseFile(code: string, path = 'src/file.ts'): Source {
  if (!path.endsWith('.vue') && !path.endsWith('.svelte')) return parseSource(code, path)
  const parser = path.endsWith('.vue') ? vue : svelte
  const { ast, scopeManager, visitorKeys } = parser.parseForESLint(code, {
    parser: typescript,
    sourceType: 'module',
    range: true,
    loc: true,
    comment: true,
    tokens: true,
  })
  const source = { path, text: code, ast, scopes: scopeManager, visitorKeys } as unknown as Source
  const open: Node[] = [source.ast]
  for (let node = open.pop(); node !== undefined; node = open.pop())
    for (const child of childrenOf(source, node)) {
      child.parent = node
      open.push(child)
    }
  return source
}
