import { expect, test } from 'vitest'
import { allItems, type Candidates } from '../../src/training/candidates.ts'
import type { Example } from '../../src/training/examples.ts'
import { createNetwork, type ParameterName } from '../../src/training/network.ts'
import { createRandom } from '../../src/training/random.ts'

const size = { items: 11, dimension: 4, contextRows: 5, history: 3 }

test('every gradient is the slope of the loss', () => {
  for (const candidates of [allItems(size.items), someItems()]) {
    const network = randomNetwork(3)
    const examples = someExamples()
    network.learn(examples, candidates)
    const gradients = structuredClone(network.gradients)

    for (const name of Object.keys(gradients) as ParameterName[]) {
      const values = network.parameters[name]
      values.forEach((value, at) => {
        const slope = slopeOf((changed) => {
          values[at] = changed
          network.refresh()
          return network.learn(examples, candidates)
        }, value)
        values[at] = value
        expect(gradients[name][at], `${name}[${at}]`).toBeCloseTo(slope, 6)
      })
    }
  }
})

test('with nothing known the prior ranks alone', () => {
  const network = randomNetwork(5)
  const scores = new Float64Array(size.items)
  network.score({ reading: 'set', items: Int32Array.of(), contexts: Int32Array.of() }, scores)
  expect(scores).toEqual(network.parameters.prior)
})

test('learning lowers the loss', () => {
  const network = randomNetwork(7)
  const examples = someExamples()
  const before = network.learn(examples, allItems(size.items))
  for (const name of Object.keys(network.parameters) as ParameterName[]) {
    network.parameters[name].forEach((value, at) => {
      network.parameters[name][at] = value - 0.01 * (network.gradients[name][at] as number)
    })
  }
  network.refresh()
  expect(network.learn(examples, allItems(size.items))).toBeLessThan(before)
})

function slopeOf(loss: (value: number) => number, value: number): number {
  const step = 1e-5
  return (loss(value + step) - loss(value - step)) / (2 * step)
}

function randomNetwork(seed: number) {
  const random = createRandom(seed)
  const list = (length: number) => Float64Array.from({ length }, () => random.normal())
  return createNetwork(size, {
    vectors: list(size.items * size.dimension),
    contexts: list(size.contextRows * size.dimension),
    positions: list(2 * size.history),
    prior: list(size.items),
    temperature: Float64Array.of(0.7),
  })
}

function someItems(): Candidates {
  const rows = Int32Array.of(0, 2, 3, 4, 6, 7, 10)
  return { rows, corrections: Float64Array.from(rows, (row) => row / 10) }
}

function someExamples(): Example[] {
  const rows = (...values: number[]) => Int32Array.from(values)
  return [
    {
      reading: 'sequence',
      items: rows(1, 5),
      contexts: rows(2),
      seen: rows(5, 1),
      targets: rows(3, 4),
      shares: Float64Array.of(0.7, 0.3),
      weight: 1.5,
    },
    {
      reading: 'set',
      items: rows(8, 9, 2),
      contexts: rows(),
      seen: rows(8, 9, 2),
      targets: rows(6),
      shares: Float64Array.of(1),
      weight: 0.5,
    },
    {
      reading: 'set',
      items: rows(),
      contexts: rows(),
      seen: rows(0),
      targets: rows(10, 7),
      shares: Float64Array.of(0.5, 0.5),
      weight: 1,
    },
  ]
}
