import { segmentsOf } from '../project/posix-path.ts'
import type { Source } from '../source.ts'
import { perSource } from '../source.ts'
import { importedModules } from './imported-modules.ts'
import { listensToLoopback } from './listening.ts'
import { packageOf } from './module-name.ts'

/** Packages whose plugins and servers run on a developer's machine; types of them count too. */
const BUNDLERS = new Set([
  'vite',
  'vitepress',
  'webpack',
  'webpack-dev-server',
  'rollup',
  'rolldown',
  'esbuild',
  'metro',
  'unplugin',
  '@rspack/core',
  '@rsbuild/core',
  '@parcel/plugin',
])
/** Shells of desktop applications: one process for one user. */
const DESKTOP = new Set(['electron', '@tauri-apps/api'])
/** Folders and files that say that they stand in for a service. */
const STAND_IN = /^(?:emulators?|dev-?servers?|dev-?tools?)$/i

/** True for code that serves one developer or one desktop: bundler plugins, emulators, servers bound to loopback. */
export const isDevelopmentTool = perSource((source): boolean => {
  if (listensToLoopback(source) === true) return true
  if (importsOneOf(source, BUNDLERS) || importsOneOf(source, DESKTOP)) return true
  const names = segmentsOf(source.path).slice(-2)
  return names.some((name) => STAND_IN.test(name.replace(/\.[^.]+$/, '')))
})

function importsOneOf(source: Source, packages: ReadonlySet<string>): boolean {
  return importedModules(source).some(({ specifier }) => packages.has(packageOf(specifier) ?? ''))
}
