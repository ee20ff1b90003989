import { runtimeOf } from '../facts/runtime.ts'
import type { Choice, Needs } from '../libraries/choose-library.ts'
import { chooseLibrary } from '../libraries/choose-library.ts'
import type { Library } from '../libraries/library.ts'
import type { CodemodFile } from './codemod.ts'
import { TELEMETRY_IDIOMS } from './record-stream-code.ts'

/**
 * What the figures of streams go to: the metrics library or logger that the settings name, else the metrics library that the project
 * has, else its logger. A project without either gets a logger, whose lines are seen at once: metrics are worth nothing before somebody
 * collects them. A logger for which nothing can be written is named all the same, where the project has no other.
 */
export function chooseTelemetry({ source, settings, project }: CodemodFile): Library | undefined {
  const needs: Needs = { settings, project, runtime: runtimeOf(source) }
  const idioms = TELEMETRY_IDIOMS
  const choices = [chooseLibrary('metrics', { ...needs, idioms }), chooseLibrary('logging', { ...needs, idioms })]
  const by = (who: Choice['by']) => choices.find((it) => it?.by === who)?.library
  return by('settings') ?? by('project') ?? chooseLibrary('logging', needs)?.library
}
