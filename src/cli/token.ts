import { randomBytes } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { ages, type ChoiceState, mintConsent, mintPreview } from '../consent/index.ts'
import { type Purpose, purposes } from '../policy/index.ts'
import { command, UsageError } from './command.ts'
import { readKeyFile } from './key-file.ts'

const secondsOf: ReadonlyMap<string, number> = new Map([
  ['s', 1],
  ['m', 60],
  ['h', 3600],
  ['d', 86_400],
])

export const token = command({
  summary: 'Mint a consent token, or with --preview a token that shows decisions, for local use.',
  options: {
    grant: {
      type: 'string',
      default: 'behavioural,measurement',
      description: `Purposes the shopper allows: ${purposes.join(', ')}`,
    },
    deny: { type: 'string', default: '', description: 'Purposes the shopper refuses' },
    keys: {
      type: 'string',
      default: '.limen/keys.json',
      description: 'File that `limen keys` wrote',
    },
    issuer: { type: 'string', default: 'https://shop.example', description: 'As configured' },
    audience: { type: 'string', default: 'shop.example', description: 'As configured' },
    jurisdiction: { type: 'string', default: 'EU-DE', description: 'Such as EU-DE or US-CA' },
    age: { type: 'string', default: 'adult', description: `Age band: ${ages.join(', ')}` },
    gpc: { type: 'boolean', description: 'Global Privacy Control was on when the shopper chose' },
    ttl: { type: 'string', default: '24h', description: 'Life of the token: 90s, 30m, 24h, 7d' },
    preview: { type: 'boolean', description: 'Make a preview token, which permits nothing' },
    json: { type: 'boolean', description: 'Print the token with its header and claims as JSON' },
  },
  async run({ grant, deny, keys, issuer, audience, jurisdiction, age: band, ...rest }, io) {
    const age = ages.find((known) => known === band)
    if (!age) throw new UsageError(`--age must be one of ${ages.join(', ')}`)
    const choices = readChoices(grant, deny)
    const lifetimeSeconds = readDuration(rest.ttl)
    const privateJwk = await readKeyFile(keys, io)

    const common = { issuer, audience, lifetimeSeconds }
    const consent = { ...common, purposes: choices, jurisdiction, age, gpc: rest.gpc }
    const now = new Date()
    const minted = await (rest.preview
      ? mintPreview(common, privateJwk, now)
      : mintConsent(consent, privateJwk, now, randomBytes))

    if (rest.json) {
      const parts = { header: decodeProtectedHeader(minted), claims: decodeJwt(minted) }
      io.print(JSON.stringify({ token: minted, ...parts }, null, 2))
    } else io.print(minted)
    return 0
  },
})

function readChoices(grant: string, deny: string): Partial<Record<Purpose, ChoiceState>> {
  const [granted, denied] = [readPurposes('grant', grant), readPurposes('deny', deny)]
  const both = granted.find((purpose) => denied.includes(purpose))
  if (both) throw new UsageError(`${both} is both in --grant and in --deny`)
  return {
    ...Object.fromEntries(granted.map((purpose) => [purpose, 'g'])),
    ...Object.fromEntries(denied.map((purpose) => [purpose, 'd'])),
  }
}

function readPurposes(option: string, list: string): Purpose[] {
  const names = list.split(',').map((name) => name.trim())
  return names
    .filter((name) => name !== '')
    .map((name) => {
      const purpose = purposes.find((known) => known === name)
      if (!purpose) throw new UsageError(`--${option} takes a list of ${purposes.join(', ')}`)
      return purpose
    })
}

function readDuration(text: string): number {
  const [, count, unit = ''] = /^(\d+)([smhd])$/.exec(text) ?? []
  const seconds = Number(count) * (secondsOf.get(unit) ?? 0)
  if (!(seconds > 0)) throw new UsageError('--ttl must be a number with s, m, h or d, such as 24h')
  return seconds
}
