import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { algorithms, generateKeys } from '../consent/index.ts'
import { command, UsageError } from './command.ts'

export const keys = command({
  summary:
    'Make a key pair for consent tokens: the private half in a file, the public half printed.',
  options: {
    alg: {
      type: 'string',
      default: 'ES256',
      description: `Signature algorithm: ${algorithms.join(', ')}`,
    },
    out: {
      type: 'string',
      default: '.limen/keys.json',
      description: 'File for the private key',
    },
    force: { type: 'boolean', description: 'Replace the file: tokens it signed stop counting' },
    json: { type: 'boolean', description: 'Print both halves as JSON, the PRIVATE one too' },
  },
  async run({ alg: name, out, force, json }, io) {
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
