import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Io } from '../../src/cli/command.ts'
import { explainPermissionCommand } from '../../src/cli/explain-permission.ts'
import { generateKeys, mintConsent } from '../../src/consent/index.ts'

const { privateJwk, publicJwk } = await generateKeys()
const random = (length: number) => crypto.getRandomValues(new Uint8Array(length))
const now = new Date('2026-11-20T12:00:00Z')
const token = await mintConsent(
  {
    issuer: 'https://shop.example',
    audience: 'shop.example',
    jurisdiction: 'US-CA',
    age: 'adult',
    purposes: { behavioural: 'g', measurement: 'g', advertising: 'g', training: 'd' },
    basis: 'optout',
  },
  privateJwk,
  now,
  random,
)
const files = new Map([
  ['token.txt', `${token}\n`],
  ['/dev/stdin', token],
  ['empty.txt', '\n'],
  ['keys.json', JSON.stringify({ keys: [privateJwk] })],
  ['broken.json', '{'],
])
const time = ['--time', '2026-11-20T13:00:00Z']
const checked = ['--token', 'token.txt', '--keys', 'keys.json', '--revocation', 'clear', ...time]

beforeEach(() => void vi.stubEnv('CONSENT_JWKS', JSON.stringify({ keys: [publicJwk] })))
afterEach(() => void vi.unstubAllEnvs())

test('an opt-out suffices in California', async () => {
  const { text } = await run(...checked, '--place', 'US-CA')

  expect(text).toContain('Place  US-CA: row us-ca, California (CCPA)')
  expect(text).toContain('Token  verified, made under US-CA: row us-ca')
  expect(text).toContain('✓ behavioural: permitted')
  expect(text).toContain('row us-ca asks OO')
  expect(text).toContain('Cal. Civ. Code 1798.120(a)')
  expect(text).toContain('✗ training: consent-denied')
  expect(text).not.toContain(token.split('.')[2])
})

test('the same token in France is worth less, and the rows of both say why', async () => {
  const { purposes } = await runJson(...checked, '--place', 'EU-FR')

  expect(purposes.behavioural).toMatchObject({
    granted: false,
    reason: 'consent-too-narrow',
    rows: [
      { row: 'eu', rule: 'OI', facts: expect.arrayContaining([expect.anything()]) },
      { row: 'us-ca', rule: 'OO' },
    ],
  })
  const ground = purposes.behavioural.inputs.find(
    ({ input }: { input: string }) => input === 'ground',
  )
  expect(ground.takesAway).toBe('consent-too-narrow')
})

test('the signal is explained by the row', async () => {
  const { purposes } = await runJson(...checked, '--place', 'US-CA', '--gpc')
  expect(purposes.behavioural.granted).toBe(true)
  expect(purposes.advertising.reason).toBe('signal-opt-out')
  expect(JSON.stringify(purposes.advertising.rows)).toContain('11 CCR 7025(c)(1)')
})

test('without a token or a place only contextual is left', async () => {
  const { purposes, ...rest } = await runJson(...time)
  expect(rest).toMatchObject({ place: { code: null, row: 'unknown' }, token: { state: 'none' } })
  expect(grantsOf(purposes)).toEqual(['contextual'])
})

test('a token that is over grants nothing, and its no still counts', async () => {
  const late = ['--time', '2026-12-20T12:00:00Z', '--place', 'US-CA']
  const { purposes, token } = await runJson('--token', '-', '--keys', 'keys.json', ...late)
  expect(token.state).toBe('consent-expired')
  expect(grantsOf(purposes)).toEqual(['contextual'])
  const denial = purposes.training.inputs.find(({ input }: { input: string }) => input === 'denial')
  expect(denial.takesAway).toBe('consent-denied')
})

test('keys come from the variable that the configuration names', async () => {
  const { token } = await runJson('--token', 'token.txt', ...time)
  expect(token.state).toBe('verified')

  vi.stubEnv('CONSENT_JWKS', '')
  const { errors } = await run('--token', 'token.txt', ...time)
  expect(errors).toMatch(/CONSENT_JWKS must be set.*--keys/)
})

test.each([
  [['--place', 'California'], '--place must be a country'],
  [['--place', 'us-ca'], '--place must be a country'],
  [['--time', 'yesterday'], '--time must be ISO 8601'],
  [['--revocation', 'maybe'], '--revocation must be one of clear, revoked, unknown'],
  [['--token', 'missing.txt'], 'cannot read missing.txt; make a token with: limen token'],
  [['--token', 'empty.txt'], 'empty.txt holds no token'],
  [['--token', 'token.txt', '--keys', 'missing.json'], 'cannot read missing.json; make keys'],
  [['--token', 'token.txt', '--keys', 'broken.json'], 'broken.json holds no JWK set'],
  [['--config', 'missing.config.ts'], 'cannot load missing.config.ts'],
  [['--country', 'FR'], "Unknown option '--country'"],
])('%j is answered with what to do', async (args, message) => {
  await expect(run(...args)).rejects.toThrow(message)
})

// biome-ignore lint/suspicious/noExplicitAny: what was printed, read back.
type Printed = any

async function runJson(...args: string[]): Promise<Printed> {
  return JSON.parse((await run(...args, '--json')).text)
}

function grantsOf(purposes: Printed): string[] {
  return Object.keys(purposes).filter((purpose) => purposes[purpose].granted)
}

async function run(...args: string[]) {
  const lines: string[] = []
  const errors: string[] = []
  const io: Io = {
    print: (line) => lines.push(line),
    error: (line) => errors.push(line),
    progress: () => {},
    readText: async (path) => files.get(path) ?? Promise.reject(new Error(`no ${path}`)),
    writeText: () => Promise.reject(new Error('nothing is written')),
  }
  // `async`, because a mistake in the arguments is thrown before there is a promise.
  const config = args.includes('--config') ? [] : ['--config', 'test/fixtures/consent.config.ts']
  const code = await (async () => explainPermissionCommand.run([...args, ...config], io))()
  expect(code).toBe(0)
  return { text: lines.join('\n'), errors: errors.join('\n') }
}
