import type { TSESTree } from '@typescript-eslint/utils'
import { wordsOf, hasWord } from './name-words.ts'
import { contains, isFunction, nodesOf } from './nodes.ts'
import { originOf } from './origin.ts'
import { isLoop } from './repetition.ts'
import { outcomeOf } from './tested-value.ts'
import { propertyName, unwrap } from './unwrap.ts'
import { variableOf } from './variables.ts'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'

/** A comparison of a count with a maximum that the function is left after. */
export interface QuotaTest {
  readonly node: Node
  /** True for a count that outlives the request or was looked up; false where its origin does not show. */
  readonly isSure: boolean
  /** True when the client is told: such a test ends a stream also after its headers are sent. */
  readonly isSaid: boolean
}

const COUNTING = new Set([
  'active',
  'count',
  'counter',
  'running',
  'open',
  'concurrent',
  'inflight',
  'pending',
  'connections',
  'clients',
  'sessions',
  'jobs',
  'streams',
  'requests',
  'usage',
  'used',
  'messages',
  'credits',
  'remaining',
  'balance',
  'quota',
  'slots',
  'queued',
  'limit',
  'hits',
  'attempts',
])
const BOUNDS = new Set([
  'max',
  'limit',
  'quota',
  'remaining',
  'credits',
  'perday',
  'perminute',
  'perhour',
  'cap',
  'allowed',
  'balance',
])
const OPERATORS = new Set(['>', '>=', '<', '<='])

/** Concurrency caps and quotas: `if (active >= MAX) return …`, `if (count > entitlements.maxMessagesPerDay) …`. A length of the request's own data is none. */
export const quotaTests = perSource((source): readonly QuotaTest[] => {
  const found: QuotaTest[] = []
  for (const test of nodesOf(source, 'BinaryExpression')) {
    if (!OPERATORS.has(test.operator)) continue
    const sides = [unwrap(test.left), unwrap(test.right)]
    const isBounded = sides.some((side) => hasWord(wordsOf(nameOf(side)), BOUNDS) || side.type === 'Literal')
    const counted = sides.find((side) => side.type !== 'Literal' && isCount(source, side))
    if (!isBounded || counted === undefined || outcomeOf(source, test) !== 'decides') continue
    found.push({ node: test, isSure: true, isSaid: false })
  }
  for (const statement of nodesOf(source, 'IfStatement'))
    if (refusesByQuota(source, statement) && !isInLoop(statement))
      found.push({ node: statement.test, isSure: true, isSaid: true })
  return found
})

/** What a client is told whose share is used up. */
const USED_UP = /\bquota\b|\brate[- ]?limit|\btoo many (?:requests|messages|chats)\b/i

/** `if (!(await canChat(user))) { write('You have met your quota …'); return }`: the words tell what somebody else's test asks. */
function refusesByQuota(source: Source, { consequent }: TSESTree.IfStatement): boolean {
  const last = consequent.type === 'BlockStatement' ? consequent.body.at(-1) : consequent
  if (last?.type !== 'ReturnStatement' && last?.type !== 'ThrowStatement') return false
  return contains(source, consequent, (node) => {
    if (node.type === 'TemplateElement') return USED_UP.test(node.value.raw)
    return node.type === 'Literal' && typeof node.value === 'string' && USED_UP.test(node.value)
  })
}

function isInLoop(node: Node): boolean {
  for (let { parent } = node; parent != null && !isFunction(parent); { parent } = parent)
    if (isLoop(parent)) return true
  return false
}

function isCount(source: Source, side: Node): boolean {
  // `open.size` of a collection of the module.
  if (side.type === 'MemberExpression' && (propertyName(side) === 'size' || propertyName(side) === 'length'))
    return outlives(source, side.object)
  if (!hasWord(wordsOf(nameOf(side)), COUNTING)) return false
  if (outlives(source, side)) return true
  const origin = originOf(source, side)
  if (origin.kind !== 'expression') return false
  const value = unwrap(origin.node)
  return value.type === 'CallExpression' || value.type === 'AwaitExpression'
}

/** True for what a module or an instance keeps between requests. */
function outlives(source: Source, expression: Node): boolean {
  const node = unwrap(expression)
  if (node.type === 'MemberExpression')
    return unwrap(node.object).type === 'ThisExpression' || outlives(source, node.object)
  if (node.type !== 'Identifier') return false
  const variable = variableOf(source, node)
  const scope = variable?.scope.type as string | undefined
  const isConstant =
    variable?.defs[0]?.type === ('Variable' as string) && isLiteralConstant(variable.defs[0].node as Node)
  return (scope === 'module' || scope === 'global') && !isConstant
}

function isLiteralConstant(node: Node): boolean {
  return node.type === 'VariableDeclarator' && node.parent.kind === 'const' && node.init?.type === 'Literal'
}

function nameOf(node: Node): string {
  if (node.type === 'Identifier') return node.name
  return node.type === 'MemberExpression' ? (propertyName(node) ?? '') : ''
}
