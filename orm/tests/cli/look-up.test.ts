import { chmodSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { scratch } from './support/scratch.js'
import { colours, onTerminal } from './support/terminal.js'

const project = scratch()

const lookUp = (...args: string[]) => project.run(['doc', ...args])

describe('a term', () => {
  test('that is exported: its signature, its documentation and its example', async () => {
    const { code, stdout, stderr } = await lookUp('belongsToMany')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^belongsToMany\nAPI, \/api\/versa-orm\/functions\/belongsToMany\/\n/)
    expect(stdout).toContain('function belongsToMany<')
    expect(stdout).toContain('Several rows of another model')
    expect(stdout).toContain('static tags = belongsToMany(')
  })

  test('that is an error code: what it means and what to do', async () => {
    const { stdout } = await lookUp('UNIQUE_VIOLATION')
    expect(stdout).toMatch(/^UNIQUE_VIOLATION\nError code, \/docs\/errors\//)
    expect(stdout).toContain('A row with the same value of a unique column')
    expect(stdout).toContain('What to do: Choose another value, or use upsert.')
  })

  test('is found whatever its case', async () => {
    for (const term of ['unique_violation', 'BELONGSTOMANY']) {
      const { stdout } = await lookUp(term)
      expect(stdout.split('\n')[0]?.toLowerCase()).toBe(term.toLowerCase())
    }
  })

  test('that is a method, by its name, with its type or the name of a model', async () => {
    for (const term of ['createMany', 'createMany()', 'User.createMany']) {
      const { code, stdout } = await lookUp(term)
      expect(code).toBe(0)
      expect(stdout).toMatch(/^\w+\.createMany\n/)
    }
    expect((await lookUp('Column.unique')).stdout).toMatch(/^Column\.unique\n/)
  })

  test('of several words: the part of a page that is about them', async () => {
    const { code, stdout } = await lookUp('soft', 'delete')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Soft delete/i)
    expect(stdout).toMatch(/\nSee also\n {2}\S/)
  })

  test('that is misspelt: what may have been meant, and a failure', async () => {
    for (const [term, meant] of [
      ['belongsToMay', 'belongsToMany'],
      ['UNIQE_VIOLATION', 'UNIQUE_VIOLATION']
    ]) {
      const { code, stdout, stderr } = await lookUp(term ?? '')
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
      expect(stderr).toBe(
        `versa: Nothing in the documentation says anything about "${term}".\n` +
          `Did you mean ${meant}? Try: versa doc ${meant}\n`
      )
    }
  })

  test('that nothing is like: a failure', async () => {
    const { code, stderr } = await lookUp('zzzzzzzzzzzzzzzzzzzzzz')
    expect(code).toBe(1)
    expect(stderr).toContain('Try another word')
  })

  test('that is none: a failure', async () => {
    for (const args of [['--list'], ['--json'], [' ']]) {
      const { code, stderr } = await lookUp(...args)
      expect(code).toBe(1)
      expect(stderr).toContain('There is no term to look up')
    }
  })
})

describe('what was found', () => {
  test('is listed', async () => {
    const { code, stdout } = await lookUp('--list', 'transaction')
    expect(code).toBe(0)
    const lines = stdout.split('\n')
    expect(lines.length).toBeGreaterThan(20)
    expect(lines.filter(line => line.startsWith('  ')).every(line => line.length <= 164)).toBe(true)
    expect(stdout).toMatch(/… and \d+ more\n$/)
  })

  test('is given as JSON, the best first', async () => {
    const { code, stdout } = await lookUp('--json', 'UNIQUE_VIOLATION')
    expect(code).toBe(0)
    const { term, hits } = JSON.parse(stdout)
    expect(term).toBe('UNIQUE_VIOLATION')
    expect(hits[0]).toMatchObject({ kind: 'error', name: 'UNIQUE_VIOLATION', exact: true })
    expect(hits[1].exact).toBe(false)
    const none = await lookUp('--json', 'UNIQE_VIOLATION')
    expect(none.code).toBe(1)
    expect(JSON.parse(none.stdout)).toMatchObject({ hits: [], suggestion: 'UNIQUE_VIOLATION' })
  })

  test('has no colours where nobody sees them', async () => {
    const { stdout } = await lookUp('belongsToMany')
    expect(stdout).not.toMatch(colours)
  })

  test.each(['--list', '--json'])('%s may be cut by who reads it', async option => {
    project.write({ 'first.sh': `"$1" "$2" doc ${option} e | head -n 1\n` })
    const { versa } = await import('./support/scratch.js')
    const { spawnSync } = await import('node:child_process')
    const { status, stderr, stdout } = spawnSync(
      'bash',
      ['-o', 'pipefail', project.path('first.sh'), process.execPath, versa],
      { encoding: 'utf8' }
    )
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout.split('\n')).toHaveLength(2)
  })
})

// `script` of util-linux gives a terminal.
describe.runIf(process.platform === 'linux')('on a terminal', () => {
  const plain = { PAGER: 'cat' }

  test('has colours, unless they are not wanted', async () => {
    const shown = await onTerminal(project, ['doc', 'belongsToMany'], { environment: plain })
    expect(shown.code).toBe(0)
    expect(shown.stdout).toMatch(colours)
    for (const environment of [{ NO_COLOR: '1' }, { TERM: 'dumb' }]) {
      const without = await onTerminal(project, ['doc', 'belongsToMany'], {
        environment: { ...plain, ...environment }
      })
      expect(without.stdout).not.toMatch(colours)
      expect(shown.stdout.replace(colours, '')).toBe(without.stdout)
    }
  })

  test('fits its width, but for code', async () => {
    for (const columns of [40, 60, 200]) {
      const { stdout } = await onTerminal(project, ['doc', 'TIMEOUT'], {
        columns,
        environment: plain
      })
      const lines = stdout.replace(colours, '').split('\n')
      const prose = lines.filter(line => !line.startsWith('  ') && line.includes(' '))
      expect(prose.length).toBeGreaterThan(3)
      expect(Math.max(...prose.map(line => line.length))).toBeLessThanOrEqual(
        Math.min(columns, 100)
      )
    }
  })

  test('goes through the pager', async () => {
    project.write({ pager: '#!/bin/sh\necho "PAGED with LESS=$LESS"\ncat\n' })
    chmodSync(project.path('pager'), 0o755)
    const environment = { PAGER: `${project.path('pager')} --flag` }
    const paged = await onTerminal(project, ['doc', 'belongsToMany'], { environment })
    expect(paged.stdout).toMatch(/^PAGED with LESS=FRX\n/)
    expect(paged.stdout).toContain('belongsToMany')
    const without = await onTerminal(project, ['doc', '--no-pager', 'belongsToMany'], {
      environment
    })
    expect(without.stdout).not.toContain('PAGED')
  })

  test('is shown all the same where the pager is not there, or ends early', async () => {
    for (const [pager, wanted] of [
      ['/nowhere/pager', /belongsToMany/],
      ['', /belongsToMany/],
      ['true', /^$/]
    ] as const) {
      const { code, stdout } = await onTerminal(project, ['doc', 'belongsToMany'], {
        environment: { PAGER: pager }
      })
      expect(code).toBe(0)
      expect(stdout).toMatch(wanted)
    }
  })

  test('serves, and Ctrl-C ends it', async () => {
    const { code, stdout } = await onTerminal(project, ['doc', '--port', 'x'])
    expect(code).toBe(1)
    expect(stdout).toContain('A port is a whole number')
  })
})
