// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, within } from '@testing-library/preact'
import { afterEach, describe, expect, test } from 'vitest'
import { ResultPanels } from '../../src/panels'
import { failedRun, sampleRun } from '../../src/panels/gallery/sample-run'
import { sampleTable } from '../../src/panels/gallery/sample-table'
import { idleRun, type RunState } from '../../src/run/run-state'

afterEach(cleanup)

const show = (run: RunState) => render(<ResultPanels run={run} />)
const tab = (name: string) => screen.getByRole('tab', { name: new RegExp(`^${name}`) })
const open = (name: string) => fireEvent.click(tab(name))
const withResult = (value: unknown): RunState => ({
  ...idleRun,
  durationMs: 1,
  results: [{ title: 'default', value }]
})

describe('tabs', () => {
  test('arrows, Home and End move the focus and the panel, around the ends', () => {
    show(sampleRun)
    tab('Rows').focus()
    fireEvent.keyDown(tab('Rows'), { key: 'ArrowRight' })
    expect(document.activeElement).toBe(tab('Console'))
    expect(tab('Console').getAttribute('aria-selected')).toBe('true')
    fireEvent.keyDown(tab('Console'), { key: 'Home' })
    fireEvent.keyDown(tab('Rows'), { key: 'ArrowLeft' })
    expect(document.activeElement).toBe(tab('Issue'))
    fireEvent.keyDown(tab('Issue'), { key: 'End' })
    expect(document.activeElement).toBe(tab('Issue'))
  })

  test('only the tab in front is reached by Tab, and it names the panel', () => {
    show(sampleRun)
    const reachable = screen.getAllByRole('tab').filter(element => element.tabIndex === 0)
    expect(reachable).toEqual([tab('Rows')])
    expect(screen.getByRole('tabpanel').getAttribute('aria-labelledby')).toBe(tab('Rows').id)
  })

  test('every panel teaches where it has nothing to show', () => {
    show(idleRun)
    for (const element of screen.getAllByRole('tab')) {
      fireEvent.click(element)
      const panel = screen.getByRole('tabpanel')
      expect(panel.querySelector('.empty-text')?.textContent?.length).toBeGreaterThan(40)
    }
  })
})

describe('rows', () => {
  const large: RunState = {
    ...idleRun,
    durationMs: 1,
    results: [{ title: 'default', value: null, table: sampleTable(10_000) }]
  }

  test('of 10,000 rows and 20 columns few are in the document', () => {
    show(large)
    const grid = screen.getByRole('grid')
    expect(grid.getAttribute('aria-rowcount')).toBe('10001')
    expect(within(grid).getAllByRole('row').length).toBeLessThan(40)
    expect(within(grid).getAllByRole('gridcell').length).toBeLessThan(500)
  })

  test('scrolled down, others are', () => {
    show(large)
    const grid = screen.getByRole('grid')
    grid.scrollTop = 5_000 * 26
    fireEvent.scroll(grid)
    const numbers = within(grid)
      .getAllByRole('rowheader')
      .map(element => Number(element.textContent))
    expect(numbers).toContain(5_001)
    expect(numbers).not.toContain(1)
    expect(numbers.length).toBeLessThan(40)
  })

  test('keys move the active cell; Enter opens its value, Escape closes it', () => {
    show(large)
    const grid = screen.getByRole('grid')
    fireEvent.keyDown(grid, { key: 'ArrowDown' })
    fireEvent.keyDown(grid, { key: 'ArrowRight' })
    const id = grid.getAttribute('aria-activedescendant') ?? ''
    expect(document.getElementById(id)?.getAttribute('aria-selected')).toBe('true')
    fireEvent.keyDown(grid, { key: 'Enter' })
    expect(screen.getByRole('region', { name: 'Row 2, text_2' })).toBeDefined()
    fireEvent.keyDown(grid, { key: 'Escape' })
    expect(screen.queryByRole('region', { name: 'Row 2, text_2' })).toBeNull()
  })

  test('null, the text "null", the empty text and no value do not look alike', () => {
    const table = {
      columns: ['a', 'b', 'c', 'd'].map(name => ({ name, type: 'text' })),
      rows: [[null, 'null', '', undefined]]
    }
    show({ ...large, results: [{ title: 'default', value: null, table }] })
    const looks = screen
      .getAllByRole('gridcell')
      .map(({ firstElementChild: value }) => `${value?.className} ${value?.textContent}`)
    expect(new Set(looks).size).toBe(4)
  })

  test('markup in values is text', () => {
    const value = '<img src=x onerror="globalThis.attacked = true">'
    const table = { columns: [{ name: value, type: value }], rows: [[value]] }
    const { container } = show({ ...large, results: [{ title: value, value, table }] })
    expect(container.querySelector('img')).toBeNull()
    expect(screen.getByRole('gridcell').textContent).toBe(value)
  })

  test('an error is shown with its code, hint and place', () => {
    show(failedRun)
    const panel = screen.getByRole('tabpanel').textContent
    expect(panel).toContain('UNIQUE_VIOLATION')
    expect(panel).toContain('Use upsert')
    expect(panel).toContain('query.ts:4:12')
  })
})

