import Link from '@docusaurus/Link'
import Translate from '@docusaurus/Translate'
import shown from '@site/.versa/benchmark.json'
import TabItem from '@theme/TabItem'
import Tabs from '@theme/Tabs'
import clsx from 'clsx'
import type { ReactNode } from 'react'
import type { ShownBar, ShownWorkload } from '../../code/benchmark'
import styles from './home.module.css'

const workloads = shown as unknown as readonly ShownWorkload[]

const tabs: Readonly<Record<string, string>> = {
  SQLite: 'sqlite',
  PostgreSQL: 'postgres',
  MariaDB: 'mysql'
}

/** How fast VersaORM is beside raw drivers and other libraries, as measured. */
export function BenchmarkChart(): ReactNode {
  const databases = [...new Set(workloads.map(({ database }) => database))]
  return (
    <section className={styles.section}>
      <h2>
        <Translate id="home.benchmark">Measured beside other libraries</Translate>
      </h2>
      <p>
        <Translate id="home.benchmark.how">
          Each bar says how many times as fast as the fastest raw driver a library did the same
          work, in the same run of npm run bench; before that, each had to return the same rows. The
          line is the raw driver.
        </Translate>
      </p>
      <Tabs groupId="database">
        {databases.map(database => (
          <TabItem key={database} value={tabs[database] ?? database} label={database}>
            <div className={styles.charts}>
              {workloads
                .filter(workload => workload.database === database)
                .map(workload => (
                  <Chart key={workload.workload} {...workload} />
                ))}
            </div>
          </TabItem>
        ))}
      </Tabs>
      <p>
        <Link to="/docs/internals/benchmarks/">
          <Translate id="home.benchmark.all">All that was measured</Translate>
        </Link>
      </p>
    </section>
  )
}

function Chart({ workload, bars }: ShownWorkload): ReactNode {
  const own = bars.filter(({ kind }) => kind !== 'driver')
  const longest = Math.max(1, ...own.map(({ ratio }) => ratio)) * 1.1
  return (
    <table className={styles.chart}>
      <caption>{workload}</caption>
      <tbody>
        {own.map(bar => (
          <Bar key={bar.contender} bar={bar} longest={longest} />
        ))}
      </tbody>
    </table>
  )
}

function Bar({ bar, longest }: { readonly bar: ShownBar; readonly longest: number }): ReactNode {
  const { contender, version, ratio, spread, kind } = bar
  const between = spread.map(value => value.toFixed(2)).join(' – ')
  const style = {
    '--length': `${(100 * ratio) / longest}%`,
    '--driver': 1 / longest
  } as React.CSSProperties
  return (
    <tr className={clsx(kind === 'versa' && styles.ownBar)}>
      <th scope="row" title={`${contender} ${version}`}>
        {contender}
      </th>
      <td style={style} title={`${between}`}>
        <span className={styles.bar} />
        <span className={styles.ratio}>{ratio.toFixed(2)}</span>
      </td>
    </tr>
  )
}
