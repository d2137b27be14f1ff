import {
  type Encode,
  type EncodedColumn,
  type EncodedValue,
  invalidValue,
  unfit
} from './encoder.js'

/** The digits of a decimal number that a double always tells apart. */
export const DOUBLE_DIGITS = 15

const DECIMAL = /^-?(\d+)(?:\.(\d+))?$/

/** A decimal number as the text of its digits. */
export const encodeDecimal: Encode = (value, column) => {
  if (typeof value === 'string' && DECIMAL.test(value)) return value
  throw invalidValue(
    column,
    value,
    "a decimal number as a string like '19.90'",
    typeof value === 'number' ? 'convert it with String(…)' : 'use digits, a point and a minus only'
  )
}

/** Decimals are stored with all digits of their scale, as `numeric` columns return them. */
export function fitDecimal(encoded: EncodedValue, column: EncodedColumn): EncodedValue {
  const { precision, scale = 0 } = column
  if (precision === undefined || typeof encoded !== 'string') return encoded
  const [, digits = '', decimals = ''] = DECIMAL.exec(encoded) ?? []
  const whole = digits.replace(/^0+/, '')
  const fraction = decimals.replace(/0+$/, '')
  if (whole.length > precision - scale || fraction.length > scale) {
    throw unfit(
      column,
      `takes ${precision - scale} digits before the point and ${scale} after it, but got ` +
        `${whole.length} and ${fraction.length}`,
      'round the number first, or raise precision and scale'
    )
  }
  const sign = encoded.startsWith('-') && whole + fraction !== '' ? '-' : ''
  const point = scale === 0 ? '' : `.${fraction.padEnd(scale, '0')}`
  return `${sign}${whole === '' ? '0' : whole}${point}`
}

/** The most digits after the point that every database reads in a number. */
const DIGITS_AFTER_POINT = 30

/**
 * A number as the text of the decimal number that is meant: of 15 digits, so that `0.1 + 0.2` is
 * 0.3. No column of numbers tells more apart.
 */
export const encodeDecimalNumber: Encode = (value, column) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw invalidValue(
      column,
      value,
      'a finite number',
      typeof value === 'string'
        ? "convert it with Number(…), or declare the column without { mode: 'number' }"
        : 'pass a number that is not NaN or infinite'
    )
  }
  const [digits = '', exponent = '0'] = value.toExponential(DOUBLE_DIGITS - 1).split('e')
  const behind = digits.replace(/\.?0+$/, '').replace(/^-?\d\.?/, '').length - Number(exponent)
  if (Number(exponent) >= DIGITS_AFTER_POINT || behind > DIGITS_AFTER_POINT) {
    throw unfit(
      column,
      'got a number too large or too small for a decimal column',
      'pass one with at most 30 digits before and after the point'
    )
  }
  const text = Number(value.toPrecision(DOUBLE_DIGITS)).toFixed(Math.max(behind, 0))
  // `toFixed` writes 1e21 and more with an exponent.
  const plain = text.includes('e') ? BigInt(Number(text)).toString() : text
  return /^-[0.]*$/.test(plain) ? plain.slice(1) : plain
}
