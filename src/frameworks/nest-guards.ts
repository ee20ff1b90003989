import type { TSESTree } from '@typescript-eslint/utils'
import { methodName } from '../facts/callee.ts'
import { optionOf } from '../facts/model-call.ts'
import { nodesOf } from '../facts/nodes.ts'
import { propertyName, stringOf, unwrap } from '../facts/unwrap.ts'
import type { Node, Source } from '../source.ts'
import { classAcross } from './across.ts'
import type { Codebase } from './codebase.ts'
import type { Handler } from './handler.ts'
import type { Gate } from './ways-in.ts'
import { methodCalls } from '../facts/named-calls.ts'

/** What decorators of a method, its class and the classes it extends say, then what holds for the whole application. */
export function nestGates(codebase: Codebase, source: Source, handler: Handler): Gate[] {
  const method = handler.fn.parent
  if (method?.type !== 'MethodDefinition') return []
  const found = decorators(source, method)
  let owner: { source: Source; node: TSESTree.ClassDeclaration | TSESTree.ClassExpression } | undefined = {
    source,
    node: method.parent.parent,
  }
  for (let steps = 0; owner !== undefined && steps < 4; steps++) {
    found.push(...decorators(owner.source, owner.node))
    owner = owner.node.superClass === null ? undefined : classAcross(codebase, owner.source, owner.node.superClass)
  }
  return [...found, ...globalGates(codebase)]
}

function decorators(source: Source, node: { readonly decorators?: TSESTree.Decorator[] }): Gate[] {
  return (node.decorators ?? []).map((it): Gate => ({ source, node: it, kind: 'decorator', isCertain: true }))
}

/** `APP_GUARD` providers, `app.useGlobalGuards(…)`, and middleware that a module applies. */
function globalGates(codebase: Codebase): Gate[] {
  const found: Gate[] = []
  for (const source of codebase.mentioning(['APP_GUARD', 'useGlobalGuards', 'MiddlewareConsumer'])) {
    for (const object of nodesOf(source, 'ObjectExpression')) {
      const provide = optionOf(source, object, 'provide')
      if (provide === undefined || provide === 'spread') continue
      const name = unwrap(provide)
      if (name.type !== 'Identifier' || name.name !== 'APP_GUARD') continue
      for (const property of object.properties) {
        const key = property.type === 'Property' ? propertyName(property) : undefined
        if (property.type !== 'Property' || key === 'provide' || key === 'inject' || key === 'scope') continue
        const isClass = key === 'useClass' || key === 'useExisting'
        found.push({
          source,
          node: property.value as Node,
          kind: isClass ? 'global' : 'middleware',
          isCertain: isClass,
        })
      }
    }
    for (const call of methodCalls(source, ['useGlobalGuards', 'apply'])) {
      const name = methodName(call)
      if (name === 'useGlobalGuards')
        for (const node of call.arguments) found.push({ source, node, kind: 'global', isCertain: true })
      // `consumer.apply(AuthMiddleware).forRoutes('*')`
      if (name === 'apply' && methodNameAround(call) !== undefined)
        for (const node of call.arguments) found.push(...middleware(codebase, source, node))
    }
  }
  return found
}

function middleware(codebase: Codebase, source: Source, node: Node): Gate[] {
  if (stringOf(node) !== undefined) return []
  const owner = classAcross(codebase, source, node)
  const use = owner?.node.body.body.find((it) => it.type === 'MethodDefinition' && propertyName(it) === 'use')
  if (owner === undefined || use?.type !== 'MethodDefinition')
    return [{ source, node, kind: 'middleware', isCertain: false }]
  return [{ source: owner.source, node: use.value, kind: 'middleware', isCertain: false }]
}

function methodNameAround(call: TSESTree.CallExpression): string | undefined {
  const { parent } = call
  const name = parent.type === 'MemberExpression' ? propertyName(parent) : undefined
  return name === 'forRoutes' || name === 'exclude' ? name : undefined
}
