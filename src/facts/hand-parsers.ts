import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source, Variable } from '../source.ts'
import { methodName, receiverOf } from './callee.ts'
import { enclosingFunction } from './functions.ts'
import { nodesWithin } from './in-range.ts'
import { isFunction, isWithin } from './nodes.ts'
import { loopOfRawText } from './chunk-as-text.ts'
import type { LineKind } from './sse-fields.ts'
import { kindsLeft, OTHER_KINDS } from './sse-fields.ts'
import type { StreamLoop } from './stream-loops.ts'
import { streamLoopOf } from './stream-loops.ts'
import { stringOf, unwrap, wrapped } from './unwrap.ts'
import { referencesOf, variableOf, writesOf } from './variables.ts'

/** How the text of each chunk reaches the cut, and what keeps the unfinished rest of it. */
export type Feeding =
  /** `rest += decoder.decode(value)`: the places where the kept text grows. */
  | {
      readonly kind: 'growth'
      readonly buffer: Variable
      readonly declarator: TSESTree.VariableDeclarator
      readonly growths: readonly Growth[]
    }
  /** `decoder.decode(value).split('\n')`, `(rest + decoder.decode(value)).split('\n')`. */
  | {
      readonly kind: 'text'
      readonly text: Node
      readonly buffer: Variable | undefined
      readonly declarator: TSESTree.VariableDeclarator | undefined
    }

/** `rest += text`, `rest = rest + text` */
export interface Growth {
  readonly assignment: TSESTree.AssignmentExpression
  readonly text: Node
}

/** A loop over the lines, or the events, of what a stream has brought so far, and the code that cuts them. */
export interface HandParser {
  readonly loop: StreamLoop
  /** Runs for each line or event of a chunk: `for (const line of lines)`, `while ((end = rest.indexOf('\n')) !== -1)`. */
  readonly inner: TSESTree.ForOfStatement | TSESTree.WhileStatement
  /** The line or event. */
  readonly piece: Variable
  readonly unit: 'line' | 'event'
  /** Lines without data that reach the loop; those that a filter leaves out do not. */
  readonly kinds: readonly LineKind[]
  readonly feeding: Feeding
  /** `const lines = rest.split('\n')`; undefined where the loop cuts by itself. */
  readonly cut: TSESTree.VariableDeclaration | undefined
  /** `rest = lines.pop() ?? ''`; undefined where nothing is kept. */
  readonly carry: TSESTree.ExpressionStatement | undefined
  /** What a `while` loop declares for itself: the line, and the place where it ends. */
  readonly own: readonly TSESTree.VariableDeclaration[]
}

/**
 * The code that takes the stream of a loop apart, when nothing else uses what it keeps: neither the rest, nor the list of
 * lines. Unknown is undefined.
 */
export function handParserOf(source: Source, loop: StreamLoop): HandParser | undefined {
  const inside = [
    ...nodesWithin(source, 'ForOfStatement', loop.body),
    ...nodesWithin(source, 'WhileStatement', loop.body),
  ]
  const found = inside.flatMap((inner) => {
    if (streamLoopOf(source, inner) !== loop || enclosingFunction(inner) !== functionOf(loop)) return []
    const parser = inner.type === 'WhileStatement' ? searchOf(source, loop, inner) : parserOf(source, loop, inner)
    return parser === undefined ? [] : [parser]
  })
  return found.length === 1 ? found[0] : undefined
}

function functionOf({ node }: StreamLoop): Node | undefined {
  return isFunction(node) ? node : enclosingFunction(node)
}

function parserOf(source: Source, loop: StreamLoop, inner: TSESTree.ForOfStatement): HandParser | undefined {
  const piece = inner.await ? undefined : loopVariable(source, inner)
  if (piece === undefined) return undefined
  const right = unwrap(inner.right)
  const list = right.type === 'Identifier' ? listDeclaration(source, right) : undefined
  if (right.type === 'Identifier' && list === undefined) return undefined
  const { split, kinds } = splitIn(source, list?.init ?? right)
  const unit = split === undefined ? undefined : unitOf(split.arguments[0])
  const text = split === undefined ? undefined : receiverOf(split)
  if (split === undefined || unit === undefined || text === undefined || !isWithin(split, loop.body)) return undefined
  const pops = list === undefined ? [] : popsOf(list, inner)
  if (pops === undefined || pops.length > 1) return undefined
  const carried = pops[0] === undefined ? undefined : carryOf(source, pops[0])
  if (pops.length > 0 && carried === undefined) return undefined
  const feeding = feedingOf(source, loop, { split, text, kept: carried?.buffer, carry: carried?.statement })
  if (feeding === undefined) return undefined
  return {
    loop,
    inner,
    piece,
    unit,
    kinds: unit === 'line' ? kinds : [],
    feeding,
    cut: list?.statement,
    carry: carried?.statement,
    own: [],
  }
}

