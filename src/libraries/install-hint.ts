import type { Choice } from './choose-library.ts'
import { installCommand } from './install-command.ts'
import type { Project } from '../project/project.ts'

/**
 * What a suggestion says of a library that the project lacks, such as "(after npm install lru-cache@11)"; nothing when it is there.
 * @param options.types also name the package of its types
 */
export function installHint({ library }: Choice, project: Project, options: { readonly types: boolean }): string {
  const command = installCommand(library, project, options)
  return command === '' ? '' : ` (after \`${command}\`)`
}
