// For the tests of this package: a set-up that needs no database.

export interface Numbered {
  readonly number: number
}

export const three: Numbered = { number: 3 }

/** Stands for a database: it is closed when the block is over. */
export const db = {
  close: async () => {
    console.log('closed')
  }
}
