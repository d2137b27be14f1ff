import type { PageParts } from '../blocks/page.js'
import type { Page } from '../repository.js'
import { stepsOf } from '../shell/steps.js'
import type { Workshop } from '../shell/workshop.js'
import { type Change, outputChange } from './outputs.js'
import type { Update } from './page.js'

/** Runs the commands of a page and finds which of their outputs have to be written anew. */
export async function shellUpdateOf(
  workshop: Workshop,
  page: Page,
  parts: PageParts
): Promise<Update> {
  if (stepsOf(parts.blocks).length === 0) return { edits: [], problems: [] }
  const { printed, problems } = await workshop.run(parts)
  const changes = [...printed].flatMap(([block, text]): Change[] => {
    const outputs = parts.outputs.get(block) ?? []
    return outputs.map(output => outputChange(page, output, [{ printed: text, statements: [] }]))
  })
  return {
    edits: changes.flatMap(change => (change && 'edit' in change ? [change.edit] : [])),
    problems
  }
}
