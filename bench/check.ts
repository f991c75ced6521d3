import { setTimeout as sleep } from 'node:timers/promises'
import type { Contestant } from './contestants.ts'
import { makePage, type PageSize, pathOf, sizeText, slotEnd, slotStart } from './page.ts'
import { newShopper, type Seen } from './shopper.ts'
import { Unmeasurable } from './unmeasurable.ts'

const patienceMs = 10_000

/**
 * Asks a contestant for a page until the answer is right: an engine may have to start first.
 *
 * @returns the length of the right answer.
 * @throws Unmeasurable that says what is wrong: a contestant that is broken must never be measured.
 */
export async function checkAnswer(
  contestant: Contestant,
  url: URL,
  size: PageSize,
  headers: Readonly<Record<string, string>> = {},
): Promise<number> {
  const shopper = newShopper(headers)
  const until = performance.now() + patienceMs
  try {
    for (;;) {
      const seen = await shopper.visit(new URL(pathOf(size), url))
      const wrong = findWrong(seen, contestant, makePage(size))
      if (!wrong) return seen.body.length
      if (performance.now() > until) {
        throw new Unmeasurable(
          `${contestant.name} cannot be measured with ${sizeText(size)}: ${wrong}`,
        )
      }
      await sleep(50)
    }
  } finally {
    shopper.leave()
  }
}

function findWrong(
  { status, body }: Seen,
  { fills }: Contestant,
  page: string,
): string | undefined {
  if (status !== 200) return `it answers ${status}`
  const text = body.toString('latin1')
  if (!fills) return text === page ? undefined : 'its page is not the one of the origin'

  const start = page.indexOf(slotStart) + slotStart.length
  const rest = page.slice(page.indexOf(slotEnd))
  if (!text.startsWith(page.slice(0, start))) return 'its page differs before the slot'
  if (!text.endsWith(rest)) return 'its page differs after the slot'
  const filled = text.slice(start, -rest.length)
  return fills(filled) ? undefined : 'its slot does not hold what it must'
}
