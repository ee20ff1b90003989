import type { Library, Runtime } from './library.ts'
import { PACING_LIBRARIES } from './pacing-libraries.ts'
import { SERVICE_LIBRARIES } from './service-libraries.ts'
import { STREAM_LIBRARIES } from './stream-libraries.ts'

const CATALOGUE = { ...STREAM_LIBRARIES, ...PACING_LIBRARIES, ...SERVICE_LIBRARIES }

/** What a library is needed for; also the keys of `settings.streaming.libraries`. */
export type Purpose = keyof typeof CATALOGUE

export const PURPOSES = Object.keys(CATALOGUE) as readonly Purpose[]

/** The libraries that serve a purpose, the default first. */
export function librariesFor(purpose: Purpose): readonly Library[] {
  return CATALOGUE[purpose]
}

/** The packages that may be named in the settings for a purpose. */
export function packagesFor(purpose: Purpose): readonly string[] {
  return [...new Set(librariesFor(purpose).map((library) => library.package))]
}

/** Where a package of the catalogue runs, for whatever purpose; undefined for other packages. */
export function runtimesOfPackage(packageName: string | undefined): readonly Runtime[] | undefined {
  const uses = PURPOSES.flatMap(librariesFor).filter((library) => library.package === packageName)
  return uses.length === 0 ? undefined : [...new Set(uses.flatMap((library) => library.runtimes))]
}
