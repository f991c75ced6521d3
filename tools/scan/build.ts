import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { main as compile } from 'assemblyscript/asc'

const folder = join(import.meta.dirname, 'assembly')
const target = join(import.meta.dirname, '../../src/page/scan.wasm')

/** Compiles the scanner of pages from its AssemblyScript. */
export async function buildScanner(): Promise<Uint8Array> {
  const written = new Map<string, string | Uint8Array>()
  const options = ['scan.ts', '--baseDir', folder, '--outFile', 'scan.wasm', '-O3', '--converge']
  const features = ['--runtime', 'stub', '--noAssert', '--use', 'abort=', '--enable', 'simd']
  const { error, stderr } = await compile([...options, ...features], {
    writeFile: (name, contents) => void written.set(name, contents),
  })
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`)
  return written.get('scan.wasm') as Uint8Array
}

if (import.meta.main) await writeFile(target, await buildScanner())
