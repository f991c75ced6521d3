import { type Measurement, startContestant } from '../bench.ts'
import { type Column, type Sample, summarize } from '../figures.ts'
import { sizeText } from '../page.ts'
import { takeTurns } from '../turns.ts'
import { Unmeasurable } from '../unmeasurable.ts'

const columns: Readonly<Record<string, Column>> = {
  microseconds: { heading: 'a call', unit: 'µs', digits: 1, spread: true },
}

interface Step {
  /** Its name in `workers/calls.ts`. */
  readonly call: string
  readonly says: string
  /** Whether it takes longer for a larger page. */
  readonly bySize?: true
}

const steps: readonly Step[] = [
  { call: 'redact', says: 'match a route and redact the request' },
  { call: 'verify-es256', says: 'check an ES256 consent token' },
  { call: 'verify-eddsa', says: 'check an EdDSA consent token' },
  { call: 'recall-es256', says: 'check an ES256 consent token again' },
  { call: 'recall-eddsa', says: 'check an EdDSA consent token again' },
  { call: 'permit', says: 'read cookie and signals, check the token again, permit' },
  { call: 'open', says: 'open a profile of 12 products' },
  { call: 'seal', says: 'seal it with one more' },
  { call: 'describe', says: 'describe a visit' },
  { call: 'rank', says: 'rank the catalogue' },
  { call: 'compile', says: 'find the slots of a page', bySize: true },
  { call: 'render', says: 'render 8 cards' },
  { call: 'fill', says: 'fill a page', bySize: true },
]

const milliseconds = 200

/** The steps of a request, one at a time, inside workerd. */
export const calls: Measurement = {
  says: 'microseconds a call of each step of a request',
  async run({ pages, rounds, progress }) {
    const worker = await startContestant('workers/calls.ts', new URL('http://127.0.0.1'))
    try {
      const turns = steps.flatMap(({ call, says, bySize }) =>
        (bySize ? pages : pages.slice(0, 1)).map((size) => ({
          name: bySize ? `${says} of ${sizeText(size)}` : says,
          url: new URL(`/${call}/${size}/${milliseconds}`, worker.url).href,
        })),
      )
      const samples = await takeTurns(turns, rounds, {
        progress: (turn) => progress(`calls: ${turn}`),
        measure: async ({ name, url }): Promise<Sample> => {
          const response = await fetch(url)
          if (!response.ok)
            throw new Unmeasurable(`cannot measure "${name}": ${await response.text()}`)
          return {
            microseconds: ((await response.json()) as { microseconds: number }).microseconds,
          }
        },
      })
      return [
        {
          id: 'calls',
          title: 'One step at a time',
          note: `Inside workerd, each step again and again for ${milliseconds} ms a round.`,
          columns,
          rows: summarize(samples),
        },
      ]
    } finally {
      await worker.stop()
    }
  },
}
