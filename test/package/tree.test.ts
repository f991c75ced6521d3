import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'))
const manifest = JSON.parse(readFileSync('package.json', 'utf8'))

describe('the tree', () => {
  test('holds one workerd', () => {
    const workerds = Object.keys(packages).filter((path) => path.endsWith('node_modules/workerd'))
    expect(workerds).toEqual(['node_modules/workerd'])
  })

  // npm leaves out what the machine that writes the lockfile cannot fetch, and then refuses the file.
  test('is locked for every platform', () => {
    const optional = Object.values<{ optionalDependencies?: object }>(packages).flatMap((one) =>
      Object.keys(one.optionalDependencies ?? {}),
    )
    expect(optional.length).toBeGreaterThan(20)
    for (const name of optional) expect(packages, name).toHaveProperty([`node_modules/${name}`])
  })

  test('brings the Node it needs', () => {
    const version = execFileSync('node_modules/.bin/node', ['--version'], { encoding: 'utf8' })
    expect(version.trim()).toBe(`v${manifest.devDependencies.node}`)
  })

  test('names no registry', () => {
    expect(
      Object.values<{ resolved?: string }>(packages).map(({ resolved }) => resolved),
    ).not.toContain(expect.stringContaining('http'))
  })

  test('has a decision for every runtime dependency', () => {
    const decision = readFileSync('docs/decisions/005-runtime-dependencies.md', 'utf8')
    for (const name of Object.keys(manifest.dependencies)) expect(decision).toContain(`\`${name}\``)
  })

  test('numbers its decisions without gaps in use', () => {
    const numbers = readdirSync('docs/decisions').map((name) => name.slice(0, 3))
    expect(new Set(numbers).size).toBe(numbers.length)
  })
})

describe('import directions are held by lint', () => {
  test.each([
    ['a room may not know another', 'src/page/x.ts', "import '../consent/index.ts'"],
    ['lib knows no room', 'src/lib/x.ts', "import '../page/index.ts'"],
    ['a room does not look up', 'src/model/x.ts', "import '../personalize.ts'"],
    ['only one file knows the ONNX runtime', 'src/model/x.ts', "import 'onnxruntime-web/wasm'"],
    ['what runs in workerd imports no Node module', 'src/personalize.ts', "import 'node:fs'"],
    ['the shop knows nothing of Limen', 'examples/storefront/x.ts', "import 'limen'"],
  ])('%s', (_, path, source) => {
    expect(lint(path, `${source}\n`)).toContain('noRestrictedImports')
  })

  test('and what is allowed passes', () => {
    const output = lint('src/page/x.ts', "import '../lib/bytes.ts'\n")
    expect(output).toContain('Checked 1 file')
    expect(output).not.toContain('noRestrictedImports')
  })
})

/** Lints one file of a tree that has nothing but our rules. */
function lint(path: string, source: string): string {
  const tree = mkdtempSync(join(tmpdir(), 'limen-lint-'))
  const rules = JSON.parse(readFileSync('biome.json', 'utf8'))
  writeFileSync(join(tree, 'biome.json'), JSON.stringify({ ...rules, vcs: { enabled: false } }))
  mkdirSync(dirname(join(tree, path)), { recursive: true })
  writeFileSync(join(tree, path), source)
  const biome = resolve('node_modules/.bin/biome')
  const { stdout, stderr } = spawnSync(biome, ['lint', path], { cwd: tree, encoding: 'utf8' })
  rmSync(tree, { recursive: true })
  return stdout + stderr
}
