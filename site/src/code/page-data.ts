// What is loaded of a page's code when somebody asks for it. `code/page-code.ts` writes it.
import type { PageRuns, Shown } from '../../code/page-code'

export type { PageRuns, Shown }

interface Loaded<T> {
  readonly default: T
}

export type LoadTypes = () => Promise<Loaded<readonly Shown[]>>
export type LoadRuns = () => Promise<Loaded<PageRuns>>

/** A block that can be run: where its run is found. */
export interface Runnable {
  readonly load: LoadRuns
  readonly run: number
}

/** The files of a run, as the playground takes them. */
export async function filesOf({ load, run }: Runnable): Promise<{ name: string; text: string }[]> {
  const { runs, texts } = (await load()).default
  return (runs[run]?.files ?? []).map(([name, text]) => ({ name, text: texts[text] ?? '' }))
}
