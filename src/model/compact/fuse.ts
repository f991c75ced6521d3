import { createKernel } from './kernel.ts'
import { needed, type Plan, type PlannedStep } from './plan.ts'
import { sizeOf, type Tensor } from './tensor.ts'

/** The end of a ranking graph: `TopK((query · table) · factor + terms[0] + terms[1])`. */
interface Ranking {
  readonly product: PlannedStep
  readonly factor?: Tensor
  readonly terms: readonly Tensor[]
}

const mostTerms = 2

/**
 * Lets the kernel score the whole catalogue and keep the best in one pass, where a graph ends so. The
 * order of operations stays, so the scores are the same to the last bit.
 */
export function fuseRanking(plan: Plan, module: WebAssembly.Module): Plan {
  const steps = plan.steps.map((step) => {
    const ranking = step.operator === 'TopK' && findRanking(step, plan.steps)
    return ranking ? fuse(ranking, step, module) : step
  })
  return { ...plan, steps: needed(steps, plan.outputs.values()) }
}

function fuse(
  { product, factor, terms }: Ranking,
  top: PlannedStep,
  module: WebAssembly.Module,
): PlannedStep {
  const [query, table, zero] = product.inputs as [Tensor, Tensor, Tensor?]
  const [values, indices] = top.outputs as [Tensor, Tensor]
  const [dimensions, items] = table.shape as [number, number]
  const kernel = createKernel(module, {
    table: table.data as Int8Array,
    items,
    dimensions,
    top: sizeOf(values.shape),
  })
  const slots = [kernel.prior, kernel.boost]
  const filled = terms.map((term, i) => ({ term, slot: slots[i] as Float32Array }))
  for (const { term, slot } of filled) if (term.constant) slot.set(term.data)
  const changing = filled.filter(({ term }) => !term.constant)

  return {
    operator: 'Ranking',
    attributes: top.attributes,
    inputs: [query, zero, factor, ...terms],
    outputs: top.outputs,
    run() {
      const origin = zero?.data[0] ?? 0
      for (let i = 0; i < dimensions; i++) kernel.query[i] = (query.data[i] as number) - origin
      for (const { term, slot } of changing) slot.set(term.data)
      kernel.rank(factor?.data[0] ?? 1)
      values.data.set(kernel.scores)
      indices.data.set(kernel.items)
    },
  }
}

/** A graph may share its parts in more ways than anyone can follow. */
const deepest = 8

function findRanking(top: PlannedStep, steps: readonly PlannedStep[]): Ranking | undefined {
  const makers = new Map(steps.flatMap((step) => step.outputs.map(({ data }) => [data, step])))
  const scores = top.inputs[0] as Tensor
  const ofOneList = scores.type === 'float32' && scores.shape.at(-1) === scores.data.length
  const ofLargest = top.attributes.integer('largest', 1) === 1
  const ofSome = top.outputs[0]?.data.length !== 0
  return ofOneList && ofLargest && ofSome ? follow(scores, 0) : undefined

  function follow({ data }: Tensor, depth: number): Ranking | undefined {
    const step = makers.get(data)
    if (!step || depth === deepest || data.length !== scores.data.length) return undefined
    return links.get(step.operator)?.(step, (input) => follow(input, depth + 1))
  }
}

type Link = (
  step: PlannedStep,
  follow: (input: Tensor) => Ranking | undefined,
) => Ranking | undefined

const links: ReadonlyMap<string, Link> = new Map<string, Link>([
  ['Add', eitherWay(addTerm)],
  ['Cast', asFloats],
  ['MatMulInteger', asProduct],
  ['Mul', eitherWay(setFactor)],
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

/** Only the bare product is counted in integers. */
function asFloats(
  { inputs, outputs }: PlannedStep,
  follow: (input: Tensor) => Ranking | undefined,
) {
  const [input] = inputs as [Tensor]
  const ranking = follow(input)
  const bare = ranking && !ranking.factor && ranking.terms.length === 0
  return bare && input.type === 'int32' && outputs[0]?.type === 'float32' ? ranking : undefined
}

function addTerm(ranking: Ranking, term: Tensor): Ranking | undefined {
  const items = ranking.product.outputs[0]?.data.length
  const fits = term.data.length === items && ranking.terms.length < mostTerms
  return fits ? { ...ranking, terms: [...ranking.terms, term] } : undefined
}

function setFactor(ranking: Ranking, factor: Tensor): Ranking | undefined {
  const fits = factor.data.length === 1 && !ranking.factor && ranking.terms.length === 0
  return fits ? { ...ranking, factor } : undefined
}

function asProduct(product: PlannedStep): Ranking | undefined {
  const [query, table, , zero] = product.inputs as [Tensor, Tensor, Tensor?, Tensor?]
  const ofBytes = table.constant && table.type === 'int8' && table.shape.length === 2
  const empty = table.data.length === 0
  const centred = !zero || (zero.constant && zero.data[0] === 0)
  return ofBytes && !empty && centred && query.data.length === table.shape[0]
    ? { product, terms: [] }
    : undefined
}
