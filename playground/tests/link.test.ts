import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { linkPrefix, playgroundLink, templateLink } from '../src/share/link'
import { decodedMax, isSharedHash, LinkError, readLink } from '../src/share/read-link'
import { isWorkspace, type Workspace } from '../src/workspace/workspace'

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}\.ts$/).filter(text => !text.endsWith('.d.ts'))
const file = fc.record({ name, text: fc.string({ unit: 'binary' }) })
const workspace: fc.Arbitrary<Workspace> = fc
  .uniqueArray(file, { selector: one => one.name, maxLength: 8 })
  .map(files => [
    ...files.filter(one => one.name !== 'query.ts'),
    { name: 'query.ts', text: 'export default 1' }
  ])
  .chain(files =>
    fc.record({
      files: fc.constant(files),
      active: fc.constantFrom(...files.map(one => one.name)),
      database: fc.string()
    })
  )

const sample: Workspace = {
  files: [{ name: 'query.ts', text: 'const grüße = "👋"\n' }],
  active: 'query.ts',
  database: 'empty'
}

async function refusal(hash: string): Promise<string> {
  try {
    await readLink(hash)
  } catch (error) {
    expect(error).toBeInstanceOf(LinkError)
    return (error as LinkError).message
  }
  throw new Error('The link was read')
}

/** A link with any text in it, as a forger would make it. */
async function forged(text: string): Promise<string> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate'))
  const bytes = Buffer.from(await new Response(stream).arrayBuffer())
  return linkPrefix + bytes.toString('base64url')
}

describe('links', () => {
  test('hold any files', async () => {
    await fc.assert(
      fc.asyncProperty(workspace, async value => {
        const link = await playgroundLink(value)
        expect(isSharedHash(link)).toBe(true)
        expect(await readLink(link)).toEqual(value)
      })
    )
  })

  test('are of characters that no program changes', async () => {
    expect(await playgroundLink(sample, '/p/')).toMatch(/^\/p\/#code=1\.[\w-]+$/)
  })

  test('that were cut anywhere are refused', async () => {
    const link = await playgroundLink(sample)
    for (let length = '#code='.length; length < link.length; length += 1) {
      expect(await refusal(link.slice(0, length))).toMatch(/damaged/)
    }
  })

  test('with a changed character are refused, or say the same', async () => {
    const link = await playgroundLink(sample)
    const at = fc.integer({ min: linkPrefix.length, max: link.length - 1 })
    await fc.assert(
      fc.asyncProperty(at, fc.constantFrom(...'Az09-_%$'), async (index, character) => {
        const changed = link.slice(0, index) + character + link.slice(index + 1)
        // The last character has bits that say nothing.
        const result = await readLink(changed).catch(error => error)
        if (result instanceof Error) expect(result).toBeInstanceOf(LinkError)
        else expect(result).toEqual(sample)
      })
    )
  })

  test('of another version are refused as such', async () => {
    expect(await refusal('#code=2.abc')).toMatch(/another version/)
  })

  test('that unfold to more than a tab should hold are refused', async () => {
    const bomb = await forged('x'.repeat(64 * decodedMax))
    expect(bomb.length).toBeLessThan(100_000)
    expect(await refusal(bomb)).toMatch(/too much/)
  })

  test.each([
    'null',
    '[]',
    '{"files":[],"active":"query.ts","database":"empty"}',
    '{"files":[["query.ts",1]],"active":"query.ts","database":"empty"}',
    '{"files":[["../query.ts",""],["query.ts",""]],"active":"query.ts","database":"empty"}',
    '{"files":[["query.ts",""],["QUERY.ts",""]],"active":"query.ts","database":"empty"}',
    '{"files":[["query.ts",""]],"active":"other.ts","database":"empty"}',
    '{"files":[["query.ts",""]],"active":"query.ts"}',
    '{"files":{"length":1},"active":"query.ts","database":"empty"}',
    'not JSON'
  ])('with %s in it are refused', async text => {
    expect(await refusal(await forged(text))).toMatch(/damaged/)
  })

  test('with too many files are refused', async () => {
    const files = Array.from({ length: 40 }, (_, index) => [`f${index}.ts`, ''])
    const text = JSON.stringify({ files: [...files, ['query.ts', '']], active: 'query.ts' })
    expect(await refusal(await forged(text))).toMatch(/damaged/)
  })

  test('to templates name them safely', () => {
    expect(templateLink('a&b', '/p/')).toBe('/p/?template=a%26b')
  })

  test('hold only what is a workspace', () => {
    expect(isWorkspace(sample)).toBe(true)
    expect(isWorkspace({ ...sample, active: 'none.ts' })).toBe(false)
  })
})
