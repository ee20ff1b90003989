import type { Project } from '../project/project.ts'
import type { Choice } from './choose-library.ts'
import { installCommand } from './install-command.ts'

/**
 * What the text of an offer says of a library: its name and, when the project lacks it, the command that installs it.
 * @param options.types true for TypeScript files, which want the types of packages that bring none
 */
export function offerText({ library }: Choice, project: Project, options: { readonly types: boolean }): string {
  const command = installCommand(library, project, options)
  return command === '' ? `\`${library.package}\`` : `\`${library.package}\` (\`${command}\`)`
}
