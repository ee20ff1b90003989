import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { CodeAction, Command, Diagnostic, TextEdit, WorkspaceEdit } from 'vscode-languageserver-protocol/node'
import {
  ApplyWorkspaceEditRequest,
  CodeActionRequest,
  ConfigurationRequest,
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  ExecuteCommandRequest,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  RegistrationRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node'

/** A file as an editor has it open. */
export interface OpenFile {
  readonly uri: string
  /** As it stands, with the edits that the server has asked for. */
  text(): string
  /** What the server says about the text as it stands. */
  diagnostics(): Promise<Diagnostic[]>
  /** Types: the whole text becomes another one. */
  change(text: string): Promise<void>
  /** The actions that the editor offers at a diagnostic. */
  actions(diagnostic: Diagnostic): Promise<CodeAction[]>
  /** Has the server do what an action, or a command of its own, stands for. */
  run(command: Command): Promise<void>
}

/** The language server of VS Code's ESLint extension, with an editor in front of it. */
export interface LanguageServer {
  open(path: string, text: string): Promise<OpenFile>
  stop(): Promise<void>
}

/** Starts the server for a folder that has its own ESLint. */
export async function languageServer(folder: string): Promise<LanguageServer> {
  const require = createRequire(import.meta.url)
  const program = join(
    require.resolve('vscode-langservers-extracted/package.json'),
    '../bin/vscode-eslint-language-server',
  )
  const child = spawn(process.execPath, [program, '--stdio'], { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  )
  const root = pathToFileURL(folder).href
  const open = new Map<string, { text: string; version: number }>()
  connection.onRequest(ConfigurationRequest.type, ({ items }) => items.map(() => settings(root, folder)))
  connection.onRequest(RegistrationRequest.type, () => undefined)
  connection.onRequest(ApplyWorkspaceEditRequest.type, async ({ edit }) => {
    for (const [uri, edits] of editsOf(edit)) {
      const file = open.get(uri)
      if (file === undefined) return { applied: false }
      await changeTo(uri, applied(file.text, edits))
    }
    return { applied: true }
  })
  connection.onUnhandledNotification(() => undefined)
  connection.listen()
  await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: root,
    workspaceFolders: [{ uri: root, name: basename(folder) }],
    capabilities: {
      workspace: { applyEdit: true, configuration: true, workspaceEdit: { documentChanges: true } },
      textDocument: {
        codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'source'] } } },
      },
    },
  })
  await connection.sendNotification(InitializedNotification.type, {})

  async function changeTo(uri: string, text: string): Promise<void> {
    const version = (open.get(uri)?.version ?? 0) + 1
    open.set(uri, { text, version })
    await connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version },
      contentChanges: [{ text }],
    })
  }

  return {
    async open(path, text) {
      const uri = pathToFileURL(join(folder, path)).href
      open.set(uri, { text, version: 1 })
      const languageId = path.endsWith('.tsx') ? 'typescriptreact' : 'typescript'
      await connection.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri, languageId, version: 1, text },
      })
      return {
        uri,
        text: () => open.get(uri)?.text ?? '',
        async diagnostics() {
          const report = await connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } })
          if (report.kind !== 'full') throw new Error(`The server sends a report of kind ${report.kind}`)
          return report.items
        },
        change: (next) => changeTo(uri, next),
        async actions(diagnostic) {
          const actions = await connection.sendRequest(CodeActionRequest.type, {
            textDocument: { uri },
            range: diagnostic.range,
            context: { diagnostics: [diagnostic] },
          })
          return (actions ?? []).filter((it): it is CodeAction => 'kind' in it)
        },
        async run(command) {
          await connection.sendRequest(ExecuteCommandRequest.type, {
            command: command.command,
            arguments: command.arguments ?? [],
          })
        },
      }
    },
    async stop() {
      await connection.sendRequest(ShutdownRequest.type)
      await connection.sendNotification(ExitNotification.type)
      await exited
      connection.dispose()
    },
  }
}

/** What the extension sends by default; ESLint 10 has flat configs only, which the server learns by being told nothing. */
function settings(uri: string, folder: string): object {
  return {
    validate: 'on',
    packageManager: 'npm',
    useESLintClass: true,
    experimental: { useFlatConfig: false },
    codeAction: {
      disableRuleComment: { enable: true, location: 'separateLine', commentStyle: 'line' },
      showDocumentation: { enable: true },
    },
    codeActionOnSave: { enable: false, mode: 'all' },
    format: false,
    quiet: false,
    onIgnoredFiles: 'off',
    options: {},
    rulesCustomizations: [],
    run: 'onType',
    problems: { shortenToSingleLine: false },
    nodePath: null,
    workingDirectory: { directory: folder },
    workspaceFolder: { uri, name: basename(folder) },
  }
}

function editsOf({ changes = {}, documentChanges = [] }: WorkspaceEdit): [string, readonly TextEdit[]][] {
  const ofDocuments = documentChanges.flatMap((it): [string, readonly TextEdit[]][] =>
    'edits' in it ? [[it.textDocument.uri, it.edits.filter((edit): edit is TextEdit => 'newText' in edit)]] : [],
  )
  return [...Object.entries(changes), ...ofDocuments]
}

/** The text after edits, which the protocol places by line and column of the text before them. */
function applied(text: string, edits: readonly TextEdit[]): string {
  const starts = [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map((it) => it.index + it[0].length)]
  const offset = ({ line, character }: { line: number; character: number }) => (starts[line] ?? text.length) + character
  return edits
    .toSorted((a, b) => offset(b.range.start) - offset(a.range.start))
    .reduce(
      (known, { range, newText }) => known.slice(0, offset(range.start)) + newText + known.slice(offset(range.end)),
      text,
    )
}
