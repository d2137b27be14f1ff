import { commands } from './commands'
import { Dialog } from './dialog'
import { version } from './version'

/** The shortcuts, and how to leave the editor by keyboard. */
export function HelpDialog() {
  const { run, stop, format, palette } = commands
  return (
    <Dialog title="Keyboard and help">
      <dl class="shortcuts">
        {[run, stop, format, palette].map(({ label, shortcut }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <kbd>{shortcut}</kbd>
            </dd>
          </div>
        ))}
        <div>
          <dt>Complete what is typed</dt>
          <dd>
            <kbd>Ctrl Space</kbd>
          </dd>
        </div>
        <div>
          <dt>Tab leaves the editor instead of indenting (again: indents)</dt>
          <dd>
            <kbd>Ctrl M</kbd>
          </dd>
        </div>
        <div>
          <dt>Help for screen readers, in the editor</dt>
          <dd>
            <kbd>Alt F1</kbd>
          </dd>
        </div>
      </dl>
      <p class="dialog-text">
        <code>models.ts</code> has the models: tables that are missing are created.{' '}
        <code>seed.ts</code> runs when all of them are empty. <code>query.ts</code> runs then; its
        default export and what <code>show(value)</code> is given are shown. <code>db</code> is the
        database. Each run begins with the database as it came, unless you keep your data.
      </p>
      <p class="dialog-text">
        The countries and cities of atlas are data of world-countries (ODbL 1.0) and GeoNames (CC BY
        4.0).
      </p>
      <p class="dialog-text">versa-orm {version}</p>
    </Dialog>
  )
}
