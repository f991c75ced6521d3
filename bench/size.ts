import { gzipSync } from 'node:zlib'
import { transform } from 'esbuild'
import { bundleWorker, type WorkerModule } from '../src/testing/bundle.ts'

interface Budget {
  readonly name: string
  /** The Worker's main module, in the folder of the checkout. */
  readonly source: string
  /** The most it may weigh, in kilobytes of 1024 bytes, minified and compressed. */
  readonly maxKb: number
}

// The platform takes 3 MB of gzip on the free plan and 10 MB on the paid one.
const budgets: readonly Budget[] = [
  {
    name: 'core, without feed, model and engine',
    source: `export { defineConfig } from 'limen'
export { worker } from 'limen/worker'`,
    maxKb: 60,
  },
  {
    name: "core with the example's feed and model",
    source: `export { defineConfig } from 'limen'
export { worker } from 'limen/worker'
export { default as feed } from './examples/storefront/data/catalogue.tsv'
export { default as file } from './models/gift-shop.onnx'
export { default as manifest } from './models/manifest.json' with { type: 'json' }`,
    maxKb: 1024,
  },
  {
    name: 'the same with ONNX Runtime, as deployed',
    source: `import config from './limen.config.ts'
import { worker } from 'limen/worker'
export default worker(config)`,
    maxKb: 5 * 1024,
  },
]

process.exitCode = await main().catch((error: Error) => {
  process.stderr.write(`size: ${error.message}\n`)
  return 1
})

/** Prints what a deployment weighs; 1 if anything is over its budget. */
async function main(): Promise<number> {
  const rows = await Promise.all(budgets.map(weigh))
  for (const { name, kb, plainKb, maxKb } of rows) {
    const mark = kb <= maxKb ? '✓' : '✗'
    const figures = `${format(kb)} KB of ${format(maxKb)} KB (not minified: ${format(plainKb)} KB)`
    process.stdout.write(`${mark} ${name.padEnd(40)} ${figures}\n`)
  }
  const over = rows.filter(({ kb, maxKb }) => kb > maxKb)
  if (over.length === 0) return 0
  process.stderr.write(
    `size: ${over.length} over budget. Take something out, or raise the budget in bench/size.ts and say why.\n`,
  )
  return 1
}

/** Gzip sizes, which is what the platform counts. */
async function weigh({ name, source, maxKb }: Budget) {
  const modules = await bundleWorker({ contents: source, resolveDir: `${import.meta.dirname}/..` })
  const minified = await Promise.all(modules.map(minify))
  return {
    name,
    maxKb,
    kb: gzipKb(minified),
    plainKb: gzipKb(modules.map(({ contents }) => contents)),
  }
}

async function minify({ type, contents }: WorkerModule): Promise<Uint8Array> {
  if (type !== 'esm') return contents
  const { code } = await transform(contents, { minify: true, format: 'esm', target: 'es2024' })
  return new TextEncoder().encode(code)
}

function gzipKb(files: readonly Uint8Array[]): number {
  return files.reduce((sum, file) => sum + gzipSync(file).length, 0) / 1024
}

function format(kb: number): string {
  return kb.toLocaleString('en', { maximumFractionDigits: 1 })
}
