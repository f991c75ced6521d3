import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { Miniflare } from 'miniflare'
import { decisionHeader } from '../preview/index.ts'
import { edgeWorker, localWorker } from '../testing/index.ts'
import { checkConfig, showFindings } from './check.ts'
import { command, type Io, UsageError } from './command.ts'
import { readKeyPair, readProfileKeys } from './key-file.ts'
import { loadConfig } from './load-config.ts'
import { localFolders } from './local-folders.ts'
import { mirrorModels } from './release-watch.ts'

const shopAddress = 'https://shop.internal'

export const dev = command({
  summary:
    'Run Limen in front of a shop on this machine, with keys of its own, and say where to look.',
  options: {
    config: { type: 'string', default: 'limen.config.ts', description: 'Configuration module' },
    shop: {
      type: 'string',
      default: 'examples/storefront/worker.ts',
      description: 'The shop: URL of one that runs, or the module of a Worker',
    },
    port: { type: 'string', default: '8787', description: 'Port to listen on; 0 takes a free one' },
    keys: {
      type: 'string',
      default: '.limen/keys.json',
      description: 'Development keys, made at the first start',
    },
    models: {
      type: 'string',
      default: 'models',
      description:
        'Folder of models: what is released in it, the edge takes, if it asks for releases',
    },
  },
  async run({ config, shop, port: portText, keys: keyFile, models }, io) {
    const port = readPort(portText)
    io.progress('checking the configuration …')
    const loaded = await loadConfig(config)
    const { findings } = await checkConfig(loaded)
    if (!showFindings(findings, io)) return 1

    const { privateJwk, publicJwk } = await readKeyPair(keyFile, io)
    const profileKeys = await readProfileKeys(join(dirname(keyFile), 'profile-keys.txt'), io)
    io.progress('building …')
    const isRunning = URL.canParse(shop)
    const { bindings = [] } = loaded.model ?? {}
    const limen = await edgeWorker({
      ...{ config, bindings, development: true },
      outbound: isRunning ? undefined : 'shop',
      env: {
        ORIGIN: isRunning ? new URL(shop).origin : shopAddress,
        CONSENT_JWKS: JSON.stringify({ keys: [publicJwk] }),
        CONSENT_KEY: JSON.stringify({ keys: [privateJwk] }),
        PROFILE_KEYS: profileKeys,
        LIMEN_DEVELOPMENT: 'on',
        LIMEN_DEV_KEY: JSON.stringify(privateJwk),
      },
    })
    const workers = isRunning ? [limen] : [limen, await shopWorker(shop)]
    const miniflare = new Miniflare({ host: '127.0.0.1', port, workers })
    const { href } = await miniflare.ready.catch((error) => {
      throw startError(error, port)
    })
    const places = await localFolders(miniflare, 'limen', bindings)
    const stop = places.length > 0 ? await mirrorModels(models, places, tellFault) : undefined
    io.progress('starting the model …')
    await warmUp(href)
    io.progress('')
    announce(href.replace('127.0.0.1', 'localhost'), io)
    await untilInterrupted()
    stop?.()
    await miniflare.dispose()
    return 0

    function tellFault(error: unknown): void {
      io.error(`! ${models}: ${error instanceof Error ? error.message : String(error)}`)
    }
  },
})

async function shopWorker(module: string) {
  const path = resolve(module)
  if (!existsSync(path)) {
    throw new UsageError(`--shop: there is no ${module}; give the URL of a shop that runs`)
  }
  return localWorker({
    name: 'shop',
    source: {
      contents: `export { default } from ${JSON.stringify(path)}`,
      resolveDir: dirname(path),
    },
  })
}

function readPort(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port
  throw new UsageError('--port must be a number from 0 to 65535')
}

function startError(error: unknown, port: number): unknown {
  const isTaken = error instanceof Error && /in use/i.test(error.message)
  return isTaken ? new UsageError(`--port: ${port} is in use; try --port 0`) : error
}

/** The first visit starts the model's engine; yours shall not be the first. */
async function warmUp(href: string): Promise<void> {
  const headers = { 'sec-fetch-dest': 'empty' } // not a visit worth showing
  for (let attempt = 0; attempt < 40; attempt++) {
    const page = await fetch(href, { headers })
    if (!page.headers.get(decisionHeader)?.includes('ranking=popular')) return
    await setTimeout(100)
  }
}

function announce(url: string, io: Io): void {
  io.print(`
  The shop, through Limen   ${url}
  What Limen did            ${url}.limen/dev

  Stop with Ctrl+C.`)
}

function untilInterrupted(): Promise<void> {
  return new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => done())
  })
}