function loopVariable(source: Source, { left }: TSESTree.ForOfStatement): Variable | undefined {
  const id = left.type === 'VariableDeclaration' ? left.declarations[0]?.id : undefined
  return id?.type === 'Identifier' ? variableOf(source, id) : undefined
}

interface ListDeclaration {
  readonly variable: Variable
  readonly init: Node
  readonly statement: TSESTree.VariableDeclaration
}

/** The declaration of the list of lines, when it stands for itself. */
function listDeclaration(source: Source, name: TSESTree.Identifier): ListDeclaration | undefined {
  const variable = variableOf(source, name)
  const declarator = variable?.defs[0]?.node as Node | undefined
  if (variable === undefined || declarator?.type !== 'VariableDeclarator' || declarator.init === null) return undefined
  const statement = declarator.parent
  if (statement.type !== 'VariableDeclaration' || statement.declarations.length > 1) return undefined
  if (declarator.id.type !== 'Identifier' || writesOf(variable).length > 1) return undefined
  return { variable, init: declarator.init, statement }
}

/** The `split` at the start of a chain that leaves out or trims lines, but none with data. */
function splitIn(
  source: Source,
  list: Node,
): { readonly split: TSESTree.CallExpression | undefined; readonly kinds: readonly LineKind[] } {
  let kinds = OTHER_KINDS
  let node = unwrap(list)
  while (node.type === 'CallExpression' && methodName(node) !== 'split') {
    const receiver = receiverOf(node)
    const left = kindsLeft(source, node)
    if (receiver === undefined || left === undefined) return { split: undefined, kinds }
    kinds = kinds.filter((kind) => left.includes(kind))
    node = unwrap(receiver)
  }
  return { split: node.type === 'CallExpression' ? node : undefined, kinds }
}

/** What the pieces between a delimiter are; undefined for delimiters of other formats. */
function unitOf(argument: Node | undefined): HandParser['unit'] | undefined {
  if (argument === undefined) return undefined
  const node = unwrap(argument)
  const text = node.type === 'Literal' && 'regex' in node ? node.regex.pattern : stringOf(node)
  return text === undefined ? undefined : UNITS.get(text)
}

const UNITS: ReadonlyMap<string, HandParser['unit']> = new Map([
  ['\n', 'line'],
  ['\r\n', 'line'],
  ['\\n', 'line'],
  ['\\r\\n', 'line'],
  ['\\r?\\n', 'line'],
  ['\\n|\\r\\n', 'line'],
  ['\\r\\n|\\n', 'line'],
  ['\\r\\n|\\r|\\n', 'line'],
  ['\\r\\n|\\n|\\r', 'line'],
  ['\n\n', 'event'],
  ['\r\n\r\n', 'event'],
  ['\\n\\n', 'event'],
  ['\\r?\\n\\r?\\n', 'event'],
  ['\\n\\n|\\r\\n\\r\\n', 'event'],
  ['\\r\\n\\r\\n|\\n\\n', 'event'],
  ['(?:\\r?\\n){2}', 'event'],
])

/** The calls of `pop` on the list; undefined when something else happens to it than the loop. */
function popsOf({ variable }: ListDeclaration, inner: TSESTree.ForOfStatement): TSESTree.CallExpression[] | undefined {
  const pops: TSESTree.CallExpression[] = []
  for (const reference of referencesOf(variable)) {
    if (variable.identifiers.includes(reference as never) || wrapped(reference) === inner.right) continue
    const member = wrapped(reference).parent
    const call = member === undefined ? undefined : wrapped(member).parent
    if (call?.type !== 'CallExpression' || methodName(call) !== 'pop' || unwrap(call.callee) !== member)
      return undefined
    pops.push(call)
  }
  return pops
}

/** `rest = lines.pop() ?? ''`, `rest = done ? '' : (lines.pop() ?? '')` */
function carryOf(
  source: Source,
  pop: TSESTree.CallExpression,
): { readonly buffer: Variable; readonly statement: TSESTree.ExpressionStatement } | undefined {
  let value = wrapped(pop)
  for (;;) {
    const { parent } = value
    if (parent?.type === 'LogicalExpression' && parent.left === value && stringOf(parent.right) === '')
      value = wrapped(parent)
    else if (
      parent?.type === 'ConditionalExpression' &&
      parent.test !== value &&
      stringOf(parent.consequent === value ? parent.alternate : parent.consequent) === ''
    )
      value = wrapped(parent)
    else break
  }
  const assignment = value.parent
  if (assignment?.type !== 'AssignmentExpression' || assignment.operator !== '=' || assignment.right !== value)
    return undefined
  const buffer = assignment.left.type === 'Identifier' ? variableOf(source, assignment.left) : undefined
  const statement = assignment.parent
  return buffer === undefined || statement.type !== 'ExpressionStatement' ? undefined : { buffer, statement }
}

