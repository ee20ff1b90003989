import type { PlacedText, Replacement, YieldedText } from '../facts/frame-replacements.ts'
import { writesTo } from '../facts/frame-replacements.ts'
import { enclosingFunction } from '../facts/functions.ts'
import type { Node, Source, Variable } from '../source.ts'
import { contains, isFunction, isWithin } from '../facts/nodes.ts'
import { propertyName, stringOf, unwrap, wrapped } from '../facts/unwrap.ts'
import { readsOf, variableOf } from '../facts/variables.ts'
import { codeFor } from './code-lines.ts'
import type { Change, Edit } from './edit.ts'
import { replace } from './edit.ts'
import { quoted } from './file-style.ts'
import { freshName } from './names.ts'
import { listOf, statementOf } from './statement-place.ts'
import { insertStatementsAfter, insertStatementsBefore } from './statements.ts'
import { textOf, tokenAfter } from './tokens.ts'

/**
 * Puts what a frame brings behind what is there, where it took its place; and has each connection begin with nothing there, as
 * the server does.
 * @param begins with what the server begins anew: each connection, or each message that it gets over one
 * @returns undefined when a place cannot be changed
 */
export function appendDeltas(
  source: Source,
  replacements: readonly Replacement[],
  begins: 'connection' | 'message',
): Edit | undefined {
  const changes: Change[] = []
  const begun = new Set<string>()
  for (const replacement of replacements) {
    if (replacement.kind === 'yield') {
      const gathered = gatherBeforeYield(source, replacement)
      if (gathered === undefined) return undefined
      changes.push(...gathered)
      continue
    }
    const appended = appendDelta(source, replacement)
    if (appended === undefined) return undefined
    changes.push(...appended)
    const key = `${replacement.reader.body.range[0]}:${textOf(source, replacement.target)}`
    if (begun.has(key)) continue
    begun.add(key)
    const begin = beginAnew(source, replacement, begins)
    if (begin === undefined) return undefined
    changes.push(...begin)
  }
  return { changes }
}

/** Gathers the pieces in a variable of each stream, so that whoever reads the generator gets the text so far, as before. */
function gatherBeforeYield(source: Source, { node, value, reader }: YieldedText): Change[] | undefined {
  const statement = statementOf(node)
  if (reader.loop === undefined || statement === undefined) return undefined
  const member = unwrap(value)
  const property = member.type === 'MemberExpression' ? propertyName(member) : undefined
  const name = freshName(source, property ?? 'text', ['gathered', 'textSoFar'])
  const code = codeFor(source)
  const changes = [
    insertStatementsBefore(source, reader.loop.node, code`let ${name} = '';`),
    insertStatementsBefore(source, statement, code`${name} += ${value};`),
    [replace(value, name)],
  ]
  return changes.includes(undefined) ? undefined : changes.flatMap((it) => it ?? [])
}

function appendDelta(source: Source, replacement: PlacedText): Change[] | undefined {
  const { value, target } = replacement
  if (replacement.kind === 'assignment') {
    const operator = tokenAfter(source, target.range[1])
    return operator?.value === '=' ? [replace(operator.range, '+=')] : undefined
  }
  const shown = freshName(source, 'shown', ['before', 'soFar'])
  const isPlain = unwrap(value).type !== 'LogicalExpression'
  const added = isPlain ? textOf(source, value) : `(${textOf(source, value)})`
  if (isLasting(source, value)) return [replace(value, `(${shown}) => ${shown} + ${added}`)]
  // The updater runs later, when a variable may hold the next frame.
  const statement = statementOf(replacement.node)
  const delta = freshName(source, 'delta', ['addition'])
  const declared =
    statement === undefined
      ? undefined
      : insertStatementsBefore(source, statement, codeFor(source)`const ${delta} = ${value};`)
  return declared === undefined ? undefined : [...declared, replace(value, `(${shown}) => ${shown} + ${delta}`)]
}

/** Names that keep their value, and parts of them. */
function isLasting(source: Source, value: Node): boolean {
  return !contains(source, value, (node) => {
    if (node.type === 'CallExpression' || node.type === 'AwaitExpression') return true
    const variable = node.type === 'Identifier' ? variableOf(source, node) : undefined
    const [definition] = variable?.defs ?? []
    if (variable === undefined || (definition?.type as string) === 'Parameter') return false
    const declaration = (definition?.node as Node | undefined)?.parent
    return !(declaration?.type === 'VariableDeclaration' && declaration.kind === 'const')
  })
}

