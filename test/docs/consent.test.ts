import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { inputNotes } from '../../src/consent/input-notes.ts'
import { inputs } from '../../src/consent/inputs.ts'
import { jurisdictionIds } from '../../src/policy/index.ts'
import { jurisdictionNotes } from '../../src/policy/jurisdiction-notes.ts'
import { consentDocuments } from '../../tools/docs/consent-documents.ts'

test('the documents of the law say what the data says; else: node tools/docs/consent.ts --write', async () => {
  for (const [path, text] of await consentDocuments()) {
    expect(await readFile(path, 'utf8'), path).toBe(text)
  }
})

test.each(jurisdictionIds)('each cell of %s has a source', (id) => {
  const { name, facts } = jurisdictionNotes[id]
  expect(name).not.toBe('')
  for (const [topic, reasons] of Object.entries(facts)) {
    expect(reasons.length, topic).toBeGreaterThan(0)
    for (const { says, source } of reasons) expect([says, source]).not.toContain('')
  }
})

test('each input is described', () => {
  expect(Object.keys(inputNotes)).toEqual(inputs.map(({ name }) => name))
})

// By hand, so that a change of the code cannot rewrite the page unseen.
test.each([
  ['N: contextual, everywhere', 'yes yes yes yes yes yes no yes'],
  ['OO: behavioural in California', 'no yes yes no no yes no no'],
  ['OI: behavioural in Germany', 'no yes no no no no no no'],
  ['OFF: pricing, not enabled', 'no no no no no no no no'],
  ['OFF: pricing, enabled and disclosed', 'no yes no no no no no no'],
  ['X: pricing of food in Maryland', 'no no no no no no no no'],
])('what a choice is worth: %s', async (rule, permitted) => {
  const page = await readFile('docs/consent/permission.md', 'utf8')
  const row = page.split('\n').find((line) => line.startsWith(`| ${rule} |`)) ?? ''
  const cells = row.split(' | ').slice(1)
  expect(cells.map((cell) => (cell.startsWith('**permitted**') ? 'yes' : 'no')).join(' ')).toBe(
    permitted,
  )
})
