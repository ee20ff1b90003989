import type { TSESTree } from '@typescript-eslint/utils'
import { codeFor } from '../edits/code-lines.ts'
import type { Change } from '../edits/edit.ts'
import { replace } from '../edits/edit.ts'
import { fileStyle, semicolon } from '../edits/file-style.ts'
import { importBindings } from '../edits/imports.ts'
import { isTypeScript, moduleSyntax } from '../edits/module-syntax.ts'
import { freshName, upperFirst } from '../edits/names.ts'
import { wholeStatement } from '../edits/statement-place.ts'
import { insertStatementsAfter } from '../edits/statements.ts'
import { textOf } from '../edits/tokens.ts'
import { topStatement } from '../edits/top-level.ts'
import { calleeName, methodName, receiverOf } from '../facts/callee.ts'
import { isSendingName } from '../facts/client-connections.ts'
import { enclosingFunctions, functionName } from '../facts/functions.ts'
import type { FunctionNode } from '../facts/nodes.ts'
import { collectWithin, contains, nodesOf } from '../facts/nodes.ts'
import { stringOf, unwrap } from '../facts/unwrap.ts'
import { readsOf, variableOf } from '../facts/variables.ts'
import { handlersOfFunction } from '../frameworks/handlers.ts'
import type { Node, Source } from '../source.ts'
import type { Codemod, CodemodChange, CodemodContext, CodemodFile, CodemodFinding, FileEdit } from './codemod.ts'
import { declareForModule } from './module-constant.ts'
import type { RedisConnections } from './redis-connections.ts'
import { redisConnections } from './redis-connections.ts'

const ADVICE: Readonly<Record<string, string>> = {
  collection:
    'Publish here through a broker such as Redis, and let each process send what it hears to the clients that it holds.',
  emitter: 'Publish through a broker such as Redis, and let each process emit what it hears.',
}

export const BROKER_FAN_OUT: Codemod = {
  name: 'broker-fan-out',
  title: 'Send to the clients of all processes through Redis, and deliver to those of this one from there',
  mistake: 'scale',
  rules: ['no-in-memory-fan-out'],
  async transform(context) {
    const changes: CodemodChange[] = []
    const byHand = []
    for (const file of context.files) {
      // A file that has a broker is not reported any more, so all of it is done at once.
      const change = await published(context, file)
      if (change !== undefined) changes.push(change)
      else
        for (const { line, rule, messageId } of file.findings)
          byHand.push({ path: file.path, line, rule, message: ADVICE[messageId] ?? '' })
    }
    return { changes, byHand }
  },
}

/** What one finding adds to its file, and to others. */
interface Part {
  readonly changes: readonly Change[]
  readonly others: readonly FileEdit[]
}

async function published(context: CodemodContext, file: CodemodFile): Promise<CodemodChange | undefined> {
  const { source } = file
  const [first] = source.ast.body
  const redis = first === undefined ? undefined : redisConnections(file, first)
  if (first === undefined || redis === undefined) return undefined
  const parts: Part[] = []
  for (const finding of file.findings) {
    const variable = heldBy(source, finding)
    if (variable === undefined) return undefined
    const part =
      finding.messageId === 'emitter'
        ? await publishedEmits(context, file, variable, redis)
        : publishedSends(source, variable, redis)
    if (part === undefined) return undefined
    parts.push(part)
  }
  const declared = declareForModule(source, first, redis.lines)
  if (declared === undefined) return undefined
  const changes = [...declared, ...parts.flatMap((part) => part.changes)]
  return {
    edits: [{ path: file.path, edit: { imports: redis.imports, changes } }, ...parts.flatMap(({ others }) => others)],
  }
}

/** The constant of the module that holds what a finding is about. */
function heldBy(source: Source, { start }: CodemodFinding): TSESTree.VariableDeclarator | undefined {
  const found = nodesOf(source, 'VariableDeclarator').find(
    ({ init }) => init !== null && unwrap(init).range[0] === start,
  )
  if (found === undefined || found.id.type !== 'Identifier' || found.parent.kind !== 'const') return undefined
  const statement = wholeStatement(found.parent)
  return statement.parent?.type === 'Program' ? found : undefined
}

/**
 * Every function of the module that sends to the collection publishes what it is given; what it did before is a function of its own, which
 * each process runs with what it hears.
 */
