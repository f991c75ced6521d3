import { type Arena, type Bench, type Measurement, openArena } from '../bench.ts'
import { checkAnswer } from '../check.ts'
import { type Child, startChild } from '../child.ts'
import { oneShopper } from '../crowd.ts'
import { type Column, median, ratioColumn, type Sample, summarize, type Table } from '../figures.ts'
import type { LoadOptions, LoadResult, Visit } from '../load.ts'
import { type PageSize, pathOf, sizeText } from '../page.ts'
import { memoryOf, processorMsOf } from '../process-use.ts'
import { newShopper } from '../shopper.ts'
import { shopperHeaders } from '../shopper-headers.ts'
import { takeTurns } from '../turns.ts'
import { Unmeasurable } from '../unmeasurable.ts'
import type { RunningWorker } from '../workerd.ts'

const ratios = ['ratio', 'ofConstant', 'ofRewriter']

const columns: Readonly<Record<string, Column>> = {
  requestsPerSecond: { heading: 'requests', unit: '1/s', digits: 0, spread: true },
  ...Object.fromEntries(ratios.map((name) => [name, ratioColumn(name)])),
  p50Ms: { heading: 'p50', unit: 'ms', digits: 1 },
  p99Ms: { heading: 'p99', unit: 'ms', digits: 1 },
  cpuMs: { heading: 'CPU a request', unit: 'ms', digits: 2 },
  firstByteMs: { heading: 'first byte', unit: 'ms', digits: 2 },
  lastByteMs: { heading: 'last byte', unit: 'ms', digits: 2 },
  pssMb: { heading: 'PSS', unit: 'MB', digits: 0 },
  rssMb: { heading: 'RSS', unit: 'MB', digits: 0 },
}

const lonelyVisits = 30
const longestTurnSeconds = 60

/** Every page under load, and before a single shopper. */
export const pages: Measurement = {
  says: 'requests a second, latency, processor time and memory, by page size',
  async run(bench) {
    const load: Load = startChild('load.ts')
    try {
      const tables: Table[] = []
      for (const size of bench.pages) tables.push(await measurePage(size, bench, load))
      return tables
    } finally {
      await load.stop()
    }
  },
}

type Load = Child<LoadOptions, LoadResult>

async function measurePage(size: PageSize, bench: Bench, load: Load): Promise<Table> {
  const { rounds, seconds, connections, progress } = bench
  progress(`page ${sizeText(size)}: starting`)
  // Fresh processes for each size, so that memory is this page's and not the last one's.
  const arena = await openArena(bench.contestants)
  try {
    const runners = await checkAll(arena, size)
    const samples = await takeTurns(runners, rounds, {
      progress: (turn) => progress(`page ${sizeText(size)}: ${turn}`),
      measure: (runner) => measureTurn(runner, bench, load),
    })
    return {
      id: `page-${size}`,
      title: `A page of ${sizeText(size)}`,
      note: `${connections} connections for ${seconds} s a turn, rounds: ${rounds}; first and last byte for one shopper alone; ratios of requests, round by round.`,
      columns,
      rows: summarize(samples, 'requestsPerSecond', ratios),
    }
  } finally {
    await arena.stop()
  }
}

interface Runner {
  readonly name: string
  readonly worker: RunningWorker
  readonly url: URL
  readonly visits: readonly Visit[]
}

/** Checks each contestant once, before any is measured. */
async function checkAll({ running }: Arena, size: PageSize): Promise<readonly Runner[]> {
  const runners: Runner[] = []
  for (const [contestant, worker] of running) {
    const { shoppers } = (await contestant.crowd?.()) ?? oneShopper
    const visits: Visit[] = []
    for (const own of shoppers) {
      const bodyLength = await checkAnswer(contestant, worker.url, size, own)
      visits.push({ headers: { ...shopperHeaders, ...own }, bodyLength })
    }
    const url = new URL(pathOf(size), worker.url)
    runners.push({ name: contestant.name, worker, url, visits })
  }
  return runners
}

async function measureTurn(runner: Runner, bench: Bench, load: Load): Promise<Sample> {
  const { worker, url, visits } = runner
  const { connections, seconds } = bench
  const options: LoadOptions = { url: url.href, visits, connections, seconds }
  await load.ask({ ...options, seconds: Math.min(1, bench.seconds / 2) }) // warm-up
  const figures = await loadUntilAnswered(runner, options, load)
  return { ...figures, ...(await visitAlone(runner)), ...(await memoryOf(worker.pid)) }
}

/** Longer and longer, until there is an answer for every connection: some are that slow. */
async function loadUntilAnswered({ name, worker }: Runner, options: LoadOptions, load: Load) {
  for (let { seconds } = options; ; seconds *= 2) {
    const before = await processorMsOf(worker.pid)
    const { requests, failed, ...figures } = await load.ask({ ...options, seconds })
    const after = await processorMsOf(worker.pid)
    if (failed > 0) {
      throw new Unmeasurable(`${name}: ${failed} of ${requests} answers under load were wrong`)
    }
    if (requests >= options.connections) {
      const known = before !== undefined && after !== undefined
      return { ...figures, cpuMs: known ? (after - before) / requests : undefined }
    }
    if (seconds > longestTurnSeconds) {
      throw new Unmeasurable(`${name}: ${requests} answers in ${seconds} s; lower --connections`)
    }
  }
}

async function visitAlone({ url, visits }: Runner): Promise<Sample> {
  const shopper = newShopper(visits[0]?.headers)
  const [first, last]: [number[], number[]] = [[], []]
  for (let visit = 0; visit < lonelyVisits; visit++) {
    const { firstByteMs, lastByteMs } = await shopper.visit(url)
    first.push(firstByteMs)
    last.push(lastByteMs)
  }
  shopper.leave()
  return { firstByteMs: median(first), lastByteMs: median(last) }
}