interface Cut {
  readonly split: TSESTree.CallExpression
  readonly text: Node
  readonly kept: Variable | undefined
  readonly carry: TSESTree.ExpressionStatement | undefined
}

function feedingOf(source: Source, loop: StreamLoop, { text, kept, carry }: Cut): Feeding | undefined {
  const node = unwrap(text)
  const variable = node.type === 'Identifier' ? variableOf(source, node) : undefined
  if (kept === undefined) {
    // Nothing is kept: the text is that of one chunk.
    return loopOfRawText(source, text) === loop
      ? { kind: 'text', text, buffer: undefined, declarator: undefined }
      : undefined
  }
  const declarator = emptyDeclarator(kept)
  if (declarator === undefined || isWithin(declarator, loop.body)) return undefined
  const places = referencesOf(kept).filter(
    (it) => it !== declarator.id && !(carry !== undefined && isWithin(it, carry)),
  )
  if (variable === kept)
    return grown(source, loop, { buffer: kept, declarator, places: places.filter((it) => it !== node) })
  // `(rest + text).split('\n')`
  if (node.type !== 'BinaryExpression' || node.operator !== '+') return undefined
  const left = unwrap(node.left)
  if (places.length !== 1 || places[0] !== left) return undefined
  return { kind: 'text', text: node.right, buffer: kept, declarator }
}

/** The places of a kept text, when each of them makes it grow. */
function grown(
  source: Source,
  loop: StreamLoop,
  {
    buffer,
    declarator,
    places,
  }: Pick<Extract<Feeding, { kind: 'growth' }>, 'buffer' | 'declarator'> & {
    readonly places: readonly TSESTree.Identifier[]
  },
): Feeding | undefined {
  const found = places.map((it) => growthOf(source, it, buffer))
  const known = found.filter((it) => it !== undefined)
  const growths = [...new Map(known.map((it) => [it.assignment, it])).values()]
  const isGrown = growths.some(({ assignment }) => isWithin(assignment, loop.body))
  return known.length < found.length || !isGrown ? undefined : { kind: 'growth', buffer, declarator, growths }
}

/**
 * `while ((end = rest.indexOf('\n')) !== -1) { const line = rest.slice(0, end); rest = rest.slice(end + 1); … }`
 */
function searchOf(source: Source, loop: StreamLoop, inner: TSESTree.WhileStatement): HandParser | undefined {
  const search = searchIn(source, inner.test)
  if (search === undefined || inner.body.type !== 'BlockStatement') return undefined
  const { buffer, end, unit, size } = search
  const [first, second] = inner.body.body
  if (first?.type !== 'VariableDeclaration' || second?.type !== 'ExpressionStatement') return undefined
  const [{ id, init }, ...others] = first.declarations
  const piece = id.type === 'Identifier' ? variableOf(source, id) : undefined
  if (piece === undefined || init === null || others.length > 0 || !isWithin(inner, loop.body)) return undefined
  const sliced = trimmed(init)
  const isPiece = isSlice(source, sliced, buffer, (from, to) => isNumber(from, 0) && isVariable(source, to, end))
  const { expression } = second
  const isRest =
    expression.type === 'AssignmentExpression' &&
    expression.operator === '=' &&
    isVariable(source, expression.left, buffer) &&
    isSlice(source, expression.right, buffer, (from, to) => to === undefined && isBehind(source, from, end, size))
  const declarator = emptyDeclarator(buffer)
  const ending = end.defs[0]?.node as Node | undefined
  if (!isPiece || !isRest || declarator === undefined || isWithin(declarator, loop.body)) return undefined
  if (ending?.type !== 'VariableDeclarator' || ending.init !== null) return undefined
  const heads = [inner.test, first, second]
  const isOwn = (place: Node) => heads.some((it) => isWithin(place, it))
  if (!referencesOf(end).every(isOwn) || ending.parent.declarations.length > 1) return undefined
  const places = referencesOf(buffer).filter((it) => it !== declarator.id && !isOwn(it))
  const feeding = grown(source, loop, { buffer, declarator, places })
  const own = [first, ending.parent] as const
  return feeding === undefined
    ? undefined
    : {
        loop,
        inner,
        piece,
        unit,
        kinds: unit === 'line' ? OTHER_KINDS : [],
        feeding,
        cut: undefined,
        carry: second,
        own: own as HandParser['own'],
      }
}

interface Search {
  readonly buffer: Variable
  readonly end: Variable
  readonly unit: HandParser['unit']
  readonly size: number
}

