import { expect, test } from 'vitest'
import { trainModel } from '../../src/training/index.ts'
import { options } from './support/shop.ts'

const { file: whole } = await trainModel(options, () => {})

test.each([
  ['while choosing', 2],
  ['while training', 5],
  ['at the very end', 100],
])('a run that was stopped %s goes on to the same bytes', async (_, saves) => {
  const last = await checkpointAfter(saves)
  const { file } = await trainModel({ ...options, resume: last }, () => {})
  expect(file).toEqual(whole)
})

test('a run does not go on from the checkpoint of another', async () => {
  const last = await checkpointAfter(2)
  const baskets = options.baskets.slice(1)
  const other = trainModel({ ...options, baskets, resume: last }, () => {})
  await expect(other).rejects.toThrow(/resume: .*other data or other settings/)
  const seeded = { ...options, settings: { ...options.settings, seed: 9 }, resume: last }
  await expect(trainModel(seeded, () => {})).rejects.toThrow(/other data or other settings/)
  const reweighing = {
    name: 'countries',
    shopperGroup: ({ country }: (typeof baskets)[number]) => country,
    strength: 1,
  }
  const reweighed = trainModel({ ...options, reweighing, resume: last }, () => {})
  await expect(reweighed).rejects.toThrow(/other data or other settings/)
})

test('what is no checkpoint is refused', async () => {
  const last = await checkpointAfter(1)
  for (const resume of [new Uint8Array(3), new Uint8Array(90), last.slice(0, -8)]) {
    await expect(trainModel({ ...options, resume }, () => {})).rejects.toThrow(/cannot be read/)
  }
})

class Stop extends Error {}

/** Runs until so many checkpoints are kept, or to the end. */
async function checkpointAfter(saves: number): Promise<Uint8Array> {
  const kept: Uint8Array[] = []
  let time = 0
  // A minute passes at every look at the clock, so every batch is kept.
  const run = {
    ...options,
    now: () => (time += 61_000),
    save(checkpoint: Uint8Array) {
      kept.push(checkpoint)
      if (kept.length === saves) throw new Stop()
    },
  }
  await trainModel(run, () => {}).catch((error) => {
    if (!(error instanceof Stop)) throw error
  })
  return kept.at(-1) as Uint8Array
}
