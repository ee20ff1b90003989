import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source, Variable } from '../source.ts'
import { methodName } from './callee.ts'
import type { Origin } from './origin.ts'
import { originOf, originsOf } from './origin.ts'
import { unwrap } from './unwrap.ts'
import { usesOfVariable } from './uses.ts'
import { globalName, variableOf } from './variables.ts'

/** A text that is the same on every run of the code around it. */
export interface ConstantText {
  /** The text; a part that the environment gives is written as its name in braces. One for each value that it can have. */
  readonly texts: readonly string[]
  /** Names of the environment, constants and fields that it is made of. */
  readonly names: ReadonlySet<string>
}

/** How many constants of constants are followed. */
const MAX_STEPS = 8
const MAX_TEXTS = 8
/** Where programs read their environment: `process.env.NAME` and the like. */
const ENVIRONMENTS: Readonly<Record<string, string>> = { process: 'env', Bun: 'env', Deno: 'env' }

/**
 * The text of an expression that is made of literals, constants of the file and the environment alone; URL objects of such
 * texts count. Undefined for everything that may differ from one run to the next, and for what other files export.
 */
export function constantText(source: Source, expression: Node): ConstantText | undefined {
  const names = new Set<string>()
  const texts = textsOf(source, expression, MAX_STEPS, names)
  return texts === undefined || texts.length > MAX_TEXTS ? undefined : { texts, names }
}

function textsOf(source: Source, expression: Node, steps: number, names: Set<string>): string[] | undefined {
  if (steps === 0) return undefined
  const node = unwrap(expression)
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' || typeof node.value === 'number' ? [String(node.value)] : undefined
    case 'TemplateLiteral':
      return joined(
        node.quasis.flatMap(({ value }, index) => {
          const inner = node.expressions[index]
          const text = [value.cooked ?? value.raw]
          return inner === undefined ? [text] : [text, textsOf(source, inner, steps - 1, names)]
        }),
      )
    case 'BinaryExpression':
      if (node.operator !== '+') return undefined
      return joined([
        textsOf(source, node.left as Node, steps - 1, names),
        textsOf(source, node.right, steps - 1, names),
      ])
    case 'TaggedTemplateExpression':
      return isLayoutTag(source, node.tag) ? textsOf(source, node.quasi, steps - 1, names) : undefined
    case 'NewExpression':
      return urlTexts(source, node, steps, names)
    case 'CallExpression':
      return callTexts(source, node, steps, names)
    case 'Identifier':
    case 'MemberExpression':
    case 'ConditionalExpression':
    case 'LogicalExpression':
      return followed(source, node, steps, names)
    default:
      return undefined
  }
}

/** Every way of joining the parts, each of which may have several texts. */
function joined(parts: readonly (readonly string[] | undefined)[]): string[] | undefined {
  let texts = ['']
  for (const part of parts) {
    if (part === undefined) return undefined
    texts = texts.flatMap((start) => part.map((end) => start + end))
    if (texts.length > MAX_TEXTS) return undefined
  }
  return texts
}

function followed(source: Source, node: Node, steps: number, names: Set<string>): string[] | undefined {
  if (node.type === 'MemberExpression' && isEnvironmentOfModule(node.object) && node.property.type === 'Identifier')
    return fromEnvironment(node.property.name, names)
  const variable = node.type === 'Identifier' ? variableOf(source, node) : undefined
  if (variable !== undefined) names.add(variable.name)
  const found: string[] = []
  for (const origin of originsOf(source, node)) {
    const texts = originTexts(source, origin, variable, steps, names)
    if (texts === undefined) return undefined
    found.push(...texts)
  }
  return found.length === 0 ? undefined : found
}

