import type { Browser, Page } from '@playwright/test'

// On one line: the editor would indent what follows a bracket.
const program =
  "const row = (at: number) => ({ id: at, name: 'Row ' + at, amount: at * 1.25, active: at > 9, " +
  "note: at % 5 === 0 ? null : 'A note of some length', at: new Date(at * 86_400_000), " +
  'tags: { first: at % 7, second: at % 11 } }); ' +
  'export default Array.from({ length: 10_000 }, (_, at) => row(at))'

/** How long the frames take while a result of 10,000 rows is scrolled, in milliseconds. */
export async function framesOfScrolling(browser: Browser, address: string): Promise<number[]> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  try {
    const page = await context.newPage()
    await page.goto(address)
    await page.locator('.editor-body[data-state="ready"] .view-line').first().waitFor()
    await page.locator('.editor-place .view-lines').click()
    await page.keyboard.press('Control+a')
    await page.keyboard.insertText(program)
    await page.keyboard.press('Control+Enter')
    await page.locator('.outcome-text', { hasText: /^Done/ }).waitFor()
    await page.locator('.results-body [role="row"]').nth(10).waitFor()
    return await scrolled(page)
  } finally {
    await context.close()
  }
}

async function scrolled(page: Page): Promise<number[]> {
  const box = await page.locator('.results-body').boundingBox()
  if (box === null) throw new Error('the result is not shown')
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.evaluate(countFrames)
  // As fast as a wheel is turned: it goes through some thousand rows.
  for (let turn = 0; turn < 100; turn++) {
    await page.mouse.wheel(0, 600)
    await page.waitForTimeout(16)
  }
  const seen = await page.evaluate<number[]>('stopFrames()')
  const last = await page.locator('.results-body [role="row"]').last().textContent()
  if (last === null || !/[1-9]\d{2,}/.test(last)) throw new Error(`it did not scroll: ${last}`)
  return seen
}

/** Runs in the page: as text, since what compiles this file gives functions a helper to call. */
const countFrames = `
  const frames = []
  let before = performance.now()
  let goesOn = true
  const frame = () => {
    const now = performance.now()
    frames.push(now - before)
    before = now
    if (goesOn) requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
  globalThis.stopFrames = () => {
    goesOn = false
    return frames
  }
  undefined`
