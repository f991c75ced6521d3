import { readFileSync } from 'node:fs'
import { join } from 'node:path'

// Workers import a compiled module and may compile none. Node compiles it from its bytes.
const { Module } = WebAssembly as unknown as {
  readonly Module: new (bytes: Uint8Array) => WebAssembly.Module
}

export default new Module(readFileSync(join(import.meta.dirname, '../page/scan.wasm')))