/** Empties a place before the first frame of each answer; no changes where that is done already. */
function beginAnew(source: Source, replacement: PlacedText, begins: 'connection' | 'message'): Change[] | undefined {
  const { reader, target } = replacement
  const emptied = emptying(source, replacement)
  const { loop, connection } = reader
  if (loop !== undefined) {
    if (isBegunBefore(source, loop.node, target)) return []
    return insertStatementsBefore(source, loop.node, codeFor(source)`${emptied};`)
  }
  const place =
    connection === undefined ? undefined : begins === 'message' ? onlySend(connection) : connection.identifiers[0]
  const statement = place === undefined ? undefined : statementOf(place as Node)
  if (connection === undefined || statement === undefined || !isReachable(source, replacement, statement))
    return undefined
  if (begins === 'message') {
    if (isBegunBefore(source, statement, target)) return []
    return insertStatementsBefore(source, statement, codeFor(source)`${emptied};`)
  }
  return insertStatementsAfter(
    source,
    statement,
    codeFor(source)`${connection.name}.addEventListener('open', () => {
      ${emptied};
    });`,
  )
}

/** `setText('')`, `text = ''`, `if (output) output.value = ''` where the frames ask for the output too. */
function emptying(source: Source, replacement: PlacedText): string {
  const { target, reader } = replacement
  const name = textOf(source, target)
  if (replacement.kind === 'setter') return `${name}(${quoted(source, '')})`
  const assigned = `${name} = ${quoted(source, '')}`
  let owner = unwrap(target)
  while (owner.type === 'MemberExpression') owner = unwrap(owner.object)
  const variable = owner.type === 'Identifier' && owner !== unwrap(target) ? variableOf(source, owner) : undefined
  if (owner.type !== 'Identifier' || variable === undefined) return assigned
  const isAsked = readsOf(variable).some((read) => {
    const test = testAround(read)
    return test !== undefined && isWithin(test, reader.loop?.node ?? reader.body)
  })
  return isAsked ? `if (${owner.name}) ${assigned}` : assigned
}

/** The condition that a name is a part of. */
function testAround(name: Node): Node | undefined {
  let child = wrapped(name)
  while (child.parent?.type === 'UnaryExpression' || child.parent?.type === 'LogicalExpression') child = child.parent
  const { parent } = child
  return parent?.type === 'IfStatement' && parent.test === child ? child : undefined
}

/** The one call that sends over a connection. */
function onlySend(connection: Variable): Node | undefined {
  const sends = readsOf(connection).flatMap((read) => {
    const member = wrapped(read).parent
    return member?.type === 'MemberExpression' && propertyName(member) === 'send' ? [member] : []
  })
  return sends.length === 1 ? sends[0] : undefined
}

/** Names that the new statement uses mean there what they mean at the replacement. */
function isReachable(source: Source, { target }: PlacedText, statement: Node): boolean {
  const inside = enclosingFunction(statement)
  return !contains(source, target, (node) => {
    const variable = node.type === 'Identifier' ? variableOf(source, node) : undefined
    const declared = variable?.identifiers[0] as Node | undefined
    const home = declared === undefined ? undefined : enclosingFunction(declared)
    return home !== undefined && inside !== undefined && !isWithin(inside, home)
  })
}

/** True when the place is empty as a statement begins: it is declared so, or emptied, in a statement before it, and not written since. */
function isBegunBefore(source: Source, loop: Node, target: Node): boolean {
  const name = textOf(source, target)
  const variable = unwrap(target).type === 'Identifier' ? variableOf(source, unwrap(target)) : undefined
  for (let child = loop; ; child = child.parent as Node) {
    const list = listOf(child) ?? []
    for (const statement of list.slice(0, list.indexOf(child)).toReversed()) {
      if (isEmptying(source, statement, name, variable)) return true
      if (writesTo(source, statement, name).length > 0) return false
    }
    const { parent } = child
    if (parent == null || isFunction(parent)) return false
    if (parent.type !== 'BlockStatement' && parent.type !== 'TryStatement' && parent.type !== 'IfStatement')
      return false
  }
}

function isEmptying(source: Source, statement: Node, name: string, variable: ReturnType<typeof variableOf>): boolean {
  if (statement.type === 'VariableDeclaration')
    return statement.declarations.some(
      ({ id, init }) =>
        variable !== undefined &&
        id.type === 'Identifier' &&
        variableOf(source, id) === variable &&
        stringOf(init) === '',
    )
  if (statement.type !== 'ExpressionStatement') return false
  return writesTo(source, statement, name).some(
    ({ node, value }) => wrapped(node).parent === statement && value !== undefined && stringOf(value) === '',
  )
}
