/** How a terminal shows things: its width, and marks around texts where it can show them. */
export interface TerminalStyle {
  /** Columns of a line; long lines are hard to read, so there is a limit. */
  readonly width: number
  title(text: string): string
  heading(text: string): string
  strong(text: string): string
  emphasis(text: string): string
  code(text: string): string
  link(text: string): string
  comment(text: string): string
  keyword(text: string): string
  string(text: string): string
  dim(text: string): string
}

const widthMax = 100
const widthMin = 20

/** What output goes to. */
interface Output {
  readonly isTTY?: boolean
  readonly columns?: number
}

/** The style for an output: colours only on a terminal, and not where NO_COLOR is set. */
export function styleOf(output: Output, environment: NodeJS.ProcessEnv): TerminalStyle {
  const { NO_COLOR, FORCE_COLOR, TERM } = environment
  const wanted = FORCE_COLOR ? FORCE_COLOR !== '0' : output.isTTY === true && TERM !== 'dumb'
  const colours = wanted && !NO_COLOR
  const mark = (open: number, close: number) => (text: string) =>
    colours && text !== '' ? `\u001b[${open}m${text}\u001b[${close}m` : text
  return {
    width: Math.max(widthMin, Math.min(widthMax, output.columns ?? 80)),
    title: text => mark(1, 22)(mark(36, 39)(text)),
    heading: mark(1, 22),
    strong: mark(1, 22),
    emphasis: mark(3, 23),
    code: mark(33, 39),
    link: mark(4, 24),
    comment: mark(90, 39),
    keyword: mark(35, 39),
    string: mark(32, 39),
    dim: mark(90, 39)
  }
}
