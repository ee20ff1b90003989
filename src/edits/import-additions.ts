import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { nodesOf } from '../facts/nodes.ts'
import type { Change } from './edit.ts'
import { canonicalModule, importedModule, importsOfScript } from './existing-imports.ts'
import { fileStyle, quoted, semicolon } from './file-style.ts'
import type { CommaList } from './list.ts'
import { appendToList } from './list.ts'
import type { Script } from './scripts.ts'
import { tokenAfter, tokenBefore } from './tokens.ts'

/** A name that a file is to import under a local name. */
export interface NewImport {
  /** The exported name, `default`, or `*`. */
  readonly name: string
  readonly local: string
  readonly isType: boolean
}

/** What brings some names of one module into a script: changes of imports that are there, and statements to add. */
export interface Additions {
  readonly changes: readonly Change[]
  readonly statements: readonly string[]
}

/**
 * Adds ES imports of one module.
 * @param converted type imports that the same edit turns into value imports: they take no more types
 */
export function addImports(
  source: Source,
  script: Script,
  module: string,
  imports: readonly NewImport[],
  converted: ReadonlySet<Node>,
): Additions {
  const target = valueImport(source, script, module)
  const typeTarget = typeImport(source, script, module, converted)
  const values = imports.filter((it) => !it.isType && it.name !== '*')
  const types = imports.filter((it) => it.isType && it.name !== '*' && it.name !== 'default')
  const named = values.filter((it) => it.name !== 'default')
  const main = values.find((it) => it.name === 'default')

  const changes: Change[] = []
  const statements: string[] = []
  const isInline = typeTarget === undefined && writesTypesInline(source, named.length > 0 && target === undefined)
  const listed = [...named, ...(isInline ? types : [])].map((it) => specifierText(it, isInline))
  const canTakeDefault = target?.specifiers.every((it) => it.type !== 'ImportDefaultSpecifier') === true
  if (target !== undefined && listed.length > 0) changes.push(...appendSpecifiers(source, target, listed))
  if (target !== undefined && main !== undefined && canTakeDefault) {
    const at = tokenAfter(source, target.range[0] + 'import'.length)?.range[0] ?? target.range[1]
    changes.push({ range: [at, at], text: `${main.local}, ` })
  }
  const loneDefault = main !== undefined && !canTakeDefault ? main.local : undefined
  const newList = target === undefined ? listed : []
  if (loneDefault !== undefined || newList.length > 0)
    statements.push(importText(source, module, '', loneDefault, newList))

  if (!isInline && types.length > 0) {
    const texts = types.map((it) => specifierText(it, false))
    if (typeTarget === undefined) statements.push(importText(source, module, 'type ', undefined, texts))
    else changes.push(...appendSpecifiers(source, typeTarget, texts))
  }
  for (const { name, local, isType } of imports) {
    if (name === '*') statements.push(importText(source, module, isType ? 'type ' : '', `* as ${local}`, []))
    else if (name === 'default' && isType) statements.push(importText(source, module, 'type ', local, []))
  }
  return { changes, statements }
}

/** Adds `require` calls of one module; types are imported as types. */
export function addRequires(
  source: Source,
  script: Script,
  module: string,
  imports: readonly NewImport[],
  converted: ReadonlySet<Node>,
): Additions {
  const types = imports.filter((it) => it.isType)
  const values = imports.filter((it) => !it.isType)
  const ofTypes =
    types.length === 0 ? { changes: [], statements: [] } : addImports(source, script, module, types, converted)
  const changes = [...ofTypes.changes]
  const statements = [...ofTypes.statements]
  const keyword = requireKeyword(source, script)
  const required = `require(${moduleText(source, module)})${semicolon(source)}`
  for (const { name, local } of values) if (name === '*') statements.push(`${keyword} ${local} = ${required}`)
  const texts = values
    .filter((it) => it.name !== '*')
    .map(({ name, local }) => (name === local ? name : `${propertyText(source, name)}: ${local}`))
  const pattern = requiredPattern(source, script, module)
  if (texts.length > 0 && pattern !== undefined)
    changes.push(...appendToList(source, listOfBraces(source, pattern, pattern.properties), texts))
  else if (texts.length > 0) statements.push(`${keyword} ${braced(source, texts)} = ${required}`)
  return { changes, statements }
}

/** `import m = require('m')`. */
export function addImportEquals(source: Source, module: string, local: string): Additions {
  return { changes: [], statements: [`import ${local} = require(${moduleText(source, module)})${semicolon(source)}`] }
}

/** A value import of the module that can take more names. */
function valueImport(source: Source, script: Script, module: string): TSESTree.ImportDeclaration | undefined {
  return importsOf(source, script, module).find(
    (it) =>
      it.importKind !== 'type' &&
      it.specifiers.length > 0 &&
      it.specifiers.every((specifier) => specifier.type !== 'ImportNamespaceSpecifier'),
  )
}

