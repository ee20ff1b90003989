import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { importedName } from './callee.ts'
import { isConsoleCall } from './fetch-calls.ts'
import { enclosingFunction } from './functions.ts'
import type { FrameReader } from './frame-readers.ts'
import type { FrameUse } from './frame-view.ts'
import { FrameView } from './frame-view.ts'
import type { Frame } from './frame-values.ts'
import { pathToGathered } from './frame-values.ts'
import { collectWithin, isWithin } from './nodes.ts'
import { originOf } from './origin.ts'
import { propertyName, stringOf, unwrap, wrapped } from './unwrap.ts'
import { variableOf } from './variables.ts'

/** A place that puts the text of a frame where the text of the frame before it was, or hands it on as the text so far. */
export type Replacement = PlacedText | YieldedText

export type PlacedText = {
  /** What is put there, with a `?? ''` behind it. */
  readonly value: Node
  /** The code that names the place: `setText`, `text`, `answer.textContent`. */
  readonly target: Node
  readonly reader: FrameReader
} & (
  | { readonly kind: 'setter'; readonly node: TSESTree.CallExpression }
  | { readonly kind: 'assignment'; readonly node: TSESTree.AssignmentExpression }
)

/** A generator that gives the text on: `yield frame.text`, a statement of its loop. */
export interface YieldedText {
  readonly kind: 'yield'
  readonly value: Node
  readonly node: TSESTree.YieldExpression
  readonly reader: FrameReader
}

/** What a server sends: the frame with the gathered text, and all others. */
export interface SentStream {
  readonly gathered: Frame
  readonly others: readonly Frame[]
}

/**
 * The places of a reader that the gathered text of each frame replaces, and nothing else comes to.
 * @returns undefined when the text is used in a way that is not known, or a place cannot be told from one that stays whole
 */
export function replacementsOf(source: Source, reader: FrameReader, sent: SentStream): Replacement[] | undefined {
  const { gathered, others } = sent
  const isText = gathered.text.kind === 'gathered'
  const path = isText ? [] : pathToGathered(gathered.parsed)
  if (path === undefined || gathered.event === undefined || gathered.isEvent === undefined) return undefined
  if (reader.event !== undefined && reader.event !== gathered.event) return []
  if (reader.holds === 'text' && gathered.isEvent) return undefined
  if (isText !== (reader.parse === undefined)) return undefined
  const view = new FrameView(source, reader)
  if (view.uses === undefined) return undefined
  const found: Replacement[] = []
  for (const use of view.uses) {
    const part = partOf(use, path)
    if (part === 'other' || isOnlyTold(source, use, part)) continue
    const comes = view.reaches(use.node, gathered)
    if (comes === false) continue
    const replacement = part === 'it' ? replacementAt(source, reader, use.node) : undefined
    if (replacement === undefined || comes !== true) return undefined
    if (!others.filter((it) => isFor(reader, it)).every((other) => view.reaches(use.node, other) === false))
      return undefined
    found.push(replacement)
  }
  // Two of them would gather the same frames twice.
  if (found.filter(({ kind }) => kind === 'yield').length > 1) return undefined
  return found.every((it) => it.kind === 'yield' || isAlone(source, it, found, view, gathered)) ? found : undefined
}

/** A line that holds nothing is none. */
function isFor({ event: own, holds }: FrameReader, { event, text }: Frame): boolean {
  if (holds === 'line' && text.kind === 'constant' && text.value === '') return false
  return own === undefined || event === undefined || event === own
}

function partOf({ path }: FrameUse, gathered: readonly string[]): 'it' | 'around' | 'inside' | 'other' {
  const isSame = path.every((name, index) => index >= gathered.length || gathered[index] === name)
  if (!isSame) return 'other'
  if (path.length === gathered.length) return 'it'
  return path.length < gathered.length ? 'around' : 'inside'
}

/** A test of whether something is there, and what is logged. */
function isOnlyTold(source: Source, { node }: FrameUse, part: 'it' | 'around' | 'inside'): boolean {
  const { parent } = node
  switch (parent?.type) {
    case 'IfStatement':
    case 'ConditionalExpression':
      return parent.test === node && part !== 'inside'
    case 'UnaryExpression':
      return (parent.operator === '!' || parent.operator === 'typeof') && part !== 'inside'
    case 'LogicalExpression':
      return parent.left === node && parent.operator === '&&' && part !== 'inside'
    case 'BinaryExpression': {
      if (parent.operator === 'in') return parent.right === node
      const other = unwrap(parent.left === node ? parent.right : parent.left)
      const isNothing = other.type === 'Literal' ? other.value === null : isUndefined(other)
      return isNothing && part !== 'inside'
    }
    case 'CallExpression':
      return isConsoleCall(source, parent)
    default:
      return false
  }
}

