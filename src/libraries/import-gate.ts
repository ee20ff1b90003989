import type { Edit } from '../edits/edit.ts'
import { isTestFile } from '../facts/exempt-file.ts'
import { importedModules } from '../facts/imported-modules.ts'
import { moduleKind, packageOf } from '../facts/module-name.ts'
import { runtimeOf } from '../facts/runtime.ts'
import { BROWSER_PACKAGES, HOOK_PACKAGES, NODE_PACKAGES } from '../facts/runtime-tables.ts'
import type { Project } from '../project/project.ts'
import type { Settings } from '../settings.ts'
import type { Source } from '../source.ts'
import { runtimesOfPackage } from './catalogue.ts'
import { isTooOld } from './choose-library.ts'
import { importsEsModulePackage, isBundled, loadsFromCommonJs, moduleSystemOf } from './module-system.ts'

/** The file that an edit changes, and what is known around it. */
export interface EditedFile {
  readonly source: Source
  /** The physical path; the source's own may be that of a block in a file. */
  readonly path: string
  readonly project: Project
  readonly settings: Settings
}

/**
 * True when an edit may be applied by `--fix`: each module that it newly imports is certain to be there, and to load, in
 * every place where the file runs today. What the file already imports by value does not count as new.
 *
 * - Files of the project: always.
 * - Packages: package.json lists them, in a version that has what the edit uses. A development dependency is certain
 *   only in tests and in bundled code, since a server in production has none. A package that is an ES module only goes
 *   into files that certainly are ES modules (by extension, `"type": "module"` or a bundling framework) or that load
 *   such a package already; compiled to `require`, the import may not load.
 * - Modules of Node: only where the file itself shows that it runs on Node, or is CommonJS by its extension. A file that
 *   shows nothing may be code that pages share. Then package.json decides: it must have a server among its `dependencies`
 *   and nothing for pages at all. `@types/node` is no evidence; libraries for browsers have it too.
 */
export function mayApplyUnasked(edit: Edit, file: EditedFile): boolean {
  return (
    mayOffer(edit, file) &&
    newModules(edit, file).every((module) => {
      const packageName = packageOf(module)
      if (packageName !== undefined) return isUsable(packageName, file)
      return moduleKind(module) !== 'builtin' || certainlyOnNode(file)
    })
  )
}

/**
 * True when an edit may be offered in the editor. Packages may be missing: the text of the offer names the command that
 * installs them. But no module of Node, and no package that needs Node, is offered to code of a page or of the edge,
 * where no command makes it run, nor anything that only one other runtime understands.
 */
export function mayOffer(edit: Edit, file: EditedFile): boolean {
  const runtime = runtimeOf(file.source)
  return newModules(edit, file).every((module) => {
    const kind = moduleKind(module)
    if (kind === 'other') return false
    if (runtime === 'unknown' || runtime === 'node') return true
    return kind !== 'builtin' && runtimesOfPackage(packageOf(module))?.includes(runtime) !== false
  })
}

/** The modules of an edit's imports that the file does not import as values yet. */
function newModules(edit: Edit, { source }: EditedFile): readonly string[] {
  const added = (edit.imports ?? []).filter(({ changes }) => changes.length > 0)
  if (added.length === 0) return []
  const known = new Set(
    importedModules(source)
      .filter(({ isType }) => !isType)
      .map(({ specifier }) => withoutPrefix(specifier)),
  )
  return added.map(({ module }) => module).filter((module) => !known.has(withoutPrefix(module)))
}

/** `fs` and `node:fs` are one module. */
function withoutPrefix(specifier: string): string {
  return specifier.replace(/^node:/, '')
}

function isUsable(packageName: string, file: EditedFile): boolean {
  const { source, project } = file
  const imported = importedModules(source).some(
    ({ specifier, isType }) => !isType && packageOf(specifier) === packageName,
  )
  const isThere =
    imported ||
    project.ships(packageName) ||
    (project.has(packageName) && (isTestFile(file) || isBundled(source, project)))
  if (!isThere || isTooOld(packageName, project)) return false
  return (
    imported ||
    moduleSystemOf(source, project) === 'esm' ||
    loadsFromCommonJs(packageName, project) === true ||
    (moduleSystemOf(source, project) === 'unknown' && importsEsModulePackage(source, project))
  )
}

function certainlyOnNode({ source, project }: EditedFile): boolean {
  const runtime = runtimeOf(source)
  if (runtime !== 'unknown') return runtime === 'node'
  if (/\.c[jt]s$/.test(source.path)) return true
  return [...NODE_PACKAGES].some((name) => isOwnDependency(name, project)) && !hasPages(project)
}

function isOwnDependency(packageName: string, project: Project): boolean {
  return project.lists(packageName) && project.ships(packageName)
}

/** Packages that build or serve pages. */
const PAGE_BUILDERS: readonly string[] = [
  '@sveltejs/kit',
  'astro',
  'next',
  'nuxt',
  'parcel',
  'react-scripts',
  'vite',
  'webpack',
]

function hasPages(project: Project): boolean {
  return [...BROWSER_PACKAGES, ...HOOK_PACKAGES, ...PAGE_BUILDERS].some((name) => project.has(name))
}
