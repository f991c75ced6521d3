import { expect, test } from 'vitest'
import type { Io } from '../../src/cli/command.ts'
import { token } from '../../src/cli/token.ts'
import {
  type ConsentTrust,
  generateKeys,
  pinnedKeys,
  verifyConsent,
  verifyPreview,
} from '../../src/consent/index.ts'

const { privateJwk, publicJwk } = await generateKeys()
const files = new Map([
  ['.limen/keys.json', JSON.stringify({ keys: [privateJwk] })],
  ['public.json', JSON.stringify({ keys: [publicJwk] })],
  ['broken.json', '{'],
])

const trust: ConsentTrust = {
  issuer: 'https://shop.example',
  audience: 'shop.example',
  algorithms: ['ES256'],
  keys: pinnedKeys({ keys: [publicJwk] }),
}

test('mints a token that the example shop accepts', async () => {
  const { code, lines } = await run()

  expect(code).toBe(0)
  expect(lines).toHaveLength(1)
  expect(await verifyConsent(lines[0] ?? '', trust, new Date())).toMatchObject({
    consent: {
      jurisdiction: 'EU-DE',
      age: 'adult',
      gpc: false,
      choices: {
        behavioural: { state: 'g', basis: 'consent' },
        measurement: { state: 'g', basis: 'consent' },
      },
    },
  })
})

test('says what it is told', async () => {
  const { lines } = await run(
    ...['--grant', 'measurement, training', '--deny', 'advertising', '--jurisdiction', 'US-CA'],
    ...['--age', 'u13', '--gpc', '--ttl', '30m'],
    ...['--issuer', 'https://other.example', '--audience', 'other.example'],
  )

  const other = { ...trust, issuer: 'https://other.example', audience: 'other.example' }
  const result = await verifyConsent(lines[0] ?? '', other, new Date())
  expect(result).toMatchObject({ consent: { jurisdiction: 'US-CA', age: 'u13', gpc: true } })
  expect('consent' in result && result.consent.choices).toEqual({
    measurement: expect.objectContaining({ state: 'g' }),
    training: expect.objectContaining({ state: 'g' }),
    advertising: expect.objectContaining({ state: 'd' }),
  })
})

test('can grant nothing', async () => {
  const { lines } = await run('--grant', '')
  expect(await verifyConsent(lines[0] ?? '', trust, new Date())).toMatchObject({
    consent: { choices: {} },
  })
})

test('shows the parts as JSON, but no key', async () => {
  const { lines } = await run('--json', '--ttl', '7d')

  const printed = JSON.parse(lines.join('\n'))
  expect(printed).toMatchObject({
    token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
    header: { alg: 'ES256', typ: 'consent+jwt', kid: privateJwk.kid },
    claims: { iss: 'https://shop.example', prp: { beh: { s: 'g', b: 'consent' } } },
  })
  expect(printed.claims.exp - printed.claims.iat).toBe(7 * 86_400)
  expect(lines.join('\n')).not.toContain(privateJwk.d)
})

test('mints a preview token', async () => {
  const { lines } = await run('--preview')
  expect(await verifyPreview(lines[0] ?? '', trust, new Date())).toHaveProperty('preview')
  expect(await verifyConsent(lines[0] ?? '', trust, new Date())).toHaveProperty('reason')
})

test.each<[string[], string]>([
  [['--grant', 'everything'], '--grant takes a list of contextual, behavioural'],
  [['--deny', 'constructor'], '--deny takes a list of contextual, behavioural'],
  [['--deny', 'measurement'], 'measurement is both in --grant and in --deny'],
  [['--age', '17'], '--age must be one of adult'],
  [['--ttl', 'forever'], '--ttl must be a number with s, m, h or d'],
  [['--ttl', '0h'], '--ttl must be a number with s, m, h or d'],
  [['--ttl', '8d'], 'lifetimeSeconds: must be from 1 to 604800'],
  [['--preview', '--ttl', '25h'], 'lifetimeSeconds: must be from 1 to 86400'],
  [['--jurisdiction', 'Europe'], 'jur: is not what a consent token may say'],
  [['--issuer', 'http://shop.example'], 'iss: is not what a consent token may say'],
  [['--keys', 'missing.json'], 'cannot read missing.json; make it with: limen keys'],
  [['--keys', 'public.json'], 'public.json holds no private key'],
  [['--keys', 'broken.json'], 'broken.json holds no private key'],
  [['--unknown'], "Unknown option '--unknown'"],
])('%j is answered with what to do', async (args, message) => {
  await expect(run(...args)).rejects.toThrow(message)
})

async function run(...args: string[]) {
  const lines: string[] = []
  const io: Io = {
    print: (line) => lines.push(line),
    error: (line) => lines.push(line),
    progress: () => {},
    readText: async (path) => files.get(path) ?? Promise.reject(new Error(`no ${path}`)),
    writeText: () => Promise.reject(new Error('not for tokens')),
  }
  // `async`, because a mistake in the arguments is thrown before there is a promise.
  return { code: await (async () => token.run(args, io))(), lines }
}
