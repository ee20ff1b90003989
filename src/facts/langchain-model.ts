import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { perNode } from '../source.ts'
import { importedName, methodName, receiverOf } from './callee.ts'
import { isOneOf } from './model-packages.ts'
import { LANGCHAIN_MODEL, LANGCHAIN_PACKAGES, LANGCHAIN_SAME, LANGCHAIN_TEXT_MODELS } from './model-tables.ts'
import { originOf } from './origin.ts'
import { writtenType } from './type-annotation.ts'
import { unwrapAwait } from './unwrap.ts'

/**
 * Where the LangChain model behind an expression is made (`new ChatOpenAI(…)`), or the expression that names it when it is
 * handed in by its type. Followed through what adds to a model and through chains that a model is a part of.
 * Undefined for prompts, parsers, tools, retrievers and everything else.
 */
export const langchainModel = perNode<Node, Node | undefined>((source, expression) => {
  const origin = originOf(source, expression)
  const made = origin.kind === 'expression' && origin.path.length === 0 ? unwrapAwait(origin.node) : undefined
  if (made?.type === 'NewExpression') return isModelName(source, made.callee) ? made : undefined
  if (made?.type === 'CallExpression') return madeByCall(source, made)
  const type = writtenType(source, unwrapAwait(expression))
  return type?.module !== undefined && isModel(type.module, type.name) ? expression : undefined
}, undefined)

function madeByCall(source: Source, call: TSESTree.CallExpression): Node | undefined {
  const imported = importedName(source, call.callee)
  if (imported !== undefined && isOneOf(LANGCHAIN_PACKAGES, imported.module)) {
    if (imported.name === 'initChatModel') return call
    const [parts] = call.arguments
    return imported.name === 'RunnableSequence.from' && parts !== undefined ? amongParts(source, parts) : undefined
  }
  const name = methodName(call)
  const receiver = receiverOf(call)
  if (name === undefined || receiver === undefined) return undefined
  if (LANGCHAIN_SAME.has(name)) return langchainModel(source, receiver)
  const [next] = call.arguments
  if (name !== 'pipe' || next === undefined) return undefined
  return langchainModel(source, next) ?? langchainModel(source, receiver)
}

function amongParts(source: Source, parts: Node): Node | undefined {
  const list = unwrapAwait(parts)
  if (list.type !== 'ArrayExpression') return undefined
  for (const part of list.elements) {
    const model = part === null || part.type === 'SpreadElement' ? undefined : langchainModel(source, part)
    if (model !== undefined) return model
  }
  return undefined
}

function isModelName(source: Source, callee: Node): boolean {
  const imported = importedName(source, callee)
  return imported !== undefined && isModel(imported.module, imported.name)
}

function isModel(module: string, name: string): boolean {
  return isOneOf(LANGCHAIN_PACKAGES, module) && (LANGCHAIN_MODEL.test(name) || LANGCHAIN_TEXT_MODELS.has(name))
}
