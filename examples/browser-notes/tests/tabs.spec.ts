import { expect } from '@playwright/test'
import { address, openNote, openNotes, test, titles, write } from './support/notes'

const elsewhere = 'The notes are open in another tab.'

test('a second tab waits, and opens the notes when the first is closed', async ({ context }) => {
  const first = await context.newPage()
  await openNotes(first)
  await write(first, { title: 'Bread' })
  const second = await context.newPage()
  await second.goto(address())
  await expect(second.getByText(elsewhere)).toBeVisible()
  await expect(second.getByRole('button', { name: 'New note' })).toBeDisabled()
  await first.close()
  await expect(second.getByText(elsewhere)).toBeHidden()
  await expect(titles(second)).toHaveText(['Bread'])
})

test('a second tab takes the notes, and gives them back', async ({ context }) => {
  const first = await context.newPage()
  await openNotes(first)
  const second = await context.newPage()
  await second.goto(address())
  await expect(second.getByText(elsewhere)).toBeVisible()

  // Typed at the moment when the other tab takes over: it is there in both.
  await first.getByRole('button', { name: 'New note' }).click()
  await first.getByLabel('Title').fill('Bread')
  const take = second.getByRole('button', { name: 'Use them here' }).click()
  await first.getByLabel('Text').pressSequentially('flour, water, salt', { delay: 5 })
  await take
  await expect(titles(second)).toHaveText(['Bread'])
  await expect(first.getByText(elsewhere)).toBeVisible()
  const typed = await first.getByLabel('Text').inputValue()
  await openNote(second, 'Bread')
  await expect(second.getByLabel('Text')).toHaveValue(typed)
  await expect(first.getByLabel('Text')).not.toBeEditable()

  // The first tab shows what the second one wrote when it has the notes again.
  await second.getByLabel('Text').fill('rye')
  await expect(second.locator('.saved')).toHaveText('Saved')
  await first.getByRole('button', { name: 'Use them here' }).click()
  await expect(first.getByLabel('Text')).toHaveValue('rye')
  await expect(second.getByText(elsewhere)).toBeVisible()
  await second.close()
  await write(first, { title: 'Tea' })
  await expect(titles(first)).toHaveText(['Tea', 'Bread'])
})

test('the last of three tabs that asks has the notes', async ({ context }) => {
  const tabs = [await context.newPage(), await context.newPage(), await context.newPage()] as const
  await openNotes(tabs[0])
  for (const tab of tabs.slice(1)) await tab.goto(address())
  await tabs[2].getByRole('button', { name: 'Use them here' }).click()
  await write(tabs[2], { title: 'Bread' })
  await expect(tabs[0].getByText(elsewhere)).toBeVisible()
  await expect(tabs[1].getByText(elsewhere)).toBeVisible()
})