function isUndefined(node: Node): boolean {
  return node.type === 'Identifier' && node.name === 'undefined'
}

function replacementAt(source: Source, reader: FrameReader, node: Node): Replacement | undefined {
  const value = withDefault(node)
  const { parent } = value
  if (parent?.type === 'CallExpression' && parent.arguments.length === 1 && parent.arguments[0] === value)
    return isTextSetter(source, parent.callee)
      ? { kind: 'setter', node: parent, value, target: parent.callee, reader }
      : undefined
  if (parent?.type === 'YieldExpression') {
    const isOwn = reader.loop !== undefined && enclosingFunction(reader.loop.node) === enclosingFunction(parent)
    return isOwn && !parent.delegate && isStatement(parent) ? { kind: 'yield', node: parent, value, reader } : undefined
  }
  if (parent?.type !== 'AssignmentExpression' || parent.right !== value || parent.operator !== '=') return undefined
  if (!isStatement(parent) || !isKept(source, parent.left, reader)) return undefined
  return { kind: 'assignment', node: parent, value, target: parent.left, reader }
}

/** `frame.text ?? ''` */
function withDefault(node: Node): Node {
  const { parent } = node
  const isOne = parent?.type === 'LogicalExpression' && parent.left === node && parent.operator !== '&&'
  return isOne && stringOf(parent.right) === '' ? wrapped(parent) : node
}

function isStatement(node: Node): boolean {
  const { parent } = wrapped(node)
  if (parent?.type === 'LogicalExpression') return parent.right === wrapped(node) && isStatement(parent)
  return parent?.type === 'ExpressionStatement'
}

const STATES = new Set(['react#useState', 'preact/hooks#useState', 'preact/compat#useState', 'solid-js#createSignal'])

/** The setter of a state that begins as a text: `const [text, setText] = useState('')`. */
function isTextSetter(source: Source, callee: Node): boolean {
  if (unwrap(callee).type !== 'Identifier') return false
  const origin = originOf(source, callee)
  const made = origin.kind === 'expression' && origin.path.join('.') === '1' ? unwrap(origin.node) : undefined
  if (made?.type !== 'CallExpression' || stringOf(made.arguments[0]) === undefined) return false
  const imported = importedName(source, made.callee)
  return imported !== undefined && STATES.has(`${imported.module}#${imported.name}`)
}

/** Properties of elements that are code, so that pieces of it are none. */
const MARKUP = new Set(['innerHTML', 'outerHTML', 'srcdoc'])

/** A variable or property that outlives the frame. */
function isKept(source: Source, target: Node, reader: FrameReader): boolean {
  let node = unwrap(target)
  if (node.type === 'MemberExpression' && MARKUP.has(propertyName(node) ?? 'innerHTML')) return false
  while (node.type === 'MemberExpression') {
    if (propertyName(node) === undefined) return false
    node = unwrap(node.object)
  }
  if (node.type === 'ThisExpression') return true
  const variable = node.type === 'Identifier' ? variableOf(source, node) : undefined
  return variable !== undefined && variable.identifiers.every((it) => !isWithin(it as Node, reader.body))
}

/** True when the frames of the text alone write to a place, beside an empty text to begin anew and what comes when they are over. */
function isAlone(
  source: Source,
  { target, reader }: PlacedText,
  found: readonly Replacement[],
  view: FrameView,
  gathered: Frame,
): boolean {
  const name = source.text.slice(...target.range)
  return writesTo(source, reader.body, name).every(
    ({ node, value }) =>
      found.some((it) => it.node === node) ||
      (value !== undefined && stringOf(value) === '') ||
      view.reaches(node, gathered) === false,
  )
}

/** A call of a setter, or an assignment. */
export interface TargetWrite {
  readonly node: TSESTree.CallExpression | TSESTree.AssignmentExpression
  readonly value: Node | undefined
}

/** Everything below a node that writes to a place, told by the code that names it. */
export function writesTo(source: Source, root: Node, name: string): TargetWrite[] {
  return collectWithin(
    source,
    root,
    (node): node is TargetWrite['node'] => node.type === 'CallExpression' || node.type === 'AssignmentExpression',
  ).flatMap((node): TargetWrite[] => {
    const target = node.type === 'CallExpression' ? node.callee : node.left
    if (source.text.slice(...target.range) !== name) return []
    return [{ node, value: node.type === 'CallExpression' ? node.arguments[0] : node.right }]
  })
}
