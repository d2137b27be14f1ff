import { type Encode, invalidValue } from './encoder.js'

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/

/** A day, like `2026-01-31`. */
export const encodeDate: Encode = (value, column) => {
  const [, year, month, day] = typeof value === 'string' ? (DATE.exec(value) ?? []) : []
  if (isDay(Number(year), Number(month), Number(day))) return value as string
  throw invalidValue(
    column,
    value,
    "a date like '2026-01-31'",
    value instanceof Date
      ? 'use date.toISOString().slice(0, 10), or declare the column as t.timestamp()'
      : 'pass a day that exists, as YYYY-MM-DD'
  )
}

function isDay(year: number, month: number, day: number): boolean {
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1)) return false
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const days = month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31
  return day <= days
}

const TIME = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,6}))?)?$/

/** A time of day in the one notation in which equal times are equal texts: `23:59:59.5`. */
function timeText(text: string): string | undefined {
  const [, hour, minute, second = '00', digits = ''] = TIME.exec(text) ?? []
  if (hour === undefined) return undefined
  const fraction = digits.replace(/0+$/, '')
  return `${hour}:${minute}:${second}${fraction === '' ? '' : `.${fraction}`}`
}

/** A time of day. */
export const encodeTime: Encode = (value, column) => {
  const text = typeof value === 'string' ? timeText(value) : undefined
  if (text !== undefined) return text
  throw invalidValue(
    column,
    value,
    "a time of day like '23:59:59.123456'",
    'pass HH:MM, HH:MM:SS or HH:MM:SS with up to six digits of a second, without a zone'
  )
}

/** A day with a time, in no zone: `2026-01-31T23:59:59.5`. */
export const encodeDateTime: Encode = (value, column) => {
  if (typeof value === 'string') {
    const [, year, month, day] = DATE.exec(value.slice(0, 10)) ?? []
    const time = value[10] === 'T' || value[10] === ' ' ? timeText(value.slice(11)) : undefined
    if (time !== undefined && isDay(Number(year), Number(month), Number(day))) {
      return `${value.slice(0, 10)}T${time}`
    }
  }
  throw invalidValue(
    column,
    value,
    "a day with a time like '2026-01-31T23:59:59.123456'",
    value instanceof Date
      ? 'a Date is an instant: declare the column as t.timestamp(), or write its day and time'
      : 'pass a day and a time that exist, without a zone and with at most six digits of a second'
  )
}

const FIRST_INSTANT = Date.parse('0001-01-01T00:00:00.000Z')
const LAST_INSTANT = Date.parse('9999-12-31T23:59:59.999Z')

/** An instant. */
export const encodeTimestamp: Encode = (value, column) => {
  if (!(value instanceof Date) || Number.isNaN(value.getTime())) {
    throw invalidValue(column, value, 'a valid Date', 'pass a Date, as from new Date(…)')
  }
  const instant = value.getTime()
  if (instant < FIRST_INSTANT || instant > LAST_INSTANT) {
    throw invalidValue(
      column,
      value,
      'a Date of the years 1 to 9999',
      'pass an earlier or later one'
    )
  }
  return value
}
