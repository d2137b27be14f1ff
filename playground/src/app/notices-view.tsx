// The page's message, at the lower edge.
import { Icon } from './icon'
import { notice } from './notices'

export function Notices() {
  const current = notice.value
  return (
    <div class="notices" role="alert">
      {current !== null && (
        <div key={current.number} class={`notice notice-${current.level}`}>
          <Icon name={current.level === 'success' ? 'check' : current.level} />
          <p>{current.text}</p>
          <button
            type="button"
            class="icon-button"
            aria-label="Close the message"
            onClick={() => {
              notice.value = null
            }}
          >
            <Icon name="close" />
          </button>
        </div>
      )}
    </div>
  )
}
