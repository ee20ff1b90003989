import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { importedName, methodName, receiverOf } from './callee.ts'
import { importedModules } from './imported-modules.ts'
import { bareModule, originsOf } from './origin.ts'
import { streamOf } from './stream-value.ts'
import { unwrap } from './unwrap.ts'
import { globalName } from './variables.ts'

const STANDARD_STREAMS = new Set(['stdout', 'stderr', 'stdio'])

/** Packages that run commands in remote shells, containers and terminals. */
const REMOTE_SHELLS = new Set([
  'ssh2',
  'node-ssh',
  'dockerode',
  'node-pty',
  '@lydell/node-pty',
  'kubernetes-client',
  '@webcontainer/api',
  '@kubernetes/client-node',
])

/** Methods of theirs whose result, or whose callback's parameter, is the command's output. */
const SHELL_METHODS = new Set(['exec', 'shell', 'spawn', 'start', 'attach', 'logs', 'execCommand', 'demuxStream'])

const usesRemoteShell = perSource((source) =>
  importedModules(source).some(({ specifier }) => REMOTE_SHELLS.has(bareModule(specifier))),
)

/** True for the output of a child process, a remote shell or a container, under any name; the process's own streams are not meant. */
export function isChildOutput(source: Source, stream: Node): boolean {
  if (streamOf(source, stream)?.source === 'child-process') return true
  return originsOf(source, stream).some((origin) => {
    if (origin.kind === 'global') return false
    if (origin.kind === 'unknown') return endsInStandardStream(source, stream)
    if (origin.path.some((name) => STANDARD_STREAMS.has(name)))
      return origin.kind !== 'import' || origin.module !== 'process'
    if (origin.kind === 'expression' && isCommand(source, unwrap(origin.node))) return true
    if (!usesRemoteShell(source)) return false
    if (origin.kind === 'expression') {
      const made = unwrap(origin.node)
      if (made.type !== 'CallExpression') return false
      const branched = methodName(made) === 'tee' ? receiverOf(made) : undefined
      return branched === undefined ? SHELL_METHODS.has(methodName(made) ?? '') : isChildOutput(source, branched)
    }
    if (origin.kind === 'parameter') {
      const call = origin.fn.parent
      return call.type === 'CallExpression' && SHELL_METHODS.has(methodName(call) ?? '')
    }
    return false
  })
}

/** Packages whose functions run a command; what they give can be iterated line by line. */
const COMMANDS: ReadonlySet<string> = new Set(['execa', 'tinyexec'])

function isCommand(source: Source, made: Node): boolean {
  return made.type === 'CallExpression' && COMMANDS.has(importedName(source, made.callee)?.module ?? '')
}

/** `child.stdout` where nobody can tell what `child` is; by the name alone, because no other kind of object has it. */
function endsInStandardStream(source: Source, stream: Node): boolean {
  const node = unwrap(stream)
  return (
    node.type === 'MemberExpression' &&
    node.property.type === 'Identifier' &&
    STANDARD_STREAMS.has(node.property.name) &&
    globalName(source, node.object) !== 'process'
  )
}
