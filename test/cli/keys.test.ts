import { mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { calculateJwkThumbprint } from 'jose'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Io } from '../../src/cli/command.ts'
import { keys } from '../../src/cli/keys.ts'
import { pinnedKeys } from '../../src/consent/index.ts'
import { profile } from '../../src/profile/index.ts'

let folder: string
let out: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limen-keys-'))
  out = join(folder, '.limen', 'keys.json')
})

afterEach(() => rm(folder, { recursive: true }))

test('keeps the private key in a file for its owner and prints the public one', async () => {
  const { code, lines } = await run('--out', out)

  const [jwk] = JSON.parse(await readFile(out, 'utf8')).keys
  expect(code).toBe(0)
  expect((await stat(out)).mode & 0o777).toBe(0o600)
  expect((await stat(join(folder, '.limen'))).mode & 0o777).toBe(0o700)
  expect(await readFile(join(folder, '.limen', '.gitignore'), 'utf8')).toBe('*\n')

  const printed = /^CONSENT_JWKS='(.*)'$/.exec(lines.at(-1) ?? '')?.[1] ?? ''
  const { d, ...publicJwk } = jwk
  expect(JSON.parse(printed)).toEqual({ keys: [publicJwk] })
  expect(lines.join('\n')).not.toContain(d)
  expect(() => pinnedKeys(printed)).not.toThrow()
})

test.each(['ES256', 'EdDSA', 'Ed25519'])('makes a key for %s, named by thumbprint', async (alg) => {
  const { lines } = await run('--out', out, '--alg', alg, '--json')

  const [jwk] = JSON.parse(lines.join('\n')).public.keys
  expect(jwk).toMatchObject({ alg, kid: await calculateJwkThumbprint(jwk) })
})

test('prints the private key only as JSON', async () => {
  const { lines } = await run('--out', out, '--json')

  const printed = JSON.parse(lines.join('\n'))
  expect(printed).toEqual({
    file: out,
    public: { keys: [expect.not.objectContaining({ d: expect.anything() })] },
    private: JSON.parse(await readFile(out, 'utf8')),
  })
})

test('does not replace a key unless it is told to', async () => {
  await run('--out', out)
  const before = await readFile(out, 'utf8')

  await expect(run('--out', out)).rejects.toThrow('--force replaces it')
  expect(await readFile(out, 'utf8')).toBe(before)

  await run('--out', out, '--force')
  expect(await readFile(out, 'utf8')).not.toBe(before)
})

test('replaces a file that others could read by one that they cannot', async () => {
  const open = join(folder, 'keys.json')
  await writeFile(open, '', { mode: 0o644 })
  await run('--out', open, '--force')
  expect((await stat(open)).mode & 0o777).toBe(0o600)
})

test('does not write through a link', async () => {
  const target = join(folder, 'elsewhere.json')
  await writeFile(target, 'mine')
  await symlink(target, join(folder, 'link.json'))

  await expect(run('--out', join(folder, 'link.json'))).rejects.toThrow('holds a key already')
  await run('--out', join(folder, 'link.json'), '--force')

  expect(await readFile(target, 'utf8')).toBe('mine')
})

test('leaves a folder alone that was there before', async () => {
  await run('--out', join(folder, 'keys.json'))
  await expect(stat(join(folder, '.gitignore'))).rejects.toThrow('ENOENT')
})

test.each(['HS256', 'RS256', 'none', ''])('refuses the algorithm %j', async (alg) => {
  await expect(run('--out', out, '--alg', alg)).rejects.toThrow('--alg must be one of ES256')
})

describe('with --profile', () => {
  test('keeps a key for profiles in a file for its owner, and prints nothing of it', async () => {
    const file = join(folder, '.limen', 'profile-keys.txt')
    const { code, lines } = await run('--profile', '--out', file)

    const key = (await readFile(file, 'utf8')).trim()
    expect(code).toBe(0)
    expect(await profile({ keys: key }).open(key)).toBeTypeOf('function')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await readFile(join(folder, '.limen', '.gitignore'), 'utf8')).toBe('*\n')
    expect(lines.at(-1)).toContain(`wrangler secret put PROFILE_KEYS < ${file}`)
    expect(lines.join()).not.toContain(key)
  })

  test('does not replace a key unless it is told to', async () => {
    const file = join(folder, 'profile-keys.txt')
    await run('--profile', '--out', file)
    const before = await readFile(file, 'utf8')
    await expect(run('--profile', '--out', file)).rejects.toThrow('--force replaces it')
    const { lines } = await run('--profile', '--out', file, '--force', '--json')
    const { private: key } = JSON.parse(lines.join(''))
    expect(await readFile(file, 'utf8')).toBe(`${key}\n`)
    expect(`${key}\n`).not.toBe(before)
  })
})

async function run(...args: string[]) {
  const lines: string[] = []
  const unused = () => Promise.reject(new Error('not for keys'))
  const io: Io = {
    print: (line) => lines.push(line),
    error: (line) => lines.push(line),
    progress: () => {},
    readText: unused,
    writeText: unused,
  }
  return { code: await keys.run(args, io), lines }
}
