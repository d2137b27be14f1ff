// The code while the editor loads, and the editor where Monaco cannot be one.
import { workspace } from '../workspace/current'
import { changeText } from '../workspace/workspace'

export function PlainEditor({ readOnly }: { readonly readOnly: boolean }) {
  const { files, active } = workspace.value
  const text = files.find(file => file.name === active)?.text ?? ''
  return (
    <textarea
      class="plain-editor"
      aria-label={active}
      spellcheck={false}
      autocapitalize="off"
      readOnly={readOnly}
      value={text}
      onInput={event => {
        workspace.value = changeText(workspace.peek(), active, event.currentTarget.value)
      }}
    />
  )
}
