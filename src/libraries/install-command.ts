import type { PackageManager, Project } from '../project/project.ts'
import { isSubrange } from '../project/semver-range.ts'
import type { Library } from './library.ts'
import type { PackageVersion } from './packages.ts'
import { packageFacts } from './packages.ts'

const ADD: Readonly<Record<PackageManager, { readonly add: string; readonly development: string }>> = {
  npm: { add: 'npm install', development: 'npm install -D' },
  pnpm: { add: 'pnpm add', development: 'pnpm add -D' },
  yarn: { add: 'yarn add', development: 'yarn add -D' },
  bun: { add: 'bun add', development: 'bun add -d' },
}

/**
 * The version of a package to add to a project: the newest that runs on every Node version that the project promises
 * (`engines.node`), or, when it promises nothing, the one that runs on all versions that this plugin supports.
 * @returns undefined for packages that are in no table
 */
export function versionToAdd(packageName: string, project: Project): PackageVersion | undefined {
  const versions = packageFacts(packageName)?.versions
  if (versions === undefined) return undefined
  const { nodeRange } = project
  if (versions.length === 1 || nodeRange === undefined) return versions.at(-1)
  return versions.find(({ node }) => isSubrange(nodeRange, node)) ?? versions.at(-1)
}

/**
 * What to type to get a library and what its idiom needs, by the project's own package manager; packages that the
 * project has are left out. Empty when there is nothing to add.
 * @param options.types also add the types of packages that bring none
 */
export function installCommand(library: Library, project: Project, options: { readonly types: boolean }): string {
  const regular: string[] = []
  const development: string[] = []
  for (const name of [library.package, ...(library.needs ?? [])]) {
    if (project.has(name)) continue
    const facts = packageFacts(name)
    const list = facts?.isForDevelopment === true ? development : regular
    list.push(withVersion(name, versionToAdd(name, project)))
    if (options.types && facts?.types !== undefined && !project.has(facts.types)) development.push(facts.types)
  }
  const { add, development: addDevelopment } = ADD[project.packageManager]
  return [...command(add, regular), ...command(addDevelopment, development)].join(' && ')
}

function command(verb: string, packages: readonly string[]): string[] {
  return packages.length === 0 ? [] : [`${verb} ${packages.join(' ')}`]
}

/** `p-map@7`, `better-sse@0.16`: a caret would have to be quoted in some shells. */
function withVersion(name: string, version: PackageVersion | undefined): string {
  const digits = version === undefined ? null : /^\^(0\.\d+|\d+)/.exec(version.range)
  return digits === null ? name : `${name}@${digits[1]}`
}
