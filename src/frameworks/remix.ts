import type { Source } from '../source.ts'
import { exportedFunctions } from './exported-functions.ts'
import type { Framework, Handler } from './handler.ts'
import { importedModules } from './imported-modules.ts'
import { makeHandler } from './make-handler.ts'
import { ANSWERS_BY_RETURN } from './web-handler.ts'

/** Packages whose import makes an exported `loader` or `action` the framework's. */
const PACKAGES = /^(?:@remix-run\/|react-router(?:$|\/)|@react-router\/|remix-|\.{1,2}\/(?:.*\/)?\+types\/)/
const PACKAGE_NAMES = [
  '@remix-run/node',
  '@remix-run/cloudflare',
  '@remix-run/deno',
  '@remix-run/server-runtime',
  '@remix-run/router',
  'react-router',
]
const ARGUMENTS = ['LoaderFunctionArgs', 'ActionFunctionArgs', 'LoaderArgs', 'ActionArgs', 'DataFunctionArgs']

export const REMIX: Framework = {
  ...ANSWERS_BY_RETURN,
  name: 'remix',
  registered,
  parameterTypes: Object.fromEntries(
    [...PACKAGE_NAMES, '+types'].flatMap((module) =>
      ARGUMENTS.map((name) => [`${module}#${name}`, 'context'] as const),
    ),
  ),
  functionTypes: PACKAGE_NAMES.flatMap((module) => [`${module}#LoaderFunction`, `${module}#ActionFunction`]),
  shape: ['context'],
  parts: { webRequest: ['request', 'context.request'] },
}

function registered(source: Source): Handler[] {
  if (![...importedModules(source)].some((module) => PACKAGES.test(module))) return []
  return exportedFunctions(source)
    .filter(({ name }) => name === 'loader' || name === 'action')
    .map(({ fn, wrappers, name, exported }) =>
      makeHandler(source, REMIX, {
        fn,
        wrappers,
        registration: exported,
        // A loader answers GET (and HEAD), an action every other method.
        method: name === 'loader' ? 'GET' : undefined,
      }),
    )
}
