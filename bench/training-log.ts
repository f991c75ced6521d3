import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { createGzip } from 'node:zlib'
import { createRandom, type Random } from '../src/training/random.ts'

/**
 * Makes a log of clicks, the same for the same numbers:
 * `node bench/training-log.ts --sessions 190000 --items 43000 --out /tmp/clicks.csv.gz`
 *
 * Items are in families, of which some are popular. A visit has a family, moves to its neighbours or to
 * what is next within it, comes back to what it saw, and strays; each item leads to a few others. It is
 * made for time and memory: how good a method is on a real shop, it does not say.
 */
export interface LogSize {
  readonly sessions: number
  readonly items: number
  /** Days up to 2026-09-30. */
  readonly days: number
  readonly seed: number
}

/** The size that a run on two cores must take in an hour. */
export const fullSize: LogSize = { sessions: 190_000, items: 43_000, days: 150, seed: 1 }

const perFamily = 40
const words =
  'red blue oak steel wool glass tall small round soft light dark old new set box lamp cup'.split(
    ' ',
  )
const things =
  'chair table shelf lamp rug vase clock frame bowl plate mug knife towel basket'.split(' ')

export function* trainingLog({ sessions, items, days, seed }: LogSize): Generator<string> {
  const random = createRandom(seed)
  const families = Math.ceil(items / perFamily)
  const next = Uint32Array.from({ length: items * 3 }, (_, at) => {
    const item = Math.floor(at / 3)
    const family = Math.floor(item / perFamily)
    return Math.min(items - 1, family * perFamily + skewed(perFamily, 1.3, random))
  })
  const end = Date.UTC(2026, 8, 30, 23, 59)
  const start = end - days * 86_400_000
  yield 'session_id,event_time,item_id,event,title,category,country,device\n'
  for (let session = 0; session < sessions; session++) {
    let time = start + Math.floor(((session + random.next()) / sessions) * (end - start))
    const place = `${random.next() < 0.8 ? 'GB' : 'DE'},${random.next() < 0.6 ? 'mobile' : 'desktop'}`
    const visited: number[] = []
    let family = skewed(families, 1.6, random)
    let item = Math.min(items - 1, family * perFamily + skewed(perFamily, 1.3, random))
    // 4.7 clicks on average, and never one alone.
    const clicks = 2 + Math.min(60, Math.floor(-2.7 * Math.log(1 - random.next()) + 0.5))
    for (let click = 0; click < clicks; click++) {
      visited.push(item)
      const kind = random.next() < 0.03 ? 'add_to_cart' : 'view'
      yield `s${session},${new Date(time).toISOString().slice(0, 19)},p${item},${kind},${titleOf(item)},c${family % 300},${place}\n`
      time += 1000 * (5 + random.below(120))
      const draw = random.next()
      if (draw < 0.5) item = next[item * 3 + random.below(3)] as number
      else if (draw < 0.75) item = family * perFamily + skewed(perFamily, 1.3, random)
      else if (draw < 0.9) item = visited[random.below(visited.length)] as number
      else item = skewed(families, 1.6, random) * perFamily + random.below(perFamily)
      item = Math.min(items - 1, item)
      family = Math.floor(item / perFamily)
    }
  }
}

function titleOf(item: number): string {
  const family = Math.floor(item / perFamily)
  return `${words[item % words.length]} ${things[family % things.length]} ${family}`
}

/** A number below `n`, the low ones more often. */
function skewed(n: number, power: number, random: Random): number {
  return Math.floor(n * random.next() ** power)
}

if (import.meta.main) {
  const whole = { type: 'string' } as const
  const { values } = parseArgs({
    options: { sessions: whole, items: whole, days: whole, seed: whole, out: whole },
  })
  const { out = '/tmp/clicks.csv.gz', ...given } = values
  const numbers = Object.fromEntries(
    Object.entries(given).map(([key, text]) => [key, Number(text)]),
  )
  const file = createGzip()
  const written = finished(file.pipe(createWriteStream(out)))
  let lines: string[] = []
  for (const line of trainingLog({ ...fullSize, ...numbers })) {
    if (lines.push(line) < 10_000) continue
    if (!file.write(lines.join(''))) await new Promise((resolve) => file.once('drain', resolve))
    lines = []
  }
  file.end(lines.join(''))
  await written
}
