import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import wabt from 'wabt'

const source = join(import.meta.dirname, 'multiply.wat')
const target = join(import.meta.dirname, '../../src/training/multiply-module.ts')

/** Assembles the SIMD kernel of the trainer from its text. */
export async function buildMultiply(): Promise<string> {
  const { parseWat } = await wabt()
  const module = parseWat('multiply.wat', await readFile(source, 'utf8'))
  module.validate()
  return Buffer.from(module.toBinary({}).buffer).toString('base64')
}

if (import.meta.main) {
  const lines = (await buildMultiply()).match(/.{1,92}/g) ?? []
  const text = lines.map((line) => `  '${line}'`).join(' +\n')
  await writeFile(
    target,
    `// Text, and no file beside it, because the trainer also runs in a browser.
const code =
${text}

// Node and browsers have it; workerd has it not, and its types neither.
const { Module } = WebAssembly as unknown as {
  readonly Module: new (bytes: Uint8Array) => WebAssembly.Module
}

/** tools/kernel/multiply.wat, assembled by \`node tools/kernel/build-multiply.ts\`. */
export function multiplyModule(): WebAssembly.Module {
  return new Module(Uint8Array.from(atob(code), (byte) => byte.charCodeAt(0)))
}
`,
  )
}
