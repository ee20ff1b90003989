import type { FileRuntime } from '../facts/runtime.ts'
import type { FrameworkName } from '../frameworks/handler.ts'
import type { Project } from '../project/project.ts'
import type { Settings } from '../settings.ts'
import type { Purpose } from './catalogue.ts'
import { librariesFor } from './catalogue.ts'
import type { Library } from './library.ts'
import { EVERYWHERE } from './library.ts'
import { packageFacts } from './packages.ts'

/** What a library has to fit. */
export interface Needs {
  readonly settings: Settings
  readonly project: Project
  /** The framework of the route; none: only libraries that belong to no framework fit. */
  readonly framework?: FrameworkName | undefined
  /** What runs the file; unknown: libraries that run everywhere come first. */
  readonly runtime?: FileRuntime | undefined
  /** The idioms that the caller can write; none: any. */
  readonly idioms?: readonly string[] | undefined
}

export interface Choice {
  readonly library: Library
  /** Who chose it: the user's settings, package.json, or the catalogue's own order. */
  readonly by: 'settings' | 'project' | 'catalogue'
  /** True when the project has the library and everything else that its idiom imports. */
  readonly isPresent: boolean
}

/**
 * The library for a purpose: the one that the settings name, else one that the project has, else the catalogue's
 * default. One that does not fit is passed over at each step, so that a limiter for Express in the settings says nothing
 * about a Fastify route. A version in the project that is older than what the idiom needs does not fit either.
 * @returns undefined when none fits
 */
export function chooseLibrary(purpose: Purpose, needs: Needs): Choice | undefined {
  const { settings, project } = needs
  const fitting = inOrder(librariesFor(purpose), needs).filter((library) => fits(library, needs))
  const wanted = fitting.find((library) => library.package === settings.libraries[purpose])
  if (wanted !== undefined) return choice(wanted, 'settings', project)
  const present = fitting.find((library) => project.has(library.package))
  if (present !== undefined) return choice(present, 'project', project)
  const usual = fitting.find((library) => library.onlyIfPresent !== true)
  return usual === undefined ? undefined : choice(usual, 'catalogue', project)
}

function choice(library: Library, by: Choice['by'], project: Project): Choice {
  return { library, by, isPresent: [library.package, ...(library.needs ?? [])].every((name) => project.has(name)) }
}

function fits(library: Library, { project, framework, runtime, idioms }: Needs): boolean {
  if (library.frameworks !== undefined && (framework === undefined || !library.frameworks.includes(framework)))
    return false
  if (runtime !== undefined && runtime !== 'unknown' && !library.runtimes.includes(runtime)) return false
  if (idioms !== undefined && !idioms.includes(library.idiom)) return false
  return !isTooOld(library.package, project)
}

/** True when the project has a major of the package that lacks what the idioms use; false when its version is unknown. */
export function isTooOld(packageName: string, project: Project): boolean {
  const oldest = packageFacts(packageName)?.oldestMajor
  const major = oldest === undefined ? undefined : project.major(packageName)
  return oldest !== undefined && major !== undefined && major < oldest
}

function inOrder(libraries: readonly Library[], { runtime }: Needs): readonly Library[] {
  if (runtime !== undefined && runtime !== 'unknown') return libraries
  const runsEverywhere = ({ runtimes }: Library): boolean => EVERYWHERE.every((it) => runtimes.includes(it))
  return [...libraries.filter(runsEverywhere), ...libraries.filter((library) => !runsEverywhere(library))]
}
