import Translate from '@docusaurus/Translate'
import counts from '@site/src/data/docs-counts.json'
import type { ReactNode } from 'react'

/** How many blocks the documentation has and where they ran, as `npm run docs:update` counted. */
export function DocsCounts(): ReactNode {
  const { blocks, executed, databases, typeChecked, excused } = counts
  const rows: [what: string, count: number][] = [
    ['blocks', blocks],
    ['executed', executed],
    ['on SQLite', databases.sqlite],
    ['on PostgreSQL', databases.postgres],
    ['on MariaDB', databases.mariadb],
    ['type-checked', typeChecked],
    ['excused', excused.reduce((sum, one) => sum + one.blocks, 0)]
  ]
  return (
    <>
      <table>
        <tbody>
          {rows.map(([what, count]) => (
            <tr key={what}>
              <th scope="row">{what}</th>
              <td>{count}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <ul>
        {excused.map(({ page, reason, blocks: number }) => (
          <li key={page + reason}>
            {number} of <code>{page}</code>: {reason}
          </li>
        ))}
      </ul>
    </>
  )
}

/** The same in a sentence. */
export function DocsCountsSentence(): ReactNode {
  const { executed, databases } = counts
  const { sqlite, postgres, mariadb } = databases
  return (
    <Translate id="home.counts" values={{ executed, sqlite, postgres, mariadb }}>
      {'{executed} examples run in the tests: {sqlite} on SQLite, {postgres} on PostgreSQL, ' +
        '{mariadb} on MariaDB.'}
    </Translate>
  )
}
