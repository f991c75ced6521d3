import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Io } from '../src/cli/command.ts'
import { Unmeasurable } from './unmeasurable.ts'

const run = promisify(execFile)

/**
 * Installs the peers, in the versions that `peers/package-lock.json` names, into a tree of their own:
 * who does not compare does not download them.
 */
export async function installPeers(io: Io): Promise<void> {
  io.progress('installing the peers')
  const prefix = `${import.meta.dirname}/peers`
  const args = ['ci', '--prefix', prefix, '--ignore-scripts', '--no-audit', '--no-fund']
  await run('npm', args).catch((cause) => {
    throw new Unmeasurable(`cannot install the peers:\n${cause.stderr}`, { cause })
  })
}
