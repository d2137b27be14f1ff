import type { Block } from '../markdown/fences.js'

/** What happens in a page's project, one after another. */
export type Step =
  | { readonly kind: 'write'; readonly block: Block; readonly file: string }
  | { readonly kind: 'run'; readonly block: Block }

/** The steps of a page: its files are written and its commands run in the page's order. */
export function stepsOf(blocks: readonly Block[]): Step[] {
  const steps = blocks.flatMap((block): Step[] => {
    const { file, output, peer, skip } = block.meta
    if (peer !== undefined || output === true) return []
    if (file !== undefined) return [{ kind: 'write', block, file }]
    return block.language === 'sh' && skip === undefined ? [{ kind: 'run', block }] : []
  })
  return steps.some(({ kind }) => kind === 'run') ? steps : []
}

/** Whether a page's commands install the package themselves, in a folder that is empty then. */
export function installsItself(steps: readonly Step[]): boolean {
  return steps.some(
    ({ kind, block }) =>
      kind === 'run' && /\bnpm (?:install|i|add)\b[^\n]*\bversa-orm\b/.test(block.code)
  )
}
