import { SingleBar } from 'cli-progress'
import { integer } from '../show/numbers.js'

/** Hears how far the loading is. */
export interface Progress {
  begin(totalRows: number): void
  add(table: string, rows: number): void
  end(): void
}

/** A bar that moves on a terminal; lines that stay where output goes to a file or a pipe. */
export function progressFor(stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? barOn(stream) : linesOn(stream)
}

/** Nothing to be seen. */
export const silentProgress: Progress = { begin: () => {}, add: () => {}, end: () => {} }

function barOn(stream: NodeJS.WriteStream): Progress {
  const bar = new SingleBar({
    stream,
    format: '  {bar} {percentage}% · {shown} of {all} rows · {table}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
    hideCursor: true,
    clearOnComplete: true,
    gracefulExit: true
  })
  let all = ''
  let rows = 0
  return {
    begin: totalRows => {
      all = integer(totalRows)
      bar.start(totalRows, 0, { shown: '0', all, table: '' })
    },
    add: (table, added) => {
      rows += added
      bar.update(rows, { shown: integer(rows), all, table })
    },
    end: () => bar.stop()
  }
}

function linesOn(stream: NodeJS.WriteStream): Progress {
  /** A line each time that so many rows more are there. */
  const lineEvery = 25_000
  let total = 0
  let rows = 0
  return {
    begin: totalRows => {
      total = totalRows
    },
    add: (table, added) => {
      const before = Math.floor(rows / lineEvery)
      rows += added
      if (Math.floor(rows / lineEvery) === before) return
      stream.write(`  ${integer(rows)} of ${integer(total)} rows (${table})\n`)
    },
    end: () => {}
  }
}
