import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { importedName } from './callee.ts'
import { enclosingFunctions } from './functions.ts'
import { importedModules } from './imported-modules.ts'
import type { FunctionNode } from './nodes.ts'
import { isFunction, nodesOf } from './nodes.ts'
import { propertyName, wrapped } from './unwrap.ts'
import { readsOf, variableOf } from './variables.ts'

/** A method that makes the answer to a chat message, and says that it takes the signal that fires when the user stops it. */
export interface ChatAgentMethod {
  readonly fn: FunctionNode
  /** The parameter that holds the signal. */
  readonly options: TSESTree.Identifier
}

const METHOD = 'onChatMessage'
const SIGNAL = 'abortSignal'
const BASE = 'AIChatAgent'
const MODULES = new Set(['@cloudflare/ai-chat', 'agents/ai-chat-agent'])

const methods = perSource((source): ReadonlyMap<FunctionNode, ChatAgentMethod> => {
  const byFunction = new Map<FunctionNode, ChatAgentMethod>()
  if (!importedModules(source).some(({ specifier }) => MODULES.has(specifier))) return byFunction
  for (const owner of [...nodesOf(source, 'ClassDeclaration'), ...nodesOf(source, 'ClassExpression')]) {
    const base = owner.superClass === null ? undefined : importedName(source, owner.superClass)
    if (base?.name !== BASE || !MODULES.has(base.module)) continue
    for (const element of owner.body.body) {
      if (element.type !== 'MethodDefinition' || propertyName(element) !== METHOD || !isFunction(element.value))
        continue
      const fn = element.value
      const [, options] = fn.params
      if (options?.type === 'Identifier' && isMeantForSignal(source, options)) byFunction.set(fn, { fn, options })
    }
  }
  return byFunction
})

/** The method of a chat agent in which a node runs, where all uses of its signal are in sight. */
export function chatAgentMethod(source: Source, node: Node): ChatAgentMethod | undefined {
  const known = methods(source)
  if (known.size === 0) return undefined
  return enclosingFunctions(node)
    .map((fn) => known.get(fn))
    .find((it) => it !== undefined)
}

/**
 * True when the options are taken for the signal, and it goes to single calls only, as an option, or to none: their type
 * names it, or nothing else is read of them. A chat that cannot be stopped takes no options, or takes them for something else.
 */
function isMeantForSignal(source: Source, options: TSESTree.Identifier): boolean {
  const variable = variableOf(source, options)
  const uses = variable === undefined ? undefined : readsOf(variable).map((read) => memberOf(read))
  if (uses === undefined || uses.some((member) => member === undefined || isLooseSignal(member))) return false
  const type = options.typeAnnotation?.typeAnnotation
  const isNamed =
    type?.type === 'TSTypeLiteral' &&
    type.members.some(
      (it) => it.type === 'TSPropertySignature' && it.key.type === 'Identifier' && it.key.name === SIGNAL,
    )
  return isNamed || uses.every((member) => member !== undefined && propertyName(member) === SIGNAL)
}

function memberOf(read: Node): TSESTree.MemberExpression | undefined {
  const { parent } = wrapped(read)
  return parent?.type === 'MemberExpression' && propertyName(parent) !== undefined ? parent : undefined
}

function isLooseSignal(member: TSESTree.MemberExpression): boolean {
  const { parent } = wrapped(member)
  return propertyName(member) === SIGNAL && !(parent?.type === 'Property' && parent.parent.type === 'ObjectExpression')
}
