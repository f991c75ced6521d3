import { readItems } from '../lab/index.ts'
import { openText } from '../training/files.ts'
import type { Item } from '../training/index.ts'

/** Whether a catalogue is a list of items in JSON lines, as `limen data import` writes it, and no feed. */
export function isItemList(path: string): boolean {
  return /\.jsonl(\.gz)?$/.test(path)
}

/** Reads the items that `limen data import` wrote. */
export async function readItemList(path: string): Promise<readonly Item[]> {
  const items = await readItems(openText('--catalogue', path), { option: '--catalogue' })
  return [...items.values()]
}
