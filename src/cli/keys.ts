import { randomBytes } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { algorithms, generateKeys } from '../consent/index.ts'
import { newProfileKey } from '../profile/index.ts'
import { command, type Io, UsageError } from './command.ts'

export const keys = command({
  summary:
    'Make a key pair for consent tokens, or with --profile a key for profiles; secrets go to a file.',
  options: {
    alg: {
      type: 'string',
      default: 'ES256',
      description: `Signature algorithm: ${algorithms.join(', ')}`,
    },
    profile: {
      type: 'boolean',
      description: 'Make a key for profiles instead, in a file of its own',
    },
    out: {
      type: 'string',
      description:
        'File for the private key (default: .limen/keys.json, or .limen/profile-keys.txt)',
    },
    force: { type: 'boolean', description: 'Replace the file: tokens it signed stop counting' },
    json: { type: 'boolean', description: 'Print both halves as JSON, the PRIVATE one too' },
  },
  async run({ alg: name, profile, out: chosen, force, json }, io) {
    const out = chosen ?? (profile ? '.limen/profile-keys.txt' : '.limen/keys.json')
    if (profile) return makeProfileKey(out, { force, json }, io)
    const alg = algorithms.find((known) => known === name)
    if (!alg) throw new UsageError(`--alg must be one of ${algorithms.join(', ')}`)

    const { privateJwk, publicJwk } = await generateKeys(alg)
    const [privateKeys, publicKeys] = [{ keys: [privateJwk] }, { keys: [publicJwk] }]
    if (force) await rm(out, { force: true })
    await writePrivate(out, `${JSON.stringify(privateKeys, null, 2)}\n`)

    if (json) {
      io.print(JSON.stringify({ file: out, public: publicKeys, private: privateKeys }, null, 2))
      return 0
    }
    io.print(`✓ private key in ${out}, readable by you alone; keep it out of the repository`)
    io.print('✓ public key for the Worker, as a line for .dev.vars:')
    io.print(`CONSENT_JWKS='${JSON.stringify(publicKeys)}'`)
    return 0
  },
})

async function makeProfileKey(
  out: string,
  { force, json }: { readonly force: boolean; readonly json: boolean },
  io: Io,
): Promise<number> {
  const key = newProfileKey(randomBytes)
  if (force) await rm(out, { force: true })
  await writePrivate(out, `${key}\n`)
  if (json) io.print(JSON.stringify({ file: out, private: key }, null, 2))
  else {
    io.print(
      `✓ secret key for profiles in ${out}, readable by you alone; keep it out of the repository`,
    )
    io.print(`✓ for the Worker: wrangler secret put PROFILE_KEYS < ${out}`)
  }
  return 0
}

// `wx` creates and never follows or replaces, so the mode is right from the first byte.
async function writePrivate(path: string, text: string): Promise<void> {
  const folder = dirname(path)
  const isNew = await mkdir(folder, { recursive: true, mode: 0o700 })
  if (isNew) await writeFile(join(folder, '.gitignore'), '*\n')
  try {
    await writeFile(path, text, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
    throw new UsageError(`${path} holds a key already; --force replaces it, --out writes elsewhere`)
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
