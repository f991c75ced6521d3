import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Config } from '../config/index.ts'
import { ConfigError } from '../errors.ts'

// What `[[rules]]` in wrangler.toml do for the Worker, for Node: files imported as data.
const asModule: ReadonlyMap<string, (path: string) => string> = new Map([
  ['.tsv', (path) => `export default ${JSON.stringify(readFileSync(path, 'utf8'))}`],
  ['.onnx', bytesModule],
  ['.wasm', bytesModule],
])

function bytesModule(path: string): string {
  const base64 = readFileSync(path).toString('base64')
  return `export default Uint8Array.from(Buffer.from('${base64}', 'base64')).buffer`
}

registerHooks({
  load(url, context, nextLoad) {
    const toModule = asModule.get(url.slice(url.lastIndexOf('.')))
    if (!toModule) return nextLoad(url, context)
    return { format: 'module', source: toModule(fileURLToPath(url)), shortCircuit: true }
  },
})

/**
 * Loads a configuration module in Node, as a Worker would.
 *
 * @throws ConfigError from the module itself, or when it is no configuration.
 */
export async function loadConfig(path: string): Promise<Config> {
  const { default: config } = await import(pathToFileURL(resolve(path)).href).catch((cause) => {
    if (cause?.code !== 'ERR_MODULE_NOT_FOUND') throw cause
    throw new ConfigError('--config', `cannot load ${path}: ${cause.message.split('\n')[0]}`, {
      cause,
    })
  })
  if (config?.routes && config.site) return config
  throw new ConfigError('--config', `${path} must export default defineConfig({ … })`)
}
