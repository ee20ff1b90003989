import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, cp, lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import packageJson from '../../package.json' with { type: 'json' }
import { ROOT } from '../repository.ts'

const run = promisify(execFile)
const isWindows = process.platform === 'win32'

/** What a program left: exit code (undefined when it was ended) and both outputs. */
export interface Outcome {
  readonly code: number | undefined
  readonly stdout: string
  readonly stderr: string
}

/** A folder outside of the repository with the packed plugin in its node_modules. */
export interface NewProject {
  readonly folder: string
  /** Writes files, by path in the project. */
  write(files: Readonly<Record<string, string>>): Promise<void>
  /** Runs Node in the project's folder. */
  node(...args: readonly string[]): Promise<Outcome>
  /** Runs another program there. */
  run(program: string, ...args: readonly string[]): Promise<Outcome>
  remove(): Promise<void>
}

/**
 * Makes a project and installs what `npm pack` makes of the built plugin, with its dependencies. Nothing is downloaded:
 * the packages named here are copies of ours, so that they see each other and nothing else; what these need is linked.
 * `npx` finds their programs.
 * @param packages what to install beside the plugin
 * @param hosts folders of `fixtures/hosts` whose own node_modules go before ours
 */
export async function newProject(packages: readonly string[], ...hosts: readonly string[]): Promise<NewProject> {
  const folder = await mkdtemp(join(tmpdir(), 'streaming-project-'))
  const modules = join(folder, 'node_modules')
  await mkdir(modules)
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: ROOT, shell: isWindows })
  const [tarball] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'))
  await run('tar', ['-xzf', tarball!], { cwd: folder })
  await rename(join(folder, 'package'), join(modules, packageJson.name))
  for (const host of hosts) await cp(join(ROOT, 'fixtures/hosts', host, 'node_modules'), modules, { recursive: true })
  for (const name of packages.filter((it) => !existsSync(join(modules, it)))) {
    await mkdir(dirname(join(modules, name)), { recursive: true })
    await cp(join(ROOT, 'node_modules', name), join(modules, name), { recursive: true })
  }
  for (const name of [packageJson.name, ...packages]) {
    await linkDependencies(modules, join(modules, name))
    await linkPrograms(modules, name)
  }
  const start = async (program: string, ...args: readonly string[]): Promise<Outcome> => {
    const done = run(program, args, { cwd: folder, env: { ...process.env, NO_COLOR: '1' } })
    try {
      return { code: 0, ...(await done) }
    } catch (error) {
      const { code, stdout, stderr } = error as { code?: unknown; stdout: string; stderr: string }
      return { code: typeof code === 'number' ? code : undefined, stdout, stderr }
    }
  }
  return {
    folder,
    async write(files) {
      for (const [path, text] of Object.entries(files)) {
        await mkdir(dirname(join(folder, path)), { recursive: true })
        await writeFile(join(folder, path), text)
      }
    },
    node: (...args) => start(process.execPath, ...args),
    run: start,
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

/**
 * Links what a copied package needs and has nowhere on its way up, and does the same for the copied ones among its
 * dependencies. What we have not installed either is optional.
 */
async function linkDependencies(modules: string, folder: string, done = new Set<string>()): Promise<void> {
  if (done.has(folder)) return
  done.add(folder)
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Record<
    string,
    object | undefined
  >
  for (const name of Object.keys({ ...manifest['dependencies'], ...manifest['optionalDependencies'] })) {
    const nested = join(folder, 'node_modules', name)
    const target = existsSync(nested) ? nested : join(modules, name)
    const ours = join(ROOT, 'node_modules', name)
    if (existsSync(target)) {
      if (!(await lstat(target)).isSymbolicLink()) await linkDependencies(modules, target, done)
    } else if (existsSync(ours)) {
      await mkdir(dirname(target), { recursive: true })
      await symlink(ours, target, 'junction')
    }
  }
}

/** Puts the programs of a package where `npx` looks for them. */
async function linkPrograms(modules: string, name: string): Promise<void> {
  const { bin = {} } = JSON.parse(await readFile(join(modules, name, 'package.json'), 'utf8')) as {
    bin?: string | Readonly<Record<string, string>>
  }
  await mkdir(join(modules, '.bin'), { recursive: true })
  for (const [program, path] of Object.entries(typeof bin === 'string' ? { [name]: bin } : bin)) {
    await chmod(join(modules, name, path), 0o755)
    // A host brings the link of its own folder.
    await rm(join(modules, '.bin', program), { force: true })
    await symlink(join('..', name, path), join(modules, '.bin', program))
  }
}