/** An `import type { … }` of the module. */
function typeImport(
  source: Source,
  script: Script,
  module: string,
  converted: ReadonlySet<Node>,
): TSESTree.ImportDeclaration | undefined {
  return importsOf(source, script, module).find(
    (it) =>
      it.importKind === 'type' &&
      !converted.has(it) &&
      it.specifiers.every((specifier) => specifier.type === 'ImportSpecifier') &&
      bracesOf(source, it) !== undefined,
  )
}

function importsOf(source: Source, script: Script, module: string): TSESTree.ImportDeclaration[] {
  const name = canonicalModule(module)
  return importsOfScript(source, script).filter(
    (it): it is TSESTree.ImportDeclaration =>
      it.type === 'ImportDeclaration' &&
      canonicalModule(it.source.value) === name &&
      // `with { type: 'json' }`, `import defer`: not the same import.
      (it.attributes ?? []).length === 0 &&
      ((it as { phase?: string | null }).phase ?? null) === null,
  )
}

/** Whether new types are written `import { type A }`: where the file does, or where a new import takes values as well. */
function writesTypesInline(source: Source, takesValues: boolean): boolean {
  const isApart = nodesOf(source, 'ImportDeclaration').some((it) => it.importKind === 'type')
  const isInline = nodesOf(source, 'ImportSpecifier').some((it) => it.importKind === 'type')
  return isInline || (takesValues && !isApart)
}

function appendSpecifiers(source: Source, target: TSESTree.ImportDeclaration, texts: readonly string[]): Change[] {
  const braces = bracesOf(source, target)
  if (braces !== undefined) return appendToList(source, braces, texts)
  const main = target.specifiers.at(-1)
  const at = main === undefined ? target.range[1] : main.range[1]
  return [{ range: [at, at], text: `, ${braced(source, texts)}` }]
}

/** The braces of an import; undefined for `import a from`. */
function bracesOf(source: Source, declaration: TSESTree.ImportDeclaration): CommaList | undefined {
  const items = declaration.specifiers.filter((it) => it.type === 'ImportSpecifier')
  const close = closingBrace(source, declaration)
  if (close === undefined) return undefined
  let open = tokenBefore(source, items[0]?.range[0] ?? close)
  while (open !== undefined && open.value !== '{') open = tokenBefore(source, open.range[0])
  if (open === undefined) return undefined
  return { open: open.range[1], close, items, isSpaced: fileStyle(source).bracketSpacing }
}

/** The brace stands before `from`, which stands before the module. */
function closingBrace(source: Source, declaration: TSESTree.ImportDeclaration): number | undefined {
  const from = tokenBefore(source, declaration.source.range[0])
  const brace = from === undefined ? undefined : tokenBefore(source, from.range[0])
  return from?.value === 'from' && brace?.value === '}' ? brace.range[0] : undefined
}

/** The pattern of `const { … } = require(module)`, when it can take more names. */
function requiredPattern(source: Source, script: Script, module: string): TSESTree.ObjectPattern | undefined {
  for (const statement of importsOfScript(source, script)) {
    if (statement.type !== 'VariableDeclaration' || statement.declarations.length !== 1) continue
    const { id, init } = statement.declarations[0] as TSESTree.VariableDeclarator
    if (id.type !== 'ObjectPattern' || id.typeAnnotation != null || init?.type !== 'CallExpression') continue
    if (importedModule(source, statement) !== canonicalModule(module)) continue
    if (id.properties.every((it) => it.type === 'Property')) return id
  }
  return undefined
}

function listOfBraces(source: Source, node: Node, items: readonly Node[]): CommaList {
  return { open: node.range[0] + 1, close: node.range[1] - 1, items, isSpaced: fileStyle(source).bracketSpacing }
}

function requireKeyword(source: Source, script: Script): string {
  const requires = importsOfScript(source, script).filter((it) => it.type === 'VariableDeclaration')
  return requires.length > 0 && requires.every((it) => it.kind === 'var') ? 'var' : 'const'
}

function importText(
  source: Source,
  module: string,
  kind: '' | 'type ',
  main: string | undefined,
  names: readonly string[],
): string {
  const clause = [...(main === undefined ? [] : [main]), ...(names.length === 0 ? [] : [braced(source, names)])]
  return `import ${kind}${clause.join(', ')} from ${moduleText(source, module)}${semicolon(source)}`
}

function specifierText({ name, local, isType }: NewImport, isInline: boolean): string {
  const text = name === local ? name : `${name} as ${local}`
  return isInline && isType ? `type ${text}` : text
}

function propertyText(source: Source, name: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : quoted(source, name)
}

function braced(source: Source, names: readonly string[]): string {
  const space = fileStyle(source).bracketSpacing ? ' ' : ''
  return `{${space}${names.join(', ')}${space}}`
}

/** The module's name in the quotes of the file's other imports. */
function moduleText(source: Source, module: string): string {
  const last = nodesOf(source, 'ImportDeclaration').at(-1)
  const quote = last?.source.raw[0]
  return quote === undefined ? quoted(source, module) : quote + module + quote
}
