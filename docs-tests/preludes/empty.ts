// A database without tables: for blocks that make their own.
import { connect } from 'versa-orm'

/** The statements that ran. */
export const statements: string[] = []

export const db = await connect('sqlite::memory:', { log: entry => statements.push(entry.sql) })
