const columns = ['country', 'name', 'city', 'email', 'company', 'phone', 'id'] as const
const operators = ['=', '!=', '<', '>', '<='] as const

/** A condition of a query whose shape is new. */
export interface Clause {
  readonly column: (typeof columns)[number]
  readonly operator: (typeof operators)[number]
  readonly value: string | number
}

/** Six conditions, another six for each round: its digits choose among 35 for each place. */
export function clausesOf(round: number): Clause[] {
  const clauses: Clause[] = []
  for (let place = 0, rest = round; place < 6; place++, rest = Math.floor(rest / 35)) {
    const column = columns[rest % 7] ?? 'id'
    const operator = operators[Math.floor(rest / 7) % 5] ?? '='
    clauses.push({ column, operator, value: column === 'id' ? 1 : 'x' })
  }
  return clauses
}
