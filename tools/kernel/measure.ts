import { readFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { startWorker } from '../../bench/workerd.ts'
import { bundleWorker } from '../../src/testing/bundle.ts'
import { writeOnnxFile } from '../../src/training/onnx-file.ts'

// Times one call of each engine inside workerd, on a model file or on a random one of so many items and
// dimensions: node tools/kernel/measure.ts models/gift-shop.onnx 10000x32

const shipped = 'models/gift-shop.onnx'
const asked = process.argv.length > 2 ? process.argv.slice(2) : [shipped, '10000x32', '100000x32']

const worker = `
  import { compact, createCompact } from './src/model/compact/index.ts'
  import { onnx } from './src/model/onnx.ts'

  const engines = { compact, javascript: createCompact(), onnx }
  const visits = (items) => Array.from({ length: 64 }, (_, v) => ({
    items: Int32Array.from({ length: 8 }, (_, i) => (v * 7919 + i * 104729) % items),
    kinds: new Int32Array(8),
    itemMask: Float32Array.from({ length: 8 }, (_, i) => Number(i < v % 9)),
    contexts: Int32Array.from({ length: 6 }, (_, i) => (v + i) % 40),
    contextMask: new Float32Array(6).fill(1),
  }))

  export default {
    async fetch(request) {
      const { searchParams } = new URL(request.url)
      const file = await request.arrayBuffer()
      const start = performance.now()
      const scorer = await engines[searchParams.get('engine')](file)
      const startMs = performance.now() - start
      const asked = visits(Number(searchParams.get('items')))
      const first = performance.now()
      await scorer.score(asked[0])
      const firstMs = performance.now() - first
      const batches = []
      for (const until = performance.now() + 3000; performance.now() < until; ) {
        const begun = performance.now()
        for (const visit of asked) await scorer.score(visit)
        batches.push((performance.now() - begun) / asked.length * 1000)
      }
      batches.sort((a, b) => a - b)
      const at = (share) => batches[Math.floor(batches.length * share)].toFixed(1)
      return Response.json({ startMs, firstMs, microseconds: { best: at(0), p50: at(0.5), p99: at(0.99) } })
    },
  }
`

const modules = await bundleWorker({ contents: worker, resolveDir: process.cwd() })
for (const name of asked) {
  const [items = 0, dimension = 0] = name.split('x').map(Number)
  const file = items > 0 ? randomModel(items, dimension) : Uint8Array.from(await readFile(name))
  console.log(`${name}: file ${kilobytes(file.length)}, gzip ${kilobytes(gzipSync(file).length)}`)
  for (const engine of ['compact', 'javascript', 'onnx']) {
    const { url, pid, stop } = await startWorker(modules)
    const address = new URL(`?engine=${engine}&items=${items || 1000}`, url)
    const answer = await fetch(address, { method: 'POST', body: file })
    const status = await readFile(`/proc/${pid}/status`, 'utf8')
    console.log(engine.padEnd(10), await answer.text(), /VmRSS.*/.exec(status)?.[0])
    await stop()
  }
}

function randomModel(items: number, dimension: number): Uint8Array<ArrayBuffer> {
  // Rows of neighbours are 16-bit numbers.
  const size = items < 65536 ? 20 : 0
  const history = 8
  const contextRows = 134
  const floats = (length: number, scale: number) =>
    Float32Array.from({ length }, () => (Math.random() - 0.5) * scale)
  const model = {
    items,
    dimension,
    history,
    contextRows,
    table: Int8Array.from({ length: dimension * (items + 1) }, () => Math.random() * 255 - 127),
    tableScale: 1 / 127,
    contexts: floats(contextRows * dimension, 0.2),
    positions: floats(3 * history, 1),
    temperature: 12,
    // By popularity, as a trained one is.
    prior: Float32Array.from({ length: items + 1 }, (_, i) =>
      i < items ? -Math.log(i + 1) : -1e9,
    ),
    neighbours: {
      size,
      rows: Uint16Array.from({ length: size * (items + 1) }, () => Math.random() * items),
      roots: Uint8Array.from({ length: size * (items + 1) }, () => Math.random() * 256),
      rootScale: 1 / 255,
      positions: floats(3 * history, 1),
    },
  }
  return writeOnnxFile(model, { contexts: 6, top: 50 })
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(0)} KB`
}