function originTexts(
  source: Source,
  origin: Origin,
  variable: Variable | undefined,
  steps: number,
  names: Set<string>,
): string[] | undefined {
  if (origin.kind === 'global') {
    const [environment, name, ...rest] = origin.path
    const isEnvironment = environment !== undefined && ENVIRONMENTS[origin.name] === environment
    return isEnvironment && name !== undefined && rest.length === 0 ? fromEnvironment(name, names) : undefined
  }
  if (origin.kind !== 'expression') return undefined
  const value = unwrap(origin.node)
  const isHref = origin.path.length === 1 && origin.path[0] === 'href' && value.type === 'NewExpression'
  if (origin.path.length > 0 && !isHref) return undefined
  if (value.type === 'NewExpression' && variable !== undefined && isChanged(source, variable)) return undefined
  return textsOf(source, value, steps - 1, names)
}

function fromEnvironment(name: string, names: Set<string>): string[] {
  names.add(name)
  return [`{${name}}`]
}

/** `import.meta.env` */
function isEnvironmentOfModule(object: Node): boolean {
  const node = unwrap(object)
  return (
    node.type === 'MemberExpression' &&
    node.object.type === 'MetaProperty' &&
    node.property.type === 'Identifier' &&
    node.property.name === 'env'
  )
}

/** `new URL(text)`, `new URL(path, base)` */
function urlTexts(
  source: Source,
  node: TSESTree.NewExpression,
  steps: number,
  names: Set<string>,
): string[] | undefined {
  if (globalName(source, node.callee) !== 'URL') return undefined
  const [path, base] = node.arguments
  if (path === undefined) return undefined
  const paths = textsOf(source, path, steps - 1, names)
  return base === undefined ? paths : joined([textsOf(source, base, steps - 1, names), ['/'], paths])
}

/** Methods that give a text of the same content, or nearly: white space and slashes taken off. */
const TEXT_METHODS = new Set(['toString', 'trim', 'trimEnd', 'trimStart', 'replace', 'toLowerCase'])

/** `url.toString()`, `text.trim()`, `String(url)`, `encodeURIComponent('a b')`, `Deno.env.get('NAME')` */
function callTexts(
  source: Source,
  node: TSESTree.CallExpression,
  steps: number,
  names: Set<string>,
): string[] | undefined {
  const [first] = node.arguments
  const name = globalName(source, node.callee)
  if (name === 'String' || name === 'encodeURIComponent' || name === 'encodeURI')
    return first === undefined ? undefined : textsOf(source, first, steps - 1, names)
  const callee = unwrap(node.callee)
  if (callee.type !== 'MemberExpression') return undefined
  if (methodName(node) === 'join') return listTexts(source, callee.object, first, steps, names)
  const isPlain = node.arguments.every((argument) => argument.type === 'Literal')
  if (isPlain && TEXT_METHODS.has(methodName(node) ?? '')) return textsOf(source, callee.object, steps - 1, names)
  const isDeno = methodName(node) === 'get' && source.text.slice(...callee.object.range) === 'Deno.env'
  return isDeno && first?.type === 'Literal' ? fromEnvironment(String(first.value), names) : undefined
}

/** `['a', 'b'].join('\\n')` */
function listTexts(
  source: Source,
  list: Node,
  separator: Node | undefined,
  steps: number,
  names: Set<string>,
): string[] | undefined {
  const origin = originOf(source, list)
  const value = origin.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : undefined
  if (value?.type !== 'ArrayExpression') return undefined
  const between = separator === undefined ? [','] : textsOf(source, separator, steps - 1, names)
  return joined(
    value.elements.flatMap((element, index) => {
      const text = element === null ? undefined : textsOf(source, element, steps - 1, names)
      return index === 0 ? [text] : [between, text]
    }),
  )
}

/** Tags that take indentation off, or nothing at all. */
const LAYOUT_TAGS = new Set(['dedent', 'outdent', 'stripIndent', 'stripIndents', 'String.raw', 'endent', 'codeBlock'])

function isLayoutTag(source: Source, tag: Node): boolean {
  return LAYOUT_TAGS.has(source.text.slice(...tag.range))
}

/** True when parts of a URL object are set after it was made. */
function isChanged(source: Source, variable: Variable): boolean {
  return usesOfVariable(source, variable).some(
    (use) =>
      use.kind === 'property-set' ||
      (use.kind === 'property' && use.name === 'searchParams') ||
      (use.kind === 'destructured' && use.name === 'searchParams'),
  )
}
