import type { TSESTree } from '@typescript-eslint/utils'
import { methodName } from '../facts/callee.ts'
import type { GatheredField } from '../facts/gathered-fields.ts'
import { gatheredFields } from '../facts/gathered-fields.ts'
import type { HandParser } from '../facts/hand-parsers.ts'
import { brokenLoop } from '../facts/inner-breaks.ts'
import { contains, isFunction, isWithin, visitWithin } from '../facts/nodes.ts'
import type { LineKind } from '../facts/sse-fields.ts'
import { OTHER_KINDS, SseLines } from '../facts/sse-fields.ts'
import { stringOf, unwrap } from '../facts/unwrap.ts'
import { referencesOf, variableOf, writesOf } from '../facts/variables.ts'
import type { Node, Range, Source, Variable } from '../source.ts'
import { codeFor } from './code-lines.ts'
import type { CutOut } from './cut-out.ts'
import type { Change } from './edit.ts'
import { replace } from './edit.ts'
import { argumentText, isParenthesized, Precedence } from './precedence.ts'
import { replaceExpression } from './replace-expression.ts'
import { listOf, startWithComments, statementEndWithComments } from './statement-place.ts'
import { unwrapLoop } from './unwrap-loop.ts'
import { hasCommentInside, tokenBefore, textOf } from './tokens.ts'

/** What becomes of the body of a loop over lines when it runs for events. */
export interface EventBody {
  readonly changes: readonly Change[]
  /** To stand before the first statement. */
  readonly before: readonly string[]
}

/**
 * The body of a loop over lines as one that runs once for each event: tests for `data:` go, what stands behind it is the
 * event's data, and the name that an `event:` line leaves in a variable is the event's.
 * @param event the expression that is the event
 * @returns undefined when lines that hold no data are handled too, or the line is used in a way that is not known
 */
export function eventBody(source: Source, parser: HandParser, event: string, cuts: CutOut): EventBody | undefined {
  const rewrite = new Rewrite(source, parser, event, cuts)
  return rewrite.result()
}

class Rewrite {
  readonly #source: Source
  readonly #parser: HandParser
  readonly #event: string
  readonly #cuts: CutOut
  readonly #lines: SseLines
  readonly #changes: Change[] = []
  /** Declarations of variables that hold the line, or lines of the event. */
  readonly #aliases = new Set<Node>()
  /** Variables that hold the name of the event. */
  readonly #names = new Set<Variable>()
  #failed = false

  constructor(source: Source, parser: HandParser, event: string, cuts: CutOut) {
    this.#source = source
    this.#parser = parser
    this.#event = event
    this.#cuts = cuts
    this.#lines = new SseLines(source, parser.piece, parser.unit)
  }

