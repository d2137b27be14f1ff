import type { ReactNode } from 'react'
import { CopyButton } from '../code/copy-button'
import styles from './home.module.css'

const command = 'npm install versa-orm'

export function Install(): ReactNode {
  return (
    <div className={styles.install}>
      <code>{command}</code>
      <CopyButton text={() => command} />
    </div>
  )
}
