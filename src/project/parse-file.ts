import type { ParserOptions } from 'oxc-parser'
import type { Node, Source } from '../source.ts'
import type { NativeModules } from './native-modules.ts'
import { scriptBlocks } from './script-blocks.ts'

/** How a file is to be read, told by its name. */
interface Reading {
  readonly code: string
  readonly lang: NonNullable<ParserOptions['lang']>
  readonly sourceType: NonNullable<ParserOptions['sourceType']>
}

/**
 * Parses a file of the project into a source as facts take it; tokens are not kept, since nothing edits these files.
 * Undefined when it does not parse.
 * @param path decides about the language; `.vue` and `.svelte` files give their scripts
 */
export function parseFile(path: string, text: string, native: NativeModules): Source | undefined {
  try {
    return parsed(path, text, native)
  } catch {
    return undefined
  }
}

function parsed(path: string, text: string, { parser, scopeManager, visitorKeys }: NativeModules): Source | undefined {
  const { code, lang, sourceType } = readingOf(path, text)
  const result = parser.parseSync(path, code, {
    lang,
    sourceType,
    astType: 'ts',
    range: true,
    preserveParens: false,
  })
  const ast = result.program as unknown as Source['ast']
  // What cannot be read at all comes back empty; an error that the parser gets over leaves the tree whole.
  if (ast.body.length === 0 && result.errors.some(({ severity }) => (severity as string) === 'Error')) return undefined
  ast.tokens = []
  ast.comments = result.comments.map(({ type, value, start, end }) => ({ type, value, range: [start, end] })) as never
  linkParents(ast, visitorKeys)
  const isModule = ast.sourceType === 'module'
  const scopes = scopeManager.analyze(ast as never, {
    // The variables of a script are those of a CommonJS module: local to the file.
    sourceType: isModule ? 'module' : 'script',
    globalReturn: !isModule,
    jsxPragma: null,
    lib: [],
  })
  return { path, text, ast, scopes: scopes as unknown as Source['scopes'], visitorKeys }
}

function readingOf(path: string, text: string): Reading {
  const extension = path.slice(path.lastIndexOf('.') + 1)
  switch (extension) {
    case 'vue':
    case 'svelte': {
      const { code, isTypeScript, isJsx } = scriptBlocks(text)
      return { code, lang: isTypeScript ? (isJsx ? 'tsx' : 'ts') : 'jsx', sourceType: 'module' }
    }
    case 'ts':
    case 'tsx':
      return { code: text, lang: extension, sourceType: 'module' }
    case 'mts':
      return { code: text, lang: 'ts', sourceType: 'module' }
    case 'cts':
      return { code: text, lang: 'ts', sourceType: 'commonjs' }
    case 'mjs':
      return { code: text, lang: 'jsx', sourceType: 'module' }
    case 'cjs':
      return { code: text, lang: 'jsx', sourceType: 'commonjs' }
    default:
      return { code: text, lang: 'jsx', sourceType: 'unambiguous' }
  }
}

function linkParents(ast: Source['ast'], visitorKeys: Source['visitorKeys']): void {
  const open: Node[] = [ast]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const key of visitorKeys[node.type] ?? []) {
      const value = (node as unknown as Record<string, unknown>)[key]
      for (const child of Array.isArray(value) ? (value as unknown[]) : [value])
        if (typeof child === 'object' && child !== null && 'type' in child) {
          const below = child as Node
          below.parent = node
          open.push(below)
        }
    }
  }
}
