import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as parser from '@typescript-eslint/parser'
import type { ParserOptions } from '@typescript-eslint/parser'
import ts from 'typescript'

/** A folder that does not exist, inside the repository so that packages are found in its node_modules. */
const VIRTUAL_ROOT = fileURLToPath(new URL('../typed-cases', import.meta.url)).replaceAll('\\', '/')

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  lib: ['lib.esnext.d.ts', 'lib.dom.d.ts'],
  module: ts.ModuleKind.Preserve,
  moduleDetection: ts.ModuleDetectionKind.Force,
  jsx: ts.JsxEmit.Preserve,
  allowJs: true,
  strict: true,
  esModuleInterop: true,
  skipLibCheck: true,
  noEmit: true,
  types: ['node'],
}

/** One file to be linted with types. */
export interface TypedFile {
  /** Path of the file in its project, `src/file.ts` unless said otherwise. */
  readonly file?: string
  readonly code: string
}

/** The part of a parser that ESLint uses. */
export interface TypedParser {
  readonly meta: { readonly name: string; readonly version: string }
  parseForESLint(code: string, options?: ParserOptions): ReturnType<typeof parser.parseForESLint>
}

/**
 * Parsers with type information, one per file. All files lie in one TypeScript program, each in a folder of its own, so
 * that the types of the DOM and of Node are loaded and bound once. The program is made when the first file is parsed.
 * A parser that gets another text than its file's (a text after a fix) parses it without types.
 * @param files the files; two may have the same path
 */
export function typedParsers(files: readonly TypedFile[]): TypedParser[] {
  const texts = new Map<string, string>()
  const paths = files.map(({ file = 'src/file.ts', code }, at) => {
    const path = `${VIRTUAL_ROOT}/${at}/${file}`
    texts.set(path, code)
    return path
  })
  let program: ts.Program | undefined
  return paths.map((path) => ({
    meta: { name: 'typed-parser', version: parser.meta.version ?? '' },
    parseForESLint(code, options = {}) {
      if (code !== texts.get(path)) return parser.parseForESLint(code, options)
      program ??= ts.createProgram(paths, OPTIONS, hostOf(texts))
      return parser.parseForESLint(code, { ...options, filePath: path, programs: [program] })
    },
  }))
}

function hostOf(texts: ReadonlyMap<string, string>): ts.CompilerHost {
  const host = ts.createCompilerHost(OPTIONS, true)
  const { fileExists, readFile, getSourceFile, directoryExists } = host
  host.getCurrentDirectory = () => join(VIRTUAL_ROOT, '..')
  host.fileExists = (path) => texts.has(path) || fileExists(path)
  host.readFile = (path) => texts.get(path) ?? readFile(path)
  host.directoryExists = (path) => path.startsWith(VIRTUAL_ROOT) || directoryExists!(path)
  host.getSourceFile = (path, languageVersion, onError) => {
    const text = texts.get(path)
    return text === undefined
      ? getSourceFile(path, languageVersion, onError)
      : ts.createSourceFile(path, text, languageVersion, true)
  }
  return host
}