/** `(end = rest.indexOf('\n')) !== -1`, `>= 0`, `> -1` */
function searchIn(source: Source, test: Node): Search | undefined {
  const node = unwrap(test)
  if (node.type !== 'BinaryExpression') return undefined
  const limit = unwrap(node.right)
  const isMinusOne = limit.type === 'UnaryExpression' && limit.operator === '-' && isNumber(limit.argument, 1)
  const asks = isMinusOne ? ['!==', '!=', '>'] : isNumber(limit, 0) ? ['>='] : []
  const assignment = unwrap(node.left as Node)
  if (!asks.includes(node.operator) || assignment.type !== 'AssignmentExpression' || assignment.operator !== '=')
    return undefined
  const call = unwrap(assignment.right)
  if (call.type !== 'CallExpression' || methodName(call) !== 'indexOf' || call.arguments.length !== 1) return undefined
  const receiver = receiverOf(call)
  const buffer = receiver?.type === 'Identifier' ? variableOf(source, receiver) : undefined
  const end = assignment.left.type === 'Identifier' ? variableOf(source, assignment.left) : undefined
  const delimiter = stringOf(call.arguments[0])
  const unit = unitOf(call.arguments[0])
  if (buffer === undefined || end === undefined || delimiter === undefined || unit === undefined) return undefined
  return { buffer, end, unit, size: delimiter.length }
}

function isSlice(
  source: Source,
  expression: Node,
  buffer: Variable,
  isRight: (from: Node | undefined, to: Node | undefined) => boolean,
): boolean {
  const call = unwrap(expression)
  if (call.type !== 'CallExpression' || !/^(?:slice|substring)$/.test(methodName(call) ?? '')) return false
  const receiver = receiverOf(call)
  return receiver !== undefined && isVariable(source, receiver, buffer) && isRight(call.arguments[0], call.arguments[1])
}

/** `end + 1` */
function isBehind(source: Source, from: Node | undefined, end: Variable, size: number): boolean {
  const sum = from === undefined ? undefined : unwrap(from)
  if (sum?.type !== 'BinaryExpression' || sum.operator !== '+') return false
  return isVariable(source, sum.left as Node, end) && isNumber(sum.right, size)
}

function isVariable(source: Source, expression: Node | undefined, variable: Variable): boolean {
  const node = expression === undefined ? undefined : unwrap(expression)
  return node?.type === 'Identifier' && variableOf(source, node) === variable
}

function isNumber(expression: Node | undefined, value: number): boolean {
  const node = expression === undefined ? undefined : unwrap(expression)
  return node?.type === 'Literal' && node.value === value
}

/** Without the `trim` behind it. */
function trimmed(expression: Node): Node {
  const node = unwrap(expression)
  if (node.type !== 'CallExpression' || !/^trim/.test(methodName(node) ?? '')) return node
  return trimmed(receiverOf(node) as Node)
}

/** `let rest = ''` */
function emptyDeclarator(variable: Variable): TSESTree.VariableDeclarator | undefined {
  const declarator = variable.defs[0]?.node as Node | undefined
  if (variable.defs.length !== 1 || declarator?.type !== 'VariableDeclarator' || declarator.init === null)
    return undefined
  const { parent } = declarator
  if (parent.type !== 'VariableDeclaration' || parent.parent.type === 'ExportNamedDeclaration') return undefined
  return declarator.id.type === 'Identifier' && stringOf(declarator.init) === '' ? declarator : undefined
}

function growthOf(source: Source, place: TSESTree.Identifier, buffer: Variable): Growth | undefined {
  const { parent } = place
  if (parent.type === 'BinaryExpression' && parent.left === place && parent.parent.type === 'AssignmentExpression') {
    const assignment = parent.parent
    const isSame = assignment.left.type === 'Identifier' && variableOf(source, assignment.left) === buffer
    return isSame && assignment.operator === '=' ? growthOfSum(assignment) : undefined
  }
  if (parent.type !== 'AssignmentExpression' || parent.left !== place) return undefined
  if (parent.parent.type !== 'ExpressionStatement') return undefined
  return parent.operator === '+=' ? { assignment: parent, text: parent.right } : growthOfSum(parent)
}

/** `rest = rest + text` */
function growthOfSum(assignment: TSESTree.AssignmentExpression): Growth | undefined {
  const { left, right, operator, parent } = assignment
  const isSum =
    operator === '=' && right.type === 'BinaryExpression' && right.operator === '+' && right.left.type === 'Identifier'
  if (!isSum || parent.type !== 'ExpressionStatement' || left.type !== 'Identifier') return undefined
  return (right.left as TSESTree.Identifier).name === left.name ? { assignment, text: right.right } : undefined
}
