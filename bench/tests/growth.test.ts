import { expect, test } from 'vitest'
import { slopeOf } from '../src/growth/slope.js'

test('the slope is the power of the size', () => {
  const sizes = [1, 2, 4, 8, 64]
  for (const power of [0, 0.5, 1, 2]) {
    const points = sizes.map(size => ({ size, time: 3 * size ** power }))
    expect(slopeOf(points)).toBeCloseTo(power, 10)
  }
})

test('a part that does not grow makes it smaller', () => {
  const points = [1, 10, 100].map(size => ({ size, time: 50 + size }))
  const slope = slopeOf(points)
  expect(slope).toBeGreaterThan(0)
  expect(slope).toBeLessThan(0.5)
})
