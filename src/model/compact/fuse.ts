import { createKernel } from './kernel.ts'
import { needed, type Plan, type PlannedStep } from './plan.ts'
import { type Data, sizeOf, type Tensor } from './tensor.ts'

/** The end of a ranking graph: `TopK(Σ biases + Π factors · (query · table))`. */
interface Ranking {
  readonly product: PlannedStep
  readonly factors: readonly Tensor[]
  readonly biases: readonly Tensor[]
}

/** Lets the kernel score the whole catalogue and keep the best in one pass, where a graph ends so. */
export function fuseRanking(plan: Plan, module: WebAssembly.Module): Plan {
  const steps = plan.steps.map((step) => {
    const ranking = step.operator === 'TopK' && findRanking(step, plan.steps)
    return ranking ? fuse(ranking, step, module) : step
  })
  return { ...plan, steps: needed(steps, plan.outputs.values()) }
}

function fuse({ product, factors, biases }: Ranking, top: PlannedStep, module: WebAssembly.Module) {
  const [query, table, zero] = product.inputs as [Tensor, Tensor, Tensor | undefined]
  const [values, indices] = top.outputs as [Tensor, Tensor]
  const [dimensions, items] = table.shape as [number, number]
  const kernel = createKernel(module, {
    table: table.data as Int8Array,
    items,
    dimensions,
    top: sizeOf(values.shape),
  })
  const { bias } = kernel
  for (const { data } of biases.filter(({ constant }) => constant)) addTo(bias, data)
  const changing = biases.filter(({ constant }) => !constant)
  const settled = changing.length > 0 ? bias.slice() : bias

  return {
    operator: 'Ranking',
    inputs: [query, zero, ...factors, ...biases],
    outputs: top.outputs,
    run() {
      const origin = zero?.data[0] ?? 0
      for (let i = 0; i < dimensions; i++) kernel.query[i] = (query.data[i] as number) - origin
      if (changing.length > 0) bias.set(settled)
      for (const { data } of changing) addTo(bias, data)
      let scale = 1
      for (const { data } of factors) scale = Math.fround(scale * (data[0] as number))
      kernel.rank(scale)
      values.data.set(kernel.scores)
      indices.data.set(kernel.items)
    },
  }
}

function addTo(sums: Float32Array, terms: Data): void {
  const one = terms.length === 1 ? terms[0] : undefined
  for (let i = 0; i < sums.length; i++)
    sums[i] = (sums[i] as number) + (one ?? (terms[i] as number))
}

/** How far up a score is followed; a graph that shares its parts has more ways than anyone can go. */
const deepest = 8

function findRanking(top: PlannedStep, steps: readonly PlannedStep[]): Ranking | undefined {
  const makers = new Map(steps.flatMap((step) => step.outputs.map(({ data }) => [data, step])))
  const scores = top.inputs[0] as Tensor
  const [items] = scores.shape.slice(-1) as [number]
  return sizeOf(scores.shape) === items ? follow(scores, 0) : undefined

  function follow({ data }: Tensor, depth: number): Ranking | undefined {
    const step = makers.get(data)
    if (!step || depth === deepest || data.length !== items) return undefined
    return links.get(step.operator)?.(step, (input) => follow(input, depth + 1))
  }
}

type Link = (
  step: PlannedStep,
  follow: (input: Tensor) => Ranking | undefined,
) => Ranking | undefined

const links: ReadonlyMap<string, Link> = new Map<string, Link>([
  ['Cast', ({ inputs: [input] }, follow) => follow(input as Tensor)],
  ['Add', eitherWay((ranking, bias) => ({ ...ranking, biases: [...ranking.biases, bias] }))],
  [
    'Mul',
    eitherWay((ranking, factor) =>
      sizeOf(factor.shape) === 1 && ranking.biases.length === 0
        ? { ...ranking, factors: [...ranking.factors, factor] }
        : undefined,
    ),
  ],
  [
    'MatMulInteger',
    (product) => {
      const [query, table, , zero] = product.inputs as [Tensor, Tensor, Tensor?, Tensor?]
      const plain = !zero || (zero.constant && zero.data[0] === 0)
      const fits = table.constant && table.type === 'int8' && table.shape.length === 2 && plain
      return fits && query.data.length === table.shape[0]
        ? { product, factors: [], biases: [] }
        : undefined
    },
  ],
])

/** Either input may be the ranking, the other one is joined to it. */
function eitherWay(join: (ranking: Ranking, other: Tensor) => Ranking | undefined): Link {
  return ({ inputs }, follow) => {
    const [a, b] = inputs as [Tensor, Tensor]
    const first = follow(a)
    if (first) return join(first, b)
    const second = follow(b)
    return second && join(second, a)
  }
}
