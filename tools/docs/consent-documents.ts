import { readFile } from 'node:fs/promises'
import { jurisdictionsPage } from './jurisdictions-page.ts'
import { permissionTables, withTables } from './permission-tables.ts'

const permissionPath = 'docs/consent/permission.md'

/** The documents that are made of data, by their path: what each must say. */
export async function consentDocuments(): Promise<ReadonlyMap<string, string>> {
  const page = await readFile(permissionPath, 'utf8')
  return new Map([
    ['docs/consent/jurisdictions.md', jurisdictionsPage()],
    [permissionPath, withTables(page, permissionTables())],
  ])
}
