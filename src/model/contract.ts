import { operators } from './compact/operators.ts'
import { named } from './compact/refuse.ts'
import type { GraphReport, GraphValue } from './graph-report.ts'

/** What a ranking graph takes and gives: the tables of `Manifest`. Lists of one length share a letter. */
const inputs: ReadonlyMap<string, Wanted> = new Map([
  ['items', { type: 'int32', length: 'J' }],
  ['kinds', { type: 'int32', length: 'J' }],
  ['item_mask', { type: 'float32', length: 'J' }],
  ['contexts', { type: 'int32', length: 'C' }],
  ['context_mask', { type: 'float32', length: 'C' }],
])
const outputs: ReadonlyMap<string, Wanted> = new Map([
  ['top_items', { type: 'int64', length: 'K' }],
  ['top_scores', { type: 'float32', length: 'K' }],
])

interface Wanted {
  readonly type: string
  readonly length: 'J' | 'C' | 'K'
}

/** Lengths that the graph declares: J items and C contexts go in, K items come out. */
export type GraphLengths = ReadonlyMap<Wanted['length'], number>

/** Which engine a model has to work with. The runtime knows operators that the compact engine does not. */
export type EngineNeed = 'compact' | 'onnx'

/** What stands against a graph, each in a sentence; none if it meets the contract of `Manifest`. */
export function contractProblems(report: GraphReport, need: EngineNeed = 'compact'): string[] {
  const values = [...valueProblems('input', report.inputs, inputs)]
  values.push(...valueProblems('output', report.outputs, outputs))
  return [
    ...values,
    ...lengthProblems(report),
    ...report.extras.map((extra) => `it has ${extra}; a ranking graph needs none`),
    ...numberProblems(report),
    ...operatorProblems(report, need),
    ...orderProblems(report),
  ]
}

/** How long each list is; a list that is missing or open is left out. */
export function lengthsOf(report: GraphReport): GraphLengths {
  const lengths = new Map<Wanted['length'], number>()
  for (const [values, wanted] of [
    [report.inputs, inputs],
    [report.outputs, outputs],
  ] as const) {
    for (const { name, shape } of values) {
      const { length } = wanted.get(name) ?? {}
      if (length && shape.length === 1 && (shape[0] as number) > 0) {
        lengths.set(length, shape[0] as number)
      }
    }
  }
  return lengths
}

function* valueProblems(
  what: string,
  values: readonly GraphValue[],
  wanted: ReadonlyMap<string, Wanted>,
): Generator<string> {
  const seen = new Set<string>()
  for (const { name, type, shape } of values) {
    const { type: must } = wanted.get(name) ?? {}
    if (!must) yield `${what} ${named(name)} is not in the contract`
    else if (seen.has(name)) yield `${what} ${name} is there twice`
    else if (type !== must || shape.length !== 1) yield `${what} ${name} must be a list of ${must}`
    else if (shape[0] === -1 && what === 'input') yield `${what} ${name} must have a fixed length`
    seen.add(name)
  }
  for (const name of wanted.keys()) if (!seen.has(name)) yield `${what} ${name} is missing`
}

function* lengthProblems(report: GraphReport): Generator<string> {
  const lengths = lengthsOf(report)
  for (const [values, wanted] of [
    [report.inputs, inputs],
    [report.outputs, outputs],
  ] as const) {
    for (const { name, shape } of values) {
      const { length } = wanted.get(name) ?? {}
      const [actual = -1] = shape
      if (!length || shape.length !== 1 || actual === -1) continue
      if (actual < 1 || actual > mostLength)
        yield `${name} is ${actual} long; 1 to ${mostLength} will do`
      else if (actual !== lengths.get(length)) yield `${name} is as long as none that belongs to it`
    }
  }
}

const mostLength = 1000

function* numberProblems({ initializers, constants }: GraphReport): Generator<string> {
  for (const { name, isExternal, onlyFinite, shape } of [...initializers, ...constants]) {
    if (isExternal) yield `tensor ${named(name)} is in another file; export all into one`
    if (!onlyFinite) yield `tensor ${named(name)} holds a number that is not finite`
    const size = shape.reduce((product, length) => product * length, 1)
    if (shape.some((length) => length < 0) || !(size <= mostNumbers)) {
      yield `tensor ${named(name)} has an impossible shape`
    }
  }
}

const mostNumbers = 2 ** 25

const standard = new Set(['', 'ai.onnx'])

function* operatorProblems({ nodes, opsets }: GraphReport, need: EngineNeed): Generator<string> {
  if (opsets.length === 0) yield 'it names no opset'
  for (const { domain } of opsets) {
    if (!standard.has(domain)) yield `operator domain ${named(domain)} is not known`
  }
  const told = new Set<string>()
  for (const { operator, domain, isNested } of nodes) {
    const name = named(operator)
    const isStandard = standard.has(domain)
    const isKnown = isStandard && (need === 'onnx' || operators.has(operator))
    const problem = isNested
      ? `operator ${name} holds a graph of its own, which may take any time`
      : `operator ${isStandard ? '' : `${named(domain)} `}${name} is not known`
    if ((isKnown && !isNested) || told.has(problem)) continue
    told.add(problem)
    yield problem
  }
}

/** A graph is a list in which each name is made once, before it is used: so there is no way round. */
function* orderProblems({ nodes, inputs, outputs, initializers }: GraphReport): Generator<string> {
  const made = new Set(['', ...inputs.map(({ name }) => name)])
  for (const { name } of initializers) {
    if (name !== '' && made.has(name)) yield `${named(name)} is made twice`
    made.add(name)
  }
  for (const node of nodes) {
    for (const name of node.inputs) {
      if (!made.has(name)) yield `${named(name)} is used before it is made`
    }
    for (const name of node.outputs) {
      if (name !== '' && made.has(name)) yield `${named(name)} is made twice`
      made.add(name)
    }
  }
  for (const { name } of outputs) if (!made.has(name)) yield `output ${named(name)} is never made`
}
