import { existsSync } from 'node:fs'
import { type PrivateJwk, readPrivateKey } from '../consent/index.ts'
import { type Io, UsageError } from './command.ts'
import { keys } from './keys.ts'

/** The private key in a file that `limen keys` wrote. */
export async function readKeyFile(path: string, io: Io): Promise<PrivateJwk> {
  const text = await io.readText(path).catch((cause) => {
    throw new UsageError(`cannot read ${path}; make it with: limen keys`, { cause })
  })
  const key = readPrivateKey(text)
  if (key) return key
  throw new UsageError(`${path} holds no private key of ours; make one with: limen keys`)
}

/** A key pair for development, made at the first start. */
export async function readKeyPair(path: string, io: Io) {
  if (!existsSync(path)) {
    await keys.run(['--out', path], { ...io, print: () => undefined })
    io.print(`✓ development keys made in ${path}`)
  }
  const privateJwk = await readKeyFile(path, io)
  const { d: _, ...publicJwk } = privateJwk
  return { privateJwk, publicJwk }
}

/** The keys of profiles for development, made at the first start. */
export async function readProfileKeys(path: string, io: Io): Promise<string> {
  if (!existsSync(path)) {
    await keys.run(['--profile', '--out', path], { ...io, print: () => undefined })
    io.print(`✓ development keys for profiles made in ${path}`)
  }
  return (await io.readText(path)).trim()
}
