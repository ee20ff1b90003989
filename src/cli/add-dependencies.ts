import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { packageOf } from '../facts/module-name.ts'
import { versionToAdd } from '../libraries/install-command.ts'
import { packageFacts } from '../libraries/packages.ts'
import { toPosixPath } from '../project/posix-path.ts'
import type { PackageManager, Project } from '../project/project.ts'
import { projectOf } from '../project/project.ts'
import { specifiersIn } from '../project/specifiers.ts'
import type { FileChange } from './rule-codemod.ts'

/** What the package.json files need after the changes. */
export interface NeededPackages {
  /** One change for each package.json. */
  readonly manifests: readonly FileChange[]
  /** What to type afterwards: `pnpm install`. */
  readonly installCommands: readonly string[]
}

type Section = 'dependencies' | 'devDependencies'

const INSTALL: Readonly<Record<PackageManager, string>> = {
  bun: 'bun install',
  npm: 'npm install',
  pnpm: 'pnpm install',
  yarn: 'yarn install',
}

/**
 * The packages that changed files import and their projects do not have, added to package.json with the catalogue's
 * range. Only packages of the catalogue: the codemods insert no others.
 * @param cwd absolute path that paths are shown from
 */
export async function neededPackages(cwd: string, changes: readonly FileChange[]): Promise<NeededPackages> {
  const byRoot = new Map<string, { readonly project: Project; readonly names: Map<string, Section> }>()
  for (const { absolutePath, before, after } of changes) {
    const known = specifiersIn(before)
    const project = projectOf(toPosixPath(absolutePath))
    const { root } = project
    if (root === undefined || !project.isKnown) continue
    for (const specifier of specifiersIn(after)) {
      const name = known.has(specifier) ? undefined : packageOf(specifier)
      const facts = name === undefined ? undefined : packageFacts(name)
      if (name === undefined || facts === undefined || project.has(name)) continue
      const entry = byRoot.get(root) ?? { project, names: new Map<string, Section>() }
      byRoot.set(root, entry)
      entry.names.set(name, facts.isForDevelopment === true ? 'devDependencies' : 'dependencies')
    }
  }
  const manifests: FileChange[] = []
  const installCommands = new Set<string>()
  for (const [root, { project, names }] of byRoot) {
    const absolutePath = join(root, 'package.json')
    const before = await readFile(absolutePath, 'utf8')
    const after = withPackages(before, names, project)
    const path = toPosixPath(relative(cwd, absolutePath))
    manifests.push({ absolutePath, path, before, after, byHand: [], failure: undefined })
    installCommands.add(INSTALL[project.packageManager])
  }
  return { manifests, installCommands: [...installCommands] }
}

/** The text of a package.json with more packages, in its own indentation, line endings and end of file; sections stay sorted. */
function withPackages(text: string, names: ReadonlyMap<string, Section>, project: Project): string {
  const manifest = JSON.parse(text.replace(/^\uFEFF/, '')) as Record<string, Record<string, string> | undefined>
  for (const [name, section] of names) {
    const listed = { ...manifest[section], [name]: versionToAdd(name, project)?.range ?? '*' }
    manifest[section] = Object.fromEntries(Object.entries(listed).sort(([a], [b]) => (a < b ? -1 : 1)))
  }
  const indent = /^[{[]\r?\n([ \t]+)/.exec(text.trimStart())?.[1] ?? 2
  const lineEnding = text.includes('\r\n') ? '\r\n' : '\n'
  const end = /\s*$/.exec(text)?.[0] ?? ''
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : ''
  return mark + JSON.stringify(manifest, undefined, indent).replaceAll('\n', lineEnding) + end
}
