import { whileAwake } from '../awake.ts'
import { type Measurement, openArena, startContestant } from '../bench.ts'
import { oneShopper } from '../crowd.ts'
import { type Column, median, type Sample, summarize } from '../figures.ts'
import { pathOf, sizeText } from '../page.ts'
import { newShopper, type Seen } from '../shopper.ts'
import { middleOf, takeTurns } from '../turns.ts'
import { Unmeasurable } from '../unmeasurable.ts'

const columns: Readonly<Record<string, Column>> = {
  startMs: { heading: 'start', unit: 'ms', digits: 0 },
  firstPageMs: { heading: 'first page', unit: 'ms', digits: 1, spread: true },
  warmPageMs: { heading: 'later pages', unit: 'ms', digits: 1 },
}

const laterPages = 20

/** A process that has just started, and its first page. */
export const cold: Measurement = {
  says: 'the first page of a new isolate',
  async run({ contestants, pages, rounds, progress }) {
    const size = middleOf(pages)
    const origin = await openArena([])
    try {
      const samples = await whileAwake(() =>
        takeTurns(contestants, rounds, {
          progress: (turn) => progress(`cold isolate: ${turn}`),
          measure: async ({ name, module, coldModule = module, crowd }): Promise<Sample> => {
            const { env, shoppers } = (await crowd?.()) ?? oneShopper
            const worker = await startContestant(coldModule, origin.originUrl, env)
            const shopper = newShopper(shoppers[0])
            try {
              const url = new URL(pathOf(size), worker.url)
              const first = await shopper.visit(url)
              if (!isWhole(first)) throw new Unmeasurable(`${name}: its first page is not whole`)
              const later = []
              for (let page = 0; page < laterPages; page++) later.push(await shopper.visit(url))
              return {
                startMs: worker.startMs,
                firstPageMs: first.lastByteMs,
                warmPageMs: median(later.map(({ lastByteMs }) => lastByteMs)),
              }
            } finally {
              shopper.leave()
              await worker.stop()
            }
          },
        }),
      )
      return [
        {
          id: 'cold',
          title: 'A new isolate',
          note: `From the start of the process until it listens; then the last byte of its first page of ${sizeText(size)}, and the median of the next ${laterPages}.`,
          columns,
          rows: summarize(samples),
        },
      ]
    } finally {
      await origin.stop()
    }
  },
}

function isWhole({ status, body }: Seen): boolean {
  return status === 200 && body.subarray(-8).toString() === '</html>\n'
}
