import { kindOf } from '../values/kinds'
import { shortText } from '../values/short-text'

/** A value in a cell. Null, the empty text and no value at all look like no text could. */
export function CellValue({ value }: { readonly value: unknown }) {
  const kind = kindOf(value)
  if (kind === 'null') return <span class="cell-null">null</span>
  if (kind === 'missing') return <span class="cell-missing">—</span>
  if (value === '') return <span class="cell-null">empty text</span>
  return <span class={`cell-${kind}`}>{shortText(value, { textMax: 300 })}</span>
}

/** The kinds that stand on the right. */
export function standsRight(value: unknown): boolean {
  const kind = kindOf(value)
  return kind === 'number' || kind === 'bigint'
}