function publishedSends(source: Source, held: TSESTree.VariableDeclarator, redis: RedisConnections): Part | undefined {
  const variable = variableOf(source, held.id)
  if (variable === undefined || wholeStatement(held.parent).type === 'ExportNamedDeclaration') return undefined
  const senders = new Set<FunctionNode>()
  for (const read of readsOf(variable)) {
    const functions = enclosingFunctions(read)
    const outer = functions.at(-1)
    if (outer === undefined) return undefined
    const isSender = contains(
      source,
      outer.body,
      (node) => node.type === 'CallExpression' && isDelivery(source, node, variable.name),
    )
    if (isSender) senders.add(outer)
  }
  if (senders.size === 0) return undefined
  const changes: Change[] = []
  for (const fn of senders) {
    const made = publishInstead(source, fn, redis)
    if (made === undefined) return undefined
    changes.push(...made)
  }
  return { changes, others: [] }
}

/** A send inside a loop over the collection, or over what was looked up in it, or to what was looked up. */
function isDelivery(source: Source, call: TSESTree.CallExpression, held: string): boolean {
  const receiver = receiverOf(call)
  if (receiver === undefined || !isSendingName(methodName(call))) return false
  for (let node: Node | null | undefined = call.parent; node != null; node = node.parent) {
    if (node.type === 'ForOfStatement' && comesFrom(source, node.right, held)) return true
    if (node.type === 'CallExpression' && methodName(node) === 'forEach' && comesFrom(source, node.callee, held))
      return true
  }
  return comesFrom(source, receiver, held)
}

/** True for what names the collection, and for a constant whose value does. */
function comesFrom(source: Source, expression: Node, held: string): boolean {
  const named = collectWithin(source, expression, (node): node is TSESTree.Identifier => node.type === 'Identifier')
  return named.some((name) => {
    if (name.name === held) return true
    const definition = variableOf(source, name)?.defs[0]?.node as Node | undefined
    if (definition?.type !== 'VariableDeclarator' || definition.init === null) return false
    return contains(source, definition.init, (node) => node.type === 'Identifier' && node.name === held)
  })
}

function publishInstead(source: Source, fn: FunctionNode, redis: RedisConnections): Change[] | undefined {
  const name = functionName(fn)
  const statement = topStatement(fn)
  const params = parametersOf(source, fn)
  if (name === undefined || statement === undefined || params === undefined || fn.body.type !== 'BlockStatement')
    return undefined
  if (handlersOfFunction(source, fn).length > 0 || !isOnlyDelivering(source, fn) || fn.generator) return undefined
  const code = codeFor(source)
  const { lineEnding, indent } = fileStyle(source)
  const deliver = freshName(source, `deliver${upperFirst(name)}`)
  const [sent, heard] =
    params.length === 1
      ? [params[0] ?? '', (text: string) => code`${deliver}(JSON.parse(${text}));`]
      : [
          `[${params.join(', ')}]`,
          (text: string) => code`const [${params.join(', ')}] = JSON.parse(${text});
          ${deliver}(${params.join(', ')});`,
        ]
  const call = code`${redis.publisher}.publish('${name}', JSON.stringify(${sent})).catch((error) => ${redis.log('error')});`
  const subscribed = insertStatementsAfter(source, statement, ['', ...redis.subscribe(name, heard)])
  const head = source.text.slice(headStart(fn), fn.body.range[0])
  const isDeclared = fn.type === 'FunctionDeclaration'
  const start = isDeclared ? `${fn.async ? 'async ' : ''}function ${deliver}${head}` : `const ${deliver} = ${head}`
  const end = isDeclared ? '' : semicolon(source)
  const at = fn.body.range[0] + 1
  const text = `${lineEnding}${indent}${call.join(lineEnding + indent)}${lineEnding}}${end}${lineEnding}${lineEnding}${start}{`
  return subscribed === undefined ? undefined : [{ range: [at, at], text }, ...subscribed]
}

/** Where what comes behind the name of a declaration begins; a function expression's own beginning. */
function headStart(fn: FunctionNode): number {
  return fn.type === 'FunctionDeclaration' && fn.id !== null ? fn.id.range[1] : fn.range[0]
}

/** Types of what cannot be sent to another process. */
const LIVE =
  /Response|Request|Reply|Socket|Stream|Controller|Connection|Client|\bMap\b|\bSet\b|Date|Buffer|Uint8Array|Error|=>|Function|Promise|Iterable|Signal/

/** The names of parameters whose values survive JSON, as far as their types say; undefined when one does not. */
function parametersOf(source: Source, fn: FunctionNode): readonly string[] | undefined {
  const found: string[] = []
  for (const param of fn.params) {
    if (param.type !== 'Identifier' || param.optional) return undefined
    const type = param.typeAnnotation
    if (type == null ? isTypeScript(source) : LIVE.test(textOf(source, type))) return undefined
    const isUsedAlive = nodesOf(source, 'CallExpression').some((call) => {
      const receiver = receiverOf(call)
      return receiver?.type === 'Identifier' && receiver.name === param.name && isSendingName(methodName(call))
    })
    if (isUsedAlive) return undefined
    found.push(param.name)
  }
  return found.length === 0 ? undefined : found
}

