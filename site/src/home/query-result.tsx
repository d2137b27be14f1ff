import Translate from '@docusaurus/Translate'
import data from '@site/.versa/code/src/pages/_query.mdx.runs.json'
import type { ReactNode } from 'react'
import type { PageRuns } from '../code/page-data'
import { Statements } from '../code/sql-panel'
import styles from './home.module.css'

const [run] = (data as unknown as PageRuns).runs

/** What the query above gave when this page was built, and the SQL that ran. */
export function QueryResult(): ReactNode {
  const [table] = run?.tables ?? []
  if (run === undefined || table === undefined) return null
  return (
    <div className={styles.result}>
      <table>
        <caption>
          <Translate id="home.rows">Its rows</Translate>
        </caption>
        <thead>
          <tr>
            {table.columns.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map(row => (
            <tr key={row.join()}>
              {table.columns.map(({ name }, at) => (
                <td key={name}>{String(row[at])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.caption}>
        <Translate id="home.sql">Its SQL: two statements, however many writers</Translate>
      </p>
      <div className="code">
        <Statements {...run} />
      </div>
    </div>
  )
}
