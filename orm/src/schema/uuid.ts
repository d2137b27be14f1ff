/** A random UUID: version 4 of RFC 9562. */
export function uuidV4(): string {
  return crypto.randomUUID()
}

/** How far a clock may be set back, in milliseconds, before the ids follow it. */
const MAX_STEP_BACK = 10_000

let lastTime = 0
/** 42 bits that count within a millisecond, from a random number on: `rand_a` and 30 bits more. */
let counter = 0

const COUNTER_END = 2 ** 42
const random = new Uint32Array(3)

/**
 * A UUID that begins with the time: version 7 of RFC 9562. Those made by one process sort in the
 * order they were made, within a millisecond too (method 1 of section 6.2), and when the clock is
 * set back by less than ten seconds.
 */
export function uuidV7(now: number = Date.now()): string {
  crypto.getRandomValues(random)
  const [low = 0, seedHigh = 0, seedLow = 0] = random
  if (now > lastTime || lastTime - now > MAX_STEP_BACK) {
    lastTime = now
    // Half of the numbers at least are left to count up.
    counter = (seedHigh & 0x1ff) * 2 ** 32 + seedLow
  } else if (++counter === COUNTER_END) {
    lastTime++
    counter = 0
  }
  const time = hex(lastTime, 12)
  const high = Math.floor(counter / 2 ** 30)
  // The variant, 10, before the rest of the counter.
  const rest = hex(2 ** 31 + (counter % 2 ** 30), 8)
  const node = `${rest.slice(4)}${hex(low, 8)}`
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(high, 3)}-${rest.slice(0, 4)}-${node}`
}

function hex(number: number, digits: number): string {
  return number.toString(16).padStart(digits, '0')
}
