import { nodesOf } from '../facts/nodes.ts'
import { bareModule } from '../facts/origin.ts'
import { stringOf } from '../facts/unwrap.ts'
import type { Source } from '../source.ts'
import { perSource } from '../source.ts'

/** The modules that the file imports, requires or re-exports from, without `node:`. */
export const importedModules = perSource((source): ReadonlySet<string> => {
  const modules = new Set<string>()
  for (const it of nodesOf(source, 'ImportDeclaration')) modules.add(bareModule(it.source.value))
  for (const it of nodesOf(source, 'ExportNamedDeclaration'))
    if (it.source !== null) modules.add(bareModule(it.source.value))
  for (const it of nodesOf(source, 'TSExternalModuleReference')) add(modules, stringOf(it.expression))
  for (const it of nodesOf(source, 'ImportExpression')) add(modules, stringOf(it.source))
  for (const it of nodesOf(source, 'CallExpression'))
    if (it.callee.type === 'Identifier' && it.callee.name === 'require') add(modules, stringOf(it.arguments[0]))
  return modules
})

/** True when the file imports one of the modules, or a subpath of one that ends with `/`. */
export function imports(source: Source, modules: readonly string[]): boolean {
  const found = importedModules(source)
  return modules.some((module) =>
    module.endsWith('/') ? [...found].some((it) => it.startsWith(module)) : found.has(module),
  )
}

function add(modules: Set<string>, module: string | undefined): void {
  if (module !== undefined) modules.add(bareModule(module))
}
