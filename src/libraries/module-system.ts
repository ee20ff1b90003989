import { nodesOf } from '../facts/nodes.ts'
import { importedModules } from '../facts/imported-modules.ts'
import { packageOf } from '../facts/module-name.ts'
import { runtimeOf } from '../facts/runtime.ts'
import type { Project } from '../project/project.ts'
import type { Source } from '../source.ts'
import { packageFacts } from './packages.ts'

/** Frameworks that load ES modules whatever package.json says about the project itself. */
const ES_MODULE_FRAMEWORKS: readonly string[] = [
  '@cloudflare/workers-types',
  '@react-router/dev',
  '@remix-run/dev',
  '@sveltejs/kit',
  '@tanstack/react-start',
  'astro',
  'next',
  'nuxt',
  'wrangler',
]

/** Those that put all packages into what they build, for the server too. Next and Astro leave some where they are. */
const BUNDLING_FRAMEWORKS: readonly string[] = ['@cloudflare/workers-types', '@sveltejs/kit', 'nuxt', 'wrangler']

/**
 * What a file is when it runs. `unknown`: its import statements may be compiled to `require` (TypeScript without
 * `"type": "module"`, Babel), which only the compiler's settings tell.
 */
export type ModuleSystem = 'esm' | 'commonjs' | 'unknown'

export function moduleSystemOf(source: Source, project: Project): ModuleSystem {
  if (/\.m[jt]s$/.test(source.path)) return 'esm'
  if (/\.c[jt]s$/.test(source.path)) return 'commonjs'
  if (isBundled(source, project) || project.isModule) return 'esm'
  if (ES_MODULE_FRAMEWORKS.some((name) => project.lists(name))) return 'esm'
  return !hasModuleSyntax(source) && importedModules(source).length > 0 ? 'commonjs' : 'unknown'
}

function hasModuleSyntax(source: Source): boolean {
  return (
    nodesOf(source, 'ImportDeclaration', 'ExportNamedDeclaration', 'ExportDefaultDeclaration', 'ExportAllDeclaration')
      .length > 0
  )
}

/** True when the packages that a file imports become part of what is built, development dependencies among them. */
export function isBundled(source: Source, project: Project): boolean {
  const runtime = runtimeOf(source)
  return runtime === 'browser' || runtime === 'edge' || BUNDLING_FRAMEWORKS.some((name) => project.lists(name))
}

/**
 * Whether CommonJS code can load a package: by the installed one, else by the catalogue for the version that the project
 * asks for. Undefined when neither knows.
 */
export function loadsFromCommonJs(packageName: string, project: Project): boolean | undefined {
  const installed = project.hasCommonJsBuild(packageName)
  if (installed !== undefined) return installed
  const versions = packageFacts(packageName)?.versions ?? []
  const major = project.major(packageName)
  const asked = versions.filter(({ range }) => major === undefined || range.startsWith(`^${major}.`))
  const answers = new Set((asked.length > 0 ? asked : versions).map(({ commonJs }) => commonJs))
  return answers.size === 1 ? [...answers][0] : undefined
}

/** True when the file already imports, by a statement, a package that only ES modules can load: then more of them work too. */
export function importsEsModulePackage(source: Source, project: Project): boolean {
  return importedModules(source).some(({ specifier, isType, locals }) => {
    const name = isType || locals.length === 0 ? undefined : packageOf(specifier)
    return name !== undefined && loadsFromCommonJs(name, project) === false
  })
}
