import Table from 'cli-table3'
import type { Judgement } from '../targets.js'

/** Prints which targets are met. */
export function printTargets(judgements: readonly Judgement[]): void {
  const table = new Table({
    head: ['target', 'wanted', 'measured', ''],
    style: { head: [], border: [] }
  })
  for (const { what, wanted, measured, met } of judgements) {
    table.push([what, `≥ ${wanted}`, measured.toFixed(2), met ? 'met' : 'missed'])
  }
  console.log(table.toString())
  const missed = judgements.filter(({ met }) => !met).length
  console.log(`${judgements.length - missed} targets met, ${missed} missed`)
}
