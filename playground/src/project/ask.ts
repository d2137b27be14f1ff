// Asking `versa doc` for what is of the project. The token for it comes with the address and
// is kept in this origin's storage: a cookie would be sent to other servers on this machine, too.

const key = 'versa-doc-token'

/** Why the project cannot be shown; its message is for the page. */
export class ProjectUnavailable extends Error {
  override readonly name = 'ProjectUnavailable'
}

/** Takes the token out of the address, where one is, so that nobody copies it by accident. */
export function takeToken(): void {
  const { searchParams, pathname } = new URL(location.href)
  const token = searchParams.get('token')
  if (token === null) return
  localStorage.setItem(key, token)
  searchParams.delete('token')
  const rest = searchParams.size === 0 ? '' : `?${searchParams}`
  history.replaceState(null, '', `${pathname}${rest}${location.hash}`)
}

/**
 * Asks the server that this page comes from.
 *
 * @throws {ProjectUnavailable} Where it is no `versa doc`, or does not know the token.
 */
export async function askProject(path: string, options: RequestInit = {}): Promise<Response> {
  const token = localStorage.getItem(key) ?? ''
  const headers = { ...options.headers, 'x-versa-token': token }
  const response = await fetch(`/project/${path}`, { ...options, headers }).catch(error => {
    if (options.signal?.aborted) throw error
    throw new ProjectUnavailable('versa doc does not answer: it has ended.')
  })
  if (response.ok) return response
  if (response.status === 401) {
    throw new ProjectUnavailable(
      'The token is not that of this versa doc: open the address that it printed when it started.'
    )
  }
  const text = response.status === 404 ? 'This is no server of versa doc.' : await response.text()
  throw new ProjectUnavailable(text)
}

/** The lines of an answer, as they come. */
export async function* linesOf(response: Response): AsyncGenerator<string> {
  if (response.body === null) return
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    const lines = (rest + value).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') yield rest
}
