import { pathToFileURL } from 'node:url'
import { ROOT } from './repository.ts'

/** Copies the sample application with an ESLint config, as `fixtures/demo/copy-app.js` says, which is JavaScript for the demo's sake. */
export async function copySample(folder: string, preset: 'recommended' | 'all'): Promise<void> {
  const { copyApp } = (await import(pathToFileURL(`${ROOT}fixtures/demo/copy-app.js`).href)) as {
    copyApp(folder: string, preset: 'recommended' | 'all'): Promise<void>
  }
  await copyApp(folder, preset)
}
