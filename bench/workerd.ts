import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { WorkerModule } from '../src/testing/bundle.ts'
import { stopAtExit } from './stop-at-exit.ts'

/** A Worker in a workerd process of its own, so that its memory and processor time are its own. */
export interface RunningWorker {
  readonly url: URL
  readonly pid: number
  /** From the start of the process until it listened: its code is compiled and has run once. */
  readonly startMs: number
  /** Where its inspector listens, if it was started with one. */
  readonly inspector: URL | undefined
  stop(): Promise<void>
}

// The workerd that miniflare brings: there is one in the tree. It is started without miniflare,
// whose proxy in front of every Worker would be measured too.
const fromMiniflare = createRequire(createRequire(import.meta.url).resolve('miniflare'))
const { default: binary, version } = fromMiniflare('workerd') as {
  default: string
  version: string
}

export const workerdVersion = version

const moduleKind = { esm: 'esModule', wasm: 'wasm', data: 'data', text: 'text' } as const

/**
 * Starts a bundled Worker on a free port of this machine.
 *
 * @param inspected with an inspector, and with `gc()` in its global scope.
 */
export async function startWorker(
  modules: readonly WorkerModule[],
  env: Readonly<Record<string, string>> = {},
  inspected = false,
): Promise<RunningWorker> {
  const folder = join(tmpdir(), `limen-bench-${process.pid}-${started++}`)
  await mkdir(folder)
  for (const { path, contents } of modules) await writeFile(join(folder, path), contents)
  const config = join(folder, 'config.capnp')
  await writeFile(config, configText(modules, env, inspected ? ['--expose-gc'] : []))

  const start = performance.now()
  const options = inspected ? ['--inspector-addr=127.0.0.1:0'] : []
  const child = spawn(binary, ['serve', config, '--control-fd=3', ...options], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  })
  const forget = stopAtExit(child)
  let said = ''
  child.stderr?.on('data', (text) => {
    said = (said + text).slice(-2000)
  })
  const exited = once(child, 'exit')
  const ready = portsOf(child.stdio[3] as Readable)
  const { port, inspectorPort } = await Promise.race([ready, exited.then(() => ({}) as Ports)])
  const startMs = performance.now() - start
  await rm(folder, { recursive: true, force: true }) // it has read all of it
  if (port === undefined) throw new Error(`workerd did not start\n${said}`)
  return {
    url: new URL(`http://127.0.0.1:${port}`),
    inspector:
      inspectorPort === undefined ? undefined : new URL(`http://127.0.0.1:${inspectorPort}`),
    pid: child.pid as number,
    startMs,
    async stop() {
      child.kill('SIGKILL')
      await exited
      forget()
    },
  }
}

let started = 0

interface Ports {
  readonly port?: number
  readonly inspectorPort?: number
}

/** workerd writes one line of JSON for each socket it listens on, the inspector's first. */
async function portsOf(control: Readable): Promise<Ports> {
  let inspectorPort: number | undefined
  for await (const line of createInterface(control)) {
    const { event, port } = JSON.parse(line)
    if (event === 'listen-inspector') inspectorPort = port
    if (event === 'listen') return { port, ...(inspectorPort && { inspectorPort }) }
  }
  return {}
}

function configText(
  modules: readonly WorkerModule[],
  env: Readonly<Record<string, string>>,
  v8Flags: readonly string[],
): string {
  const text = JSON.stringify // Cap'n Proto's strings are C's, and so are these, being ASCII
  const files = modules.map(
    ({ path, type }) => `(name = ${text(path)}, ${moduleKind[type]} = embed ${text(path)})`,
  )
  const bindings = Object.entries(env).map(
    ([name, value]) => `(name = ${text(name)}, text = ${text(value)})`,
  )
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [${files.join(', ')}],
      bindings = [${bindings.join(', ')}],
      compatibilityDate = "2026-11-01",
    )),
    (name = "internet", network = (allow = ["local"])),
  ],
  v8Flags = [${v8Flags.map((flag) => text(flag)).join(', ')}],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
`
}
