import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { build, type Plugin } from 'esbuild'

type ModuleType = 'esm' | 'wasm' | 'data' | 'text'

/** A module as miniflare takes it. */
export interface WorkerModule {
  readonly type: ModuleType
  readonly path: string
  readonly contents: Uint8Array<ArrayBuffer>
}

// The same files that `[[rules]]` of wrangler.toml imports as data.
const dataModules: ReadonlyMap<string, ModuleType> = new Map([
  ['.wasm', 'wasm'],
  ['.onnx', 'data'],
  ['.tsv', 'text'],
])

/** Source of a Worker's main module, and the folder its imports are resolved from. */
export interface WorkerSource {
  readonly contents: string
  readonly resolveDir: string
}

/** Bundles a Worker and its dependencies, the way `wrangler deploy` would, into modules. */
export async function bundleWorker(source: WorkerSource): Promise<WorkerModule[]> {
  const imported = new Map<string, WorkerModule>()
  const { outputFiles } = await build({
    stdin: { ...source, loader: 'ts', sourcefile: 'main.ts' },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2024',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['cloudflare:*', 'node:*'],
    plugins: [importAsData(imported)],
    logLevel: 'silent',
  })
  const main = outputFiles[0] as { contents: Uint8Array<ArrayBuffer> }
  return [{ type: 'esm', path: 'main.js', contents: main.contents }, ...imported.values()]
}

function importAsData(imported: Map<string, WorkerModule>): Plugin {
  return {
    name: 'import-as-data',
    setup({ onResolve, resolve: find }) {
      onResolve({ filter: /\.(wasm|onnx|tsv)$/ }, async (args) => {
        if (args.pluginData === 'found') return undefined
        const { path, errors } = await find(args.path, {
          resolveDir: args.resolveDir,
          kind: args.kind,
          pluginData: 'found',
        })
        if (errors.length > 0) return { errors }
        const contents = Uint8Array.from(await readFile(path))
        const digest = createHash('sha256').update(contents).digest('hex').slice(0, 16)
        const name = `./${digest}-${basename(path)}`
        const type = dataModules.get(path.slice(path.lastIndexOf('.'))) as ModuleType
        imported.set(name, { type, path: name.slice(2), contents })
        return { path: name, external: true }
      })
    },
  }
}
