import { importedModules as modulesOf } from '../facts/imported-modules.ts'
import { bareModule } from '../facts/origin.ts'
import type { Source } from '../source.ts'
import { perSource } from '../source.ts'

/** The modules that the file imports, requires or re-exports from, without `node:`. */
export const importedModules = perSource(
  (source): ReadonlySet<string> => new Set(modulesOf(source).map(({ specifier }) => bareModule(specifier))),
)

/** True when the file imports one of the modules. */
export function imports(source: Source, modules: readonly string[]): boolean {
  const found = importedModules(source)
  return modules.some((module) => found.has(module))
}