/** Calls that only shape what is sent, or look after the connections. */
const HARMLESS =
  /^(?:JSON\.stringify|.*\.(?:encode|get|has|delete|values|entries|keys|forEach|toString|toISOString|join|map|filter|replace|replaceAll|trim|slice|end|close|destroy|terminate)|String|Number|encode|Array\.from|console\.\w+)$/

/** True for a function that does nothing that must happen only once: it saves nothing, and calls nobody but the clients. */
function isOnlyDelivering(source: Source, fn: FunctionNode): boolean {
  if (contains(source, fn.body, (node) => node.type === 'ReturnStatement' && node.argument !== null)) return false
  if (contains(source, fn.body, (node) => node.type === 'AssignmentExpression' || node.type === 'UpdateExpression'))
    return false
  return collectWithin(
    source,
    fn.body,
    (node): node is TSESTree.CallExpression => node.type === 'CallExpression',
  ).every(
    (call) =>
      isSendingName(methodName(call)) ||
      HARMLESS.test(textOf(source, call.callee)) ||
      HARMLESS.test(calleeName(call) ?? ''),
  )
}

/** What is emitted goes through Redis, and each process emits what it hears. */
async function publishedEmits(
  context: CodemodContext,
  file: CodemodFile,
  held: TSESTree.VariableDeclarator,
  redis: RedisConnections,
): Promise<Part | undefined> {
  const { source } = file
  const init = held.init === null ? undefined : unwrap(held.init)
  const name = held.id.type === 'Identifier' ? held.id.name : ''
  if (init?.type !== 'NewExpression' || !/Emitter$/.test(calleeName(init) ?? '')) return undefined
  const isExported = wholeStatement(held.parent).type === 'ExportNamedDeclaration'
  if (isExported && moduleSyntax(source) !== 'import') return undefined
  const publish = freshName(source, `publish${upperFirst(name)}`)
  const emits = emitsOf(source, name)
  if (emits === undefined) return undefined
  const others: FileEdit[] = []
  if (isExported) {
    const references = await context.types.referencesTo(file.path, held.id.range[0])
    if (references === undefined) return undefined
    for (const path of new Set(references.map((it) => it.path).filter((it) => it !== file.path))) {
      const other = await context.open(path)
      const found = other === undefined ? undefined : emitsOf(other.source, name)
      if (other === undefined || found === undefined) return undefined
      if (found.length === 0) continue
      const specifier = await context.types.moduleSpecifier(path, file.path)
      const imports =
        specifier === undefined ? undefined : importBindings(other.source, [{ module: specifier, name: publish }])
      const [binding] = imports ?? []
      if (imports === undefined || binding === undefined) return undefined
      others.push({ path, edit: { imports, changes: found.map((call) => replace(call.callee, binding.local)) } })
    }
  }
  if (emits.length === 0 && others.length === 0) return undefined
  const isTyped = isTypeScript(source)
  const code = codeFor(source)
  const parameters = isTyped ? 'event: string, ...data: unknown[]' : 'event, ...data'
  const lines = [
    '',
    ...code`/** Emits in all processes. */
      ${isExported ? 'export ' : ''}function ${publish}(${parameters})${isTyped ? ': void' : ''} {
        ${redis.publisher}.publish('${name}', JSON.stringify([event, ...data])).catch((error) => ${redis.log('error')});
      }`,
    '',
    ...redis.subscribe(
      name,
      (text) => code`const [event, ...data] = JSON.parse(${text});
      ${name}.emit(event, ...data);`,
    ),
  ]
  const declared = insertStatementsAfter(source, wholeStatement(held.parent), lines)
  if (declared === undefined) return undefined
  return { changes: [...declared, ...emits.map((call) => replace(call.callee, publish))], others }
}

/** The calls of `emit` on a name that can be published; undefined when the result of one is used. An error stays where it happens. */
function emitsOf(source: Source, name: string): readonly TSESTree.CallExpression[] | undefined {
  const found = nodesOf(source, 'CallExpression').filter((call) => {
    const receiver = receiverOf(call)
    return (
      methodName(call) === 'emit' &&
      receiver?.type === 'Identifier' &&
      receiver.name === name &&
      stringOf(call.arguments[0]) !== 'error'
    )
  })
  return found.every(({ parent }) => parent.type === 'ExpressionStatement') ? found : undefined
}
