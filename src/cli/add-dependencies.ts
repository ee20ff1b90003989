import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { packageOf } from '../facts/module-name.ts'
import { versionToAdd } from '../libraries/install-command.ts'
import { packageFacts } from '../libraries/packages.ts'
import { toPosixPath } from '../project/posix-path.ts'
import type { PackageManager, Project } from '../project/project.ts'
import { projectOf } from '../project/project.ts'
import type { NewScript } from '../codemods/codemod.ts'
import { specifiersIn } from '../project/specifiers.ts'
import type { FileChange } from './rule-codemod.ts'

/** What the package.json files need after the changes. */
export interface NeededPackages {
  /** One change for each package.json. */
  readonly manifests: readonly FileChange[]
  /** Their names. */
  readonly packages: ReadonlySet<string>
  /** What to type afterwards: `pnpm install`. */
  readonly installCommands: readonly string[]
}

type Section = 'dependencies' | 'devDependencies'

interface ManifestAdditions {
  readonly project: Project
  readonly names: Map<string, Section>
  /** Commands by name. */
  readonly scripts: Map<string, string>
}

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
 * @param scripts what is added to `scripts`, where no script has the name
 */
export async function neededPackages(
  cwd: string,
  changes: readonly FileChange[],
  scripts: readonly NewScript[] = [],
): Promise<NeededPackages> {
  const byRoot = new Map<string, ManifestAdditions>()
  const additionsTo = (root: string, project: Project): ManifestAdditions => {
    const entry = byRoot.get(root) ?? { project, names: new Map(), scripts: new Map() }
    byRoot.set(root, entry)
    return entry
  }
  for (const { absolutePath, before, after } of changes) {
    const known = specifiersIn(before)
    const project = projectOf(toPosixPath(absolutePath))
    const { root } = project
    if (root === undefined || !project.isKnown) continue
    for (const specifier of specifiersIn(after)) {
      const name = known.has(specifier) ? undefined : packageOf(specifier)
      const facts = name === undefined ? undefined : packageFacts(name)
      if (name === undefined || facts === undefined || project.has(name)) continue
      const { names } = additionsTo(root, project)
      names.set(name, facts.isForDevelopment === true ? 'devDependencies' : 'dependencies')
    }
  }
  for (const { near, name, command } of scripts) {
    const project = projectOf(toPosixPath(near))
    if (project.root !== undefined && project.isKnown) additionsTo(project.root, project).scripts.set(name, command)
  }
  const manifests: FileChange[] = []
  const installCommands = new Set<string>()
  for (const [root, additions] of byRoot) {
    const absolutePath = join(root, 'package.json')
    const before = await readFile(absolutePath, 'utf8')
    const after = withAdditions(before, additions)
    if (after === before) continue
    const path = toPosixPath(relative(cwd, absolutePath))
    manifests.push({ absolutePath, path, before, after, byHand: [], failure: undefined })
    if (additions.names.size > 0) installCommands.add(INSTALL[additions.project.packageManager])
  }
  const packages = new Set([...byRoot.values()].flatMap(({ names }) => [...names.keys()]))
  return { manifests, packages, installCommands: [...installCommands] }
}

/**
 * The text of a package.json with more packages and scripts, in its own indentation, line endings and end of file. Sections of
 * packages stay sorted; a script that is there stays as it is.
 */
function withAdditions(text: string, { names, scripts, project }: ManifestAdditions): string {
  const manifest = JSON.parse(text.replace(/^\uFEFF/, '')) as Record<string, Record<string, string> | undefined>
  for (const [name, section] of names) {
    const listed = { ...manifest[section], [name]: versionToAdd(name, project)?.range ?? '*' }
    manifest[section] = Object.fromEntries(Object.entries(listed).sort(([a], [b]) => (a < b ? -1 : 1)))
  }
  const known = manifest['scripts'] ?? {}
  const added = [...scripts].filter(([name]) => known[name] === undefined)
  if (added.length > 0) manifest['scripts'] = { ...known, ...Object.fromEntries(added) }
  else if (names.size === 0) return text
  const indent = /^[{[]\r?\n([ \t]+)/.exec(text.trimStart())?.[1] ?? 2
  const lineEnding = text.includes('\r\n') ? '\r\n' : '\n'
  const end = /\s*$/.exec(text)?.[0] ?? ''
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : ''
  return mark + JSON.stringify(manifest, undefined, indent).replaceAll('\n', lineEnding) + end
}