  result(): EventBody | undefined {
    const { inner, kinds } = this.#parser
    this.#findAliases()
    for (const kind of kinds) if (this.#run(inner.body, kind) === 'acts') return undefined
    // Code that takes the blank behind the colon off by itself would take one of the data.
    if (contains(this.#source, inner.body, (it) => isSpaceTest(it))) return undefined
    this.#statement(inner.body)
    const before = this.#nameChanges()
    if (this.#failed || before === undefined || !this.#coversLines()) return undefined
    return { changes: this.#changes, before }
  }

  /** `const trimmed = line.trim()` */
  #findAliases(): void {
    visitWithin(this.#source, this.#parser.inner.body, (node) => {
      if (node.type !== 'VariableDeclarator' || node.init === null || node.id.type !== 'Identifier') return undefined
      const variable = variableOf(this.#source, node.id)
      if (variable === undefined || writesOf(variable).length > 1 || this.#cutsLines(node.parent)) return undefined
      if (this.#lines.add(variable, node.init)) this.#aliases.add(node)
      return undefined
    })
  }

  /** What happens for a line without data: nothing, or something that an edit would lose. */
  #run(statement: Node, kind: LineKind): 'falls' | 'leaves' | 'acts' {
    if (this.#cutsLines(statement)) return 'falls'
    switch (statement.type) {
      case 'BlockStatement': {
        for (const inner of statement.body) {
          const end = this.#run(inner, kind)
          if (end !== 'falls') return end
        }
        return 'falls'
      }
      case 'EmptyStatement':
        return 'falls'
      case 'ContinueStatement':
        return statement.label === null ? 'leaves' : 'acts'
      case 'TryStatement':
        return statement.finalizer === null ? this.#run(statement.block, kind) : 'acts'
      case 'IfStatement': {
        const holds = this.#lines.holds(statement.test, kind)
        const { consequent, alternate } = statement
        const otherwise = alternate === null ? 'falls' : this.#run(alternate, kind)
        if (holds !== undefined) return holds ? this.#run(consequent, kind) : otherwise
        const end = this.#run(consequent, kind)
        if (end === 'acts' || otherwise === 'acts') return 'acts'
        return end === 'leaves' && otherwise === 'leaves' ? 'leaves' : 'falls'
      }
      case 'VariableDeclaration':
        return this.#isHarmless(statement, kind)
      case 'ExpressionStatement':
        return this.#assignsName(statement.expression, kind) ? 'falls' : this.#isHarmless(statement, kind)
      default:
        return this.#isHarmless(statement, kind)
    }
  }

  /** The head of a `while` loop takes the line and keeps the rest. */
  #cutsLines(statement: Node): boolean {
    const { carry, own } = this.#parser
    return statement === carry || own.some((it) => it === statement)
  }

  /** A line of another field that is taken for data was never meant to come. */
  #isHarmless(statement: Node, kind: LineKind): 'falls' | 'leaves' | 'acts' {
    if (kind !== 'blank' && contains(this.#source, statement, (it) => this.#lines.isData(it))) return 'leaves'
    if (statement.type !== 'VariableDeclaration') return 'acts'
    return statement.declarations.every(({ init }) => init === null || this.#isOfLine(init)) ? 'falls' : 'acts'
  }

  /** A constant, or what string methods make of the line. */
  #isOfLine(value: Node): boolean {
    const node = unwrap(value)
    if (node.type === 'Literal' || this.#lines.isLine(node) || this.#lines.isData(node)) return true
    if (node.type === 'ConditionalExpression') return this.#isOfLine(node.consequent) && this.#isOfLine(node.alternate)
    if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return false
    return STRING_METHODS.has(methodName(node) ?? '') && this.#isOfLine(node.callee.object)
  }

  /** `name = line.slice(7)` for an `event:` line, `name = ''` for a blank one. */
  #assignsName(expression: Node, kind: LineKind): boolean {
    if (expression.type !== 'AssignmentExpression' || expression.operator !== '=') return false
    const variable = expression.left.type === 'Identifier' ? variableOf(this.#source, expression.left) : undefined
    if (variable === undefined) return false
    if (kind === 'event') {
      if (!this.#lines.isEventName(expression.right)) return false
      this.#names.add(variable)
      return true
    }
    return kind === 'blank' && this.#names.has(variable) && isEmpty(expression.right)
  }

  #statement(statement: Node): void {
    if (this.#cutsLines(statement)) return
    switch (statement.type) {
      case 'BlockStatement':
        for (const inner of statement.body) this.#statement(inner)
        return
      case 'TryStatement':
        this.#statement(statement.block)
        if (statement.handler !== null) this.#statement(statement.handler.body)
        if (statement.finalizer !== null) this.#statement(statement.finalizer)
        return
      case 'IfStatement':
        this.#if(statement)
        return
      case 'VariableDeclaration':
        if (statement.declarations.length === 1 && this.#aliases.has(statement.declarations[0]))
          this.#cuts.cut(statement.range)
        else if (!this.#declares(statement)) this.#expression(statement)
        return
      case 'ForOfStatement':
        if (this.#parser.unit === 'event' && this.#lines.listKinds(statement.right) !== undefined)
          this.#gather(statement)
        else this.#expression(statement)
        return
      default:
        this.#expression(statement)
    }
  }

  /** `for (const line of frame.split('\n'))` that puts the fields into variables, whose declarations take them instead. */
  #gather(loop: TSESTree.ForOfStatement): void {
    const gathered = gatheredFields(this.#source, loop)
    const list = listOf(loop)
    const index = list?.indexOf(loop) ?? -1
    if (gathered === undefined || list === undefined) {
      this.#lineLoop(loop)
      return
    }
    for (const { variable, field, value, isList } of gathered) {
      const declarator = variable.defs[0]?.node as Node | undefined
      const statement = declarator?.parent
      const at = statement === undefined ? -1 : list.indexOf(statement)
      // Nothing but declarations may stand between, since the value is taken there.
      const isBefore = at !== -1 && list.slice(at, index).every((it) => it.type === 'VariableDeclaration')
      const isRead = referencesOf(variable).every(
        (it) =>
          declarator?.type === 'VariableDeclarator' &&
          (it === declarator.id || !isWrite(variable, it) || isWithin(it, loop)),
      )
      if (
        declarator?.type !== 'VariableDeclarator' ||
        statement?.type !== 'VariableDeclaration' ||
        !isBefore ||
        !isRead
      ) {
        this.#failed = true
        return
      }
      this.#take(declarator, { field, value, isList })
    }
    this.#cuts.cut(loop.range)
  }

  /** `for (const line of frame.split('\n'))` at the end of the body, which handles the line of data itself. */
  #lineLoop(loop: TSESTree.ForOfStatement): void {
    const { inner } = this.#parser
    const kinds = this.#lines.listKinds(loop.right) ?? OTHER_KINDS
    const id = loop.left.type === 'VariableDeclaration' ? loop.left.declarations[0]?.id : undefined
    const piece = id?.type === 'Identifier' ? variableOf(this.#source, id) : undefined
    const isLast = inner.body.type === 'BlockStatement' && inner.body.body.at(-1) === loop
    if (piece === undefined || !isLast || leavesLoop(this.#source, loop) || !mayJoin(this.#source, loop.body, loop)) {
      this.#failed = true
      return
    }
    const parser: HandParser = { ...this.#parser, inner: loop, piece, unit: 'line', kinds, own: [] }
    const body = eventBody(this.#source, parser, this.#event, this.#cuts)
    if (body === undefined || !unwrapLoop(this.#source, loop, body.before, this.#cuts, this.#changes))
      this.#failed = true
    else this.#changes.push(...body.changes)
  }

  #take(
    declarator: TSESTree.VariableDeclarator,
    { field, value, isList }: Pick<GatheredField, 'field' | 'value' | 'isList'>,
  ): void {
    const { init, id, parent } = declarator
    const isMissing = init === null || (init.type === 'Identifier' && init.name === 'undefined')
    if (
      id.type !== 'Identifier' ||
      (init !== null && !isConstant(init)) ||
      hasCommentInside(this.#source, declarator)
    ) {
      this.#failed = true
      return
    }
    const data = `${this.#event}.data`
    const taken =
      field === 'event'
        ? `${this.#event}.event${isMissing ? '' : ` ?? ${textOf(this.#source, init)}`}`
        : value === undefined
          ? data
          : this.#source.text.slice(value.whole.range[0], value.data.range[0]) +
            data +
            this.#source.text.slice(value.data.range[1], value.whole.range[1])
    const isPlain = parent.declarations.length === 1 && id.typeAnnotation == null
    const target =
      isPlain && taken === data && id.name === 'data' && !isList
        ? `{ data } = ${this.#event}`
        : `${isList ? id.name : textOf(this.#source, id)} = ${isList ? `[${taken}]` : taken}`
    this.#changes.push(replace(declarator, target))
    if (parent.kind !== 'const' && parent.declarations.length === 1)
      this.#changes.push(replace([parent.range[0], parent.range[0] + parent.kind.length], 'const'))
  }

  /** `const data = line.slice(6)` is `const { data } = event`. */
  #declares({ declarations: [first, ...others] }: TSESTree.VariableDeclaration): boolean {
    if (first.init === null || others.length > 0 || !this.#lines.isData(first.init)) return false
    if (first.id.type !== 'Identifier' || first.id.name !== 'data' || hasCommentInside(this.#source, first))
      return false
    const type = first.id.typeAnnotation
    const isConst = first.parent.kind === 'const'
    if (type != null || !isConst) return false
    this.#changes.push(replace(first, `{ data } = ${this.#event}`))
    return true
  }

  #if(statement: TSESTree.IfStatement): void {
    const { test, consequent, alternate } = statement
    const holds = this.#lines.holds(test, 'data')
    if (holds === undefined) {
      this.#test(test)
      this.#statement(consequent)
      if (alternate !== null) this.#statement(alternate)
      return
    }
    const stays = this.#branchOf(statement)
    if (stays === null) this.#cuts.cut(statement.range)
    else this.#unwrap(statement, stays)
  }

  /** What runs of `if (…) … else if (…) … else …` for an event. */
  #branchOf(statement: TSESTree.IfStatement): Node | null {
    const holds = this.#lines.holds(statement.test, 'data')
    if (holds === undefined) return statement
    const { consequent, alternate } = statement
    const goes = holds ? alternate : consequent
    if (goes !== null && !this.#mayGo(goes)) this.#failed = true
    const stays = holds ? consequent : alternate
    return stays?.type === 'IfStatement' ? this.#branchOf(stays) : stays
  }

  /** What runs for lines without data only; for texts of events such lines are not told. */
  #mayGo(branch: Node): boolean {
    return this.#parser.unit === 'line' || !contains(this.#source, branch, (it) => this.#lines.isLine(it))
  }

  /** The branch takes the place of its `if`. */
  #unwrap(statement: Node, branch: Node): void {
    const isElseIf = statement.parent?.type === 'IfStatement' && statement.parent.alternate === statement
    if (branch.type !== 'BlockStatement' || isElseIf) {
      this.#cuts.cut([statement.range[0], branch.range[0]])
      if (branch.range[1] < statement.range[1]) this.#cuts.cut([branch.range[1], statement.range[1]])
      this.#statement(branch)
      return
    }
    const first = branch.body[0]
    const last = branch.body.at(-1)
    if (first === undefined || last === undefined) {
      this.#cuts.cut(statement.range)
      return
    }
    if (!mayJoin(this.#source, branch, statement)) this.#failed = true
    const start = startWithComments(this.#source, first)
    const end = statementEndWithComments(this.#source, last)
    this.#cuts.cut([statement.range[0], start])
    this.#cuts.cut([end, statement.range[1]])
    this.#cuts.outdent([start, end])
    this.#statement(branch)
  }

  /** The parts of a test that are known go. */
  #test(test: Node): void {
    const node = unwrap(test)
    if (node.type !== 'LogicalExpression' || node.operator === '??') {
      this.#expression(test)
      return
    }
    const operator = operatorOf(this.#source, node)
    const [left, right] = [this.#lines.holds(node.left, 'data'), this.#lines.holds(node.right, 'data')]
    if (operator === undefined) this.#failed = true
    else if (left !== undefined) {
      const end = skipBlanks(this.#source, operator[1])
      this.#cuts.cut([node.range[0], end])
      this.#test(node.right)
    } else if (right !== undefined) {
      const before = tokenBefore(this.#source, operator[0])
      this.#cuts.cut([before?.range[1] ?? operator[0], node.range[1]])
      this.#test(node.left)
    } else {
      this.#test(node.left)
      this.#test(node.right)
    }
  }

  /** Everything in an expression that speaks of the line. */
  #expression(root: Node): void {
    const visit = (node: Node): 'enter' | 'skip' => {
      if (this.#lines.isData(node)) {
        if (isFunction(node)) return 'enter'
        this.#changes.push(replace(node, `${this.#event}.data`))
        return 'skip'
      }
      if (this.#eventName(node)) return 'skip'
      const text = this.#lines.dataText(node)
      if (text !== undefined) {
        this.#changes.push(replace(lineInside(text.node, text.line), `${this.#event}.data`))
        if (stringOf(text.literal) !== text.text) {
          const raw = textOf(this.#source, text.literal)
          this.#changes.push(replace(text.literal, `${raw[0] ?? "'"}${text.text}${raw[0] ?? "'"}`))
        }
        return 'skip'
      }
      if (node.type === 'LogicalExpression' && node.operator !== '??') {
        this.#test(node)
        return 'skip'
      }
      if (node.type === 'ConditionalExpression') {
        const holds = this.#lines.holds(node.test, 'data')
        if (holds === undefined) return 'enter'
        const stays = holds ? node.consequent : node.alternate
        if (isParenthesized(this.#source, stays)) this.#failed = true
        this.#cuts.cut([node.range[0], stays.range[0]])
        this.#cuts.cut([stays.range[1], node.range[1]])
        this.#expression(stays)
        return 'skip'
      }
      return 'enter'
    }
    if (visit(root) === 'enter') visitWithin(this.#source, root, visit)
  }

  /** `eventLine.slice(7)`, `eventLine ? eventLine.slice(7) : 'message'`, `!eventLine` */
  #eventName(node: Node): boolean {
    if (this.#parser.unit !== 'event') return false
    const name = `${this.#event}.event`
    if (this.#lines.isEventName(node)) {
      this.#changes.push(replace(node, name))
      return true
    }
    if (node.type === 'UnaryExpression' && node.operator === '!' && this.#lines.isNameLine(node.argument)) {
      this.#changes.push(...(replaceExpression(this.#source, node, `${name} === undefined`, Precedence.AND) ?? []))
      return true
    }
    if (node.type !== 'ConditionalExpression' || !this.#lines.isNameLine(node.test)) return false
    if (!this.#lines.isEventName(node.consequent) || hasCommentInside(this.#source, node)) return false
    const otherwise = unwrap(node.alternate)
    const code =
      otherwise.type === 'Identifier' && otherwise.name === 'undefined'
        ? name
        : `${name} ?? ${argumentText(this.#source, otherwise)}`
    this.#changes.push(...(replaceExpression(this.#source, node, code, Precedence.CONDITIONAL) ?? []))
    return true
  }

  /** `name = event.event ?? ''` for variables that an `event:` line sets. */
  #nameChanges(): string[] | undefined {
    const before: string[] = []
    for (const variable of this.#names) {
      const declarator = variable.defs[0]?.node as Node | undefined
      if (declarator?.type !== 'VariableDeclarator' || isWithin(declarator, this.#parser.inner)) return undefined
      const { init } = declarator
      if (init !== null && !isEmpty(init) && stringOf(init) === undefined) return undefined
      const isUndefined = init === null || (init.type === 'Identifier' && init.name === 'undefined')
      const value = `${this.#event}.event${isUndefined ? '' : ` ?? ${textOf(this.#source, init)}`}`
      const code = codeFor(this.#source)
      const places = referencesOf(variable).filter((it) => it !== declarator.id && !this.#cuts.holds(it.range))
      const statement = declarator.parent
      const isOwn = statement.type === 'VariableDeclaration' && statement.declarations.length === 1
      const isOnlyRead = places.every(
        (it) =>
          isWithin(it, this.#parser.inner) && !writesOf(variable).some(({ identifier }) => (identifier as Node) === it),
      )
      if (isOwn && isOnlyRead) {
        this.#cuts.cut(statement.range)
        if (places.length > 0) before.push(...code`const ${variable.name} = ${value};`)
      } else before.push(...code`${variable.name} = ${value};`)
    }
    return before
  }

  /** Every place that names a line has changed or gone. */
  #coversLines(): boolean {
    const changed: readonly Range[] = this.#changes.map(({ range }) => range)
    return [...this.#lines.variables].every((variable) =>
      referencesOf(variable).every((place) => {
        // The loop's own declaration is replaced with its head.
        if (!isWithin(place, this.#parser.inner.body)) return isWithin(place, this.#parser.inner)
        if (this.#parser.own.some((it) => isWithin(place, it))) return true
        return (
          this.#cuts.holds(place.range) ||
          changed.some(([start, end]) => start <= place.range[0] && end >= place.range[1])
        )
      }),
    )
  }
}

function isConstant(value: Node): boolean {
  return (
    isEmpty(value) || stringOf(value) !== undefined || (value.type === 'ArrayExpression' && value.elements.length === 0)
  )
}

function isWrite(variable: Variable, place: Node): boolean {
  return writesOf(variable).some(({ identifier }) => (identifier as Node) === place)
}

const STRING_METHODS: ReadonlySet<string> = new Set(['trim', 'trimEnd', 'trimStart', 'slice', 'substring', 'replace'])

function isSpaceTest(node: Node): boolean {
  return node.type === 'CallExpression' && methodName(node) === 'startsWith' && stringOf(node.arguments[0]) === ' '
}

/** `''`, `null`, `undefined` */
function isEmpty(value: Node): boolean {
  const node = unwrap(value)
  if (node.type === 'Identifier') return node.name === 'undefined'
  return node.type === 'Literal' && (node.value === '' || node.value === null)
}

/** The line with its `trim`, as it is compared. */
function lineInside(comparison: Node, line: Node): Node {
  return comparison.type === 'BinaryExpression' ? unwrap(line) : line
}

/** True when a `break` ends the loop itself. */
function leavesLoop(source: Source, loop: Node): boolean {
  return contains(source, loop, (it) => it.type === 'BreakStatement' && it.label === null && brokenLoop(it) === loop)
}

/** `&&` or `||` between its operands. */
function operatorOf(source: Source, { right, operator }: TSESTree.LogicalExpression): Range | undefined {
  for (
    let token = tokenBefore(source, right.range[0]);
    token !== undefined;
    token = tokenBefore(source, token.range[0])
  ) {
    if (token.value === operator) return token.range
    if (token.value !== '(') return undefined
  }
  return undefined
}

function skipBlanks(source: Source, offset: number): number {
  const rest = /^\s*/.exec(source.text.slice(offset))
  return offset + (rest?.[0].length ?? 0)
}

/** True when what a block declares can stand beside the statement that the block belongs to. */
export function mayJoin(source: Source, block: Node, statement: Node): boolean {
  const scope = source.scopes.acquire(block)
  const own = scope?.variables ?? []
  if (own.length === 0) return true
  const around = statement.parent
  if (around == null) return false
  return own.every(({ name }) => {
    let isFree = true
    visitWithin(source, around, (node) => {
      if (node === block) return 'skip'
      if (node.type === 'Identifier' && node.name === name && !isPropertyName(node)) isFree = false
      return isFree ? 'enter' : 'stop'
    })
    return isFree
  })
}

function isPropertyName(node: TSESTree.Identifier): boolean {
  const { parent } = node
  if (parent.type === 'MemberExpression') return parent.property === node && !parent.computed
  return parent.type === 'Property' && parent.key === node && !parent.computed && !parent.shorthand
}
