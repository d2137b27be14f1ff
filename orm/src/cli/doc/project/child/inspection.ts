import { readFileSync } from 'node:fs'
import path from 'node:path'
import { inspect } from '../../../../browser/inspect.js'
import { isModel } from '../../../../query/model-handle.js'
import type { AnyModel } from '../../../../schema/model-types.js'
import type { InspectMessage, ModelPlace } from '../messages.js'
import type { Loader } from './loader.js'
import { problemOf } from './problem.js'

/** A model and the files that export it. */
export interface FoundModel {
  readonly model: AnyModel
  readonly files: readonly string[]
}

/** Loads files one after another, and collects the models that they export. */
export async function loadModels(
  root: string,
  files: readonly string[],
  load: Loader,
  host: { loading(file: string): void; failed(error: unknown, file: string): void }
): Promise<FoundModel[]> {
  const found = new Map<AnyModel, string[]>()
  for (const file of files) {
    host.loading(file)
    try {
      const exported = await load(path.join(root, file))
      for (const value of new Set(Object.values(exported))) {
        if (isAnyModel(value)) found.set(value, [...(found.get(value) ?? []), file])
      }
    } catch (error) {
      host.failed(error, file)
    }
  }
  return [...found].map(([model, exporting]) => ({ model, files: exporting }))
}

/** Tells what models are; what is wrong with one of them does not hide the others. */
export function describe(
  root: string,
  found: readonly FoundModel[],
  tell: (message: InspectMessage) => void
): void {
  const places = found.map(one => placeOf(root, one))
  const sound = found.filter(({ model }, at) => {
    try {
      inspect.schema([model])
      return true
    } catch (error) {
      const problem = problemOf(error, root)
      const { file, line } = places[at] ?? { file: '', line: 1 }
      tell({ kind: 'problem', problem: { place: { file, line }, ...problem } })
      return false
    }
  })
  tell({ kind: 'models', schema: inspect.schema(sound.map(({ model }) => model)), places })
}

/** Of a model that comes from a file only its types of columns are not known. */
function isAnyModel(value: unknown): value is AnyModel {
  return isModel(value)
}

/** Where a model is declared: of the files that export it, the one that has the class. */
function placeOf(root: string, { model, files }: FoundModel): ModelPlace {
  const declaration = new RegExp(`\\b(?:class|const|let)\\s+${model.name}\\b`)
  for (const file of files) {
    const lines = readFileSync(path.join(root, file), 'utf8').split('\n')
    const at = lines.findIndex(line => declaration.test(line))
    if (at !== -1) return { model: model.name, file, line: at + 1 }
  }
  return { model: model.name, file: files[0] ?? '', line: 1 }
}
