/** What the rest of the project says. Every answer is computed when asked. */
export interface Project {
  /** The folder of the nearest package.json above the file, with forward slashes; undefined when there is none. */
  readonly root: string | undefined
  /** True when a package.json from here upwards lists the package as a dependency of any kind. */
  has(packageName: string): boolean
  /**
   * The major version: of the package installed in `node_modules` walking up, else of the range in package.json when
   * it allows one major. Undefined: unknown.
   */
  major(packageName: string): number | undefined
  /** True when the nearest package.json says `"type": "module"`. */
  readonly isModule: boolean
}

/** STUB until src/project is whole. */
export function projectOf(_path: string): Project {
  return { root: undefined, has: () => false, major: () => undefined, isModule: true }
}
