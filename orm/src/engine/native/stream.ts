import type { Decoding, Param, Plan, RowDecoder } from '../engine.js'
import { Header } from './binding.js'
import type { NativeLink } from './link.js'

/**
 * Streams rows in batches, as the engine's chunks come. The engine reads one chunk ahead and waits;
 * ending the iteration early stops the statement.
 */
export async function* streamRows<Row>(
  link: NativeLink,
  session: number,
  plan: Plan,
  params: readonly Param[],
  decoding: Decoding<Row>
): AsyncGenerator<Row[], void, undefined> {
  const stream = beginStream(link, session, plan, params)
  let decoder: RowDecoder<Row> | undefined
  let { columns } = plan
  const readBatch = (text: string | null): Row[] | null => {
    if (link.header[Header.NUMBER] === 0) return null
    columns = link.columnsOr(columns)
    const rows: Row[] = []
    if (link.header[Header.CELLS] !== 0) {
      decoder ??= decoding.decoder(columns)
      link.rows(text, decoder, rows)
    }
    return rows
  }
  try {
    for (;;) {
      const batch = await link.answer(link.binding.streamNext(stream), readBatch)
      if (batch === null) return
      if (batch.length > 0) yield batch
    }
  } finally {
    link.binding.streamEnd(stream)
  }
}

function beginStream(
  link: NativeLink,
  session: number,
  plan: Plan,
  params: readonly Param[]
): number {
  link.ask(session, plan.id, params, false)
  const answer = link.binding.stream(link.params.text)
  const stream = link.answer(answer, () => link.header[Header.NUMBER] ?? 0)
  // Beginning a stream never waits: the addon answers at once or throws.
  return stream as number
}
