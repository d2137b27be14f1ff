import type { TlsOptions } from '../engine/engine.js'
import { didYouMean } from '../errors/did-you-mean.js'
import { kindOf } from '../errors/kind-of.js'
import { invalid } from './invalid-configuration.js'

const tlsNames: Readonly<Record<keyof TlsOptions, true>> = {
  mode: true,
  ca: true,
  cert: true,
  key: true,
  serverName: true
}

const modes: Readonly<Record<NonNullable<TlsOptions['mode']>, true>> = {
  disable: true,
  prefer: true,
  require: true,
  'verify-ca': true,
  'verify-full': true
}

/** Checks the option `tls`, without quoting anything of it but names: a key is in it. */
export function checkTls(tls: unknown): void {
  if (typeof tls !== 'object' || tls === null || Array.isArray(tls)) {
    throw invalid(
      `the option tls cannot be ${kindOf(tls)}`,
      "pass an object: { mode: 'verify-full' }"
    )
  }
  for (const [name, value] of Object.entries(tls)) {
    if (!Object.hasOwn(tlsNames, name)) {
      throw invalid(
        `the option tls has no ${JSON.stringify(name)}`,
        didYouMean(name, Object.keys(tlsNames))
      )
    }
    if (value === undefined) continue
    if (typeof value !== 'string' || value === '') {
      const kind = value === '' ? 'an empty text' : kindOf(value)
      throw invalid(`the option tls.${name} cannot be ${kind}`, 'pass a text, or leave it out')
    }
    if (name === 'mode' && !Object.hasOwn(modes, value)) {
      throw invalid(
        `the option tls.mode cannot be ${JSON.stringify(value)}`,
        didYouMean(value, Object.keys(modes))
      )
    }
  }
}

const transactionWords = ['begin', 'start', 'commit', 'rollback', 'end', 'savepoint', 'abort']

/** Checks the option `initStatements`. */
export function checkInitStatements(statements: unknown): void {
  if (!Array.isArray(statements)) {
    throw invalid(
      `the option initStatements cannot be ${kindOf(statements)}`,
      "pass a list of texts: ['set lock_timeout = 5000']"
    )
  }
  statements.forEach((statement: unknown, index) => {
    const name = `initStatements[${index}]`
    if (typeof statement !== 'string') {
      throw invalid(`the option ${name} cannot be ${kindOf(statement)}`, 'pass a text of SQL')
    }
    const word = /^\s*([a-z]*)/i.exec(statement)?.[1]?.toLowerCase() ?? ''
    if (statement.trim() === '') throw invalid(`the option ${name} is empty`, 'leave it out')
    if (transactionWords.includes(word)) {
      throw invalid(
        `the option ${name} begins or ends a transaction`,
        'a connection is set up outside of any'
      )
    }
  })
}