describe('trees', () => {
  test('a circle ends where it comes back to itself', () => {
    const value: Record<string, unknown> = { name: 'a' }
    value['self'] = value
    show(withResult(value))
    expect(screen.getAllByText('↻ circular')).toHaveLength(1)
  })

  test('a long list is shown in parts', () => {
    show(withResult(Array.from({ length: 250 }, (_, index) => index)))
    expect(screen.getAllByRole('listitem')).toHaveLength(101)
    fireEvent.click(screen.getByText('100 more of 150'))
    expect(screen.getAllByRole('listitem')).toHaveLength(201)
  })

  test('a branch opens and closes', () => {
    show(withResult({ inner: { deep: { deeper: 1 } } }))
    const closed = screen
      .getAllByRole('button', { expanded: false })
      .find(button => button.textContent?.startsWith('deep'))
    expect(screen.queryByText('deeper')).toBeNull()
    if (closed) fireEvent.click(closed)
    expect(screen.getByText('deeper')).toBeDefined()
  })
})

describe('statements', () => {
  test('one opens with its values, and leads to its plan', () => {
    show(sampleRun)
    open('SQL')
    const [first] = screen.getAllByRole('button', { expanded: false })
    if (first) fireEvent.click(first)
    const values = [...document.querySelectorAll('.sql-value')].map(value => value.textContent)
    expect(values).toEqual(['30', '10'])
    fireEvent.click(screen.getByRole('button', { name: 'Plan' }))
    expect(tab('Plan').getAttribute('aria-selected')).toBe('true')
    expect(screen.getByText('▲ slow')).toBeDefined()
    expect(screen.getByText(/An index of users\(age\)/)).toBeDefined()
  })

  test('a finding leads to its statements', () => {
    show(sampleRun)
    open('Findings')
    fireEvent.click(screen.getByRole('button', { name: 'Statement 5' }))
    expect(tab('SQL').getAttribute('aria-selected')).toBe('true')
    const [opened] = screen.getAllByRole('button', { expanded: true })
    expect(opened?.textContent).toMatch(/^5/)
  })

  test('a dialect that cannot says why', () => {
    show(sampleRun)
    open('Dialects')
    const mariadb = screen.getByRole('region', { name: 'MariaDB' })
    expect(mariadb.textContent).toContain('UNSUPPORTED')
  })
})

describe('console and schema', () => {
  test('lines that were left out are counted', () => {
    show(sampleRun)
    open('Console')
    expect(screen.getByText('128 lines were left out here')).toBeDefined()
  })

  test('the diagram can be read as a list', () => {
    show(sampleRun)
    open('Schema')
    expect(screen.getByRole('img', { name: 'Diagram of 6 tables' })).toBeDefined()
    fireEvent.click(screen.getByRole('button', { name: 'List' }))
    expect(screen.getByText(/posts.user_id refers to one row of users.id/)).toBeDefined()
  })
})
