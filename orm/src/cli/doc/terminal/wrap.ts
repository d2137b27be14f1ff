// Lines of a terminal: texts with escape sequences in them, which take no room.

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
const escapes = /\u001b\[[0-9;]*m/g

/** How many columns a text takes. */
export function widthOf(text: string): number {
  let width = 0
  for (const character of text.replace(escapes, '')) width += isWide(character) ? 2 : 1
  return width
}

const eastAsian =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/u
const picture = /\p{Emoji_Presentation}/u

/** East Asian characters and pictures take two columns. */
function isWide(character: string): boolean {
  return eastAsian.test(character) || picture.test(character)
}

/** A text in lines of a width. Words that are longer are left whole: they are addresses, mostly. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ').filter(part => part !== '')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line === '' || widthOf(longer) <= width) {
      line = longer
    } else {
      lines.push(line)
      line = word
    }
  }
  if (line !== '' || lines.length === 0) lines.push(line)
  return closed(lines)
}

/** Marks that are open at the end of a line are closed there, and opened again on the next. */
function closed(lines: readonly string[]): string[] {
  let open: string[] = []
  return lines.map(line => {
    const begin = open.join('')
    for (const [code] of line.matchAll(escapes)) {
      const number = Number(code.slice(2, -1))
      // 22 to 24 and 39 close; what they close is the last of its sort.
      const closes = number === 39 || (number >= 22 && number <= 24)
      open = closes ? open.slice(0, -1) : [...open, code]
    }
    const end = open.map(code => `\u001b[${closingOf(Number(code.slice(2, -1)))}m`).reverse()
    return `${begin}${line}${end.join('')}`
  })
}

function closingOf(open: number): number {
  if (open === 1) return 22
  return open === 3 || open === 4 ? open + 20 : 39
}

/** A text with spaces behind it. */
export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)))
}
