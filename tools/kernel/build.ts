import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import wabt from 'wabt'

const source = join(import.meta.dirname, 'rank.wat')
const target = join(import.meta.dirname, '../../src/model/compact/kernel.wasm')

/** Assembles the SIMD kernel of the compact scorer from its text. */
export async function buildKernel(): Promise<Uint8Array> {
  const { parseWat } = await wabt()
  const module = parseWat('rank.wat', await readFile(source, 'utf8'), { relaxed_simd: true })
  module.validate()
  return module.toBinary({}).buffer
}

if (import.meta.main) await writeFile(target, await buildKernel())
