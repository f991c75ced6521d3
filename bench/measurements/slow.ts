import { whileAwake } from '../awake.ts'
import { type Measurement, openArena } from '../bench.ts'
import { checkAnswer } from '../check.ts'
import type { Contestant } from '../contestants.ts'
import { oneShopper } from '../crowd.ts'
import { type Column, median, ratioColumn, type Sample, summarize } from '../figures.ts'
import { pathOf, sizeText } from '../page.ts'
import { newShopper, type Seen } from '../shopper.ts'
import { middleOf, takeTurns } from '../turns.ts'

const columns: Readonly<Record<string, Column>> = {
  firstByteMs: { heading: 'first byte', unit: 'ms', digits: 1, spread: true },
  lastByteMs: { heading: 'last byte', unit: 'ms', digits: 1 },
  ratio: ratioColumn(),
}

const origin = { chunks: 8, pauseMs: 20 }
const visits = 9
// What an isolate has run a few times only is interpreted, and its caches are cold.
const warmUp = { shoppers: 10, visits: 6 }

async function someone({ crowd }: Contestant) {
  const { shoppers } = (await crowd?.()) ?? oneShopper
  return shoppers[0]
}

/** What a contestant makes of an origin that sends a page bit by bit. */
export const slow: Measurement = {
  says: 'the first byte of a page that the origin sends bit by bit',
  async run({ contestants, pages, rounds, progress }) {
    const size = middleOf(pages)
    const arena = await openArena(
      contestants.filter(({ offline }) => !offline),
      origin,
    )
    try {
      for (const [contestant, { url }] of arena.running) {
        const headers = await someone(contestant)
        await checkAnswer(contestant, url, size, headers)
        progress(`slow origin: warming up, ${contestant.name}`)
        const each = { url: new URL(pathOf(size), url), visits: warmUp.visits, headers }
        await Promise.all(Array.from({ length: warmUp.shoppers }, () => visitAlone(each)))
      }
      const samples = await whileAwake(() =>
        takeTurns([...arena.running.keys()], rounds, {
          progress: (turn) => progress(`slow origin: ${turn}`),
          measure: async (contestant): Promise<Sample> => {
            const url = new URL(pathOf(size), arena.running.get(contestant)?.url)
            const seen = await visitAlone({ url, visits, headers: await someone(contestant) })
            return {
              firstByteMs: median(seen.map(({ firstByteMs }) => firstByteMs)),
              lastByteMs: median(seen.map(({ lastByteMs }) => lastByteMs)),
            }
          },
        }),
      )
      return [
        {
          id: 'slow',
          title: 'An origin that is slow',
          note: `A page of ${sizeText(size)} in ${origin.chunks} pieces, ${origin.pauseMs} ms apart, for one shopper alone, ${visits} visits a round; ratio of the first byte to pass-through. Before that, ${warmUp.shoppers * warmUp.visits} visits of ${warmUp.shoppers} shoppers at once warm each contestant up.`,
          columns,
          rows: summarize(samples, 'firstByteMs'),
        },
      ]
    } finally {
      await arena.stop()
    }
  },
}

interface Visits {
  readonly url: URL
  readonly visits: number
  readonly headers: Readonly<Record<string, string>> | undefined
}

/** The visits of one shopper, one after the other. */
async function visitAlone({ url, visits, headers }: Visits): Promise<readonly Seen[]> {
  const shopper = newShopper(headers)
  const seen: Seen[] = []
  for (let visit = 0; visit < visits; visit++) seen.push(await shopper.visit(url))
  shopper.leave()
  return seen
}
