import { createRequire } from 'node:module'
import type * as ScopeManager from '@typescript-eslint/scope-manager'
import type * as VisitorKeys from '@typescript-eslint/visitor-keys'
import type * as OxcParser from 'oxc-parser'
import type * as OxcResolver from 'oxc-resolver'

/** What other files of a project are parsed and resolved with. */
export interface NativeModules {
  readonly parser: typeof OxcParser
  readonly resolver: typeof OxcResolver
  readonly scopeManager: typeof ScopeManager
  readonly visitorKeys: Readonly<Record<string, readonly string[] | undefined>>
}

const require = createRequire(import.meta.url)
let loaded: NativeModules | 'missing' | undefined

/**
 * Loaded by the first question about other files: most runs ask none. Undefined where a package or its binding for this
 * system is missing; then every answer about other files is unknown.
 */
export function nativeModules(): NativeModules | undefined {
  loaded ??= load()
  return loaded === 'missing' ? undefined : loaded
}

function load(): NativeModules | 'missing' {
  try {
    return {
      parser: require('oxc-parser') as typeof OxcParser,
      resolver: require('oxc-resolver') as typeof OxcResolver,
      scopeManager: require('@typescript-eslint/scope-manager') as typeof ScopeManager,
      visitorKeys: (require('@typescript-eslint/visitor-keys') as typeof VisitorKeys).visitorKeys,
    }
  } catch {
    return 'missing'
  }
}
