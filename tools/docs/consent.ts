import { readFile, writeFile } from 'node:fs/promises'
import { consentDocuments } from './consent-documents.ts'

// Compares the documents of the law with the data they are made of, or with --write writes them.

const isWriting = process.argv.includes('--write')

for (const [path, text] of await consentDocuments()) {
  const isStale = (await readFile(path, 'utf8').catch(() => '')) !== text
  if (isStale && isWriting) await writeFile(path, text)
  else if (isStale) process.exitCode = 1
  const word = isStale ? (isWriting ? 'written' : 'stale; run it with --write') : 'up to date'
  process.stdout.write(`${path}: ${word}\n`)
}
