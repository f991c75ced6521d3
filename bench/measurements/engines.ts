import { type Measurement, startContestant } from '../bench.ts'
import { type Bound, type Column, type Sample, summarize } from '../figures.ts'
import { randomModel } from '../random-model.ts'
import { takeTurns } from '../turns.ts'
import { Unmeasurable } from '../unmeasurable.ts'

const columns: Readonly<Record<string, Column>> = {
  compact: { heading: 'compact', unit: 'µs', digits: 0, spread: true },
  onnx: { heading: 'ONNX Runtime', unit: 'µs', digits: 0, spread: true },
}

const dimension = 32
const models = [1000, 10_000, 100_000].map((items) => ({
  name: `${items.toLocaleString('en')} × ${dimension}`,
  items,
}))

const bounds: readonly Bound[] = [
  { row: '10,000 × 32', column: 'compact', most: 300 },
  { row: '10,000 × 32', column: 'onnx', most: 300 },
  { row: '100,000 × 32', column: 'compact', most: 3000 },
]

const milliseconds = 200

/** A ranking by each engine, inside workerd. */
export const engines: Measurement = {
  says: 'microseconds a ranking by each engine, by the size of the catalogue',
  async run({ rounds, seconds, progress }) {
    const worker = await startContestant('workers/engines.ts', new URL('http://127.0.0.1'))
    try {
      for (const { name, items } of models) {
        progress(`engines: warming up, ${name}`)
        const body = randomModel(items, dimension)
        for (const engine of Object.keys(columns)) {
          const url = new URL(`/${engine}/${items}`, worker.url)
          await ask(url, { method: 'PUT', body })
          await time(url, seconds * 1000)
        }
      }
      const samples = await takeTurns(models, rounds, {
        progress: (turn) => progress(`engines: ${turn}`),
        async measure({ items }) {
          const sample: Record<string, number> = {}
          for (const engine of Object.keys(columns)) {
            sample[engine] = await time(new URL(`/${engine}/${items}`, worker.url), milliseconds)
          }
          return sample satisfies Sample
        },
      })
      return [
        {
          id: 'engines',
          title: 'A ranking by each engine',
          note: `Items × numbers of each. Inside workerd, the best 50 of all for one visit after the other, for ${milliseconds} ms a round. Before that each ran for ${seconds} s: the runtime is large, and V8 compiles it again while it is used.`,
          columns,
          rows: summarize(samples),
          bounds,
        },
      ]
    } finally {
      await worker.stop()
    }
  },
}

async function time(url: URL, milliseconds: number): Promise<number> {
  const response = await ask(new URL(`?milliseconds=${milliseconds}`, url))
  return ((await response.json()) as { microseconds: number }).microseconds
}

async function ask(url: URL, init?: RequestInit): Promise<Response> {
  const response = await fetch(url, init)
  if (response.ok) return response
  throw new Unmeasurable(`cannot measure ${url.pathname}: ${await response.text()}`)
}
