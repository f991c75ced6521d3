import { setTimeout as sleep } from 'node:timers/promises'
import manifest from '../../models/manifest.json' with { type: 'json' }
import { type Measurement, openArena, startContestant } from '../bench.ts'
import { type Bound, type Column, type Sample, summarize } from '../figures.ts'
import { heapOf } from '../inspector.ts'
import { type PageSize, sizeText } from '../page.ts'
import { privateMemoryOf } from '../process-use.ts'
import { newShopper } from '../shopper.ts'
import { middleOf } from '../turns.ts'
import { Unmeasurable } from '../unmeasurable.ts'

const columns: Readonly<Record<string, Column>> = {
  heldMb: { heading: 'held by the isolate', unit: 'MB', digits: 1 },
  onePageMb: { heading: 'process, one page', unit: 'MB', digits: 0 },
  fullMb: { heading: 'process, many pages', unit: 'MB', digits: 0 },
}

const workers = [
  { name: 'empty', module: 'workers/memory-empty.ts' },
  { name: 'dropping', module: 'workers/memory-dropping.ts' },
  { name: 'buffering', module: 'workers/memory-buffering.ts' },
  { name: 'keeping', module: 'workers/memory-keeping.ts' },
  { name: 'limen, compact', module: 'workers/memory-compact.ts' },
  { name: 'limen, runtime', module: 'workers/memory-runtime.ts' },
] as const

/**
 * What Limen may hold beyond a Worker that does nothing. Every answer made of bytes leaves a copy until the
 * next collection, and workerd's allocator gives little back: so pages that are asked for once, and not
 * kept, are sent by way of a stream.
 */
const bounds: readonly Bound[] = [
  { row: 'limen, compact', column: 'heldMb', over: 'empty', most: 40 },
  { row: 'limen, compact', column: 'onePageMb', over: 'empty', most: 40 },
  { row: 'limen, compact', column: 'fullMb', over: 'empty', most: 40 },
  { row: 'limen, compact', column: 'fullMb', over: 'buffering', most: 0 },
  { row: 'limen, runtime', column: 'onePageMb', over: 'empty', most: 110 },
]

/** Three times the pages that the default budget has room for. */
const wantedBytes = 3 * 16 * 2 ** 20
const mostPages = 1000
/** Long enough for a runtime to start in a quiet moment. */
const quietMs = 4000

/** The memory of a process and of its isolate, when the cache of pages is full. */
export const memory: Measurement = {
  says: 'memory with one page, and with the cache of pages full',
  async run({ pages, progress }) {
    const size = middleOf(pages)
    const many = Math.min(mostPages, Math.ceil(wantedBytes / (size * 1024)))
    const arena = await openArena([])
    try {
      const samples = new Map<string, readonly Sample[]>()
      for (const { name, module } of workers) {
        progress(`memory: ${name}`)
        samples.set(name, [await measure(module, arena.originUrl, { size, many })])
      }
      return [
        {
          id: 'memory',
          title: 'Memory',
          note: `Held: heap and buffers of the isolate after a collection of garbage, when it has seen ${many} different pages of ${sizeText(size)}. Process: its private memory in a quiet moment, garbage included. Of the others, *dropping* asks for each page, *buffering* reads it as well, *keeping* keeps the last 16 MB of them; none of them looks into one.`,
          columns,
          rows: summarize(samples),
          bounds,
        },
      ]
    } finally {
      await arena.stop()
    }
  },
}

async function measure(
  module: string,
  origin: URL,
  { size, many }: { readonly size: PageSize; readonly many: number },
): Promise<Sample> {
  const { url, pid, inspector, stop } = await startContestant(module, origin, {}, true)
  const shopper = newShopper()
  try {
    await visitPages(1)
    await sleep(quietMs)
    const onePageMb = await privateMemoryOf(pid)
    await visitPages(many)
    await sleep(quietMs)
    const fullMb = await privateMemoryOf(pid)
    for (let i = 0; i < 3; i++) await shopper.visit(new URL('/.bench/collect', url))
    return { onePageMb, fullMb, heldMb: inspector && (await heapOf(inspector)) }
  } finally {
    shopper.leave()
    await stop()
  }

  async function visitPages(count: number): Promise<void> {
    for (const id of manifest.catalogue.items.slice(0, count)) {
      const { status } = await shopper.visit(new URL(`/${size}/product/${id}`, url))
      if (status !== 200) throw new Unmeasurable(`${module}: it answers ${status}`)
    }
  }
}
