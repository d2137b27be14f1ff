// The user's TypeScript as JavaScript, by the worker that checks its types.
import type { Insertion } from '../asserted/show-asserted'
import { workspace } from '../workspace/current'
import { documentOf } from './documents'
import { type monaco, typescript } from './monaco'
import type { ShowingEmit } from './typescript-worker'

/** A file as JavaScript. */
export interface Emitted {
  readonly name: string
  readonly code: string
  /** The source map, as JSON. */
  readonly map: string
  /** What the map's lines have that the file's have not. */
  readonly insertions: readonly Insertion[]
}

/** A file that is no TypeScript. */
export class SyntaxProblem extends Error {
  override readonly name = 'SyntaxError'
  readonly place: { readonly file: string; readonly line: number; readonly column: number }

  constructor(message: string, place: SyntaxProblem['place']) {
    super(message)
    this.place = place
  }
}

/**
 * All files as JavaScript. Wrong types do not matter here; they are marked in the editor.
 *
 * @throws {SyntaxProblem} With the first place that cannot be read.
 */
export async function emitFiles(): Promise<Emitted[]> {
  const models = workspace.peek().files.flatMap(({ name }) => {
    const model = documentOf(name)
    return model === null ? [] : [{ name, model }]
  })
  const getWorker = await registeredWorker()
  const worker = await getWorker(...models.map(({ model }) => model.uri))
  return Promise.all(models.map(({ name, model }) => emitFile(worker, name, model)))
}

/** How long Monaco may take to set TypeScript up, and how often it is asked, in milliseconds. */
const REGISTRATION_MS = 10_000
const ASK_AGAIN_MS = 50

/** Monaco gives no worker until it has shown a first file; a run may come before that. */
async function registeredWorker(): ReturnType<typeof typescript.getTypeScriptWorker> {
  const latest = performance.now() + REGISTRATION_MS
  for (;;) {
    try {
      return await typescript.getTypeScriptWorker()
    } catch (error) {
      if (error !== 'TypeScript not registered!' || performance.now() > latest) throw error
      await new Promise(resolve => setTimeout(resolve, ASK_AGAIN_MS))
    }
  }
}

async function emitFile(
  worker: typescript.TypeScriptWorker,
  name: string,
  model: monaco.editor.ITextModel
): Promise<Emitted> {
  const uri = model.uri.toString()
  const [problem] = await worker.getSyntacticDiagnostics(uri)
  if (problem !== undefined) {
    const at = model.getPositionAt(problem.start ?? 0)
    throw new SyntaxProblem(firstMessage(problem.messageText), {
      file: name,
      line: at.lineNumber,
      column: at.column
    })
  }
  // The worker is ours, which Monaco does not know.
  const showing = await (worker as typeof worker & ShowingEmitter).emitShowing(uri)
  if (showing !== null) return { name, ...showing, code: withoutMapUrl(showing.code) }
  const { outputFiles } = await worker.getEmitOutput(uri)
  const text = (extension: string) =>
    outputFiles.find(file => file.name.endsWith(extension))?.text ?? ''
  return { name, code: withoutMapUrl(text('.js')), map: text('.js.map'), insertions: [] }
}

interface ShowingEmitter {
  emitShowing(uri: string): Promise<ShowingEmit | null>
}

function withoutMapUrl(code: string): string {
  return code.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n')
}

function firstMessage(text: string | { readonly messageText: string }): string {
  return typeof text === 'string' ? text : text.messageText
}
