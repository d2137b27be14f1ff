import { cancelledBy, refuseAborted } from '../../errors/cancelled.js'
import type { Decoding, Param, Plan, RowDecoder, StatementLimits } from '../engine.js'
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
  decoding: Decoding<Row>,
  limits: StatementLimits | undefined
): AsyncGenerator<Row[], void, undefined> {
  const signal = limits?.signal
  refuseAborted(signal, plan.sql)
  const stream = beginStream(link, session, plan, params, limits)
  const cancel = (): void => link.binding.cancel(stream)
  signal?.addEventListener('abort', cancel, { once: true })
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
      // Rows that were read ahead are of no use any more.
      refuseAborted(signal, plan.sql)
      if (batch === null) return
      if (batch.length > 0) yield batch
      refuseAborted(signal, plan.sql)
    }
  } catch (error) {
    throw signal === undefined ? error : cancelledBy(signal, error)
  } finally {
    signal?.removeEventListener('abort', cancel)
    link.binding.streamEnd(stream)
  }
}

function beginStream(
  link: NativeLink,
  session: number,
  plan: Plan,
  params: readonly Param[],
  limits: StatementLimits | undefined
): number {
  link.ask(session, plan.id, params, false)
  link.limitNext(limits)
  const answer = link.binding.stream(link.params.text)
  const stream = link.answer(answer, () => link.header[Header.NUMBER] ?? 0)
  // Beginning a stream never waits: the addon answers at once or throws.
  return stream as number
}
