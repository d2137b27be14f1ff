import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nextCell } from '../../src/panels/rows/grid-keys'
import { offsetsOf, scrollInto, visibleColumns, visibleRows } from '../../src/panels/rows/window'

test('what is seen is drawn, and little else', () => {
  fc.assert(
    fc.property(fc.nat(20_000), fc.nat(600_000), fc.nat(2_000), (count, scrolled, viewport) => {
      const { start, end } = visibleRows(count, 26, scrolled, viewport)
      expect(start >= 0 && end <= count && start <= end).toBe(true)
      expect(end - start).toBeLessThanOrEqual(Math.ceil(viewport / 26) + 14)
      for (
        let row = Math.floor(scrolled / 26);
        row * 26 < scrolled + viewport && row < count;
        row++
      ) {
        expect(row >= start && row < end).toBe(true)
      }
    })
  )
})

test('columns that are seen are drawn', () => {
  const widths = fc.array(fc.integer({ min: 64, max: 360 }), { minLength: 1, maxLength: 60 })
  fc.assert(
    fc.property(
      widths,
      fc.nat(9_000),
      fc.integer({ min: 100, max: 1_500 }),
      (list, at, viewport) => {
        const offsets = offsetsOf(list)
        const { start, end } = visibleColumns(offsets, at, viewport)
        list.forEach((width, index) => {
          const left = offsets[index] ?? 0
          const seen = left + width > at && left < at + viewport
          if (seen) expect(index >= start && index < end).toBe(true)
        })
        expect(end - start).toBeLessThanOrEqual(Math.ceil(viewport / 64) + 4)
      }
    )
  )
})

test('a cell is scrolled to only where it is not seen', () => {
  expect(scrollInto({ start: 100, end: 126 }, 0, 400, 40)).toBe(0)
  expect(scrollInto({ start: 1_000, end: 1_026 }, 0, 400, 40)).toBe(626)
  expect(scrollInto({ start: 100, end: 126 }, 500, 400, 40)).toBe(60)
})

test('keys lead from cell to cell and stop at the edges', () => {
  const size = { rows: 100, columns: 5, page: 20 }
  const press = (key: string, ctrlKey = false) =>
    nextCell({ row: 10, column: 2 }, { key, ctrlKey, metaKey: false }, size)
  expect(press('ArrowUp')).toEqual({ row: 9, column: 2 })
  expect(press('ArrowRight')).toEqual({ row: 10, column: 3 })
  expect(press('PageUp')).toEqual({ row: 0, column: 2 })
  expect(press('PageDown')).toEqual({ row: 30, column: 2 })
  expect(press('Home')).toEqual({ row: 10, column: 0 })
  expect(press('End', true)).toEqual({ row: 99, column: 4 })
  expect(press('x')).toBeNull()
})
